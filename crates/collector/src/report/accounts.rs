//! Accounts: companies whose people answer, those at risk first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askwell_statistics::{Change, Verdict};
use askwell_survey::Score;

use super::measure::Measure;
use super::{ReportQuery, Sample, Selection, account};
use crate::day::Day;
use crate::store::{By, CustomerBy, Filter, Scope, Snapshot, Store, StoreError, Worth};

/// Accounts that are listed: who posts can make up as many as they like.
const SHOWN: usize = 200;
/// Days of a period that is compared with the one before, where none is chosen: with few answers, a year.
const YEAR: u64 = 365;
/// Of so many latest scores it is said how many are detractors.
pub(crate) const LATEST: u64 = 10;
/// With fewer latest scores, detractors among them don’t make an account one at risk.
pub(crate) const AT_RISK_FROM: u64 = 3;

/// Accounts, those at risk first.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    pub(crate) selection: Selection,
    /// What they are compared by; None if nothing in the selection can be.
    pub(crate) measure: Option<Measure>,
    pub(crate) accounts: Vec<Account>,
    /// How many more there are.
    pub(crate) others: usize,
    /// Of all accounts, how many are at risk.
    pub(crate) at_risk: usize,
    /// Their revenue of the last 365 days, in hundredths by currency.
    pub(crate) revenue_at_risk: Vec<(String, i64)>,
    /// The days that a change is since, and those before.
    pub(crate) periods: [(Day, Day); 2],
}

/// An account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) sample: Sample,
    /// Since the period before.
    pub(crate) change: Option<Change>,
    /// Detractors among the latest scores, and how many these are.
    pub(crate) latest: (u64, u64),
    /// When somebody answered last.
    pub(crate) last: Day,
    /// What it is worth, where that was imported.
    pub(crate) worth: Option<Worth>,
}

/// What a sample is made of: a day, a question and an answer, and how often it was given.
type Given = (Day, String, String, u64);

impl Accounts {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let periods = periods(&selection.query, today);
        let measure = Measure::of(&mut snapshot, &selection).await?;
        let mut accounts = Self {
            selection,
            measure,
            accounts: Vec::new(),
            others: 0,
            at_risk: 0,
            revenue_at_risk: Vec::new(),
            periods,
        };
        if let Some(measure) = accounts.measure.clone() {
            let filter = accounts.selection.filter();
            let segment = account::segment(&mut snapshot).await?;
            let since = filter.since.map(|since| since.min(periods[1].0.start()));
            let by = [By::Value, By::Day, By::Question, By::Answer];
            let counts = snapshot.counts(Scope::Segment(segment), &Filter { since, ..filter }, by).await?;
            accounts.fill(counts, &measure);
            accounts.add_worth(&mut snapshot, today).await?;
            accounts.others = accounts.accounts.len().saturating_sub(SHOWN);
            accounts.accounts.truncate(SHOWN);
        }
        snapshot.finish().await?;
        Ok(accounts)
    }

    fn fill(&mut self, counts: Vec<([String; 4], u64)>, measure: &Measure) {
        let mut given: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        for ([name, day, question, answer], count) in counts {
            let Ok(day) = day.parse() else { continue };
            given.entry(name).or_default().push((Day::from_epoch(day), question, answer, count));
        }
        let since = self.selection.query.since;
        let account = |(name, given): (String, Vec<Given>)| Account::of(name, &given, measure, since, self.periods);
        self.accounts = given.into_iter().filter_map(account).collect();
        Change::adjust_verdicts(self.accounts.iter_mut().filter_map(|account| account.change.as_mut()));
        sort(&mut self.accounts);
    }

    async fn add_worth(&mut self, snapshot: &mut Snapshot, today: Day) -> Result<(), StoreError> {
        let names: Vec<_> = self.accounts.iter().map(|account| account.name.as_str()).collect();
        let mut worth = snapshot.worth(CustomerBy::Account, &names, (today.minus(YEAR - 1), today)).await?;
        let mut at_risk: BTreeMap<String, i64> = BTreeMap::new();
        for account in &mut self.accounts {
            account.worth = worth.remove(&account.name);
            if account.is_at_risk() {
                self.at_risk += 1;
                for (currency, sum) in account.worth.iter().flat_map(|worth| &worth.revenue) {
                    *at_risk.entry(currency.clone()).or_default() += sum;
                }
            }
        }
        self.revenue_at_risk = at_risk.into_iter().collect();
        Ok(())
    }
}

impl Account {
    /// None without an answer that is measured.
    fn of(
        name: String,
        given: &[Given],
        measure: &Measure,
        since: Option<Day>,
        periods: [(Day, Day); 2],
    ) -> Option<Self> {
        let of_days = |fits: &dyn Fn(Day) -> bool| {
            let mut sample = Sample::none(measure);
            for (_, question, answer, count) in given.iter().filter(|(day, ..)| fits(*day)) {
                sample.add(measure, question, answer, *count);
            }
            sample
        };
        let is_shown = |day: Day| since.is_none_or(|since| since <= day);
        let sample = of_days(&is_shown);
        let [now, before] = periods.map(|(from, to)| of_days(&|day| from <= day && day <= to));
        let last = given.iter().map(|(day, ..)| *day).filter(|day| is_shown(*day)).max()?;
        let account = Self {
            name,
            sample,
            change: Sample::change(before, now),
            latest: latest(given, is_shown),
            last,
            worth: None,
        };
        (sample.total() > 0).then_some(account)
    }

