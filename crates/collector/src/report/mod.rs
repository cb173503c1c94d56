//! What the answers amount to: read from the store, counted by [`Tally`], written as JSON by
//! `document` and drawn in `report_page`. The score and its interval are `askwell-survey`'s; nothing here computes one.

mod account;
mod accounts;
mod annotations;
pub(crate) mod api;
mod articles;
mod aspects;
mod benchmarks;
mod changes;
mod customers;
mod digest;
pub(crate) mod document;
mod drivers;
mod in_words;
mod inbox;
mod lately;
mod measure;
mod person;
mod phrases;
mod query;
mod reasons;
mod response;
mod results;
mod segments;
mod shape;
mod side_by_side;
mod tags;
mod team;
mod trend;
mod value;
mod written;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use askwell_statistics::Change;
use askwell_survey::{Kind, Tally};

pub(crate) use account::{
    AccountDetails, KindScores, ROLES as ACCOUNT_ROLES, RoleAnswers, SEGMENTS as ACCOUNT_SEGMENTS,
};
pub(crate) use accounts::{AT_RISK_FROM, Account, Accounts, LATEST};
pub(crate) use annotations::{Annotation, Effect, LEAST_DAYS, WEEKS};
pub(crate) use articles::{Article, Articles};
pub(crate) use aspects::{Aspect, AspectVerdict, GOOD_FROM, MIDDLE};
pub(crate) use benchmarks::{Benchmark, BenchmarkMeasure, BenchmarkScope, BenchmarkSort, Compared};
pub(crate) use changes::{Changes, Event, Turn};
pub(crate) use customers::{CustomerRow, CustomerTable, RowBy};
pub(crate) use digest::{Digest, SurveyDigest};
pub(crate) use drivers::Drivers;
pub(crate) use in_words::{AnswerInWords, Words};
pub(crate) use inbox::{Inbox, InboxDocument, Promoters};
pub(crate) use lately::Lately;
pub(crate) use measure::Measure;
pub(crate) use person::{Person, PersonResponse, sought};
pub(crate) use phrases::Phrases;
pub(crate) use query::{Comparison, ReportQuery};
pub(crate) use reasons::{Reason, ReasonName, Reasons};
pub(crate) use response::ResponseDetails;
pub(crate) use results::{QuestionResult, Results};
pub(crate) use segments::{Sample, SegmentRow, Segments, is_small};
pub(crate) use side_by_side::{AnswerRow, Side, SideBySide};
pub(crate) use tags::Tags;
pub(crate) use team::{Measured, Team};
pub(crate) use trend::{Point, Step, Trend};
pub(crate) use value::{Customer, GroupValue, ValueByGroup, ValueReport, Worths, YEAR};
pub(crate) use written::Written;

use crate::day::Day;
use crate::store::{
    By, Comment, Cursor, Filter, Mark, NAMED, Others, Rating, Snapshot, Store, StoreError, SurveyCount,
};

/// Comments in one report.
const COMMENTS: u32 = 20;

/// Which responses a page is about, and which others there are to choose.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// What was asked for.
    pub(crate) query: ReportQuery,
    /// The kind these responses are of: the one asked for, or else the most answered one that has a score.
    pub(crate) kind: Kind,
    /// How many responses there are of each kind, within the survey and the period asked for.
    pub(crate) kinds: Vec<(Kind, u64)>,
    /// The surveys answered in the period, of any kind: those that are registered, or else the most answered.
    pub(crate) surveys: Vec<SurveyCount>,
    /// All others.
    pub(crate) other_surveys: Others,
    /// What is left out of all this.
    pub(crate) left_out: Vec<(Mark, u64)>,
    /// Whether responses of an earlier version are still to be counted.
    pub(crate) is_counting: bool,
}

