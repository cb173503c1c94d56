//! `GET /report/segments`: which groups of visitors differ, and what moves the total.

use askwell_statistics::{Change, Verdict};
use askwell_survey::Interval;
use maud::{Markup, html};

use super::chart::{decimal, grouped, signed};
use super::selection::{self, segment_name};
use super::tab::Tab;
use super::{account, bars, funnel, team};
use crate::day::Day;
use crate::report::{ACCOUNT_SEGMENTS, Comparison, Measure, ReportQuery, Sample, SegmentRow, Segments, is_small};

pub(super) fn view(segments: &Segments, today: Day) -> Markup {
    let selection = &segments.selection;
    html! {
        (selection::view(Tab::Segments, selection, today))
        @match &segments.measure {
            _ if selection.responses() == 0 => (super::empty::selection()),
            None => (unmeasured()),
            Some(_) if segments.names.is_empty() => (without_segments()),
            Some(measure) => (table(segments, measure)),
        }
        footer.notes.muted { (selection::left_out(selection)) }
    }
}

fn table(segments: &Segments, measure: &Measure) -> Markup {
    let query = &segments.selection.query;
    let comparison = query.compare.unwrap_or_default();
    html! {
        section.card.segments aria-labelledby="segments-title" {
            h1 #segments-title { "What differs" }
            (selection::scope(query))
            p.muted {
                (measure_name(measure)) ": " strong { (value(&segments.all)) } " from " (grouped(segments.all.total())) " answers. "
                "Segments that differ by more than chance come first, and of these the one that moves the total most."
            }
            nav.by aria-label="Segments by" {
                @let all = ReportQuery { by: None, ..query.clone() };
                a href=(Tab::Segments.address(&all)) aria-current=[query.by.is_none().then_some("true")] { "All" }
                @for (name, count) in &segments.names {
                    @let there = ReportQuery { by: Some(name.clone()), ..query.clone() };
                    a href=(Tab::Segments.address(&there)) aria-current=[(query.by.as_ref() == Some(name)).then_some("true")] {
                        bdi { (segment_name(name)) } " " span.count { (count) }
                    }
                }
            }
            @if query.by.is_some() && let Some(funnel) = funnel::view(&segments.rows) { (funnel) }
            div.wide tabindex="0" role="group" aria-labelledby="segments-title" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Segment" }
                            th.number scope="col" { (measure_name(measure)) }
                            th scope="col" { "Against the others" }
                            @if segments.before.is_some() { th scope="col" { "Since " (selection::compared(comparison)) } }
                            th.number scope="col" { "Answers" }
                            th scope="col" { "95 % confidence" }
                            th.number scope="col" { "Moves the total by" }
                        }
                    }
                    tbody { @let scale = scale(segments.rows.iter().map(|row| &row.sample)); @for row in &segments.rows { (line(segments, row, scale)) } }
                }
            }
            @if segments.rows.is_empty() { p.muted { "Nothing in this selection is divided by this, or has enough answers." } }
            @if segments.others > 0 { p.muted { "Not listed: " (grouped(segments.others as u64)) " more, most of them with fewer than five answers." } }
            @if let Some((since, until)) = segments.before {
                p.muted { "Compared with " (selection::compared(comparison)) ": " (since.to_words()) " to " (until.to_words()) "." }
                p {
                    @for other in Comparison::ALL {
                        @if other != comparison {
                            @let there = ReportQuery { compare: Some(other), ..query.clone() };
                            a href=(Tab::Segments.address(&there)) { "Compare with " (selection::compared(other)) }
                        }
                    }
                }
            } @else {
                p.muted { "Choose a period to compare with the one before." }
            }
            p.muted { "The others are all answers with another value of the same name: the other teams, the other half of an experiment." }
            p.muted { "Of the segments marked “likely real”, at most one in twenty is expected to be chance (Benjamini–Hochberg)." }
        }
    }
}

fn line(segments: &Segments, row: &SegmentRow, scale: (f64, f64)) -> Markup {
    let query = &segments.selection.query;
    let mut within = query.segments.clone();
    within.push((row.name.clone(), row.value.clone()));
    let there = ReportQuery { segments: within, by: None, after: None, ..query.clone() };
    html! {
        tr {
            th scope="row" {
                span.muted { bdi { (segment_name(&row.name)) } } br;
                a href=(Tab::Overview.address(&there)) { bdi { (row.value) } }
                br; a.muted href=(team::address(query, &row.name, &row.value)) { "Summary" span.hidden { " of " (segment_name(&row.name)) " " (row.value) } }
                @if ACCOUNT_SEGMENTS.contains(&row.name.as_str()) {
                    br; a.muted href=(account::address(&row.value)) { "Account page" span.hidden { " of " (row.value) } }
                }
            }
            td.number { strong { (value(&row.sample)) } }
            td { (verdict(row)) }
            @if segments.before.is_some() { td { (change(row.change.as_ref())) } }
            td.number { (grouped(row.sample.total())) }
            td.interval-cell { (interval(&row.sample, scale)) }
            td.number { (points(row.effect)) }
        }
    }
}

