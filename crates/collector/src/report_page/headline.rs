//! The score at a glance: large, with its interval as a bar and its groups as another.

use askwell_statistics::Share;
use askwell_survey::{Group, Kind, Nps, Tally};
use maud::{Markup, html};

use super::chart::{
    SCALE, counted, decimal, group_name, group_percents, group_scores, grouped, percent, place, range, rounded, signed,
};
use super::tab::Tab;
use super::{segments, selection};
use crate::report::{Measure, Report, ReportQuery};

pub(super) fn view(report: &Report) -> Markup {
    match report.tally.nps() {
        Some(nps) => scored(report, nps),
        None if report.selection.kind == Kind::Rating && !report.ratings.is_empty() => rated(report),
        None => match report.measured.as_ref().and_then(|(measure, sample)| Some((measure, sample.share()?))) {
            Some((measure, share)) => measured(report, measure, share),
            None => unscored(report),
        },
    }
}

fn unscored(report: &Report) -> Markup {
    html! {
            section.card.notice {
                h1 { "No scores in this selection" }
                p.muted { (counted(report.selection.responses(), "response", "responses")) " without a score." }
            }
    }
}

/// The share that the field reports, where there is no score.
fn measured(report: &Report, measure: &Measure, share: Share) -> Markup {
    let interval = share.interval();
    let (low, high) = (100.0 * interval.low, 100.0 * interval.high);
    const PERCENT: (f64, f64) = (0.0, 100.0);
    html! {
        section.card.headline aria-labelledby="score-title" {
            div.figure {
                h1 #score-title { (segments::measure_name(measure)) }
                p.score { (share.rounded_percent()) span.of { " %" } }
                p.muted {
                    strong { (decimal(low, 0)) " to " (decimal(high, 0)) " %" } " with 95 % confidence" br;
                    "from " (counted(share.total(), "answer", "answers"))
                }
                (selection::scope(&report.selection.query))
                (change(report))
            }
            div.bars {
                svg.interval width="100%" height="64" role="img"
                    aria-label={ "On the scale from 0 to 100 %, the share lies between " (decimal(low, 0)) " and " (decimal(high, 0)) " %." } {
                    rect.track x="0" y="18" width="100%" height="12" rx="6" {}
                    rect.range x=(place(low, PERCENT)) y="18" width=(place(high - low, PERCENT)) height="12" rx="6" {}
                    circle.value cx=(place(100.0 * share.value(), PERCENT)) cy="24" r="9" {}
                    text.tick x="0" y="58" { "0 %" }
                    text.tick.end x="100%" y="58" { "100 %" }
                }
                p { a href=(Tab::Results.address(&report.selection.query)) { "Answers to each question" } }
            }
        }
    }
}

/// The surveys that the figure puts together.
pub(super) fn parts(report: &Report) -> Markup {
    let query = &report.selection.query;
    html! {
        section.card.parts aria-labelledby="parts-title" {
            h2 #parts-title { "Each survey" }
            p.muted { "The figure above puts these together. Choose one to see it alone." }
            div.wide tabindex="0" role="group" aria-labelledby="parts-title" {
                table {
                    thead { tr {
                        th scope="col" { "Survey" }
                        th.number scope="col" { "Score" }
                        th.number scope="col" { "95 % confidence" }
                        th.number scope="col" { "Answers" }
                    } }
                    tbody {
                        @for (survey, sample) in &report.parts {
                            @let there = ReportQuery { survey: Some(survey.clone()), after: None, ..query.clone() };
                            tr {
                                th scope="row" { a href=(Tab::Overview.address(&there)) { bdi { (survey) } } }
                                td.number { strong { (segments::value(sample)) } }
                                td.number { (segments::interval_in_words(sample)) }
                                td.number { (grouped(sample.total())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Since the days that the period is compared with, where they have answers.
fn change(report: &Report) -> Markup {
    html! {
        @for (comparison, change) in &report.changes {
            p.change { (segments::change(Some(change))) span.muted { " since " (selection::compared(*comparison)) } }
        }
    }
}

fn scored(report: &Report, nps: Nps) -> Markup {
    let interval = nps.interval();
    html! {
        section.card.headline aria-labelledby="score-title" {
            div.figure {
                h1 #score-title { "Recommendation score" }
                p.score { (signed(nps.rounded())) }
                p.muted {
                    strong { (range(interval)) } " with 95 % confidence" br;
                    "from " (counted(report.tally.total(), "answer", "answers"))
                }
                (selection::scope(&report.selection.query))
                (change(report))
            }
            div.bars {
                svg.interval width="100%" height="64" role="img"
                    aria-label={ "On the scale from −100 to 100, the score lies between " (rounded(interval.low)) " and " (rounded(interval.high)) "." } {
                    rect.track x="0" y="18" width="100%" height="12" rx="6" {}
                    rect.range x=(place(interval.low, SCALE)) y="18"
                        width=(place(interval.high - interval.low, (0.0, SCALE.1 - SCALE.0))) height="12" rx="6" {}
                    line.zero x1="50%" x2="50%" y1="12" y2="36" {}
                    circle.value cx=(place(nps.value(), SCALE)) cy="24" r="9" {}
                    text.tick x="0" y="58" { "−100" }
                    text.tick.middle x="50%" y="58" { "0" }
                    text.tick.end x="100%" y="58" { "100" }
                }
                (groups(&report.tally))
            }
        }
    }
}

fn groups(tally: &Tally) -> Markup {
    let total = tally.total();
    let before = |group| Group::ALL.iter().take_while(|other| **other != group).map(|other| tally.count(*other)).sum();
    html! {
        svg.groups width="100%" height="28" aria-hidden="true" {
            @for group in Group::ALL {
                rect class=(group.as_str()) x=(of(before(group), total)) y="0" width=(of(tally.count(group), total)) height="28" {}
            }
        }
        (legend(tally))
    }
}

/// Each group with its share.
pub(super) fn legend(tally: &Tally) -> Markup {
    html! {
        dl.legend {
            @for (group, percent) in group_percents(tally) {
                div {
                    dt { span.dot.{ (group.as_str()) } {} (group_name(group)) " " span.muted { (group_scores(group)) } }
                    dd { strong { (percent) " %" } " " span.muted { (grouped(tally.count(group))) } }
                }
            }
        }
    }
}

/// A share as a length in a drawing.
fn of(part: u64, whole: u64) -> String {
    place(part as f64, (0.0, whole as f64))
}

fn rated(report: &Report) -> Markup {
    let yes: u64 = report.ratings.iter().map(|rating| rating.yes).sum();
    let all: u64 = yes + report.ratings.iter().map(|rating| rating.no).sum::<u64>();
    html! {
        section.card.headline aria-labelledby="score-title" {
            div.figure {
                h1 #score-title { "Found it helpful" }
                p.score { (yes) span.of { " of " (all) } }
                p.muted { (counted(report.ratings.len() as u64, "article", "articles")) " rated" }
                (selection::scope(&report.selection.query))
            }
            div.bars {
                svg.groups width="100%" height="28" aria-hidden="true" {
                    rect.promoter x="0" y="0" width=(of(yes, all)) height="28" {}
                    rect.detractor x=(of(yes, all)) y="0" width=(of(all - yes, all)) height="28" {}
                }
                dl.legend {
                    div { dt { span.dot.promoter {} "Yes" } dd { strong { (percent(yes, all)) " %" } " " span.muted { (yes) } } }
                    div { dt { span.dot.detractor {} "No" } dd { strong { (percent(all - yes, all)) " %" } " " span.muted { (all - yes) } } }
                }
            }
        }
    }
}
