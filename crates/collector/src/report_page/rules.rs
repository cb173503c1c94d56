//! `/report/rules`: what is done about responses as they come in. Analysts and admins make rules, and change them here.

use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AnalystForm;
use super::chart::{counted, decimal, grouped};
use super::reader::Reader;
use super::selection::segment_name;
use super::{frame, not_allowed, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::notice::Recipient;
use crate::rule::{Actions, Conditions, Does, MOST, Rule};
use crate::state::State;
use crate::store::{RuleChange, RuleChanged, StoreError};

pub(super) const ADDRESS: &str = "/report/rules";
pub(super) const EDIT: &str = "/report/rules/edit";
const CHANGE: &str = "/report/rules/change";

/// `GET /report/rules`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let granted = &reader.granted;
    if !granted.role.may(Permission::Analyse) {
        return not_allowed(Permission::Analyse);
    }
    page(&state, granted.role, granted.signed_in, StatusCode::OK, None).await
}

/// `POST /report/rules/change`: does what a button of the list says.
pub(super) async fn change(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let change = match form.field("do") {
        "enable" => Some(RuleChange::Enable(true)),
        "disable" => Some(RuleChange::Enable(false)),
        "up" => Some(RuleChange::MoveUp),
        "delete" => Some(RuleChange::Delete),
        "restore" => Some(RuleChange::Restore),
        "apply" => Some(RuleChange::Apply),
        _ => None,
    };
    let (Some(change), Ok(version)) = (change, form.field("version").parse()) else {
        let notice = frame::notice("Not saved", "Use a button of the page of rules.");
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &notice);
    };
    let now = state.0.settings.clock.now();
    match state.0.store.change_rule(form.field("id"), version, &change, now, &form.actor).await {
        Ok(RuleChanged::Saved) => {
            if change == RuleChange::Apply {
                let inner = state.0.clone();
                tokio::spawn(async move { inner.apply_rules().await });
            }
            Redirect::to(ADDRESS).into_response()
        }
        Ok(RuleChanged::Stale) => {
            let problem = "Somebody has changed this rule meanwhile. Nothing was saved: look at it as it is now.";
            page(&state, form.role, form.signed_in, StatusCode::CONFLICT, Some(problem)).await
        }
        Ok(RuleChanged::Missing) => missing(),
        Ok(RuleChanged::TooMany) => shown(StatusCode::UNPROCESSABLE_ENTITY, &frame::notice("Not saved", &too_many())),
        Err(error) => unavailable(&error),
    }
}

pub(super) fn missing() -> Response {
    shown(StatusCode::NOT_FOUND, &frame::notice("No such rule", "It may have been deleted for good."))
}

pub(super) fn too_many() -> String {
    format!("There are {MOST} rules already. Delete one first.")
}

async fn page(state: &State, role: Role, signed_in: bool, status: StatusCode, problem: Option<&str>) -> Response {
    let read = async { Ok::<_, StoreError>((state.0.store.rules().await?, state.0.store.agents().await?)) };
    match read.await {
        Ok((rules, agents)) => shown(status, &frame::beside("Rules", role, signed_in, &view(&rules, &agents, problem))),
        Err(error) => unavailable(&error),
    }
}

fn view(rules: &[Rule], agents: &[String], problem: Option<&str>) -> Markup {
    let (deleted, rules): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| rule.is_deleted);
    html! {
        section.card.rules aria-labelledby="rules-title" {
            h1 #rules-title { "Rules" }
            @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
            p.muted {
                "A rule acts on a response as soon as it comes in, once for each response. Rules act in this order, and the first that assigns a response wins. What is marked as test or spam is left alone, and contact data is never looked at."
            }
            p { a href=(EDIT) { "New rule" } }
            @if rules.is_empty() {
                p { "There are no rules yet. A rule can tag what people write, put responses into the inbox, assign them, and notify colleagues." }
            } @else {
                ol {
                    @for (place, rule) in rules.iter().enumerate() { (item(rule, place, agents)) }
                }
            }
        }
        @if !deleted.is_empty() {
            section.card.rules aria-labelledby="deleted-title" {
                h2 #deleted-title { "Deleted" }
                p.muted { "They can be restored for 30 days, and come back switched off." }
                ul {
                    @for rule in deleted {
                        li {
                            p { strong { bdi { (rule.name) } } }
                            (in_words(&rule.does))
                            div.actions { (button(rule, "restore", "Restore")) }
                        }
                    }
                }
            }
        }
    }
}

