//! Days on which something changed, as somebody marked them, and how the score went before and after.

use std::collections::BTreeMap;

use askwell_statistics::Change;
use askwell_survey::Kind;

use super::measure::Measure;
use super::{ReportQuery, Sample, Selection};
use crate::day::Day;
use crate::store::{Filter, Snapshot, Store, StoreError, StoredAnnotation};

/// Weeks on each side, where nothing else is chosen.
pub(crate) const WEEKS: u64 = 8;
/// Days that each side has at least: with fewer, weekdays differ.
pub(crate) const LEAST_DAYS: u64 = 7;

/// A marked day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Annotation {
    pub(crate) id: String,
    pub(crate) day: Day,
    pub(crate) title: String,
    /// The survey it is about; None for all.
    pub(crate) survey: Option<String>,
    /// Whom it concerns: the name of a segment and its value; None for everybody.
    pub(crate) segment: Option<(String, String)>,
}

/// What was before a marked day, and what after.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) annotation: Annotation,
    pub(crate) kind: Kind,
    /// As many days before the day as from it on; None if these are too few.
    pub(crate) periods: Option<[(Day, Day); 2]>,
    /// Whether another marked day makes them shorter.
    pub(crate) is_cut: bool,
    pub(crate) measure: Option<Measure>,
    /// Of those concerned.
    pub(crate) samples: Option<[Sample; 2]>,
    pub(crate) change: Option<Change>,
    /// Of all others, where a segment is concerned.
    pub(crate) rest: Option<Change>,
    /// How much more the score of those concerned has changed.
    pub(crate) against_rest: Option<Change>,
}

impl Annotation {
    /// None for one that a later version has stored.
    pub(crate) fn of(stored: StoredAnnotation) -> Option<Self> {
        let StoredAnnotation { id, day, title, survey, segment, value } = stored;
        Some(Self {
            id,
            day: Day::parse(&day)?,
            title,
            survey: Some(survey).filter(|survey| !survey.is_empty()),
            segment: Some((segment, value)).filter(|(name, _)| !name.is_empty()),
        })
    }

    pub(crate) fn to_stored(&self) -> StoredAnnotation {
        let (segment, value) = self.segment.clone().unwrap_or_default();
        StoredAnnotation {
            id: self.id.clone(),
            day: self.day.to_string(),
            title: self.title.clone(),
            survey: self.survey.clone().unwrap_or_default(),
            segment,
            value,
        }
    }

    /// All of them, latest first.
    pub(crate) async fn all(store: &Store) -> Result<Vec<Self>, StoreError> {
        Ok(store.annotations().await?.into_iter().filter_map(Self::of).collect())
    }

    /// Those that a trend of these responses shows, earliest first.
    pub(crate) fn of_trend(mut all: Vec<Self>, survey: Option<&str>) -> Vec<Self> {
        all.retain(|one| one.survey.is_none() || survey.is_none() || one.survey.as_deref() == survey);
        all.reverse();
        all
    }

    /// As many days on both sides as lie between other marked days and today, and whether another day cut them.
    fn periods(&self, all: &[Self], weeks: u64, today: Day) -> (Option<[(Day, Day); 2]>, bool) {
        let overlaps = |other: &&Self| {
            other.day != self.day && (other.survey == self.survey || other.survey.is_none() || self.survey.is_none())
        };
        let nearest = all.iter().filter(overlaps).map(|other| distance(self.day, other.day)).min();
        // Today isn't over.
        let over = if self.day < today { distance(self.day, today) } else { 0 };
        let wanted = over.min(7 * weeks);
        let days = wanted.min(nearest.unwrap_or(u64::MAX));
        let periods = (days >= LEAST_DAYS)
            .then(|| [(self.day.minus(days), self.day.minus(1)), (self.day, self.day.plus(days - 1))]);
        (periods, days < wanted)
    }
}

fn distance(one: Day, other: Day) -> u64 {
    one.since_epoch().abs_diff(other.since_epoch())
}

