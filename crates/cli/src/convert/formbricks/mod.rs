//! Converts surveys of Formbricks: the older ones with questions, and the newer ones with blocks.

mod choices;
mod condition;
mod element;
mod format;
mod logic;
mod matrix;
mod text;
mod validation;
mod variables;

use super::assumed_language;
use super::draft::{Branch, Draft, Entry, Item, object};
use super::names::{Names, to_name};
use super::part::{Part, Text};
use super::several::Named;
use super::text::{is_hex_color, is_language_tag};
use askwell_survey::{Value, limits};
use logic::{Answered, Place};
use std::collections::HashMap;
use std::rc::Rc;
use variables::Variables;

/// What texts, questions and logic need to know about their survey.
struct Context {
    /// The survey's languages, the default first.
    languages: Vec<String>,
    /// The names of questions in the definition, by their ids.
    questions: HashMap<String, String>,
    /// The names of hidden fields in the definition, by their ids.
    hidden: HashMap<String, String>,
    /// The names of variables in the definition, by their ids.
    variables: HashMap<String, String>,
    /// The types of questions, by their ids.
    kinds: HashMap<String, String>,
    /// The rows and columns of matrices, by the ids of their questions.
    matrices: HashMap<String, element::RowsAndColumns>,
    /// The choices of questions, by their ids.
    choices: HashMap<String, Vec<Named>>,
}

impl Context {
    fn names(&self) -> impl Iterator<Item = &String> {
        self.questions.values().chain(self.hidden.values()).chain(self.variables.values())
    }
}

/// Whether a field is about looks or the label of a button.
pub(super) fn is_look(path: &str) -> bool {
    const OBJECTS: [&str; 4] = ["styling", "workspaceOverwrites", "projectOverwrites", "productOverwrites"];
    const FIELDS: [&str; 8] = [
        "buttonLabel",
        "backButtonLabel",
        "dismissButtonLabel",
        "isColorCodingEnabled",
        "isBackButtonHidden",
        "showLanguageSwitch",
        "timeToFinish",
        "showResponseCount",
    ];
    let first = path.split('.').next().unwrap_or_default();
    let last = path.rsplit('.').next().unwrap_or_default();
    OBJECTS.contains(&first) || FIELDS.contains(&last) || path.starts_with("endings.button")
}

pub(super) fn convert(survey: &Part<'_>, language: Option<&str>) -> Result<Draft, String> {
    survey.skip(&format::INTERNAL);
    let mut steps = steps(survey)?;
    let hidden_fields: format::HiddenFields = survey.child("hiddenFields").map(|part| part.read()).unwrap_or_default();
    let hidden_ids: Vec<&str> = match hidden_fields {
        format::HiddenFields { enabled: Some(false), .. } => Vec::new(),
        format::HiddenFields { ref field_ids, .. } => field_ids.iter().flatten().filter_map(Text::get).collect(),
    };
    let variable_parts = survey.items("variables");
    let mut languages = languages(survey, language);
    text::find_own_language(&mut languages[0], &steps.iter().map(|step| &step.element.headline).collect::<Vec<_>>())?;
    let context = context(survey, &mut steps, &hidden_ids, &variable_parts, languages);
    let mut draft = Draft::default();
    convert_survey(survey, &context, &mut draft);
    convert_welcome_card(survey, &context, &mut draft);
    let mut has_score = false;
    for step in &steps {
        if let Some(value) = element::convert(step, &context, &mut has_score) {
            let (path, id) = (step.part.path.clone(), step.name.clone());
            draft.questions.push(Item { path, id, value, branches: Vec::new() });
        }
        step.part.note_unread();
    }
    let mut targets = Targets::new(&steps, &draft);
    convert_endings(survey, &context, &mut draft, &mut targets);
    for id in hidden_ids.iter().take(limits::HIDDEN) {
        let (path, name) = ("hiddenFields.fieldIds".to_owned(), context.hidden[*id].clone());
        draft.hidden.push(Entry { path, name, value: Value::Null });
    }
    let mut variables = Variables::new(&variable_parts, &context);
    for step in steps.iter().filter(|step| step.is_last) {
        let of_block: Vec<usize> = steps
            .iter()
            .filter(|other| other.shares_logic_with(step))
            .filter_map(|step| draft.questions.iter().position(|question| question.path == step.part.path))
            .collect();
        let place = place(&of_block, &draft);
        let branches = logic::convert(step, &place, &context, &targets, &mut variables);
        // The branches belong to the last question of the block that is not left out.
        match of_block.last() {
            Some(index) => draft.questions[*index].branches = branches,
            None if !branches.is_empty() => step.logic().note("logic", "is left out with its question"),
            None => {}
        }
    }
    let ids: Vec<String> =
        variable_parts.iter().map(|part| part.read::<format::Variable>().id.or_empty().to_owned()).collect();
    variables.finish(&ids, &context, &mut draft);
    for step in steps.iter().filter(|step| step.is_last) {
        step.logic().note_unread();
    }
    survey.note_unread();
    Ok(draft)
}