fn item(rule: &Rule, place: usize, agents: &[String]) -> Markup {
    let gone = rule.does.actions.owner.as_ref().filter(|owner| !agents.contains(owner));
    html! {
        li {
            p { strong { bdi { (rule.name) } } @if !rule.enabled { " " span.few { "Switched off" } } }
            (in_words(&rule.does))
            @if let Some(owner) = gone { p.problem { bdi { (owner) } " can’t follow up any more: the rule assigns nobody. Choose somebody else." } }
            p.muted {
                "Has acted on " (counted(rule.acted, "response", "responses")) "."
                @if rule.is_applying { " Is being applied to stored responses: fits " (grouped(rule.applied)) " so far. Reload the page to see how far it is." }
                @else if rule.applied > 0 { " Fitted " (counted(rule.applied, "stored response", "stored responses")) " when it was last applied to them." }
            }
            div.actions {
                a href={ (EDIT) "?id=" (rule.id) } { "Edit" span.hidden { " " (rule.name) } }
                @if rule.enabled { (button(rule, "disable", "Switch off")) } @else { (button(rule, "enable", "Switch on")) (button(rule, "delete", "Delete")) }
                @if place > 0 { (button(rule, "up", "Move up")) }
                @if !rule.does.actions.tags.is_empty() && !rule.is_applying { (button(rule, "apply", "Apply to stored responses")) }
            }
        }
    }
}

fn button(rule: &Rule, what: &str, text: &str) -> Markup {
    html! {
        form method="post" action=(CHANGE) {
            input type="hidden" name="id" value=(rule.id);
            input type="hidden" name="version" value=(rule.version);
            button name="do" value=(what) { (text) span.hidden { ": " (rule.name) } }
        }
    }
}

/// What a rule says.
pub(super) fn in_words(does: &Does) -> Markup {
    html! {
        dl.rule {
            div { dt { "If" } dd { (conditions(&does.conditions)) } }
            div { dt { "Then" } dd { (actions(&does.actions)) } }
        }
    }
}

/// A number without needless places.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 { decimal(value, 0) } else { format!("{value}").replace('-', "−") }
}

fn conditions(conditions: &Conditions) -> Markup {
    let Conditions { survey, group, rating, segment, words, language, number: at_least, account } = conditions;
    html! {
        ul {
            @if let Some(survey) = survey { li { "the survey is " bdi { (survey) } } }
            @if let Some(group) = group { li { "the score is a " (group) "’s" } }
            @if let Some(range) = rating {
                li {
                    @match &range.question { Some(question) => { "the answer to " bdi { (question) } }, None => "the score" }
                    " is " (number(range.from)) " to " (number(range.to))
                }
            }
            @if let Some((name, value)) = segment { li { (segment_name(name)) " is " bdi { (value) } } }
            @if !words.is_empty() {
                li { "an answer has " @for (index, word) in words.iter().enumerate() { @if index > 0 { " or " } "“" bdi { (word) } "”" } }
            }
            @if let Some(language) = language { li { "the language is " bdi { (language) } } }
            @if let Some(number) = at_least { li { bdi { (number.attribute) } " is at least " (self::number(number.value)) } }
            @if let Some(account) = account { li { "the account is " bdi { (account) } } }
        }
    }
}

fn actions(actions: &Actions) -> Markup {
    html! {
        ul {
            @if actions.put_in_inbox() { li { "put it into the inbox" } }
            @if let Some(owner) = &actions.owner { li { "assign it to " bdi { (owner) } } }
            @if let Some(days) = actions.due_days { li { "due in " (counted(days, "day", "days")) } }
            @if !actions.tags.is_empty() {
                li { "tag it as " @for (index, tag) in actions.tags.iter().enumerate() { @if index > 0 { ", " } bdi { (tag) } } }
            }
            @if let Some(to) = &actions.notify {
                li {
                    "notify "
                    @match to { Recipient::Channels => "all channels", Recipient::Channel(name) => { "the channel " bdi { (name) } }, Recipient::User(name) => bdi { (name) } }
                }
            }
        }
    }
}

/// Where a rule is changed, after it was saved.
pub(super) fn saved() -> Response {
    Redirect::to(ADDRESS).into_response()
}
