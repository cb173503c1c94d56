//! `GET /report/compare`: two selections beside each other.

use askwell_statistics::Change;
use maud::{Markup, html};

use super::chart::grouped;
use super::headline;
use super::segments::{interval, measure_name, scale, unmeasured, value, verdict_class, verdict_in_words};
use super::selection::{self, segment_name};
use super::tab::Tab;
use crate::day::Day;
use crate::report::{AnswerRow, ReportQuery, Sample, Side, SideBySide};

pub(super) fn view(compared: &SideBySide, today: Day) -> Markup {
    let selection = &compared.one.selection;
    html! {
        (selection::view(Tab::Compare, selection, today))
        (form(compared))
        @match (&compared.measure, &compared.other) {
            _ if selection.responses() == 0 => (super::empty::selection()),
            (None, _) => (unmeasured()),
            (Some(_), None) => {
                section.card.notice {
                    h1 { "Compare two selections" }
                    p { "Choose above what to compare with: another survey, period or segment. The selection at the top is the other side." }
                }
            }
            (Some(measure), Some(other)) => {
                section.card.compared aria-labelledby="compared-title" {
                    h1 #compared-title { (measure_name(measure)) " of both" }
                    p.change { (difference(compared.change.as_ref())) }
                    div.sides {
                        @let scale = scale([&compared.one, other].into_iter().map(|side| &side.sample));
                        (side("A", &compared.one, scale))
                        (side("B", other, scale))
                    }
                }
                @if !compared.answers.is_empty() { (answers(&compared.answers)) }
            }
        }
        footer.notes.muted {
            p { "“Likely real” says that chance alone rarely makes two selections so different. It doesn’t say why they differ. Where one is part of the other, what sets it apart from the rest is larger than what is shown." }
            (selection::left_out(selection))
        }
    }
}

/// `A is 8 higher, likely real`, in the colour of what is better or worse.
fn difference(change: Option<&Change>) -> Markup {
    let Some(change) = change else { return html! { span.muted { "One of them has no answers." } } };
    html! { span.verdict.{ (verdict_class(change)) } { (difference_in_words(change)) } }
}

fn difference_in_words(change: &Change) -> String {
    match change.delta {
        0 => "The same".to_owned(),
        higher @ 1.. => format!("A is {higher} higher{}", verdict_in_words(change)),
        lower => format!("A is {} lower{}", lower.unsigned_abs(), verdict_in_words(change)),
    }
}

/// Where what to compare with is chosen.
fn form(compared: &SideBySide) -> Markup {
    let one = &compared.one.selection.query;
    let own = ReportQuery { compare: one.compare, ..one.selected() };
    let with = compared.other.as_ref().map(|other| &other.selection.query);
    let survey = with.map_or(one.survey.as_ref(), |with| with.survey.as_ref());
    let chosen = with.and_then(|with| with.segments.last());
    let surveys = compared.one.selection.surveys.iter().map(|survey| survey.id.as_str());
    html! {
        section.selection aria-label="Compared with" {
            form.filters method="get" action=(Tab::Compare.path()) {
                // The form has a field for one segment of each: others stay as they are.
                @for (name, value) in own.pairs_without(&["segment"]) { input type="hidden" name=(name) value=(value); }
                @for (name, value) in one.segments.iter().rev().skip(1) {
                    input type="hidden" name="segment" value={ (name) "=" (value) };
                }
                @for (name, value) in with.into_iter().flat_map(|with| with.segments.iter().rev().skip(1)) {
                    input type="hidden" name="with_segment" value={ (name) "=" (value) };
                }
                div.field {
                    label for="of-segment" { "A: segment" }
                    (segment_field("of-segment", "segment", &compared.segments, one.segments.last()))
                }
                div.field {
                    label for="with-survey" { "B: survey" }
                    select #with-survey name="with_survey" {
                        option value="" { "All surveys" }
                        @for id in surveys { option value=(id) selected[survey.is_some_and(|survey| survey == id)] { (id) } }
                    }
                }
                div.field {
                    label for="with-segment" { "B: segment" }
                    (segment_field("with-segment", "with_segment", &compared.segments, chosen))
                }
                div.field {
                    label for="with-since" { "B: from" }
                    input #with-since type="date" name="with_since" value=[with.and_then(|with| with.since)];
                }
                div.field {
                    label for="with-until" { "B: to (inclusive)" }
                    input #with-until type="date" name="with_until" value=[with.and_then(|with| with.until)];
                }
                button.primary { "Compare" }
            }
        }
    }
}

fn segment_field(id: &str, name: &str, offered: &[(String, String)], chosen: Option<&(String, String)>) -> Markup {
    let unknown = chosen.filter(|chosen| !offered.contains(chosen));
    html! {
        select id=(id) name=(name) {
            option value="" { "Everybody" }
            @for segment in offered.iter().chain(unknown) {
                option value={ (segment.0) "=" (segment.1) } selected[chosen == Some(segment)] { (segment_name(&segment.0)) ": " (segment.1) }
            }
        }
    }
}

fn side(name: &str, side: &Side, scale: (f64, f64)) -> Markup {
    html! {
        section.side {
            h2 { (name) }
            p.value { (value(&side.sample)) }
            (selection::scope(&side.selection.query))
            div { (interval(&side.sample, scale)) }
            p.muted { "95 % confidence, from " (grouped(side.sample.total())) " answers" }
            @if let Sample::Scores(tally) = &side.sample {
                (headline::legend(tally))
            }
            p { a href=(Tab::Overview.address(&ReportQuery { with: None, ..side.selection.query.clone() })) { "Overview of " (name) } }
        }
    }
}

fn answers(rows: &[AnswerRow]) -> Markup {
    html! {
        section.card aria-labelledby="answers-title" {
            h2 #answers-title { "What was chosen" }
            p.muted { "Shares of those who answered the question. What differs by more than chance comes first." }
            div.wide tabindex="0" role="group" aria-labelledby="answers-title" {
                table {
                    thead { tr {
                        th scope="col" { "Answer" }
                        th.number scope="col" { "A" }
                        th.number scope="col" { "B" }
                        th scope="col" { "A against B" }
                    } }
                    tbody {
                        @for row in rows {
                            tr {
                                th scope="row" { span.muted { bdi { (row.question) } } br; bdi { (row.answer) } }
                                td.number { strong { (row.one.rounded_percent()) "\u{a0}%" } br; span.muted { (grouped(row.one.count())) " of " (grouped(row.one.total())) } }
                                td.number { (row.other.rounded_percent()) "\u{a0}%" br; span.muted { (grouped(row.other.count())) " of " (grouped(row.other.total())) } }
                                // More of an answer is neither better nor worse.
                                td { (difference_in_words(&row.change)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
