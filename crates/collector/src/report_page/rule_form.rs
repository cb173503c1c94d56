//! `/report/rules/edit`: makes a rule or changes one, and shows before what it would have done.

use askwell_survey::{Group, limits};
use axum::extract;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::change_form::AnalystForm;
use super::chart::{counted, grouped};
use super::reader::Reader;
use super::{frame, not_allowed, response, rules, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::access::token;
use crate::counted::{LAYOUT, LOCALE, PAGE, TAG};
use crate::day::moment_in_words;
use crate::notice::Recipient;
use crate::report::Selection;
use crate::rule::{Actions, AtLeast, Conditions, DUE_DAYS, Does, NAME, RatingRange, TAGS, WORD, WORDS, is_searchable};
use crate::state::State;
use crate::store::{RuleChange, RuleChanged, RulePreview, StoreError};
use crate::tag::{LONGEST, TagName};

/// The fields of the form, and what somebody typed into them.
const FIELDS: [&str; 19] = [
    "name",
    "survey",
    "group",
    "question",
    "from",
    "to",
    "segment",
    "value",
    "words",
    "language",
    "attribute",
    "at_least",
    "account",
    "inbox",
    "owner",
    "due",
    "tags",
    "notify",
    "channel",
];
/// What `notify` says beside the users: in front of their names stands `user:`.
const ALL_CHANNELS: &str = "channels";
const ONE_CHANNEL: &str = "channel";

/// What a form says; kept where something in it is wrong.
#[derive(Clone, Default)]
struct Entered(Vec<(&'static str, String)>);

impl Entered {
    fn of(form: &AnalystForm) -> Self {
        Self(FIELDS.iter().map(|name| (*name, form.field(name).replace("\r\n", "\n").trim().to_owned())).collect())
    }

    /// How a rule that is there stands in the form.
    fn of_rule(name: &str, does: &Does) -> Self {
        let Does { conditions, actions } = does;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (segment, value) = conditions.segment.clone().unwrap_or_default();
        let rating = conditions.rating.as_ref();
        let end = |end: fn(&RatingRange) -> f64| rating.map_or_else(String::new, |range| end(range).to_string());
        let (notify, channel) = match &actions.notify {
            None => (String::new(), String::new()),
            Some(Recipient::Channels) => (ALL_CHANNELS.to_owned(), String::new()),
            Some(Recipient::Channel(name)) => (ONE_CHANNEL.to_owned(), name.clone()),
            Some(Recipient::User(name)) => (format!("user:{name}"), String::new()),
        };
        let number = conditions.number.as_ref();
        let values = [
            name.to_owned(),
            text(&conditions.survey),
            text(&conditions.group),
            rating.and_then(|range| range.question.clone()).unwrap_or_default(),
            end(|range| range.from),
            end(|range| range.to),
            segment,
            value,
            conditions.words.join("\n"),
            text(&conditions.language),
            number.map(|number| number.attribute.clone()).unwrap_or_default(),
            number.map_or_else(String::new, |number| number.value.to_string()),
            text(&conditions.account),
            if actions.inbox { "yes".to_owned() } else { String::new() },
            text(&actions.owner),
            actions.due_days.map_or_else(String::new, |days| days.to_string()),
            actions.tags.join(", "),
            notify,
            channel,
        ];
        Self(FIELDS.into_iter().zip(values).collect())
    }

    fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    fn given(&self, name: &str) -> Option<String> {
        Some(self.field(name).to_owned()).filter(|text| !text.is_empty())
    }

    /// Reads it, or says what is wrong. `agents` may own follow-ups, and `users` be notified.
    fn read(&self, choices: &Choices) -> Result<(String, Does), String> {
        let name = self.given("name").filter(|name| name.chars().count() <= NAME && !name.contains(char::is_control));
        let name = name.ok_or_else(|| format!("Enter a name of at most {NAME} characters, on one line."))?;
        let conditions = self.conditions()?;
        if conditions == Conditions::default() {
            return Err("Enter at least one condition: otherwise the rule fits every response.".to_owned());
        }
        let actions = self.actions(choices)?;
        if actions == Actions::default() {
            return Err("Choose at least one action.".to_owned());
        }
        Ok((name, Does { conditions, actions }))
    }

    fn conditions(&self) -> Result<Conditions, String> {
        for name in ["survey", "question", "segment", "value", "language", "attribute", "account"] {
            if limits::exceeds(self.field(name), limits::LABEL) {
                return Err(format!("Shorten what you entered as {name}: at most {} characters.", limits::LABEL));
            }
        }
        let group = self.given("group");
        if group.as_deref().is_some_and(|group| Group::from_name(group).is_none()) {
            return Err("Choose a group from the list.".to_owned());
        }
        let number = |name: &str| {
            let text = self.field(name).replace('−', "-").replace(',', ".");
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        };
        let question = self.given("question");
        let rating = match (self.given("from"), self.given("to")) {
            (None, None) if question.is_none() => None,
            _ => {
                let range = number("from").zip(number("to")).filter(|(from, to)| from <= to);
                let (from, to) = range.ok_or("Enter the lowest and the highest rating that fit.")?;
                Some(RatingRange { question, from, to })
            }
        };
        let segment = match (self.given("segment"), self.given("value")) {
            (None, None) => None,
            (Some(name), Some(value)) if name != TAG => Some((full_name(name), value)),
            _ => return Err("Enter the name of a segment and its value.".to_owned()),
        };
        let number = match (self.given("attribute"), self.given("at_least")) {
            (None, None) => None,
            (Some(attribute), Some(_)) => {
                let value = number("at_least").ok_or("Enter a number that the attribute is at least.")?;
                let attribute = attribute.strip_prefix("attribute:").unwrap_or(&attribute).to_owned();
                Some(AtLeast { attribute, value })
            }
            _ => return Err("Enter an attribute and a number that it is at least.".to_owned()),
        };
        Ok(Conditions {
            survey: self.given("survey"),
            group,
            rating,
            segment,
            words: self.words()?,
            language: self.given("language"),
            number,
            account: self.given("account"),
        })
    }

    fn words(&self) -> Result<Vec<String>, String> {
        let mut words: Vec<String> = Vec::new();
        for word in self.field("words").split(['\n', ',']).map(str::trim).filter(|word| !word.is_empty()) {
            if !is_searchable(word) || word.chars().count() > WORD {
                return Err(format!("Each word or phrase has letters or digits, and at most {WORD} characters."));
            }
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        if words.len() > WORDS { Err(format!("Enter at most {WORDS} words.")) } else { Ok(words) }
    }

    fn actions(&self, choices: &Choices) -> Result<Actions, String> {
        let owner = self.given("owner");
        if owner.as_ref().is_some_and(|owner| !choices.agents.contains(owner)) {
            return Err("The owner has to be somebody who may follow up.".to_owned());
        }
        let due_days = match self.given("due") {
            None => None,
            Some(days) => {
                let days = days.parse().ok().filter(|days| *days <= DUE_DAYS);
                Some(days.ok_or_else(|| format!("Enter in how many days it is due: 0 to {DUE_DAYS}."))?)
            }
        };
        let mut tags: Vec<TagName> = Vec::new();
        for tag in self.field("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            let tag = TagName::read(tag);
            let tag = tag.ok_or_else(|| format!("A tag has letters or digits, and at most {LONGEST} characters."))?;
            if !tags.iter().any(|known| known.key == tag.key) {
                tags.push(tag);
            }
        }
        if tags.len() > TAGS {
            return Err(format!("A rule adds at most {TAGS} tags."));
        }
        let notify = match (self.field("notify"), self.given("channel")) {
            ("", None) => None,
            (ALL_CHANNELS, None) => Some(Recipient::Channels),
            ("" | ONE_CHANNEL, Some(name)) if !limits::exceeds(&name, limits::LABEL) => Some(Recipient::Channel(name)),
            (user, None) => {
                let user = user.strip_prefix("user:").filter(|user| choices.users.iter().any(|known| known == user));
                Some(Recipient::User(user.ok_or("Choose whom to notify, and enter the channel’s name.")?.to_owned()))
            }
            _ => return Err("Notify either the channel that you name, or somebody from the list.".to_owned()),
        };
        let tags = tags.into_iter().map(|tag| tag.name).collect();
        Ok(Actions { inbox: self.field("inbox") == "yes", owner, due_days, tags, notify })
    }
}

/// What is called a team is the attribute.
fn full_name(name: String) -> String {
    if name.contains(':') || [LOCALE, LAYOUT, PAGE].contains(&name.as_str()) {
        name
    } else {
        format!("attribute:{name}")
    }
}

/// What there is to choose from.
struct Choices {
    surveys: Vec<String>,
    agents: Vec<String>,
    users: Vec<String>,
    tags: Vec<String>,
}

impl Choices {
    async fn read(state: &State) -> Result<Self, StoreError> {
        let store = &state.0.store;
        let mut snapshot = store.snapshot().await?;
        let surveys = Selection::survey_ids(&mut snapshot, &state.0.settings.surveys).await?;
        snapshot.finish().await?;
        let users = store.users().await?.into_iter().map(|user| user.name).collect();
        Ok(Self { surveys, agents: store.agents().await?, users, tags: store.tag_names().await? })
    }
}

/// The rule that is changed: its identifier and version; empty and 0 for a new one.
#[derive(Clone, Default)]
struct Target {
    id: String,
    version: i64,
}

/// `GET /report/rules/edit`: with `id` the rule of that identifier.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let granted = &reader.granted;
    if !granted.role.may(Permission::Analyse) {
        return not_allowed(Permission::Analyse);
    }
    let read = async {
        let rules = state.0.store.rules().await?;
        Ok::<_, StoreError>((rules, Choices::read(&state).await?))
    };
    let (known, choices) = match read.await {
        Ok(read) => read,
        Err(error) => return unavailable(&error),
    };
    let (target, entered) = match reader.field("id") {
        None => (Target::default(), Entered::default()),
        Some(id) => match known.into_iter().find(|rule| rule.id == id && !rule.is_deleted) {
            Some(rule) => (Target { id: rule.id, version: rule.version }, Entered::of_rule(&rule.name, &rule.does)),
            None => return rules::missing(),
        },
    };
    let shown_form = Form { target, entered, choices, problem: None, preview: None };
    shown_form.page(granted.role, granted.signed_in, StatusCode::OK)
}

/// `POST /report/rules/edit`: saves the rule, or shows what it would have done.
pub(super) async fn post(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let (role, signed_in) = (form.role, form.signed_in);
    let target = Target { id: form.field("id").to_owned(), version: form.field("version").parse().unwrap_or(0) };
    let choices = match Choices::read(&state).await {
        Ok(choices) => choices,
        Err(error) => return unavailable(&error),
    };
    let entered = Entered::of(&form);
    let mut shown_form = Form { target, entered, choices, problem: None, preview: None };
    let (name, does) = match shown_form.entered.read(&shown_form.choices) {
        Ok(read) => read,
        Err(problem) => {
            shown_form.problem = Some(html! { (problem) });
            return shown_form.page(role, signed_in, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    if form.field("do") != "save" {
        return match state.0.store.preview_rule(&does).await {
            Ok(preview) => {
                shown_form.preview = Some((preview, does));
                shown_form.page(role, signed_in, StatusCode::OK)
            }
            Err(error) => unavailable(&error),
        };
    }
    let (store, now) = (&state.0.store, state.0.settings.clock.now());
    let Target { id, version } = shown_form.target.clone();
    let changed = if id.is_empty() {
        match token::random("r_") {
            Ok(id) => store.add_rule(&id, &name, &does, now, &form.actor).await,
            Err(error) => Err(StoreError::Refused(error)),
        }
    } else {
        store.change_rule(&id, version, &RuleChange::Save(name, Box::new(does)), now, &form.actor).await
    };
    match changed {
        Ok(RuleChanged::Saved) => rules::saved(),
        Ok(RuleChanged::Missing) => rules::missing(),
        Ok(RuleChanged::TooMany) => {
            shown_form.problem = Some(html! { (rules::too_many()) });
            shown_form.page(role, signed_in, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Ok(RuleChanged::Stale) => stale(&state, shown_form, role, signed_in).await,
        Err(error) => unavailable(&error),
    }
}

/// Somebody else was faster: the rule as it is now, and what was typed.
async fn stale(state: &State, mut form: Form, role: Role, signed_in: bool) -> Response {
    match state.0.store.rules().await {
        Ok(all) => match all.into_iter().find(|rule| rule.id == form.target.id && !rule.is_deleted) {
            Some(rule) => {
                form.target.version = rule.version;
                form.problem = Some(html! {
                    "Somebody has changed this rule meanwhile. Nothing was saved. It now is “" bdi { (rule.name) } "”:"
                    (rules::in_words(&rule.does))
                    "Saving replaces that by what stands below."
                });
                form.page(role, signed_in, StatusCode::CONFLICT)
            }
            None => rules::missing(),
        },
        Err(error) => unavailable(&error),
    }
}

struct Form {
    target: Target,
    entered: Entered,
    choices: Choices,
    problem: Option<Markup>,
    preview: Option<(RulePreview, Does)>,
}

impl Form {
    fn page(&self, role: Role, signed_in: bool, status: StatusCode) -> Response {
        let title = if self.target.id.is_empty() { "New rule" } else { "Edit rule" };
        shown(status, &frame::beside(title, role, signed_in, &self.view(title)))
    }

    fn view(&self, title: &str) -> Markup {
        html! {
            section.card.rules {
                h1 #rule-title { (title) }
                @if let Some(problem) = &self.problem { div.problem role="alert" { (problem) } }
                p.muted { "A rule acts on responses that come in after it was saved. " a href=(rules::ADDRESS) { "All rules" } }
            }
            @if let Some((preview, does)) = &self.preview { (preview_view(preview, does)) }
            form.card.rule-form method="post" action=(rules::EDIT) aria-labelledby="rule-title" {
                (self.text("name", "Name", "", NAME))
                fieldset {
                    legend { "If all of this holds" }
                    (self.select("survey", "Survey", "Any", self.choices.surveys.iter().map(|survey| (survey.as_str(), survey.as_str()))))
                    (self.select("group", "Group", "Any", Group::ALL.iter().map(|group| (group.as_str(), super::chart::group_name(*group)))))
                    (self.text("account", "Account", "The company’s name", limits::LABEL))
                    (self.text("question", "Question that is rated", "Its name, such as satisfaction. Empty: the recommendation score", limits::LABEL))
                    (self.text("from", "Rating from", "", 10))
                    (self.text("to", "Rating to", "Both included", 10))
                    (self.text("segment", "Segment", "Such as team, touchpoint, locale or person:role", limits::LABEL))
                    (self.text("value", "Value of the segment", "Exactly, such as logistics", limits::LABEL))
                    (self.text("language", "Language", "Such as de or en", 20))
                    (self.text("attribute", "Number", "An attribute, such as order_value", limits::LABEL))
                    (self.text("at_least", "At least", "", 20))
                    div.field.whole {
                        label for="words" { "Words" }
                        textarea #words name="words" rows="4" dir="auto" aria-describedby="words-hint" { "\n" (self.entered.field("words")) }
                        p #words-hint .muted { "One of them stands in an answer. One on each line, or with commas. Whole words or phrases; capital letters and accents don’t matter. “late” doesn’t find “latest”: enter both." }
                    }
                }
                fieldset {
                    legend { "Then do this, once for each response" }
                    div.field.whole { label.check { input type="checkbox" name="inbox" value="yes" checked[self.entered.field("inbox") == "yes"]; " Put it into the inbox, whatever the score" } }
                    (self.select("owner", "Assign to", "Nobody", self.choices.agents.iter().map(|user| (user.as_str(), user.as_str()))))
                    (self.text("due", "Due in days", "Assigning and a due day put it into the inbox as well", 4))
                    div.field {
                        label for="tags" { "Tags" }
                        input #tags name="tags" value=(self.entered.field("tags")) autocomplete="off" dir="auto" aria-describedby="tags-hint";
                        p #tags-hint .muted {
                            "With commas between them."
                            @if !self.choices.tags.is_empty() { " There are: " @for (index, tag) in self.choices.tags.iter().take(20).enumerate() { @if index > 0 { ", " } bdi { (tag) } } @if self.choices.tags.len() > 20 { " and more" } "." }
                        }
                    }
                    (self.notify())
                    (self.text("channel", "Name of the channel", "If you notify one channel", limits::LABEL))
                }
                input type="hidden" name="id" value=(self.target.id);
                input type="hidden" name="version" value=(self.target.version);
                div.actions {
                    button name="do" value="preview" { "Preview" }
                    button.primary name="do" value="save" { "Save" }
                    a href=(rules::ADDRESS) { "Cancel" }
                }
            }
        }
    }

    fn text(&self, name: &str, label: &str, hint: &str, longest: usize) -> Markup {
        let hint_id = format!("{name}-hint");
        html! {
            div.field {
                label for=(name) { (label) }
                input id=(name) name=(name) value=(self.entered.field(name)) maxlength=(longest) autocomplete="off" dir="auto" required[name == "name"]
                    aria-describedby=[(!hint.is_empty()).then_some(&hint_id)];
                @if !hint.is_empty() { p.muted id=(hint_id) { (hint) } }
            }
        }
    }

    fn select<'a>(
        &self,
        name: &str,
        label: &str,
        none: &str,
        options: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Markup {
        let entered = self.entered.field(name);
        let options: Vec<_> = options.collect();
        html! {
            div.field {
                label for=(name) { (label) }
                select id=(name) name=(name) {
                    option value="" { (none) }
                    @for (value, text) in &options { option value=(value) selected[*value == entered] { (text) } }
                    // One that is gone stays until somebody chooses another.
                    @if !entered.is_empty() && options.iter().all(|(value, _)| *value != entered) { option value=(entered) selected { (entered) } }
                }
            }
        }
    }

    fn notify(&self) -> Markup {
        let users: Vec<_> = self.choices.users.iter().map(|user| (format!("user:{user}"), user.as_str())).collect();
        let channels = [(ALL_CHANNELS, "All channels"), (ONE_CHANNEL, "One channel")];
        let options = channels.into_iter().chain(users.iter().map(|(value, user)| (value.as_str(), *user)));
        self.select("notify", "Notify", "Nobody", options)
    }
}

fn preview_view(preview: &RulePreview, does: &Does) -> Markup {
    html! {
        section.card.rules aria-labelledby="preview-title" role="status" {
            h2 #preview-title {
                "Would have matched " (grouped(preview.fitting)) " of the last " (counted(preview.responses, "response", "responses"))
            }
            p.muted { "Nothing is saved yet." @if preview.fitting > 0 { " The newest:" } }
            (rules::in_words(does))
            @if !preview.latest.is_empty() {
                div.comments { ol {
                    @for fitting in &preview.latest {
                        @let group = fitting.score.and_then(askwell_survey::Score::new).map(askwell_survey::Score::group);
                        li {
                            @if let (Some(score), Some(group)) = (fitting.score, group) { span.badge.{ (group.as_str()) } { span.hidden { "Score " } (score) } }
                            div.said {
                                @if fitting.words.is_empty() { p.muted { "No answers in words" } }
                                @for text in &fitting.words { p.text dir="auto" lang=[Some(&fitting.locale).filter(|locale| !locale.is_empty())] { (text) } }
                                p.meta {
                                    time datetime=(fitting.at.to_text()) { (moment_in_words(fitting.at)) }
                                    span { a href=(response::address(&fitting.id)) { "Details" } }
                                }
                            }
                        }
                    }
                } }
            }
        }
    }
}
