//! What a score is compared with: goals, competitors and industries that somebody entered.

use askwell_statistics::{CES_EASY_FROM, CSAT_SATISFIED_FROM};
use askwell_survey::Kind;

use super::{Measure, Report};
use crate::counted::HELPFUL;
use crate::day::Day;
use crate::names::{name_of, named};
use crate::store::StoredBenchmark;

/// Who has the value; own goals come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BenchmarkSort {
    Goal,
    Competitor,
    Industry,
}

impl BenchmarkSort {
    /// The names in the database and in forms.
    pub(crate) const NAMES: &[(&str, Self)] =
        &[("goal", Self::Goal), ("competitor", Self::Competitor), ("industry", Self::Industry)];
}

/// What is measured. Only the same is comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BenchmarkMeasure {
    /// The recommendation score, −100 to 100.
    Score,
    /// The share that is satisfied: 4 and 5 of 5. This and all below are percentages.
    Csat,
    /// The share that found it easy: 5 to 7 of 7.
    Ces,
    /// The share that answered yes.
    Yes,
    /// The share that found an article helpful.
    Helpful,
}

impl BenchmarkMeasure {
    /// The names in the database and in forms.
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("score", Self::Score),
        ("csat", Self::Csat),
        ("ces", Self::Ces),
        ("yes", Self::Yes),
        ("helpful", Self::Helpful),
    ];

    fn of(measure: &Measure) -> Option<Self> {
        match measure {
            Measure::Score => Some(Self::Score),
            Measure::Share { from: Some(from), .. } if *from == CSAT_SATISFIED_FROM => Some(Self::Csat),
            Measure::Share { from: Some(from), .. } if *from == CES_EASY_FROM => Some(Self::Ces),
            Measure::Share { from: Some(_), .. } => None,
            Measure::Share { question, from: None, .. } if question == HELPFUL => Some(Self::Helpful),
            Measure::Share { from: None, .. } => Some(Self::Yes),
        }
    }

    /// The lowest and the highest value there can be, in tenths.
    pub(crate) fn bounds(self) -> (i64, i64) {
        if self == Self::Score { (-1_000, 1_000) } else { (0, 1_000) }
    }
}

/// The responses it is comparable with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BenchmarkScope {
    /// Those of a survey.
    Survey(String),
    /// Those of a kind: of one of its surveys, or of all.
    Kind(Kind),
}

/// A value to compare with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Benchmark {
    pub(crate) id: String,
    pub(crate) sort: BenchmarkSort,
    pub(crate) name: String,
    pub(crate) scope: BenchmarkScope,
    pub(crate) measure: BenchmarkMeasure,
    /// In tenths.
    pub(crate) value: i64,
    pub(crate) source: String,
    pub(crate) day: Day,
}

/// A benchmark beside the value it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    pub(crate) benchmark: Benchmark,
    /// By how many tenths the value that is shown is above it.
    pub(crate) above: i64,
    /// Whether the interval of the value includes it.
    pub(crate) is_within: bool,
}

impl Benchmark {
    /// None for one that a later version has stored.
    pub(crate) fn of(stored: StoredBenchmark) -> Option<Self> {
        Some(Self {
            sort: named(BenchmarkSort::NAMES, &stored.sort)?,
            measure: named(BenchmarkMeasure::NAMES, &stored.measure)?,
            scope: match stored.survey.is_empty() {
                true => BenchmarkScope::Kind(named(Kind::NAMES, &stored.kind)?),
                false => BenchmarkScope::Survey(stored.survey),
            },
            day: Day::parse(&stored.day)?,
            id: stored.id,
            name: stored.name,
            value: stored.value,
            source: stored.source,
        })
    }

    pub(crate) fn to_stored(&self) -> StoredBenchmark {
        let (survey, kind) = match &self.scope {
            BenchmarkScope::Survey(survey) => (survey.clone(), ""),
            BenchmarkScope::Kind(kind) => (String::new(), kind.name()),
        };
        StoredBenchmark {
            id: self.id.clone(),
            sort: name_of(BenchmarkSort::NAMES, self.sort).to_owned(),
            name: self.name.clone(),
            survey,
            kind: kind.to_owned(),
            measure: name_of(BenchmarkMeasure::NAMES, self.measure).to_owned(),
            value: self.value,
            source: self.source.clone(),
            day: self.day.to_string(),
        }
    }

    /// Those that are comparable with what a report shows: of the same measure, and of the same survey or kind.
    pub(crate) fn compared(all: Vec<StoredBenchmark>, report: &Report) -> Vec<Compared> {
        let selection = &report.selection;
        let Some((measure, value, low, high)) = shown(report).filter(|_| selection.query.mark.is_none()) else {
            return Vec::new();
        };
        // All that is of a kind may be of one survey.
        let mut surveys = selection.surveys.iter().filter(|survey| survey.kind == selection.kind);
        let only = match (surveys.next(), surveys.next()) {
            (Some(survey), None) if selection.other_surveys.number == 0 => Some(survey.id.as_str()),
            _ => None,
        };
        let survey = selection.query.survey.as_deref().or(only);
        let fits = |benchmark: &Self| {
            benchmark.measure == measure
                && match &benchmark.scope {
                    BenchmarkScope::Survey(wanted) => survey == Some(wanted.as_str()),
                    BenchmarkScope::Kind(kind) => *kind == selection.kind,
                }
        };
        let comparable = all.into_iter().filter_map(Self::of).filter(fits);
        let compared = |benchmark: Self| Compared {
            above: value * 10 - benchmark.value,
            is_within: (low..=high).contains(&(benchmark.value as f64 / 10.0)),
            benchmark,
        };
        let mut compared: Vec<_> = comparable.map(compared).collect();
        compared.sort_by_key(|one| one.benchmark.sort);
        compared
    }
}

/// What a report measures, the whole number that it shows, and the ends of its interval.
fn shown(report: &Report) -> Option<(BenchmarkMeasure, i64, f64, f64)> {
    if let Some(nps) = report.tally.nps() {
        let interval = nps.interval();
        return Some((BenchmarkMeasure::Score, nps.rounded(), interval.low, interval.high));
    }
    let (measure, sample) = report.measured.as_ref()?;
    let share = sample.share()?;
    let interval = share.interval();
    let measure = BenchmarkMeasure::of(measure)?;
    Some((measure, i64::from(share.rounded_percent()), 100.0 * interval.low, 100.0 * interval.high))
}