/// What a sample amounts to.
pub(super) fn value(sample: &Sample) -> String {
    match sample {
        Sample::Scores(tally) => tally.nps().map_or_else(|| "–".to_owned(), |nps| signed(nps.rounded())),
        Sample::Share { .. } => {
            sample.share().map_or_else(|| "–".to_owned(), |share| format!("{}\u{a0}%", share.rounded_percent()))
        }
    }
}

/// A sample's interval and its value, in points or percent; None without answers.
pub(super) fn interval_of(sample: &Sample) -> Option<(f64, f64, f64)> {
    match sample {
        Sample::Scores(tally) => {
            let nps = tally.nps()?;
            let Interval { low, high } = nps.interval();
            Some((low, high, nps.value()))
        }
        Sample::Share { .. } => {
            let share = sample.share()?;
            let interval = share.interval();
            Some((100.0 * interval.low, 100.0 * interval.high, 100.0 * share.value()))
        }
    }
}

/// The ends of all drawn intervals: multiples of 10 around them.
pub(super) fn scale<'a>(samples: impl Iterator<Item = &'a Sample>) -> (f64, f64) {
    let (low, high) = samples
        .filter_map(interval_of)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), (low, high, _)| (least.min(low), most.max(high)));
    ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0)
}

/// `4 to 35`.
pub(super) fn interval_in_words(sample: &Sample) -> String {
    let Some((low, high, _)) = interval_of(sample) else { return "–".to_owned() };
    let unit = if matches!(sample, Sample::Share { .. }) { "\u{a0}%" } else { "" };
    format!("{} to {}{unit}", decimal(low, 0), decimal(high, 0))
}

pub(super) fn interval(sample: &Sample, scale: (f64, f64)) -> Markup {
    html! {
        @if let Some((low, high, value)) = interval_of(sample) { (bars::interval((low, high), value, scale)) }
        span.muted { (interval_in_words(sample)) }
    }
}

fn verdict(row: &SegmentRow) -> Markup {
    let (class, text) = match (row.verdict, row.is_worse) {
        (Verdict::TooFew, _) => ("few", "Too few answers to tell"),
        (Verdict::CouldBeChance, _) => ("chance", "Could be chance"),
        (Verdict::LikelyReal, true) => ("worse", "Worse, likely real"),
        (Verdict::LikelyReal, false) => ("better", "Better, likely real"),
    };
    html! { span.verdict.{ (class) } { (text) } @if is_small(&row.sample) && row.verdict != Verdict::TooFew { " (few answers)" } }
}

/// `up 8, likely real`, in the colour of what is better or worse.
pub(super) fn change(change: Option<&Change>) -> Markup {
    let Some(change) = change else { return html! { span.muted { "No answers before" } } };
    html! { span.verdict.{ (verdict_class(change)) } { (change_in_words(change)) } }
}

/// `up 8, likely real`.
pub(super) fn change_in_words(change: &Change) -> String {
    let direction = match change.delta {
        0 => "no change".to_owned(),
        up @ 1.. => format!("up {up}"),
        down => format!("down {}", down.unsigned_abs()),
    };
    format!("{direction}{}", verdict_in_words(change))
}

pub(super) fn verdict_class(change: &Change) -> &'static str {
    match (change.verdict, change.delta < 0) {
        (Verdict::TooFew, _) => "few",
        (Verdict::CouldBeChance, _) => "chance",
        (Verdict::LikelyReal, true) => "worse",
        (Verdict::LikelyReal, false) => "better",
    }
}

pub(super) fn verdict_in_words(change: &Change) -> &'static str {
    match change.verdict {
        Verdict::TooFew => ", too few answers to tell",
        Verdict::CouldBeChance if change.delta == 0 => "",
        Verdict::CouldBeChance => ", could be chance",
        Verdict::LikelyReal => ", likely real",
    }
}

/// A difference with its sign: `+0.4`.
fn points(value: f64) -> String {
    let text = decimal(value, 1);
    if value > 0.0 && text != "0.0" { format!("+{text}") } else { text }
}

pub(super) fn measure_name(measure: &Measure) -> &'static str {
    match measure {
        Measure::Score => "Score",
        Measure::Share { name, .. } => name,
    }
}

pub(super) fn unmeasured() -> Markup {
    html! {
        section.card.notice {
            h1 { "Nothing to compare by" }
            p { "Segments are compared by the recommendation score, by satisfaction (CSAT), by ease (CES), or by a question of yes or no. This selection has none of these." }
        }
    }
}

fn without_segments() -> Markup {
    html! {
        section.card.notice {
            h1 { "No segments yet" }
            p { "Say on the page what an answer belongs to, and it is compared here:" }
            pre { code { "<script async src=\"…/askwell.js\" data-endpoint=\"…\"\n        data-team=\"logistics\" data-touchpoint=\"checkout\"></script>" } }
            p.muted { "Languages, pages and layouts are compared as soon as there is more than one of them." }
        }
    }
}
