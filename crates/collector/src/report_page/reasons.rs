//! How many points of the score come from each reason: a table whose bars are its drawing.

use askwell_survey::{Group, Tally};
use maud::{Markup, html};

use super::chart::{counted, grouped, place, signed};
use crate::report::{Reason, ReasonName, Reasons};

pub(super) fn card(question: &Reasons, all: &Tally) -> Markup {
    let longest = question.rows.iter().map(|row| row.exact.abs()).fold(1.0, f64::max);
    let score = all.nps().map_or(0, askwell_survey::Nps::rounded);
    html! {
        section.card.reasons aria-labelledby={ "reasons-" (question.question) } {
            h2 id={ "reasons-" (question.question) } {
                bdi { (question.prompts.first().map_or(question.question.as_str(), String::as_str)) }
            }
            @for other in question.prompts.iter().skip(1) { p.wording.muted { "or: " bdi { (other) } } }
            p.lead {
                "Each row says how many points of the score of " (signed(score)) " come from answers that name this reason. "
                "Together they are the score."
                @for (group, who) in [(Group::Detractor, "detractors"), (Group::Promoter, "promoters")] {
                    @if let Some((label, count, named)) = most_named(question, group, all) {
                        " Of the " (grouped(named)) " " (who) " with a reason, " (grouped(count)) " name "
                        strong { bdi { (label) } } ", more than any other."
                    }
                }
            }
            div.wide tabindex="0" role="group" aria-labelledby={ "reasons-" (question.question) } {
                table.drivers {
                    thead {
                        tr {
                            th scope="col" { "Reason" }
                            th.number scope="col" { "Points" }
                            td.bar {}
                            @for group in Group::ALL.into_iter().rev() { th.number scope="col" { (super::chart::group_name(group)) } }
                            th.number scope="col" { "Answers" }
                        }
                    }
                    tbody { @for row in &question.rows { (reason(row, longest)) } }
                    tfoot {
                        tr {
                            th scope="row" { "Score" }
                            td.number { strong { (signed(score)) } }
                            td.bar {}
                            @for group in Group::ALL.into_iter().rev() { td.number { (grouped(all.count(group))) } }
                            td.number { (grouped(all.total())) }
                        }
                    }
                }
            }
            @if question.several {
                p.muted { "Several reasons were possible. An answer that names three gives each of them a third of its points, and counts in all three rows: the answers of the rows add up to more than those of the score." }
            }
        }
    }
}

/// What this group names most, how often it does, and how many of it name a reason. None if two are named as often.
fn most_named<'a>(question: &'a Reasons, group: Group, all: &Tally) -> Option<(&'a str, u64, u64)> {
    let answers = question.rows.iter().filter_map(|row| match &row.name {
        ReasonName::Answer(label) => Some((label.text.as_str(), row.tally.count(group))),
        ReasonName::Others(_) | ReasonName::Without => None,
    });
    let mut answers: Vec<_> = answers.collect();
    answers.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let without = question.rows.iter().filter(|row| row.name == ReasonName::Without).map(|row| row.tally.count(group));
    let named = all.count(group).saturating_sub(without.sum());
    let (label, most) = *answers.first()?;
    (most > answers.get(1).map_or(0, |(_, count)| *count)).then_some((label, most, named))
}

fn reason(row: &Reason, longest: f64) -> Markup {
    let ends = (-longest, longest);
    let class = if row.exact < 0.0 { "detractor" } else { "promoter" };
    let is_left_over = !matches!(row.name, ReasonName::Answer(_));
    html! {
        tr.left-over[is_left_over] {
            th scope="row" {
                @match &row.name {
                    ReasonName::Answer(label) => bdi { (label.text) },
                    ReasonName::Others(number) => (counted(*number, "other reason", "other reasons")),
                    ReasonName::Without => "No reason given",
                }
            }
            td.number { strong { (with_sign(row.points)) } }
            td.bar {
                svg width="100%" height="14" aria-hidden="true" {
                    rect.track x="0" y="1" width="100%" height="12" rx="3" {}
                    rect.{ (class) } x=(place(row.exact.min(0.0), ends)) y="1" width=(place(row.exact.abs(), (0.0, 2.0 * longest))) height="12" {}
                    line.zero x1="50%" x2="50%" y1="0" y2="14" {}
                }
            }
            @for group in Group::ALL.into_iter().rev() { td.number { (grouped(row.tally.count(group))) } }
            td.number.muted { (grouped(row.tally.total())) }
        }
    }
}

/// Points as what they add: `+4`, `−3`, `0`.
fn with_sign(points: i64) -> String {
    if points > 0 { format!("+{points}") } else { signed(points) }
}