impl Effect {
    /// The effects of all marked days, latest first.
    pub(crate) async fn all(
        store: &Store,
        registered: &[String],
        weeks: u64,
        today: Day,
    ) -> Result<Vec<Self>, StoreError> {
        let all = Annotation::all(store).await?;
        let mut snapshot = store.snapshot().await?;
        let mut surveys: BTreeMap<Option<String>, (Selection, Option<Measure>)> = BTreeMap::new();
        let mut effects = Vec::with_capacity(all.len());
        for annotation in &all {
            if !surveys.contains_key(&annotation.survey) {
                let query = ReportQuery { survey: annotation.survey.clone(), ..ReportQuery::default() };
                let selection = Selection::read(&mut snapshot, query, registered).await?;
                let measure = Measure::of(&mut snapshot, &selection).await?;
                surveys.insert(annotation.survey.clone(), (selection, measure));
            }
            let (selection, measure) = &surveys[&annotation.survey];
            let (periods, is_cut) = annotation.periods(&all, weeks, today);
            let mut effect = Self {
                annotation: annotation.clone(),
                kind: selection.kind,
                periods,
                is_cut,
                measure: measure.clone(),
                samples: None,
                change: None,
                rest: None,
                against_rest: None,
            };
            effect.read(&mut snapshot, &selection.filter()).await?;
            effects.push(effect);
        }
        snapshot.finish().await?;
        Change::adjust_verdicts(
            effects.iter_mut().flat_map(|effect| effect.change.iter_mut().chain(&mut effect.against_rest)),
        );
        Ok(effects)
    }

    async fn read(&mut self, snapshot: &mut Snapshot, filter: &Filter) -> Result<(), StoreError> {
        let (Some(measure), Some([before, after])) = (&self.measure, self.periods) else { return Ok(()) };
        let all = [
            measure.read(snapshot, &filter.within(before)).await?,
            measure.read(snapshot, &filter.within(after)).await?,
        ];
        let Some(segment) = &self.annotation.segment else {
            self.samples = Some(all);
            self.change = Sample::change(all[0], all[1]);
            return Ok(());
        };
        let filter = Filter { segments: vec![segment.clone()], ..filter.clone() };
        let concerned = [
            measure.read(snapshot, &filter.within(before)).await?,
            measure.read(snapshot, &filter.within(after)).await?,
        ];
        let rest = [all[0].without(concerned[0]), all[1].without(concerned[1])];
        self.samples = Some(concerned);
        self.change = Sample::change(concerned[0], concerned[1]);
        self.rest = Sample::change(rest[0], rest[1]);
        if let (
            [Sample::Scores(before), Sample::Scores(after)],
            [Sample::Scores(rest_before), Sample::Scores(rest_after)],
        ) = (concerned, rest)
        {
            self.against_rest = Change::in_differences([&before, &after], [&rest_before, &rest_after]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(day: &str, survey: Option<&str>) -> Annotation {
        Annotation {
            id: day.to_owned(),
            day: Day::parse(day).unwrap(),
            title: "x".to_owned(),
            survey: survey.map(ToOwned::to_owned),
            segment: None,
        }
    }

    #[test]
    fn both_sides_are_as_long_and_end_at_other_marked_days_and_yesterday() {
        let today = Day::parse("2026-11-21").unwrap();
        let all = [marked("2026-06-01", None), marked("2026-07-01", Some("shop")), marked("2026-07-11", Some("app"))];
        let shown = |annotation: &Annotation, all: &[Annotation]| {
            let (periods, is_cut) = annotation.periods(all, WEEKS, today);
            let day = |(from, to): (Day, Day)| format!("{from} {to}");
            (periods.map(|periods| periods.map(day)), is_cut)
        };
        let period = |before: &str, after: &str| Some([before.to_owned(), after.to_owned()]);
        let cut = period("2026-06-01 2026-06-30", "2026-07-01 2026-07-30");
        assert_eq!(shown(&all[1], &all), (cut, true), "another survey’s day doesn’t matter");
        let whole = period("2026-05-06 2026-06-30", "2026-07-01 2026-08-25");
        assert_eq!(shown(&all[1], &all[1..]), (whole, false));
        let lately = period("2026-10-31 2026-11-09", "2026-11-10 2026-11-20");
        let (late, _) = shown(&marked("2026-11-10", None), &[]);
        assert_eq!(late.map(|[_, after]| after), lately.map(|[_, after]| after));
        assert_eq!(shown(&marked("2026-11-16", None), &[]), (None, false));
        assert_eq!(shown(&marked("2027-01-01", None), &[]), (None, false));
        assert_eq!(shown(&all[0], &[marked("2026-06-04", None)]), (None, true));
    }
}
