//! Alerts in words: for pages, and for notices.

use askwell_survey::{Nps, Tally};

use super::{Alert, AlertKind, Figures};
use crate::day::{Day, moment_in_words};
use crate::notice::{Notice, Occasion, Recipient};
use crate::report::ReportQuery;
use crate::report_page::{grouped, range, segment_name, signed};

/// A line that says what it is. A segment's value isn't in it: it may be a customer's name, and notices leave the collector.
pub(crate) fn title(alert: &Alert) -> String {
    let name = &alert.subject.name;
    let (is, has) = if alert.ended_at.is_some() { ("was", "had") } else { ("is", "has") };
    match &alert.figures {
        Figures::Change { z, .. } => {
            let direction = if *z < 0.0 { "fell" } else { "rose" };
            match &alert.subject.segment {
                Some((segment, _)) => {
                    format!("The score of a segment of {name} ({}) {direction}", segment_name(segment))
                }
                None => format!("The score of {name} {direction}"),
            }
        }
        Figures::Surge { .. } => format!("{name} {has} more detractors than usual"),
        Figures::Silence { .. } if alert.ended_at.is_some() => format!("There were no answers to {name}"),
        Figures::Silence { .. } => format!("No answers to {name}"),
        Figures::Endpoint { .. } if alert.ended_at.is_some() => format!("The endpoint {name} failed"),
        Figures::Endpoint { .. } => format!("The endpoint {name} {is} failing"),
    }
}

/// What the figures say, a sentence each.
pub(crate) fn sentences(alert: &Alert) -> Vec<String> {
    let since = moment_in_words(alert.since);
    let mut sentences = match &alert.figures {
        Figures::Change { from, until, before, after, z } => {
            let direction = if *z < 0.0 { "fell" } else { "rose" };
            let (before, after) = (before.tally(), after.tally());
            let words = |day: &String| Day::parse(day).map_or_else(|| day.clone(), Day::to_words);
            vec![
                format!(
                    "It {direction} from {} ({} to {}) to {} on {}.",
                    score(before),
                    words(from),
                    words(until),
                    with_interval(after),
                    Day::of(alert.since).to_words(),
                ),
                format!(
                    "That is {:.1} standard errors, with {} answers before and {} since: chance alone rarely does that, \
                     however often one looks.",
                    z.abs(),
                    grouped(before.total()),
                    grouped(after.total())
                ),
            ]
        }
        Figures::Surge { hours, detractors, scored, usual } => vec![
            format!(
                "{} of {} scores within {hours} hours were detractors’. {usual:.1} are usual in these hours.",
                grouped(*detractors),
                grouped(*scored)
            ),
            format!("From {since}."),
        ],
        Figures::Silence { usual } => {
            vec![format!(
                "None from {since} to {}. {usual:.0} are usual in as long a time.",
                moment_in_words(alert.found_at)
            )]
        }
        Figures::Endpoint { waiting, failed } => vec![
            format!(
                "{} responses were tried in vain and wait for more than an hour; {} aren’t tried any more.",
                grouped(*waiting),
                grouped(*failed)
            ),
            format!("From {since}."),
        ],
    };
    if let Some(ended) = alert.ended_at {
        sentences.push(match alert.subject.kind {
            AlertKind::Change => {
                format!(
                    "Closed on {}: the score has changed again since, or this is what is usual now.",
                    moment_in_words(ended)
                )
            }
            AlertKind::Surge | AlertKind::Silence | AlertKind::Endpoint => {
                format!("Over on {}.", moment_in_words(ended))
            }
        });
    }
    sentences
}

/// The page that shows it, and what that is called.
pub(crate) fn page(alert: &Alert) -> (String, &'static str) {
    let query = ReportQuery {
        survey: Some(alert.subject.name.clone()),
        segments: alert.subject.segment.clone().into_iter().collect(),
        ..ReportQuery::default()
    };
    let with = |path: &str, query: &ReportQuery| format!("{path}?{}", query.to_query());
    let day = Some(Day::of(alert.since));
    match alert.subject.kind {
        AlertKind::Change => (with("/report/changes", &query), "When it changed"),
        AlertKind::Surge => (
            with("/report", &ReportQuery { since: day, until: Some(Day::of(alert.found_at)), ..query }),
            "What they wrote",
        ),
        AlertKind::Silence => (with("/report", &query), "Latest answers"),
        AlertKind::Endpoint => ("/report/forwarding".to_owned(), "Forwarding status"),
    }
}

/// What is told when it begins.
pub(super) fn begun(alert: &Alert) -> Notice {
    notice(alert, "begun", title(alert), sentences(alert))
}

/// What is told when it ends.
pub(super) fn ended(alert: &Alert) -> Notice {
    let name = &alert.subject.name;
    let title = match alert.subject.kind {
        AlertKind::Silence => format!("Answers to {name} arrive again"),
        AlertKind::Endpoint => format!("The endpoint {name} works again"),
        AlertKind::Change | AlertKind::Surge => format!("{}: over", title(alert)),
    };
    notice(alert, "ended", title, vec![format!("It began on {}.", moment_in_words(alert.since))])
}

fn notice(alert: &Alert, what: &str, title: String, lines: Vec<String>) -> Notice {
    // The segment's value would stand in the address.
    let path = match alert.subject.segment {
        Some(_) => "/report/alerts".to_owned(),
        None => page(alert).0,
    };
    Notice {
        key: format!("alert/{}/{what}", alert.id),
        occasion: Occasion::Alert,
        to: Recipient::Channels,
        title,
        lines,
        path,
    }
}

fn score(tally: Tally) -> String {
    tally.nps().map_or_else(|| "–".to_owned(), |nps| signed(nps.rounded()))
}

/// `22 (16 to 28)`.
fn with_interval(tally: Tally) -> String {
    let shown = |nps: Nps| format!("{} ({})", signed(nps.rounded()), range(nps.interval()));
    tally.nps().map_or_else(|| "–".to_owned(), shown)
}
