//! What moves the score.

use askwell_statistics::Correlation;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Figures, Interval, Selected, figures, interval};
use crate::report::{Aspect, AspectVerdict, Drivers, Reason, ReasonName, Reasons};

/// The drivers in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Drivers")]
pub(crate) struct DriversDocument {
    #[serde(flatten)]
    selected: Selected,
    kind: &'static str,
    responses: u64,
    #[serde(flatten)]
    figures: Figures,
    /// The score, split by each question that asks for reasons.
    reasons: Vec<ReasonsDocument>,
    /// What rates the whole, where that isn't the score.
    whole: Option<String>,
    /// Rated parts, what to improve first at the top.
    aspects: Vec<AspectDocument>,
    /// Questions whose columns are in no known order.
    unordered: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reasons")]
struct ReasonsDocument {
    question: String,
    prompts: Vec<String>,
    /// Whether an answer can name several.
    several: bool,
    rows: Vec<ReasonDocument>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
struct ReasonDocument {
    /// `answer`, `others`, or `without`: no reason was given.
    #[serde(rename = "type")]
    kind: &'static str,
    answer: Option<String>,
    label: Option<String>,
    /// How many others these are.
    number: Option<u64>,
    /// The points it contributes: those of all rows sum to the score.
    points: i64,
    /// The same before rounding.
    exact: f64,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Aspect")]
struct AspectDocument {
    label: String,
    lowest: f64,
    highest: f64,
    mean: Option<f64>,
    importance: Option<ImportanceDocument>,
    verdict: &'static str,
}

/// A rank correlation, −1 to 1.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Importance")]
struct ImportanceDocument {
    value: f64,
    answers: u64,
    interval: Option<Interval>,
}

impl DriversDocument {
    pub(crate) fn of(drivers: &Drivers) -> Self {
        Self {
            selected: Selected::of(&drivers.selection, drivers.survey.as_ref()),
            kind: drivers.selection.kind.name(),
            responses: drivers.responses,
            figures: figures(&drivers.tally),
            reasons: drivers.reasons.iter().map(reasons).collect(),
            whole: drivers.whole.clone(),
            aspects: drivers.aspects.iter().map(aspect).collect(),
            unordered: drivers.unordered.clone(),
        }
    }
}

fn reasons(reasons: &Reasons) -> ReasonsDocument {
    ReasonsDocument {
        question: reasons.question.clone(),
        prompts: reasons.prompts.clone(),
        several: reasons.several,
        rows: reasons.rows.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> ReasonDocument {
    let (kind, label, number) = match &reason.name {
        ReasonName::Answer(label) => ("answer", Some(label), None),
        ReasonName::Others(number) => ("others", None, Some(*number)),
        ReasonName::Without => ("without", None, None),
    };
    ReasonDocument {
        kind,
        answer: label.map(|label| label.id.clone()),
        label: label.map(|label| label.text.clone()),
        number,
        points: reason.points,
        exact: reason.exact,
        figures: figures(&reason.tally),
    }
}

fn aspect(aspect: &Aspect) -> AspectDocument {
    let (lowest, highest) = aspect.ends();
    let importance = |correlation: Correlation| ImportanceDocument {
        value: correlation.value,
        answers: correlation.answers,
        interval: correlation.interval().map(interval),
    };
    AspectDocument {
        label: aspect.label.clone(),
        lowest,
        highest,
        mean: aspect.mean(),
        importance: aspect.driver.correlation.map(importance),
        verdict: match aspect.verdict() {
            AspectVerdict::ImproveFirst => "improveFirst",
            AspectVerdict::ImproveNext => "improveNext",
            AspectVerdict::Keep => "keep",
            AspectVerdict::Unimportant => "unimportant",
            AspectVerdict::Reversed => "reversed",
            AspectVerdict::TooFew => "tooFew",
        },
    }
}