/// Responses of one kind, and what they amount to.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) selection: Selection,
    /// Those responses that have a score.
    pub(crate) tally: Tally,
    pub(crate) trend: Trend,
    /// The change of a period with a beginning, since what it is compared with, where that has answers.
    pub(crate) changes: Vec<(Comparison, Change)>,
    /// The surveys that are put together here, where there are several, the most answered first.
    pub(crate) parts: Vec<(String, Sample)>,
    /// What has changed in the last months, or in the period.
    pub(crate) lately: Option<Lately>,
    /// Without scores, what the survey is measured by instead, and all answers to that.
    pub(crate) measured: Option<(Measure, Sample)>,
    /// Ratings of articles, whichever kind is shown, most rated first. They never enter a score.
    pub(crate) ratings: Vec<Rating>,
    /// Articles that aren't among them.
    pub(crate) other_ratings: Others,
    pub(crate) comments: Vec<Comment>,
    /// Where the comments go on, if they do.
    pub(crate) next: Option<Cursor>,
}

impl Selection {
    /// What there is for `query` to choose from. With `registered` surveys, others aren't named.
    pub(crate) async fn read(
        snapshot: &mut Snapshot,
        query: ReportQuery,
        registered: &[String],
    ) -> Result<Self, StoreError> {
        let filter = query.filter();
        let mut surveys = snapshot.surveys(&filter).await?;
        let kinds = kinds(&surveys, query.survey.as_deref());
        let other_surveys = name_few(&mut surveys, registered);
        // A survey that was chosen after a kind may be of another.
        let has_answers = |kind: &Kind| kinds.iter().any(|(known, count)| known == kind && *count > 0);
        let fits = |kind: &Kind| query.survey.is_none() || has_answers(kind);
        let kind = query.kind.filter(fits).unwrap_or_else(|| most_answered(&kinds));
        let left_out = snapshot.marked(&filter).await?;
        let is_counting = !snapshot.is_counted().await?;
        Ok(Self { query, kind, kinds, surveys, other_surveys, left_out, is_counting })
    }

    /// The identifiers of all surveys that can be named, in order.
    pub(crate) async fn survey_ids(snapshot: &mut Snapshot, registered: &[String]) -> Result<Vec<String>, StoreError> {
        let all = Self::read(snapshot, ReportQuery::default(), registered).await?;
        Ok(all.surveys.into_iter().map(|survey| survey.id).collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// The responses of the kind that is shown.
    pub(crate) fn filter(&self) -> Filter {
        Filter { kind: Some(self.kind), ..self.query.filter() }
    }

    /// The survey that a page about one of them shows: the one asked for, or else the most answered one of the kind.
    pub(crate) fn survey(&self) -> Option<&str> {
        let most_answered = || self.surveys.iter().find(|survey| survey.kind == self.kind);
        self.query.survey.as_deref().or_else(|| most_answered().map(|survey| survey.id.as_str()))
    }

    /// What the surveys amount to that are put together, where there are several.
    async fn parts(&self, snapshot: &mut Snapshot, measure: &Measure) -> Result<Vec<(String, Sample)>, StoreError> {
        if self.query.survey.is_some() {
            return Ok(Vec::new());
        }
        let mut parts: BTreeMap<String, Sample> = BTreeMap::new();
        let by = [By::Survey, By::Question, By::Answer];
        for ([survey, question, answer], count) in snapshot.counts(measure.scope(), &self.filter(), by).await? {
            let sample = parts.entry(survey).or_insert_with(|| Sample::none(measure));
            sample.add(measure, &question, &answer, count);
        }
        let is_named = |survey: &str| self.surveys.iter().any(|named| named.id == survey);
        let mut parts: Vec<_> = parts.into_iter().filter(|(id, part)| part.total() > 0 && is_named(id)).collect();
        parts.sort_by_key(|(_, part)| Reverse(part.total()));
        Ok(if parts.len() > 1 { parts } else { Vec::new() })
    }

    /// All responses of the kind, with a score or without.
    pub(crate) fn responses(&self) -> u64 {
        self.kinds.iter().find(|(kind, _)| *kind == self.kind).map_or(0, |(_, count)| *count)
    }
}

impl Report {
    /// What is measured.
    pub(crate) fn measure(&self) -> &Measure {
        self.measured.as_ref().map_or(&Measure::Score, |(measure, _)| measure)
    }

    /// Answers `query` from `store`. With `registered` surveys, others aren't named.
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let after = query.after.clone();
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let filter = selection.filter();
        let scores = snapshot.scores(&filter).await?;
        let mut tally = Tally::default();
        for of_day in &scores {
            tally.add_score(of_day.score, of_day.count);
        }
        let measure = Measure::of(&mut snapshot, &selection).await?;
        let trend = match &measure {
            Some(share @ Measure::Share { .. }) => {
                Trend::read(&mut snapshot, share, &filter, selection.query.step).await?
            }
            _ => Trend::of_scores(&scores, selection.query.step),
        };
        let (mut measured, mut changes, mut lately, mut parts) = (None, Vec::new(), None, Vec::new());
        if let Some(measure) = measure {
            let now = measure.read(&mut snapshot, &filter).await?;
            let periods = selection.query.period(today).into_iter();
            for (comparison, period) in
                periods.flat_map(|period| Comparison::ALL.map(|with| (with, with.period(period))))
            {
                let then = measure.read(&mut snapshot, &filter.within(period)).await?;
                changes.extend(Sample::change(then, now).map(|change| (comparison, change)));
            }
            parts = selection.parts(&mut snapshot, &measure).await?;
            lately = Lately::read(&mut snapshot, &selection, &measure, today).await?;
            measured = (measure != Measure::Score).then_some((measure, now));
        }
        let mut ratings = snapshot.ratings(&filter).await?;
        let others = ratings.split_off(ratings.len().min(NAMED));
        let other_ratings = Others { number: others.len() as u64, responses: others.iter().map(Rating::total).sum() };
        let mut comments = snapshot.comments(&filter, after.as_ref(), COMMENTS + 1).await?;
        snapshot.finish().await?;
        let more = comments.len() > COMMENTS as usize;
        comments.truncate(COMMENTS as usize);
        let next = comments.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id.clone() });
        Ok(Self { selection, tally, trend, changes, parts, lately, measured, ratings, other_ratings, comments, next })
    }
}

