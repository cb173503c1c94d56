//! Which answers are shown: survey, period, segments and kind.

use askwell_survey::Kind;
use maud::{Markup, html};

use super::chart::{counted, grouped};
use super::tab::Tab;
use crate::counted;
use crate::day::Day;
use crate::report::{Comparison, ReportQuery, Selection};

/// The first day of a period, given today.
type FirstDay = fn(Day) -> Day;

/// Periods offered by one click.
const PERIODS: [(&str, FirstDay); 6] = [
    ("7 days", |today| today.minus(6)),
    ("30 days", |today| today.minus(29)),
    ("90 days", |today| today.minus(89)),
    ("This quarter", Day::first_of_quarter),
    ("This year", Day::first_of_year),
    ("1 year", |today| today.minus(364)),
];

/// Shows what is selected on the page `tab`, and lets something else be selected.
pub(super) fn view(tab: Tab, selection: &Selection, today: Day) -> Markup {
    let query = &selection.query;
    let shown = tab.needs_survey().then(|| selection.survey()).flatten();
    html! {
        section.selection aria-label="Selection" {
            // Closed on a phone, where it would be all that is seen at first.
            details.choose {
                summary { (in_words(query)) }
            form.filters method="get" action=(tab.path()) {
                // A version is one of the survey that is chosen here.
                @for (name, value) in query.pairs_without(&["survey", "version", "since", "until", "after"]) {
                    input type="hidden" name=(name) value=(value);
                }
                div.field {
                    label for="survey" { "Survey" }
                    select #survey name="survey" {
                        @if !tab.needs_survey() { option value="" { "All surveys" } }
                        @for survey in surveys(selection) {
                            option value=(survey) selected[query.survey.as_deref().or(shown) == Some(survey)] { (survey) }
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
            }
            nav.periods aria-label="Period" {
                @for (name, first) in PERIODS {
                    (period(tab, query, Some(first(today)), name))
                }
                (period(tab, query, None, "All time"))
            }
        }
        @if !query.segments.is_empty() { (segments(tab, query)) }
        @if !tab.needs_survey() && tab != Tab::Articles && !tab.is_for_agents() { (kinds(tab, selection)) }
        @if selection.is_counting {
            p.hint.muted role="status" { "Responses of an earlier version are still being counted. Until then, figures are too low." }
        }
    }
}

/// The segments that are selected, each with a way to leave it.
fn segments(tab: Tab, query: &ReportQuery) -> Markup {
    html! {
        ul.chips aria-label="Only" {
            @for segment in &query.segments {
                @let without = query.segments.iter().filter(|other| *other != segment).cloned().collect();
                @let there = ReportQuery { segments: without, after: None, ..query.clone() };
                li {
                    span.muted { (segment_name(&segment.0)) } " " bdi { (segment.1) }
                    a href=(tab.address(&there)) { span.hidden { "Remove " (segment_name(&segment.0)) " " (segment.1) } span aria-hidden="true" { "×" } }
                }
            }
        }
    }
}

fn kinds(tab: Tab, selection: &Selection) -> Markup {
    let query = &selection.query;
    let kinds: Vec<_> = selection.kinds.iter().filter(|(kind, count)| *count > 0 || *kind == selection.kind).collect();
    html! {
        @if kinds.len() > 1 {
            nav.kinds aria-label="Kind of survey" {
                @for (kind, count) in kinds {
                    @let there = ReportQuery { kind: Some(*kind), after: None, ..query.clone() };
                    a href=(tab.address(&there)) aria-current=[(*kind == selection.kind).then_some("page")] {
                        (name(*kind)) " " span.count { (grouped(*count)) }
                    }
                }
            }
        }
        @if query.kind.is_none() && selection.kinds.iter().filter(|(_, count)| *count > 0).count() > 1 {
            p.hint.muted {
                "Shown is the most frequent kind. Surveys about the whole relationship and those right after an experience are never counted together. The numbers count responses, with a score or without."
            }
        }
    }
}

/// What a segment is called: `attribute:team` is `Team`.
pub(crate) fn segment_name(name: &str) -> String {
    let plain = match name {
        counted::LOCALE => "language",
        counted::LAYOUT => "layout",
        counted::PAGE => "page",
        name => name.split_once(':').map_or(name, |(_, name)| name),
    };
    let words = plain.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is left out of the score, and where it can be looked at.
pub(super) fn left_out(selection: &Selection) -> Markup {
    html! {
        @if selection.query.mark.is_some() {
            p { "These responses don’t count towards the score. " a href="/report" { "Show the responses that count" } }
        } @else {
            @for (mark, count) in &selection.left_out {
                @let there = ReportQuery { mark: Some(*mark), after: None, ..selection.query.clone() };
                p { (counted(*count, "response", "responses")) " marked as " (mark.name()) " left out. " a href=(Tab::Overview.address(&there)) { "Show them" } }
            }
        }
        @if selection.other_surveys.number > 0 {
            p { "Not listed: " (counted(selection.other_surveys.number, "other survey", "other surveys")) " with " (counted(selection.other_surveys.responses, "response", "responses")) "." }
        }
    }
}

/// What was selected, in words: on paper the form isn't there to say it.
pub(super) fn scope(query: &ReportQuery) -> Markup {
    let period = period_in_words(query);
    html! {
        p.muted {
            @match &query.survey {
                Some(survey) => { "Survey " bdi { (survey) } @if let Some(version) = query.version { ", version " (version) } ", " (period) },
                None => { "All surveys, " (period) },
            }
            (segments_in_words(query))
        }
    }
}

/// The survey and the period.
fn in_words(query: &ReportQuery) -> Markup {
    html! {
        @match &query.survey { Some(survey) => bdi { (survey) }, None => "All surveys" }
        ", " (period_in_words(query))
    }
}

pub(super) fn period_in_words(query: &ReportQuery) -> String {
    match (query.since, query.until) {
        (None, None) => "all time".to_owned(),
        (Some(since), None) => format!("since {}", since.to_words()),
        (None, Some(until)) => format!("until {}", until.to_words()),
        (Some(since), Some(until)) if since == until => format!("on {}", since.to_words()),
        (Some(since), Some(until)) => format!("{} to {}", since.to_words(), until.to_words()),
    }
}

/// What a period is compared with.
pub(super) fn compared(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Before => "the period before",
        Comparison::Year => "the same days last year",
    }
}

pub(super) fn segments_in_words(query: &ReportQuery) -> Markup {
    html! { @for (name, value) in &query.segments { ", " (segment_name(name)) ": " bdi { (value) } } }
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
fn surveys(selection: &Selection) -> Vec<&str> {
    let mut ids: Vec<&str> = selection.surveys.iter().map(|survey| survey.id.as_str()).collect();
    ids.extend(selection.query.survey.as_deref());
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A link to the period that begins on the day `since` and goes on.
fn period(tab: Tab, query: &ReportQuery, since: Option<Day>, name: &str) -> Markup {
    let there = ReportQuery { since, until: None, after: None, ..query.clone() };
    let is_shown = query.since == since && query.until.is_none();
    html! { a href=(tab.address(&there)) aria-current=[is_shown.then_some("true")] { (name) } }
}
