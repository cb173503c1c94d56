//! When the score has changed, of all answers and of each segment.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askwell_statistics::{ALPHA, MIN_ANSWERS, TurningPoint, discoveries, turning_points};

use super::measure::Measure;
use super::segments::Sample;
use super::{ReportQuery, Selection};
use crate::day::Day;
use crate::store::{By, Filter, Scope, Snapshot, Store, StoreError};

/// Weeks on each side that are compared: what passes soon needs few of them, what is small and stays needs many.
const WINDOWS: [usize; 3] = [1, 4, 13];
/// Segments that are looked at most: those with the most answers.
const SERIES: usize = 300;
/// Weeks that turning points of one event are apart at most.
const APART: u64 = 2;
/// Events that are listed at most, and segments of each.
const EVENTS: usize = 30;
const TURNS: usize = 10;

/// What has changed, and when.
#[derive(Clone, Debug)]
pub(crate) struct Changes {
    pub(crate) selection: Selection,
    /// What is measured; None if nothing in the selection can be.
    pub(crate) measure: Option<Measure>,
    /// The latest comes first.
    pub(crate) events: Vec<Event>,
}

/// Changes in the same direction around the same time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// The Monday of the first week after the one that is listed first.
    pub(crate) week: Day,
    pub(crate) is_fall: bool,
    /// All answers come first, and then the largest change.
    pub(crate) turns: Vec<Turn>,
    /// Segments that aren't listed.
    pub(crate) others: usize,
}

/// A change of all answers, or of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Turn {
    /// A name and a value; None for all answers.
    pub(crate) segment: Option<(String, String)>,
    /// The first and the last day of what was compared, on each side.
    pub(crate) before: (Day, Day),
    pub(crate) after: (Day, Day),
    pub(crate) was: Sample,
    pub(crate) is: Sample,
    /// As it is shown.
    pub(crate) delta: i64,
}

/// The answers of each week.
type Weeks = BTreeMap<u64, Sample>;

impl Changes {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let measure = Measure::of(&mut snapshot, &selection).await?;
        let mut events = Vec::new();
        if let Some(measure) = &measure {
            let series = series(&mut snapshot, measure, &selection.filter()).await?;
            events = found(&series, measure, today);
        }
        snapshot.finish().await?;
        Ok(Self { selection, measure, events })
    }
}

/// All answers by week, and those of the segments with the most of them.
async fn series(
    snapshot: &mut Snapshot,
    measure: &Measure,
    filter: &Filter,
) -> Result<Vec<(Option<(String, String)>, Weeks)>, StoreError> {
    let add = |weeks: &mut Weeks, week: &str, question: &str, answer: &str, count| {
        if let Ok(week) = week.parse() {
            weeks.entry(week).or_insert_with(|| Sample::none(measure)).add(measure, question, answer, count);
        }
    };
    let by = [By::Week, By::Question, By::Answer];
    let mut all = Weeks::new();
    for ([week, question, answer], count) in snapshot.counts(measure.scope(), filter, by).await? {
        add(&mut all, &week, &question, &answer, count);
    }
    let mut segments: BTreeMap<(String, String), Weeks> = BTreeMap::new();
    let by = [By::Segment, By::Value, By::Week, By::Question, By::Answer];
    for ([name, value, week, question, answer], count) in snapshot.counts(Scope::Segments, filter, by).await? {
        add(segments.entry((name, value)).or_default(), &week, &question, &answer, count);
    }
    let total = |weeks: &Weeks| weeks.values().map(Sample::total).sum::<u64>();
    let everything = total(&all);
    let mut segments: Vec<_> = segments.into_iter().map(|(segment, weeks)| (total(&weeks), segment, weeks)).collect();
    // What everybody has in common changes with everything.
    segments.retain(|(answers, ..)| (2 * MIN_ANSWERS..everything).contains(answers));
    segments.sort_by_key(|(answers, ..)| Reverse(*answers));
    segments.truncate(SERIES);
    let segments = segments.into_iter().map(|(_, segment, weeks)| (Some(segment), weeks));
    Ok(std::iter::once((None, all)).chain(segments).collect())
}

