//! `GET /report/results`: the answers to each question of a survey.

use askwell_statistics::ConfidenceInterval;
use askwell_survey::{Group, limits};
use maud::{Markup, html};

use super::bars::{self, Bar};
use super::chart::{counted, decimal, group_name, grouped, percent, range, signed};
use super::tab::Tab;
use super::{selection, written};
use crate::day::Day;
use crate::report::{QuestionResult, ReportQuery, Results};
use crate::surveys::{Label, Reported, Shape};

/// Answers that are named beside those of the definition, at most.
const SHOWN: usize = 12;

/// With the table of tags at its end.
pub(super) fn view(results: &Results, tags: &Markup, today: Day) -> Markup {
    html! {
        (selection::view(Tab::Results, &results.selection, today))
        @match &results.survey {
            Some(survey) if results.responses > 0 => {
                (summary(results, survey))
                div.results { @for question in &results.questions { (card(results, question)) } }
                (tags)
            },
            _ => (super::empty::selection()),
        }
        footer.notes.muted { (selection::left_out(&results.selection)) }
    }
}

fn summary(results: &Results, survey: &str) -> Markup {
    let query = &results.selection.query;
    let finished = results.responses.saturating_sub(results.unfinished);
    html! {
        section.card.summary aria-labelledby="survey-title" {
            div {
                h1 #survey-title { bdi { (survey) } }
                p.muted { (selection::period_in_words(query)) (selection::segments_in_words(query)) }
            }
            dl.facts {
                div { dt { "Responses" } dd { (grouped(results.responses)) } }
                div { dt { "Finished" } dd { (percent(finished, results.responses)) " %" } }
            }
            @if results.versions.len() > 1 {
                nav.versions aria-label="Version" {
                    @let all = ReportQuery { version: None, after: None, ..query.clone() };
                    a href=(Tab::Results.address(&all)) aria-current=[query.version.is_none().then_some("true")] { "All versions" }
                    @for (version, count) in &results.versions {
                        @let there = ReportQuery { version: Some(*version), after: None, ..query.clone() };
                        a href=(Tab::Results.address(&there)) aria-current=[(query.version == Some(*version)).then_some("true")] {
                            "Version " (version) " " span.count { (grouped(*count)) }
                        }
                    }
                }
            }
        }
    }
}

fn card(results: &Results, question: &QuestionResult) -> Markup {
    let outline = &question.outline;
    html! {
        section.card.question aria-labelledby={ "q-" (outline.id) } {
            h2 id={ "q-" (outline.id) } { bdi { (outline.prompts.first().map_or(outline.id.as_str(), String::as_str)) } }
            @for other in outline.prompts.iter().skip(1) { p.wording.muted { "or: " bdi { (other) } } }
            @if !question.is_asked { p.muted { "Not a question of the registered survey: a hidden field, a computed value, or part of another version." } }
            p.muted {
                (counted(question.answered, "answer", "answers")) ", "
                (percent(question.answered, results.responses)) " % of responses"
                @if question.left > 0 { " · " (grouped(question.left)) " left after it" }
            }
            @if question.answered == 0 { p.muted.none { "Nobody has answered this yet." } } @else { (answers(question)) }
            @if question.outline.shape == Shape::Contact && question.answered > 0 { (written::contacts(results, question)) }
            @if question.has_words() { (written::latest(results, question)) }
        }
    }
}

fn answers(question: &QuestionResult) -> Markup {
    match &question.outline.shape {
        Shape::Score => score(question),
        Shape::Scale { points, reported } => scale(question, points, *reported),
        Shape::Choice(labels) => choices(question, labels),
        Shape::Choices(labels) => html! {
            (choices(question, labels))
            p.muted { "Several answers were possible: the shares add up to more than 100 %." }
        },
        Shape::Ranking(labels) => ranking(question, labels),
        Shape::Matrix { rows, columns } => matrix(question, rows, columns),
        Shape::Date => {
            let months = question.months();
            let bars: Vec<_> =
                months.iter().map(|(month, count)| Bar { label: month, count: *count, class: "plain" }).collect();
            bars::view("Month", &bars, question.answered)
        }
        Shape::Contact => html! {
            p { (grouped(question.count("consent=true"))) " agreed to be contacted. " span.muted { "Agents and admins see names and addresses in the details of a response." } }
        },
        Shape::Text => html! {},
    }
}

