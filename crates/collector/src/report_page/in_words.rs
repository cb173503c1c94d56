//! Answers and fields in words.

use maud::{Markup, html};

use super::selection::segment_name;
use crate::report::{AnswerInWords, Words};

/// Answers with what was asked. What visitors wrote is in the language `locale`.
pub(super) fn answers(answers: &[&AnswerInWords], locale: &str) -> Markup {
    let lang = Some(locale).filter(|locale| !locale.is_empty());
    html! {
        @if !answers.is_empty() {
            dl.asked {
                @for answer in answers {
                    div {
                        dt {
                            bdi { (answer.prompts.first().unwrap_or(&answer.question)) }
                            @for other in answer.prompts.iter().skip(1) { span.muted { " or: " bdi { (other) } } }
                            @if let Some(seconds) = answer.seconds { " · " (duration(seconds)) }
                        }
                        dd { (words(&answer.words, lang)) }
                    }
                }
            }
        }
    }
}

fn words(words: &Words, lang: Option<&str>) -> Markup {
    html! {
        @match words {
            Words::One(text) => bdi { (text) },
            Words::Own(text) => p.text dir="auto" lang=[lang] { (text) },
            Words::Several(list, true) => ol.ranked { @for text in list { li { bdi { (text) } } } },
            Words::Several(list, false) => ul.several { @for text in list { li { bdi { (text) } } } },
            Words::Rows(rows) => ul.several { @for (row, column) in rows { li { bdi { (row) } ": " bdi { (column) } } } },
            Words::Fields(given) => (fields(given)),
        }
    }
}

/// An answer on one line, with what was asked.
pub(super) fn on_a_line(answer: &AnswerInWords) -> Markup {
    let list = |texts: Vec<String>| html! { bdi { (texts.join(", ")) } };
    let pairs =
        |pairs: &[(String, String)]| list(pairs.iter().map(|(name, value)| format!("{name}: {value}")).collect());
    html! {
        span.muted { bdi { (answer.prompts.first().unwrap_or(&answer.question)) } } " "
        @match &answer.words {
            Words::One(text) | Words::Own(text) => bdi { (text) },
            Words::Several(texts, _) => (list(texts.clone())),
            Words::Rows(rows) | Words::Fields(rows) => (pairs(rows)),
        }
    }
}

/// Fields by their names.
pub(super) fn fields(fields: &[(String, String)]) -> Markup {
    html! {
        @if !fields.is_empty() {
            dl.pairs { @for (name, value) in fields { div { dt { bdi { (field_name(name)) } } dd { bdi { (value) } } } } }
        }
    }
}

fn field_name(name: &str) -> String {
    match name {
        "id" => "Person".to_owned(),
        "email" => "E-mail".to_owned(),
        name => segment_name(name),
    }
}

/// `3.1 s`, `2 min 5 s`.
pub(super) fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match whole {
        0..60 => format!("{:.1} s", seconds.max(0.0)),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}