/// What is known of the place of the logic after these questions, when that of all questions before them is converted.
fn place(of_block: &[usize], draft: &Draft) -> Place {
    let index_of = |id: &str| draft.questions.iter().position(|question| question.id == id).unwrap_or(usize::MAX);
    let mut branches = draft.questions.iter().flat_map(|question| &question.branches);
    let can_be_passed = branches.any(|branch| of_block.iter().all(|index| *index < index_of(&branch.goto)));
    let questions = of_block.iter().map(|index| {
        let question = &draft.questions[*index];
        // “None of these” is an empty list.
        let is_list = question.value.get("none").is_some();
        let is_required = question.value.get("required") == Some(&Value::from(true)) && !is_list;
        Answered { name: question.id.clone(), is_required }
    });
    Place { questions: questions.collect(), can_be_passed }
}

/// A question, or an element of a block.
struct Step<'a> {
    part: Part<'a>,
    element: format::Element,
    /// Its name in the definition.
    name: String,
    /// The block with the element; none in surveys without blocks, where the question itself has the logic.
    block: Option<Rc<Part<'a>>>,
    /// Whether it is the last of its block, after which the block's logic is evaluated.
    is_last: bool,
}

impl<'a> Step<'a> {
    fn new(part: Part<'a>, block: Option<Rc<Part<'a>>>, is_last: bool) -> Self {
        let element = part.read();
        Self { part, element, name: String::new(), block, is_last }
    }

    /// The object with the logic that is evaluated after this step.
    fn logic(&self) -> &Part<'a> {
        self.block.as_deref().unwrap_or(&self.part)
    }

    fn shares_logic_with(&self, other: &Self) -> bool {
        self.logic().path == other.logic().path
    }
}

fn steps<'a>(survey: &Part<'a>) -> Result<Vec<Step<'a>>, String> {
    let blocks = survey.items("blocks");
    let questions = survey.items("questions");
    let mut steps = Vec::new();
    for block in blocks {
        block.skip(&["name"]);
        let elements = block.items("elements");
        let block = Rc::new(block);
        let count = elements.len();
        for (index, element) in elements.into_iter().enumerate() {
            steps.push(Step::new(element, Some(block.clone()), index + 1 == count));
        }
    }
    if steps.is_empty() {
        steps.extend(questions.into_iter().map(|question| Step::new(question, None, true)));
    }
    if steps.is_empty() {
        return Err("is no survey of Formbricks: it has neither questions nor blocks with elements".to_owned());
    }
    Ok(steps)
}

/// The survey's languages, its own first.
fn languages(survey: &Part<'_>, assumed: Option<&str>) -> Vec<String> {
    let mut own = survey.read::<format::Survey>().default_language.get().map(str::to_owned);
    let mut others: Vec<String> = Vec::new();
    for part in survey.items("languages") {
        let format::SurveyLanguage { language, code, default, enabled } = part.read();
        let code = code.get().map(str::to_owned).or_else(|| language?.code.get().map(str::to_owned));
        let Some(code) = code else { continue };
        if !is_language_tag(&code) {
            part.note_all(format!("is left out: {code} is no language tag"));
        } else if default == Some(true) {
            own.get_or_insert(code);
        } else if enabled == Some(false) {
            part.note_all(format!("is left out: {code} is not enabled"));
        } else {
            others.push(code);
        }
    }
    if let Some(tag) = own.take_if(|tag| !is_language_tag(tag)) {
        survey.note("defaultLanguage", format!("is left out: {tag} is no language tag"));
    }
    let mut languages = vec![own.unwrap_or_else(|| assumed_language(survey, assumed))];
    for code in others {
        if !languages.iter().any(|known| known.eq_ignore_ascii_case(&code)) {
            languages.push(code);
        }
    }
    languages
}

