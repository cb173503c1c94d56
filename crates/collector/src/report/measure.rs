//! What a selection is measured by: the recommendation score, or the share that the field reports.

use askwell_statistics::{CES_EASY_FROM, CSAT_SATISFIED_FROM};
use askwell_survey::Kind;
use askwell_survey::question::YES;

use super::segments::Sample;
use super::{Results, Selection};
use crate::counted::HELPFUL;
use crate::store::{By, Filter, Scope, Snapshot, StoreError};
use crate::surveys::{Reported, Shape};

/// A measure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Measure {
    /// The recommendation score.
    Score,
    /// The share of answers to a question that reach a point, or that are yes.
    Share {
        question: String,
        /// The lowest point that counts; None for questions of yes or no.
        from: Option<f64>,
        /// What it is called.
        name: &'static str,
    },
}

impl Measure {
    /// The measure of a selection: the score if there are any, and otherwise the first question that has one.
    pub(crate) async fn of(snapshot: &mut Snapshot, selection: &Selection) -> Result<Option<Self>, StoreError> {
        let helpful = || Self::Share { question: HELPFUL.to_owned(), from: None, name: "Found it helpful" };
        if selection.kind == Kind::Rating && selection.query.survey.is_none() {
            return Ok(Some(helpful()));
        }
        if !snapshot.scores(&selection.filter()).await?.is_empty() {
            return Ok(Some(Self::Score));
        }
        let results = Results::of(snapshot, selection.clone()).await?;
        let measure = results.questions.iter().find_map(|question| {
            let share = |from, name| Self::Share { question: question.outline.id.clone(), from, name };
            match &question.outline.shape {
                Shape::Scale { reported: Reported::Csat, .. } => Some(share(Some(CSAT_SATISFIED_FROM), "Satisfied")),
                Shape::Scale { reported: Reported::Ces, .. } => Some(share(Some(CES_EASY_FROM), "Found it easy")),
                Shape::Choice(labels) if labels.first().is_some_and(|label| label.id == YES) => {
                    Some(share(None, "Answered yes"))
                }
                _ => None,
            }
        });
        Ok(measure)
    }

    /// Where it is counted of all answers.
    pub(super) fn scope(&self) -> Scope<'static> {
        if *self == Self::Score { Scope::Total } else { Scope::Answers }
    }

    /// All answers that fit the filter.
    pub(crate) async fn read(&self, snapshot: &mut Snapshot, filter: &Filter) -> Result<Sample, StoreError> {
        let mut sample = Sample::none(self);
        for ([question, answer], count) in snapshot.counts(self.scope(), filter, [By::Question, By::Answer]).await? {
            sample.add(self, &question, &answer, count);
        }
        Ok(sample)
    }
}
