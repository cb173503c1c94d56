//! Scores in each segment.

use askwell_statistics::Change;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Figures, Selected, ShareDocument, figures, share, verdict};
use crate::report::{Measure, Sample, SegmentRow, Segments};

/// The segments in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Segments")]
pub(crate) struct SegmentsDocument {
    #[serde(flatten)]
    selected: Selected,
    kind: &'static str,
    /// What they are compared by; null if nothing can be.
    measure: Option<MeasureDocument>,
    /// All answers of the selection.
    total: SampleDocument,
    /// The period before, with which each is compared.
    before: Option<Period>,
    /// Names of the segments there are, and how many of their values are listed.
    names: Vec<Name>,
    rows: Vec<Row>,
    /// Segments that aren't listed.
    others: usize,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Measure")]
struct MeasureDocument {
    /// `score` or `share`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is asked; null for the score.
    question: Option<String>,
    /// The lowest point that counts; null for the score, and where yes counts.
    from: Option<f64>,
    name: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Period {
    since: String,
    until: String,
}

#[derive(Serialize, JsonSchema)]
struct Name {
    name: String,
    values: usize,
}

/// Answers that are compared: scores or a share.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Sample")]
struct SampleDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<ShareDocument>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SegmentRow")]
struct Row {
    name: String,
    value: String,
    #[serde(flatten)]
    sample: SampleDocument,
    /// By how many points it moves the total.
    effect: f64,
    /// Whether it is worse than the others it is compared with.
    worse: bool,
    verdict: &'static str,
    change: Option<ChangeDocument>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Change")]
pub(super) struct ChangeDocument {
    /// In points.
    delta: i64,
    verdict: &'static str,
}

impl SegmentsDocument {
    pub(crate) fn of(segments: &Segments) -> Self {
        let name = |(name, values): &(String, usize)| Name { name: name.clone(), values: *values };
        Self {
            selected: Selected::of(&segments.selection, segments.selection.query.survey.as_ref()),
            kind: segments.selection.kind.name(),
            measure: segments.measure.as_ref().map(measure),
            total: sample(segments.all),
            before: segments.before.map(|(since, until)| Period { since: since.to_string(), until: until.to_string() }),
            names: segments.names.iter().map(name).collect(),
            rows: segments.rows.iter().map(row).collect(),
            others: segments.others,
        }
    }
}

fn measure(measure: &Measure) -> MeasureDocument {
    match measure {
        Measure::Score => MeasureDocument { kind: "score", question: None, from: None, name: "Recommendation score" },
        Measure::Share { question, from, name } => {
            MeasureDocument { kind: "share", question: Some(question.clone()), from: *from, name }
        }
    }
}

fn sample(sample: Sample) -> SampleDocument {
    match sample {
        Sample::Scores(tally) => SampleDocument { figures: Some(figures(&tally)), share: None },
        Sample::Share { .. } => SampleDocument { figures: None, share: sample.share().map(share) },
    }
}

fn row(row: &SegmentRow) -> Row {
    Row {
        name: row.name.clone(),
        value: row.value.clone(),
        sample: sample(row.sample),
        effect: row.effect,
        worse: row.is_worse,
        verdict: verdict(row.verdict),
        change: row.change.as_ref().map(change),
    }
}

pub(super) fn change(change: &Change) -> ChangeDocument {
    ChangeDocument { delta: change.delta, verdict: verdict(change.verdict) }
}