/// Collects what the parts of the survey need to know about each other, and names the questions.
fn context(
    survey: &Part<'_>,
    steps: &mut [Step<'_>],
    hidden_ids: &[&str],
    variables: &[Part<'_>],
    languages: Vec<String>,
) -> Context {
    let mut names = Names::of_answers();
    let mut questions = HashMap::new();
    for (index, step) in steps.iter_mut().enumerate() {
        let id = step.element.id.or_empty();
        let name = names.insert_like(id, &format!("question-{}", index + 1));
        if name != id {
            step.part.note("id", format!("becomes {name}"));
        }
        questions.insert(id.to_owned(), name.clone());
        step.name = name;
    }
    let mut hidden = HashMap::new();
    for id in hidden_ids {
        let name = names.insert_like(id, "hidden");
        if name != *id {
            survey.note("hiddenFields.fieldIds", format!("{id} becomes {name}"));
        }
        hidden.insert((*id).to_owned(), name);
    }
    let mut named_variables = HashMap::new();
    for part in variables {
        let variable: format::Variable = part.read();
        let wanted = variable.name.or_empty();
        let name = names.insert_like(wanted, "value");
        if name != wanted {
            part.note("name", format!("becomes {name}"));
        }
        named_variables.insert(variable.id.or_empty().to_owned(), name);
    }
    let id = |step: &Step<'_>| step.element.id.or_empty().to_owned();
    let kinds = steps.iter().map(|step| (id(step), element::kind(step))).collect();
    let matrices = steps.iter().filter_map(|step| Some((id(step), element::rows_and_columns(step)?))).collect();
    let choices = steps.iter().filter_map(|step| Some((id(step), element::named_choices(step)?))).collect();
    Context { languages, questions, hidden, variables: named_variables, kinds, matrices, choices }
}

fn convert_survey(part: &Part<'_>, context: &Context, draft: &mut Draft) {
    let survey: format::Survey = part.read();
    let name = survey.name.get().map(|name| to_name(name).to_ascii_lowercase()).filter(|name| !name.is_empty());
    let id = name.or(survey.id.get().map(to_name)).unwrap_or_else(|| "survey".to_owned());
    draft.fields.push(("id", Value::from(id)));
    draft.put_languages(&context.languages);
    if survey.kind.get() == Some("link") {
        draft.fields.push(("display", Value::from("inline")));
        part.note("type", "link has a page of its own: put the survey into one of yours, with `container`");
    }
    if let Some(seconds) = survey.delay {
        draft.fields.push(("delay", Value::from(seconds)));
    }
    if let Some(days) = survey.recontact_days {
        draft.fields.push(("recontactAnswered", Value::from(days)));
        draft.fields.push(("recontactDismissed", Value::from(days)));
    }
    if let Some(option) = survey.display_option.get().filter(|option| *option != "displayOnce") {
        part.note(
            "displayOption",
            format!("{option}: how often a visitor is asked is up to `recontactAnswered` and `recontactDismissed`"),
        );
    }
    convert_look(part, draft);
}

/// Converts the position and the colour.
fn convert_look(survey: &Part<'_>, draft: &mut Draft) {
    // The name in the course of time; the latest counts.
    let part = ["workspaceOverwrites", "projectOverwrites", "productOverwrites"]
        .into_iter()
        .fold(None, |found, name| survey.child(name).filter(|_| found.is_none()).or(found));
    let overwrites: format::Overwrites = part.as_ref().map(Part::read).unwrap_or_default();
    if let (Some(part), Some(placement)) = (&part, overwrites.placement.get()) {
        let corner = match placement {
            "bottomLeft" => "bottom-start",
            "topLeft" => "top-start",
            "topRight" => "top-end",
            "bottomRight" => "bottom-end",
            "center" => "center",
            other => {
                part.note("placement", format!("{other} becomes the corner below, at the end of a line"));
                "bottom-end"
            }
        };
        draft.fields.push(("position", Value::from(corner)));
    }
    // Otherwise the styling of the workspace applies, which the export doesn't have.
    let styling_part = survey.child("styling").filter(|part| part.read::<format::Overwrite>().overwrite_theme_styling);
    let styling: format::Styling = styling_part.as_ref().map(Part::read).unwrap_or_default();
    let light = styling.brand_color.unwrap_or_default().light;
    let color = light.get().or(overwrites.brand_color.get());
    draft.fields.extend(color.filter(|color| is_hex_color(color)).map(|color| ("accent", Value::from(color))));
    for part in part.iter().chain(&styling_part) {
        part.note_unread();
    }
}

/// The card before the first question becomes a message.
fn convert_welcome_card(survey: &Part<'_>, context: &Context, draft: &mut Draft) {
    let Some(part) = survey.child("welcomeCard") else { return };
    let card: format::WelcomeCard = part.read();
    if card.enabled != Some(true) {
        return;
    }
    let prompt = context.text(&part, "headline", &card.headline);
    let help = context.text(&part, "html", &card.html);
    let help = help.or_else(|| context.text(&part, "subheader", &part.read::<format::Subheader>().subheader));
    let mut id = "welcome".to_owned();
    while context.names().any(|name| *name == id) {
        id.push_str("-card");
    }
    let value = object([
        ("id", Some(Value::from(id.as_str()))),
        ("type", Some(Value::from("message"))),
        ("prompt", prompt),
        ("help", help),
    ]);
    draft.questions.push(Item { path: part.path.clone(), id, value, branches: Vec::new() });
    part.note_unread();
}

fn convert_endings(survey: &Part<'_>, context: &Context, draft: &mut Draft, targets: &mut Targets) {
    let mut names = Names::of_answers();
    for name in context.names() {
        names.insert(name);
    }
    let parts = survey.items("endings");
    for (index, part) in parts.iter().enumerate() {
        let name = names.insert_like(&format!("ending-{}", index + 1), "ending");
        let ending: format::Ending = part.read();
        let id = ending.id.or_empty().to_owned();
        let value = match ending.kind.get() {
            Some("redirectToUrl") => convert_redirect(part, context, &name),
            _ => convert_end_screen(part, context, &name),
        };
        let value = match value {
            Some(value) => value,
            // The widget's own ending has a text in the language of the survey.
            None if parts.len() == 1 => {
                targets.0.insert(id, "end".to_owned());
                part.note_all("is left out: it says nothing");
                continue;
            }
            None => {
                part.note_all(format!("says nothing: here, it says “{THANKS}”"));
                object([("id", Some(Value::from(name.as_str()))), ("text", Some(Value::from(THANKS)))])
            }
        };
        targets.0.insert(id, name.clone());
        draft.endings.push(Item { path: part.path.clone(), id: name, value, branches: Vec::new() });
        part.note_unread();
    }
}

/// What an ending says that has no text.
const THANKS: &str = "Thank you.";

fn convert_end_screen(part: &Part<'_>, context: &Context, name: &str) -> Option<Value> {
    let screen: format::EndScreen = part.read();
    let text = context.joined(part, &[("headline", &screen.headline), ("subheader", &screen.subheader)])?;
    let label = context.text(part, "buttonLabel", &screen.button_label);
    let link = label.zip(screen.button_link.get()).map(|(label, url)| {
        let url = context.url(part, "buttonLink", url);
        object([("label", Some(label)), ("url", Some(Value::from(url)))])
    });
    Some(object([("id", Some(Value::from(name))), ("text", Some(text)), ("link", link)]))
}

fn convert_redirect(part: &Part<'_>, context: &Context, name: &str) -> Option<Value> {
    let redirect: format::Redirect = part.read();
    let url = context.url(part, "url", redirect.url.get()?);
    // Formbricks uses it for its own lists.
    part.skip(&["label"]);
    part.note("url", "nobody is led away by themselves: the ending has a link, for which you may want other words");
    let link = object([("label", Some(Value::from("Continue"))), ("url", Some(Value::from(url)))]);
    Some(object([("id", Some(Value::from(name))), ("text", Some(Value::from(THANKS))), ("link", Some(link))]))
}

/// The names in the definition of what logic can lead to, by the ids of questions, blocks and endings.
struct Targets(HashMap<String, String>);

impl Targets {
    fn new(steps: &[Step<'_>], draft: &Draft) -> Self {
        let mut targets = HashMap::new();
        // Backwards, because what leads to a question that is left out leads to the one after it.
        let mut next = "end".to_owned();
        for step in steps.iter().rev() {
            if draft.questions.iter().any(|question| question.path == step.part.path) {
                next = step.name.clone();
            }
            targets.insert(step.element.id.or_empty().to_owned(), next.clone());
            if let Some(block) = &step.block
                && let Some(id) = block.read::<format::Block>().id.get()
            {
                targets.insert(id.to_owned(), next.clone());
            }
        }
        Self(targets)
    }

    fn get(&self, target: &str) -> Option<&str> {
        self.0.get(target).map(String::as_str)
    }
}

fn branch(path: &str, condition: Option<Value>, goto: &str) -> Branch {
    Branch { path: path.to_owned(), condition, goto: goto.to_owned() }
}
