//! The answers to each question.

use askwell_statistics::Distribution;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Figures, Interval, Selected, ShareDocument, Written, figures, interval, share, written};
use crate::report::{QuestionResult, Results};
use crate::surveys::{Label, Shape};

/// The results in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Results")]
pub(crate) struct ResultsDocument {
    #[serde(flatten)]
    selected: Selected,
    responses: u64,
    unfinished: u64,
    versions: Vec<Version>,
    questions: Vec<Question>,
}

#[derive(Serialize, JsonSchema)]
struct Version {
    version: u32,
    responses: u64,
}

/// A question. What its type doesn't have is left out.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Question {
    id: String,
    /// Each wording.
    prompts: Vec<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    /// Responses that answered it.
    answered: u64,
    /// Responses whose last answer this is, and that weren't finished.
    left: u64,
    /// Whether the registered survey has it.
    asked: bool,
    /// How often each answer was given: scores, points, choices, months.
    answers: Vec<AnswerCount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<ShareDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<Mean>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ranks: Option<Vec<RankDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
    /// How many agreed to be contacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    consented: Option<u64>,
    /// The latest answers in words.
    latest: Vec<Written>,
}

#[derive(Serialize, JsonSchema)]
struct AnswerCount {
    answer: String,
    label: String,
    count: u64,
}

#[derive(Serialize, JsonSchema)]
struct Mean {
    value: f64,
    interval: Option<Interval>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rank")]
struct RankDocument {
    answer: String,
    label: String,
    /// None if nobody ranked it.
    mean: Option<f64>,
    first: u64,
}

/// A row of a matrix.
#[derive(Serialize, JsonSchema)]
struct Row {
    row: String,
    label: String,
    answers: Vec<AnswerCount>,
}

impl ResultsDocument {
    pub(crate) fn of(results: &Results) -> Self {
        let version = |(version, responses): &(u32, u64)| Version { version: *version, responses: *responses };
        Self {
            selected: Selected::of(&results.selection, results.survey.as_ref()),
            responses: results.responses,
            unfinished: results.unfinished,
            versions: results.versions.iter().map(version).collect(),
            questions: results.questions.iter().map(Question::of).collect(),
        }
    }
}

impl AnswerCount {
    fn of(label: &Label, count: u64) -> Self {
        Self { answer: label.id.clone(), label: label.text.clone(), count }
    }

    /// Of an answer that is its own label.
    fn plain(answer: String, count: u64) -> Self {
        Self { label: answer.clone(), answer, count }
    }
}

impl Question {
    fn of(result: &QuestionResult) -> Self {
        let outline = &result.outline;
        let mut question = Self {
            id: outline.id.clone(),
            prompts: outline.prompts.clone(),
            kind: "text",
            answered: result.answered,
            left: result.left,
            asked: result.is_asked,
            answers: Vec::new(),
            figures: None,
            share: None,
            mean: None,
            ranks: None,
            rows: None,
            consented: None,
            latest: result.written.iter().map(written).collect(),
        };
        match &outline.shape {
            Shape::Score => {
                question.kind = "score";
                let answer =
                    |(score, count): (askwell_survey::Score, u64)| AnswerCount::plain(score.to_string(), count);
                question.answers = result.scores().map(answer).collect();
                question.figures = Some(figures(&result.tally()));
            }
            Shape::Scale { points, reported } => {
                question.kind = "scale";
                question.answers = points.iter().map(|point| AnswerCount::of(point, result.count(&point.id))).collect();
                question.share = result.reported(*reported).map(share);
                question.mean = mean(&result.distribution());
            }
            Shape::Choice(labels) | Shape::Choices(labels) => {
                question.kind = if matches!(outline.shape, Shape::Choice(_)) { "choice" } else { "choices" };
                let answer = |(label, count): (Label, u64)| AnswerCount::of(&label, count);
                question.answers = result.choices(labels).into_iter().map(answer).collect();
            }
            Shape::Ranking(labels) => {
                question.kind = "ranking";
                let rank = |rank: crate::report::results::Rank| RankDocument {
                    answer: rank.label.id,
                    label: rank.label.text,
                    mean: rank.mean,
                    first: rank.first,
                };
                question.ranks = Some(result.ranks(labels).into_iter().map(rank).collect());
            }
            Shape::Matrix { rows, columns } => {
                question.kind = "matrix";
                let row = |row: &Label| Row {
                    row: row.id.clone(),
                    label: row.text.clone(),
                    answers: columns.iter().map(|column| AnswerCount::of(column, result.cell(row, column))).collect(),
                };
                question.rows = Some(rows.iter().map(row).collect());
            }
            Shape::Date => {
                question.kind = "date";
                let answer = |(month, count)| AnswerCount::plain(month, count);
                question.answers = result.months().into_iter().map(answer).collect();
            }
            Shape::Contact => {
                question.kind = "contact";
                question.consented = Some(result.count("consent=true"));
            }
            Shape::Text => {}
        }
        question
    }
}

fn mean(distribution: &Distribution) -> Option<Mean> {
    Some(Mean { value: distribution.mean()?, interval: distribution.interval().map(interval) })
}