/// What has changed in any of these.
fn found(series: &[(Option<(String, String)>, Weeks)], measure: &Measure, today: Day) -> Vec<Event> {
    let points: Vec<_> = series.iter().map(|(_, weeks)| turns(weeks, measure)).collect();
    let least = |points: &Vec<(u64, TurningPoint<Sample>)>| points.iter().map(|(_, point)| point.p).fold(1.0, f64::min);
    let is_real = discoveries(&points.iter().map(least).collect::<Vec<_>>(), ALPHA);
    let mut turns: Vec<Turn> = Vec::new();
    for (((segment, _), points), _) in series.iter().zip(points).zip(is_real).filter(|(_, is_real)| *is_real) {
        turns.extend(points.iter().filter_map(|(week, point)| turn(segment.clone(), *week, point, today)));
    }
    turns.sort_by_key(|turn| turn.after.0);
    let mut events: Vec<Event> = Vec::new();
    for turn in turns {
        let (week, is_fall) = (turn.after.0, turn.delta < 0);
        let belongs = |event: &&mut Event| event.is_fall == is_fall && week <= event.week.plus(7 * APART);
        match events.iter_mut().rev().find(belongs) {
            Some(event) => event.turns.push(turn),
            None => events.push(Event { week, is_fall, turns: vec![turn], others: 0 }),
        }
    }
    for event in &mut events {
        event.turns.sort_by_key(|turn| (turn.segment.is_some(), Reverse(turn.delta.abs())));
        // What stands first says when: others may have too few answers to tell exactly.
        event.week = event.turns.first().map_or(event.week, |turn| turn.after.0);
        event.others = event.turns.len().saturating_sub(TURNS);
        event.turns.truncate(TURNS);
    }
    events.reverse();
    events.truncate(EVENTS);
    events
}

/// The turning points of a series, with the first week after each.
fn turns(weeks: &Weeks, measure: &Measure) -> Vec<(u64, TurningPoint<Sample>)> {
    let (Some(first), Some(last)) = (weeks.keys().next(), weeks.keys().last()) else { return Vec::new() };
    let samples: Vec<_> =
        (*first..=*last).map(|week| weeks.get(&week).copied().unwrap_or_else(|| Sample::none(measure))).collect();
    let points = turning_points(&samples, &WINDOWS, Sample::difference);
    points.into_iter().map(|point| (first + point.at as u64, point)).collect()
}

/// None for a change that isn't shown.
fn turn(segment: Option<(String, String)>, week: u64, point: &TurningPoint<Sample>, today: Day) -> Option<Turn> {
    let (was, is) = (point.before, point.after);
    let delta = Sample::change(was, is)?.delta;
    let (first, window) = (Day::of_week(week), point.window as u64);
    let before = (first.minus(7 * window), first.minus(1));
    let after = (first, first.plus(7 * window - 1).min(today.max(first)));
    (delta != 0).then_some(Turn { segment, before, after, was, is, delta })
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::Tally;

    const MONDAY: u64 = 2_900;

    fn weeks(detractors: &[u64]) -> Weeks {
        let sample = |detractors: &u64| {
            Sample::Scores(Tally { detractors: *detractors, passives: 20, promoters: 80 - *detractors })
        };
        (MONDAY..).zip(detractors.iter().map(sample)).collect()
    }

    fn segment(value: &str, detractors: &[u64]) -> (Option<(String, String)>, Weeks) {
        (Some(("attribute:team".to_owned(), value.to_owned())), weeks(detractors))
    }

    /// What the event is: its week, whether it is a fall, and what changes by how much.
    type Shown = (u64, bool, Vec<(String, i64)>);

    fn shown(series: &[(Option<(String, String)>, Weeks)]) -> Vec<Shown> {
        let today = Day::of_week(MONDAY + 500);
        let turn = |turn: &Turn| (turn.segment.as_ref().map_or("", |(_, value)| value).to_owned(), turn.delta);
        let week = |event: &Event| (event.week.since_epoch() + 3) / 7 - MONDAY;
        let event = |event: &Event| (week(event), event.is_fall, event.turns.iter().map(turn).collect());
        found(series, &Measure::Score, today).iter().map(event).collect()
    }

    #[test]
    fn segments_that_change_around_the_same_time_are_one_event() {
        let fell: Vec<u64> = [[10; 20], [40; 20]].concat();
        let fell_later: Vec<u64> = [vec![10; 21], vec![50; 19]].concat();
        let same = [10; 40];
        let series = [(None, weeks(&fell)), segment("a", &fell_later), segment("b", &same), segment("c", &fell)];
        let expected = vec![("".to_owned(), -60), ("a".to_owned(), -80), ("c".to_owned(), -60)];
        assert_eq!(shown(&series), [(20, true, expected)]);
    }

    #[test]
    fn what_passes_is_a_fall_and_a_rise_the_latest_first() {
        let incident: Vec<u64> = [vec![10; 30], vec![60; 2], vec![10; 30]].concat();
        let shown = shown(&[(None, weeks(&incident))]);
        let places: Vec<_> = shown.iter().map(|(week, is_fall, _)| (*week, *is_fall)).collect();
        assert_eq!(places, [(32, false), (30, true)]);
    }

    #[test]
    fn nothing_is_found_without_a_change() {
        assert_eq!(shown(&[(None, weeks(&[10; 60])), segment("a", &[])]), []);
    }
}