fn score(question: &QuestionResult) -> Markup {
    let scores: Vec<_> = question.scores().map(|(score, count)| (score.to_string(), score.group(), count)).collect();
    let bars: Vec<_> =
        scores.iter().map(|(label, group, count)| Bar { label, count: *count, class: group.as_str() }).collect();
    let tally = question.tally();
    html! {
        @if let Some(nps) = tally.nps() {
            p.value { strong { (signed(nps.rounded())) } " " span.muted { "recommendation score, " (range(nps.interval())) " with 95 % confidence" } }
        }
        (bars::view("Score", &bars, question.answered))
        p.muted {
            @for (index, group) in Group::ALL.into_iter().enumerate() {
                @if index > 0 { " · " }
                (group_name(group)) " " (percent(tally.count(group), question.answered)) " %"
            }
        }
    }
}

fn scale(question: &QuestionResult, points: &[Label], reported: Reported) -> Markup {
    let distribution = question.distribution();
    let bars: Vec<_> = points
        .iter()
        .map(|point| Bar { label: &point.text, count: question.count(&point.id), class: "plain" })
        .collect();
    let ends = points.first().zip(points.last());
    let ends = ends.and_then(|(first, last)| Some((first.id.parse::<f64>().ok()?, last.id.parse::<f64>().ok()?)));
    html! {
        @if let Some(share) = question.reported(reported) {
            @let interval = share.interval();
            p.value {
                strong { (share.rounded_percent()) " %" } " "
                span.muted {
                    (if reported == Reported::Csat { "satisfied (4 or 5)" } else { "found it easy (5 to 7)" }) ", "
                    (decimal(interval.low * 100.0, 0)) " to " (decimal(interval.high * 100.0, 0)) " % with 95 % confidence"
                }
            }
        }
        @if let Some(mean) = distribution.mean() {
            p.muted {
                "Mean " strong { (decimal(mean, 2)) }
                @if let Some(interval) = distribution.interval() {
                    @let ConfidenceInterval { low, high } = ends.map_or(interval, |(lowest, highest)| interval.clamp(lowest, highest));
                    ", " (decimal(low, 2)) " to " (decimal(high, 2)) " with 95 % confidence"
                }
            }
        }
        (bars::view("Point", &bars, question.answered))
    }
}

fn choices(question: &QuestionResult, labels: &[Label]) -> Markup {
    let mut choices = question.choices(labels);
    choices.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if labels.len() > limits::CHOICES + 1 {
        return html! { p.muted { (grouped(labels.len() as u64)) " different answers" } };
    }
    let rest = choices.split_off(choices.len().min(labels.len().max(SHOWN)));
    let bars: Vec<_> =
        choices.iter().map(|(label, count)| Bar { label: &label.text, count: *count, class: "plain" }).collect();
    html! {
        (bars::view("Answer", &bars, question.answered))
        @if !rest.is_empty() {
            p.muted { "And " (counted(rest.len() as u64, "other answer", "other answers")) ", given " (counted(rest.iter().map(|(_, count)| count).sum(), "time", "times")) "." }
        }
    }
}

fn ranking(question: &QuestionResult, labels: &[Label]) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "Most important first" } th.number scope="col" { "Mean rank" } th.number scope="col" { "Ranked first" } } }
            tbody {
                @for rank in question.ranks(labels) {
                    tr {
                        th scope="row" { bdi { (rank.label.text) } }
                        td.number { (rank.mean.map_or_else(|| "–".to_owned(), |mean| decimal(mean, 1))) }
                        td.number { (percent(rank.first, question.answered)) " %" }
                    }
                }
            }
        }
    }
}

fn matrix(question: &QuestionResult, rows: &[Label], columns: &[Label]) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label=(question.outline.prompts.first().unwrap_or(&question.outline.id)) {
            table.matrix {
                thead {
                    tr { td {} @for column in columns { th.number scope="col" { bdi { (column.text) } } } th.number scope="col" { "Answers" } }
                }
                tbody {
                    @for row in rows {
                        @let all: u64 = columns.iter().map(|column| question.cell(row, column)).sum();
                        tr {
                            th scope="row" { bdi { (row.text) } }
                            @for column in columns {
                                @let count = question.cell(row, column);
                                td.number.{ "share-" (percent(count, all).div_ceil(20)) } { (percent(count, all)) "\u{a0}%" }
                            }
                            td.number.muted { (grouped(all)) }
                        }
                    }
                }
            }
        }
    }
}
