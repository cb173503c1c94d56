//! `GET /report/drivers`: what adds to the score and what takes from it.

use askwell_statistics::MIN_ANSWERS;
use maud::{Markup, html};

use super::chart::{counted, grouped, range, signed};
use super::tab::Tab;
use super::{aspects, reasons, selection};
use crate::day::Day;
use crate::report::Drivers;

/// Where the questions are described that this page needs.
const DOCUMENTATION: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

pub(super) fn view(drivers: &Drivers, today: Day) -> Markup {
    html! {
        (selection::view(Tab::Drivers, &drivers.selection, today))
        @match &drivers.survey {
            Some(survey) if drivers.responses > 0 => {
                (summary(drivers, survey))
                @for question in &drivers.reasons { (reasons::card(question, &drivers.tally)) }
                @if drivers.reasons.is_empty() { (no_reasons(drivers)) }
                @if drivers.aspects.is_empty() { (no_aspects(drivers)) } @else { (aspects::card(drivers)) }
            },
            _ => (super::empty::selection()),
        }
        footer.notes.muted { (selection::left_out(&drivers.selection)) }
    }
}

fn summary(drivers: &Drivers, survey: &str) -> Markup {
    let scored = drivers.tally.total();
    html! {
        section.card.summary aria-labelledby="survey-title" {
            div {
                h1 #survey-title { bdi { (survey) } }
                (selection::scope(&drivers.selection.query))
            }
            dl.facts {
                @if let Some(nps) = drivers.tally.nps() {
                    div { dt { "Score" } dd { (signed(nps.rounded())) " " span.muted { (range(nps.interval())) " with 95 % confidence" } } }
                }
                div { dt { "Responses" } dd { (grouped(drivers.responses)) } }
            }
            @if scored > 0 && scored < MIN_ANSWERS {
                p.muted.caution { "Only " (counted(scored, "score", "scores")) ": what moves the score can look different after the next ones." }
            }
        }
    }
}

fn no_reasons(drivers: &Drivers) -> Markup {
    html! {
        section.card aria-labelledby="reasons-title" {
            @if drivers.tally.total() == 0 {
                h2 #reasons-title { "No score to split" }
                p.muted { "Only a recommendation score can be split into points for each reason, and nobody in this selection has given one." }
            } @else {
                h2 #reasons-title { "Ask for reasons with a choice question" }
                p.muted {
                    "Then this page says how many points of the score each reason adds or takes. Add a question of the type "
                    a href={ (DOCUMENTATION) "/questions/choice.md" } { code { "choice" } } " (one reason) or "
                    a href={ (DOCUMENTATION) "/questions/choices.md" } { code { "choices" } } " (several) after the score, for example:"
                }
                pre tabindex="0" { code { (REASONS_EXAMPLE) } }
            }
        }
    }
}

const REASONS_EXAMPLE: &str = r#"{
  "id": "reason",
  "type": "choice",
  "prompt": "What mattered most for your score?",
  "choices": ["Delivery", "Price", "Quality", "Service"],
  "other": true
}"#;

fn no_aspects(drivers: &Drivers) -> Markup {
    html! {
        section.card aria-labelledby="aspects-title" {
            @if drivers.unordered.is_empty() {
                h2 #aspects-title { "Ask for ratings of the parts with a matrix" }
                p.muted {
                    "Then this page says which parts matter to customers and how they do. Add a question of the type "
                    a href={ (DOCUMENTATION) "/questions/matrix.md" } { code { "matrix" } }
                    ", its columns from worst to best, or a question of the type "
                    a href={ (DOCUMENTATION) "/questions/stars.md" } { code { "stars" } } " for each part."
                }
            } @else {
                h2 #aspects-title { "The order of the ratings isn’t known" }
                (unordered(drivers))
            }
        }
    }
}

/// Which questions are left out because nobody said in which order their columns stand.
pub(super) fn unordered(drivers: &Drivers) -> Markup {
    html! {
        @if !drivers.unordered.is_empty() {
            p.muted {
                "Left out, as only the survey’s definition says which column is the best: "
                @for (index, question) in drivers.unordered.iter().enumerate() { @if index > 0 { ", " } bdi { (question) } }
                ". Register the definition with " code { "PUT /v1/surveys/ID" } "."
            }
        }
    }
}
