//! `GET /report/changes`: when the score has changed, and whose.

use maud::{Markup, html};

use super::chart::grouped;
use super::segments::{measure_name, unmeasured, value};
use super::selection::{self, segment_name};
use super::tab::Tab;
use crate::day::Day;
use crate::report::{Changes, Event, ReportQuery, Turn};

pub(super) fn view(changes: &Changes, today: Day) -> Markup {
    let selection = &changes.selection;
    html! {
        (selection::view(Tab::Changes, selection, today))
        @match &changes.measure {
            _ if selection.responses() == 0 => (super::empty::selection()),
            None => (unmeasured()),
            Some(measure) => {
                section.card.changes aria-labelledby="changes-title" {
                    h1 #changes-title { "What changed, and when" }
                    (selection::scope(&selection.query))
                    p.muted { "Weeks in which all answers or a segment became different by more than chance, measured by: " strong { (measure_name(measure)) } ". The latest come first." }
                    @if changes.events.is_empty() {
                        p { "Nothing has changed by more than chance." }
                        p.muted { "A change needs at least 30 answers before it and 30 after it, within the period that is chosen: “All time” finds the most." }
                    }
                    @if !changes.events.is_empty() { (table(&changes.events, &selection.query)) }
                }
            }
        }
        footer.notes.muted {
            p {
                "Each week is compared with the one before, and with four and thirteen weeks on each side. As so many comparisons find "
                "something by chance, a change has to be more surprising the more of them there are (Bonferroni), and of the segments named "
                "here at most one in twenty is expected to have no real change (Benjamini–Hochberg). Segments overlap: what changes one of "
                "them changes others that have the same answers."
            }
            (selection::left_out(selection))
        }
    }
}

fn table(events: &[Event], query: &ReportQuery) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-labelledby="changes-title" {
            table {
                thead { tr {
                    th scope="col" { "Answers" }
                    th.number scope="col" { "Before" }
                    th.number scope="col" { "After" }
                    th.number scope="col" { "Change" }
                    th scope="col" { "Compared" }
                } }
                @for event in events {
                    @let (class, word) = if event.is_fall { ("worse", "Down") } else { ("better", "Up") };
                    tbody {
                        tr.event { th colspan="5" scope="rowgroup" { span.verdict.{ (class) } { (word) } " in the week of " (event.week.to_words()) } }
                        @for turn in &event.turns { (line(turn, query)) }
                        @if event.others > 0 { tr { td.muted colspan="5" { "And " (grouped(event.others as u64)) " more" } } }
                    }
                }
            }
        }
    }
}

fn line(turn: &Turn, query: &ReportQuery) -> Markup {
    let weeks = (turn.before.1.since_epoch() - turn.before.0.since_epoch() + 1) / 7;
    let there = compared(turn, query);
    html! {
        tr {
            th scope="row" {
                @match &turn.segment {
                    None => "All answers",
                    Some((name, value)) => { span.muted { bdi { (segment_name(name)) } } " " bdi { (value) } }
                }
            }
            td.number { (value(&turn.was)) " " span.muted { "(" (grouped(turn.was.total())) ")" } }
            td.number { strong { (value(&turn.is)) } " " span.muted { "(" (grouped(turn.is.total())) ")" } }
            td.number {
                @if turn.delta < 0 { "down " } @else { "up " }
                (turn.delta.unsigned_abs())
            }
            td { a href=(Tab::Compare.address(&there)) { (weeks) @if weeks == 1 { " week" } @else { " weeks" } " before and from " (turn.after.0.to_words()) " on" } }
        }
    }
}

/// Both sides of a change beside each other.
fn compared(turn: &Turn, query: &ReportQuery) -> ReportQuery {
    let mut segments = query.segments.clone();
    segments.extend(turn.segment.clone());
    let side = |(since, until): (Day, Day)| ReportQuery {
        survey: query.survey.clone(),
        version: query.version,
        since: Some(since),
        until: Some(until),
        segments: segments.clone(),
        ..ReportQuery::default()
    };
    ReportQuery { kind: query.kind, with: Some(Box::new(side(turn.before))), ..side(turn.after) }
}