/// How many responses there are of each kind, of one survey or of all.
fn kinds(surveys: &[SurveyCount], asked: Option<&str>) -> Vec<(Kind, u64)> {
    let of_kind = |kind: Kind| {
        let fitting = surveys.iter().filter(|survey| survey.kind == kind);
        fitting.filter(|survey| asked.is_none_or(|asked| asked == survey.id)).map(|survey| survey.count).sum()
    };
    Kind::NAMES.iter().map(|(_, kind)| (*kind, of_kind(*kind))).collect()
}

/// Leaves the surveys that are named: those that are registered, [`NAMED`] at most. Returned is what all others are.
fn name_few(surveys: &mut Vec<SurveyCount>, registered: &[String]) -> Others {
    let total = |surveys: &[SurveyCount]| Others {
        number: surveys.len() as u64,
        responses: surveys.iter().map(|survey| survey.count).sum(),
    };
    let all = total(surveys);
    surveys.retain(|survey| registered.is_empty() || registered.contains(&survey.id));
    surveys.truncate(NAMED);
    let named = total(surveys);
    Others { number: all.number - named.number, responses: all.responses - named.responses }
}

/// The kind with the most responses; of equals, the first. Ratings have no score: they are shown where there is nothing
/// else, however many there are.
fn most_answered(kinds: &[(Kind, u64)]) -> Kind {
    let scored = kinds.iter().rev().filter(|(kind, count)| *kind != Kind::Rating && *count > 0);
    let rated = kinds.iter().any(|(kind, count)| *kind == Kind::Rating && *count > 0);
    let otherwise = if rated { Kind::Rating } else { Kind::Relational };
    scored.max_by_key(|(_, count)| *count).map_or(otherwise, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_answered_kind_is_reported_and_ratings_only_where_there_is_nothing_else() {
        let counts = |r, t, a| [(Kind::Relational, r), (Kind::Transactional, t), (Kind::Rating, a)];
        assert_eq!(most_answered(&counts(0, 0, 0)), Kind::Relational);
        assert_eq!(most_answered(&counts(2, 2, 1)), Kind::Relational);
        assert_eq!(most_answered(&counts(1, 2, 2)), Kind::Transactional);
        assert_eq!(most_answered(&counts(1, 2, 300)), Kind::Transactional);
        assert_eq!(most_answered(&counts(0, 0, 3)), Kind::Rating);
    }
}
