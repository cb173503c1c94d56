//! What adds to the score and what takes from it: the reasons that are named, and the aspects that are rated.

use std::collections::BTreeMap;

use askwell_survey::{Group, Score, Tally};

use super::aspects::{Aspect, Joint, with_usual_scale};
use super::reasons::{GroupCounts, Reasons};
use super::shape::{self, AnswerCounts};
use super::{ReportQuery, Selection};
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError};
use crate::surveys::{Label, QuestionOutline, Shape};

/// A question nobody has described with more answers than this is none of reasons: its answers are numbers of orders, or
/// somebody's words.
const REASONS: usize = 50;

/// What moves a survey's score.
#[derive(Clone, Debug)]
pub(crate) struct Drivers {
    pub(crate) selection: Selection,
    /// The survey; None if nothing was answered.
    pub(crate) survey: Option<String>,
    pub(crate) responses: u64,
    /// Those with a score.
    pub(crate) tally: Tally,
    /// The score, split by each question that asks for reasons.
    pub(crate) reasons: Vec<Reasons>,
    /// What rates the whole, where that isn't the score.
    pub(crate) whole: Option<String>,
    /// Rated parts, what to do first at the top.
    pub(crate) aspects: Vec<Aspect>,
    /// Questions whose columns are in no known order.
    pub(crate) unordered: Vec<String>,
}

impl Drivers {
    pub(crate) async fn read(store: &Store, query: ReportQuery, registered: &[String]) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let survey = selection.survey().map(ToOwned::to_owned);
        let mut drivers = Self {
            selection,
            survey,
            responses: 0,
            tally: Tally::default(),
            reasons: Vec::new(),
            whole: None,
            aspects: Vec::new(),
            unordered: Vec::new(),
        };
        if drivers.survey.is_some() {
            drivers.fill(&mut snapshot).await?;
        }
        snapshot.finish().await?;
        Ok(drivers)
    }

    async fn fill(&mut self, snapshot: &mut Snapshot) -> Result<(), StoreError> {
        let filter = Filter { survey: self.survey.clone(), ..self.selection.filter() };
        for ([points], count) in snapshot.counts(Scope::Total, &filter, [By::Answer]).await? {
            match points.parse().ok().and_then(Score::new) {
                Some(score) => self.tally.add_score(score, count),
                None => self.responses += count,
            }
        }
        let mut counts = AnswerCounts::new();
        let mut of_groups: BTreeMap<String, GroupCounts> = BTreeMap::new();
        let by = [By::Question, By::Answer, By::Group];
        for ([question, answer, group], count) in snapshot.counts(Scope::Answers, &filter, by).await? {
            if let Some(group) = Group::ALL.into_iter().find(|known| known.as_str() == group) {
                *of_groups.entry(question.clone()).or_default().entry((answer.clone(), group)).or_default() += count;
            }
            *counts.entry(question).or_default().entry(answer).or_default() += count;
        }
        let mut joint = Joint::default();
        let by = [By::Value, By::Question, By::Answer];
        for ([whole, question, answer], count) in snapshot.counts(Scope::Joint, &filter, by).await? {
            joint.add(&whole, question, answer, count);
        }
        let survey = self.survey.as_deref().unwrap_or_default();
        let outline = shape::outline(snapshot, survey, filter.version, counts.keys().map(String::as_str), None).await?;
        let questions = outline.map_or_else(|| self.inferred(counts), |outline| outline.questions);
        self.reasons = questions
            .iter()
            .filter_map(|question| Reasons::of(question, of_groups.get(&question.id)?, &self.tally))
            .collect();
        let Some(whole) = joint.whole(&questions, self.tally.total() > 0) else { return Ok(()) };
        self.aspects = questions.iter().flat_map(|question| Aspect::all_of(question, &whole, &joint)).collect();
        self.aspects.sort_by(|one, other| {
            let importance = |aspect: &Aspect| aspect.driver.correlation.map_or(-1.0, |correlation| correlation.value);
            let order = one.verdict().cmp(&other.verdict());
            order.then_with(|| importance(other).total_cmp(&importance(one)))
        });
        if self.tally.total() == 0 {
            let known = questions.iter().find(|question| question.id == whole);
            self.whole = Some(known.and_then(|known| known.prompts.first().cloned()).unwrap_or(whole));
        }
        Ok(())
    }

    /// The questions, by their answers.
    fn inferred(&mut self, counts: AnswerCounts) -> Vec<QuestionOutline> {
        let mut questions = Vec::new();
        for (id, counts) in counts {
            let question = shape::inferred(id, &counts);
            let is_list = |labels: &[Label]| labels.len() <= REASONS;
            match &question.shape {
                Shape::Choice(labels) | Shape::Choices(labels) if !is_list(labels) => {}
                Shape::Matrix { columns, .. } if columns.iter().any(|column| column.id.parse::<f64>().is_err()) => {
                    self.unordered.push(question.id);
                }
                _ => questions.extend(with_usual_scale(question)),
            }
        }
        questions
    }
}
