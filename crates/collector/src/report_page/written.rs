//! `GET /report/answers`: what visitors wrote to a question, with search.

use askwell_survey::Group;
use maud::{Markup, html};

use super::chart::group_name;
use super::tab::Tab;
use super::{phrases, response, selection, tags};
use crate::day::{Day, moment_in_words};
use crate::report::{QuestionResult, ReportQuery, Results, Written};
use crate::store::WrittenAnswer;

/// The address of all answers to `question`.
pub(super) fn address(query: &ReportQuery, question: &str) -> String {
    Tab::Answers.address(&ReportQuery {
        question: Some(question.to_owned()),
        contains: None,
        group: None,
        after: None,
        ..query.clone()
    })
}

/// Where those are who left contact data.
pub(super) fn contacts(results: &Results, question: &QuestionResult) -> Markup {
    let query = ReportQuery { survey: results.survey.clone(), ..results.selection.query.clone() };
    html! { p { a href=(address(&query, &question.outline.id)) { "Who left contact data" } } }
}

/// The latest, on the page of results.
pub(super) fn latest(results: &Results, question: &QuestionResult) -> Markup {
    let query = ReportQuery { survey: results.survey.clone(), ..results.selection.query.clone() };
    html! {
        div.comments { ol { @for answer in &question.written { (item(answer)) } } }
        @if question.written.is_empty() { p.muted { "Nothing of what was written is left." } }
        p { a href=(address(&query, &question.outline.id)) { "All answers in words" } }
    }
}

pub(super) fn view(written: &Written, today: Day) -> Markup {
    let query = &written.selection.query;
    let question = query.question.as_deref().unwrap_or_default();
    let here = |query: &ReportQuery| Tab::Answers.address(query);
    html! {
        (selection::view(Tab::Answers, &written.selection, today))
        @if let Some(phrases) = &written.phrases { (phrases::view(phrases, query)) }
        section.card.comments aria-labelledby="written-title" {
            h1 #written-title { bdi { (written.prompt) } }
            (selection::scope(query))
            form.filters.search method="get" action=(Tab::Answers.path()) role="search" {
                @for (name, value) in tags::without(query).pairs_without(&["contains", "group", "after"]) { input type="hidden" name=(name) value=(value); }
                @if !written.is_contact { div.field {
                    label for="contains" { "Contains" }
                    input #contains type="search" name="contains" value=[&query.contains] maxlength="100";
                } }
                div.field {
                    label for="group" { "Group" }
                    select #group name="group" {
                        option value="" { "All" }
                        @for group in Group::ALL {
                            option value=(group.as_str()) selected[query.group == Some(group)] { (group_name(group)) }
                        }
                    }
                }
                (tags::field(&written.tags, query))
                button.primary { (if written.is_contact { "Show" } else { "Search" }) }
            }
            @if question.is_empty() {
                p.muted { "Choose a question on the page of all questions." }
            } @else if written.answers.is_empty() {
                p.muted { "No answers fit." }
                @if query.contains.is_some() || query.group.is_some() || tags::of(query).is_some() { p { a href=(address(&tags::without(query), question)) { "Show all answers" } } }
            }
            ol { @for answer in &written.answers { (item(answer)) } }
            nav.pages aria-label="Answers" {
                @if query.after.is_some() { a href=(here(&ReportQuery { after: None, ..query.clone() })) { "Latest" } }
                @if let Some(next) = &written.next {
                    a.onward href=(here(&ReportQuery { after: Some(next.clone()), ..query.clone() })) { "Earlier" }
                }
            }
            p { a href=(Tab::Results.address(&ReportQuery { question: None, contains: None, group: None, after: None, ..query.clone() })) { "All questions" } }
        }
    }
}

pub(super) fn item(answer: &WrittenAnswer) -> Markup {
    let group = answer.score.and_then(askwell_survey::Score::new).map(askwell_survey::Score::group);
    html! {
        li {
            @match (answer.score, group) {
                (Some(score), Some(group)) => span.badge.{ (group.as_str()) } { span.hidden { "Score " } (score) },
                _ => {},
            }
            div.said {
                @if answer.text.is_empty() {
                    p.muted { "Left contact data" }
                } @else {
                    p.text dir="auto" lang=[Some(&answer.locale).filter(|locale| !locale.is_empty())] { (answer.text) }
                }
                p.meta {
                    time datetime=(answer.at.to_text()) { (moment_in_words(answer.at)) }
                    @if !answer.locale.is_empty() { span { bdi { (answer.locale) } } }
                    span { a href=(response::address(&answer.id)) { "Details" } }
                }
            }
        }
    }
}
