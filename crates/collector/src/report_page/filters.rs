//! Which answers are shown: survey, period and kind.

use askwell_survey::Kind;
use maud::{Markup, html};

use super::address;
use super::chart::counted;
use crate::day::Day;
use crate::report::{Report, ReportQuery};

/// Periods offered by one click, in days.
const PERIODS: [u64; 3] = [7, 30, 90];

pub(super) fn view(report: &Report, today: Day) -> Markup {
    let query = &report.query;
    html! {
        section.selection aria-label="Selection" {
            form.filters method="get" action="/report" {
                @if let Some(kind) = query.kind { input type="hidden" name="kind" value=(kind.name()); }
                @if let Some(mark) = query.mark { input type="hidden" name="marked" value=(mark.name()); }
                div.field {
                    label for="survey" { "Survey" }
                    select #survey name="survey" {
                        option value="" { "All surveys" }
                        @for survey in surveys(report) {
                            option value=(survey) selected[query.survey.as_deref() == Some(survey)] { (survey) }
                        }
                    }
                }
                div.field {
                    label for="since" { "From" }
                    input #since type="date" name="since" value=[query.since];
                }
                div.field {
                    label for="until" { "To (inclusive)" }
                    input #until type="date" name="until" value=[query.until];
                }
                button.primary { "Show" }
            }
            nav.periods aria-label="Period" {
                @for days in PERIODS {
                    (choice(&period(query, today, Some(days)), is_period(query, today, days), &format!("{days} days")))
                }
                (choice(&period(query, today, None), query.since.is_none() && query.until.is_none(), "All time"))
            }
        }
        @let kinds: Vec<_> = report.kinds.iter().filter(|(kind, count)| *count > 0 || *kind == report.kind).collect();
        @if kinds.len() > 1 {
            nav.kinds aria-label="Kind of survey" {
                @for (kind, count) in kinds {
                    @let there = ReportQuery { kind: Some(*kind), after: None, ..query.clone() };
                    a href=(address(&there)) aria-current=[(*kind == report.kind).then_some("page")] {
                        (name(*kind)) " " span.count { (count) }
                    }
                }
            }
        }
        @if query.kind.is_none() && report.kinds.iter().filter(|(_, count)| *count > 0).count() > 1 {
            p.hint.muted { "Answers of different kinds are never counted together. This report shows the most frequent kind: " (report.kind.name()) "." }
        }
    }
}

/// What is left out of the score, and where it can be looked at.
pub(super) fn left_out(report: &Report) -> Markup {
    html! {
        @if report.query.mark.is_some() {
            p { "These responses don’t count towards the score. " a href="/report" { "Show the responses that count" } }
        } @else {
            @for (mark, count) in &report.left_out {
                @let there = ReportQuery { mark: Some(*mark), after: None, ..report.query.clone() };
                p { (counted(*count, "response", "responses")) " marked as " (mark.name()) " left out. " a href=(address(&there)) { "Show them" } }
            }
        }
        @if report.other_surveys.number > 0 {
            p { "Not listed: " (counted(report.other_surveys.number, "other survey", "other surveys")) " with " (counted(report.other_surveys.responses, "response", "responses")) "." }
        }
    }
}

/// What was selected, in words: on paper the form isn't there to say it.
pub(super) fn scope(query: &ReportQuery) -> Markup {
    let period = match (query.since, query.until) {
        (None, None) => "all time".to_owned(),
        (Some(since), None) => format!("since {}", since.to_words()),
        (None, Some(until)) => format!("until {}", until.to_words()),
        (Some(since), Some(until)) if since == until => format!("on {}", since.to_words()),
        (Some(since), Some(until)) => format!("{} to {}", since.to_words(), until.to_words()),
    };
    html! {
        p.muted {
            @match &query.survey {
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
    ids.extend(report.query.survey.as_deref());
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// `query` over the last `days`, today included.
fn period(query: &ReportQuery, today: Day, days: Option<u64>) -> ReportQuery {
    ReportQuery { since: days.map(|days| today.minus(days - 1)), until: None, after: None, ..query.clone() }
}

fn is_period(query: &ReportQuery, today: Day, days: u64) -> bool {
    query.until.is_none() && query.since == Some(today.minus(days - 1))
}

fn choice(query: &ReportQuery, current: bool, text: &str) -> Markup {
    html! { a href=(address(query)) aria-current=[current.then_some("true")] { (text) } }
}
