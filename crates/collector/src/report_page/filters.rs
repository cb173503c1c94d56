//! Which answers are shown: survey, period and kind.

use askwell_survey::Kind;
use maud::{Markup, html};

use super::address;
use crate::day::Day;
use crate::report::{Ask, Report};

/// Periods offered by one click, in days.
const PERIODS: [u64; 3] = [7, 30, 90];

pub(super) fn view(report: &Report, today: Day) -> Markup {
    let ask = &report.ask;
    html! {
        section.selection aria-label="Selection" {
            form.filters method="get" action="/report" {
                @if let Some(kind) = ask.kind { input type="hidden" name="kind" value=(kind.name()); }
                div.field {
                    label for="survey" { "Survey" }
                    select #survey name="survey" {
                        option value="" { "All surveys" }
                        @for survey in surveys(report) {
                            option value=(survey) selected[ask.survey.as_deref() == Some(survey)] { (survey) }
                        }
                    }
                }
                div.field {
                    label for="since" { "From" }
                    input #since type="date" name="since" value=[ask.since];
                }
                div.field {
                    label for="until" { "To and including" }
                    input #until type="date" name="until" value=[ask.until];
                }
                button.primary { "Show" }
            }
            nav.periods aria-label="Period" {
                @for days in PERIODS {
                    (choice(&period(ask, today, Some(days)), is_period(ask, today, days), &format!("{days} days")))
                }
                (choice(&period(ask, today, None), ask.since.is_none() && ask.until.is_none(), "All time"))
            }
        }
        @let kinds: Vec<_> = report.kinds.iter().filter(|(kind, count)| *count > 0 || *kind == report.kind).collect();
        @if kinds.len() > 1 {
            nav.kinds aria-label="Kind of survey" {
                @for (kind, count) in kinds {
                    @let there = Ask { kind: Some(*kind), after: None, ..ask.clone() };
                    a href=(address(&there)) aria-current=[(*kind == report.kind).then_some("page")] {
                        (name(*kind)) " " span.count { (count) }
                    }
                }
            }
        }
        @if ask.kind.is_none() && report.kinds.iter().filter(|(_, count)| *count > 0).count() > 1 {
            p.hint.muted { "Answers of different kinds are never counted together. These are the " (report.kind.name()) " ones, the most frequent." }
        }
    }
}

/// What was selected, in words: on paper the form isn't there to say it.
pub(super) fn scope(ask: &Ask) -> Markup {
    let period = match (ask.since, ask.until) {
        (None, None) => "all time".to_owned(),
        (Some(since), None) => format!("since {}", since.to_words()),
        (None, Some(until)) => format!("until {}", until.to_words()),
        (Some(since), Some(until)) if since == until => format!("on {}", since.to_words()),
        (Some(since), Some(until)) => format!("{} to {}", since.to_words(), until.to_words()),
    };
    html! {
        p.muted {
            @match &ask.survey {
                Some(survey) => { "Survey " bdi { (survey) } ", " (period) },
                None => { "All surveys, " (period) },
            }
        }
    }
}

/// A kind as a title.
pub(super) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Relational => "Relational",
        Kind::Transactional => "Transactional",
        Kind::Rating => "Ratings",
    }
}

/// Every survey there is to choose, each once, and the one chosen.
fn surveys(report: &Report) -> Vec<&str> {
    let mut ids: Vec<&str> = report.surveys.iter().map(|survey| survey.id.as_str()).collect();
    ids.extend(report.ask.survey.as_deref());
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// `ask` over the last `days`, today included.
fn period(ask: &Ask, today: Day, days: Option<u64>) -> Ask {
    Ask { since: days.map(|days| today.minus(days - 1)), until: None, after: None, ..ask.clone() }
}

fn is_period(ask: &Ask, today: Day, days: u64) -> bool {
    ask.until.is_none() && ask.since == Some(today.minus(days - 1))
}

fn choice(ask: &Ask, current: bool, text: &str) -> Markup {
    html! { a href=(address(ask)) aria-current=[current.then_some("true")] { (text) } }
}