    /// Whether its score fell by more than chance, or most of its latest scores are detractors’.
    pub(crate) fn is_at_risk(&self) -> bool {
        let (detractors, latest) = self.latest;
        self.falls() || latest >= AT_RISK_FROM && 2 * detractors > latest
    }

    /// Whether its score fell by more than chance.
    pub(crate) fn falls(&self) -> bool {
        self.change.is_some_and(|change| change.delta < 0 && change.verdict == Verdict::LikelyReal)
    }
}

/// Detractors among the latest scores, and how many these are: whole days, until there are enough.
fn latest(given: &[Given], is_shown: impl Fn(Day) -> bool) -> (u64, u64) {
    let score = |answer: &str| answer.parse().ok().and_then(Score::new);
    let mut days: BTreeMap<Reverse<u64>, (u64, u64)> = BTreeMap::new();
    for (day, _, answer, count) in given.iter().filter(|(day, question, ..)| question.is_empty() && is_shown(*day)) {
        if let Some(score) = score(answer) {
            let (detractors, all) = days.entry(Reverse(day.since_epoch())).or_default();
            *all += count;
            *detractors += if score.group() == askwell_survey::Group::Detractor { *count } else { 0 };
        }
    }
    let (mut detractors, mut all) = (0, 0);
    for (of_day, scores) in days.into_values() {
        if all >= LATEST {
            break;
        }
        detractors += of_day;
        all += scores;
    }
    (detractors, all)
}

/// The period that is compared, and the one before it.
fn periods(query: &ReportQuery, today: Day) -> [(Day, Day); 2] {
    match query.period(today).zip(query.compared(today)) {
        Some((period, before)) => [period, before],
        None => last_years(query.until.unwrap_or(today)),
    }
}

/// The year that ends with the day `until`, and the one before.
pub(super) fn last_years(until: Day) -> [(Day, Day); 2] {
    [(until.minus(YEAR - 1), until), (until.minus(2 * YEAR - 1), until.minus(YEAR))]
}

/// Accounts whose score fell by more than chance come first, then those with the most detractors among their latest scores,
/// and of those with as many the one with the lower score.
fn sort(accounts: &mut [Account]) {
    accounts.sort_by(|one, other| {
        let risk = |account: &Account| (Reverse(account.falls()), Reverse(account.latest.0));
        let by_score = || one.sample.value().total_cmp(&other.sample.value());
        risk(one).cmp(&risk(other)).then_with(by_score).then_with(|| one.name.cmp(&other.name))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn scores(given: &[(&str, u8, u64)]) -> Vec<Given> {
        let of = |(text, points, count): &(&str, u8, u64)| (day(text), String::new(), points.to_string(), *count);
        given.iter().map(of).collect()
    }

    #[test]
    fn the_latest_scores_are_those_of_whole_days() {
        let given = scores(&[("2026-01-01", 0, 30), ("2026-02-01", 6, 2), ("2026-02-01", 9, 7), ("2026-03-01", 3, 1)]);
        assert_eq!(latest(&given, |_| true), (3, 10));
        assert_eq!(latest(&given[..3], |_| true), (32, 39));
        assert_eq!(latest(&given, |day| day.to_string().starts_with("2026-03")), (1, 1));
    }

    #[test]
    fn an_account_that_falls_comes_before_one_with_detractors_and_that_before_a_low_score() {
        let periods = [(day("2026-01-01"), day("2026-12-31")), (day("2025-01-01"), day("2025-12-31"))];
        let account = |name: &str, given: &[(&str, u8, u64)]| {
            Account::of(name.to_owned(), &scores(given), &Measure::Score, None, periods).unwrap()
        };
        let mut accounts = vec![
            account("steady", &[("2025-06-01", 9, 40), ("2026-06-01", 9, 40)]),
            account("passive", &[("2026-06-01", 8, 3)]),
            account("unhappy", &[("2026-06-01", 2, 2), ("2026-06-02", 9, 8)]),
            account("falling", &[("2025-06-01", 9, 60), ("2026-06-01", 7, 59), ("2026-06-02", 3, 1)]),
        ];
        Change::adjust_verdicts(accounts.iter_mut().filter_map(|account| account.change.as_mut()));
        sort(&mut accounts);
        let order: Vec<_> = accounts.iter().map(|account| (account.name.as_str(), account.falls())).collect();
        assert_eq!(order, [("falling", true), ("unhappy", false), ("passive", false), ("steady", false)]);
    }

    #[test]
    fn without_a_period_a_year_is_compared_with_the_one_before() {
        let [now, before] = periods(&ReportQuery::default(), day("2026-11-27"));
        assert_eq!(now, (day("2025-11-28"), day("2026-11-27")));
        assert_eq!(before, (day("2024-11-28"), day("2025-11-27")));
        let chosen = ReportQuery { since: Some(day("2026-11-01")), ..ReportQuery::default() };
        assert_eq!(periods(&chosen, day("2026-11-27"))[1], (day("2026-10-05"), day("2026-10-31")));
    }
}
