//! One row for each account, person or value of a segment: what a forecast is made of.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use askwell_statistics::Change;
use askwell_survey::{Score, Tally, Timestamp, Value};

use super::account::ROLES;
use super::accounts::last_years;
use super::value::YEAR;
use super::{ReportQuery, Selection, in_words};
use crate::contact::ContactKey;
use crate::counted::NAMING_TRAITS;
use crate::day::Day;
use crate::store::{CustomerBy, ResponseSource, Store, StoreError, Worth};

/// Responses that are read at a time.
const PAGE: usize = 500;
/// Rows at most: who posts can make up as many names as they like.
const MOST: usize = 200_000;
/// Roles with a score of their own.
const NAMED_ROLES: usize = 20;

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowBy {
    Account,
    Person,
    /// An attribute or a trait of this name, such as `attribute:team`.
    Segment(String),
}

impl RowBy {
    /// Reads the parameter `by`; accounts without one.
    pub(crate) fn read(by: Option<&str>) -> Option<Self> {
        match by {
            None | Some("account") => Some(Self::Account),
            Some("person") => Some(Self::Person),
            Some(name) => {
                let is_segment = match name.split_once(':') {
                    Some(("attribute", _)) => true,
                    Some(("person", name)) => !NAMING_TRAITS.contains(&name),
                    _ => false,
                };
                is_segment.then(|| Self::Segment(name.to_owned()))
            }
        }
    }

    /// As the address has it.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Account => "account",
            Self::Person => "person",
            Self::Segment(name) => name,
        }
    }

    /// What a response is counted under.
    fn of(&self, document: &Value) -> Option<String> {
        match self {
            Self::Account => field(document, "person:account").or_else(|| field(document, "attribute:account")),
            Self::Person => field(document, "person:id"),
            Self::Segment(name) => field(document, name),
        }
    }
}

/// `attribute:team` or `person:role` of a response.
fn field(document: &Value, name: &str) -> Option<String> {
    let (part, name) = name.split_once(':')?;
    let value = document.get(if part == "person" { part } else { "attributes" })?.get(name)?;
    let text = value.as_text().map_or_else(|| value.to_json(), |text| text.trim().to_owned());
    Some(text).filter(|text| !text.is_empty())
}

/// The rows.
#[derive(Clone, Debug)]
pub(crate) struct CustomerTable {
    pub(crate) selection: Selection,
    pub(crate) by: RowBy,
    /// By name.
    pub(crate) rows: Vec<CustomerRow>,
    /// The roles that the most scores are from.
    pub(crate) roles: Vec<String>,
    /// The currencies of the revenue.
    pub(crate) currencies: Vec<String>,
}

/// One account, person or value.
#[derive(Clone, Debug)]
pub(crate) struct CustomerRow {
    pub(crate) name: String,
    /// All scores of the selection.
    pub(crate) tally: Tally,
    /// The latest score, and its moment.
    pub(crate) last_score: Option<(Timestamp, Score)>,
    pub(crate) last_answer: Timestamp,
    pub(crate) by_role: BTreeMap<String, Tally>,
    /// Of the last 365 days, since the 365 days before.
    pub(crate) change: Option<Change>,
    pub(crate) open_follow_ups: u64,
    /// Of the last 365 days; None without values.
    pub(crate) worth: Option<Worth>,
    years: [Tally; 2],
}

impl CustomerTable {
    /// Reads all responses of a selection once, a page at a time. What is sealed is opened by the key.
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        by: RowBy,
        registered: &[String],
        key: Option<&ContactKey>,
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let open: HashSet<String> = snapshot.open_follow_ups().await?.into_iter().collect();
        snapshot.finish().await?;
        let years = last_years(today);
        let mut rows: BTreeMap<String, CustomerRow> = BTreeMap::new();
        let source = ResponseSource::Fitting(selection.filter(), None);
        let mut after = Some(String::new());
        while let Some(last) = after {
            let (page, next) = store.read_page(&source, &last, PAGE, key).await?;
            for stored in &page {
                let document: Value = serde_json::from_str(&stored.document).unwrap_or_default();
                let Some(name) = by.of(&document) else { continue };
                if rows.len() >= MOST && !rows.contains_key(&name) {
                    continue;
                }
                let row = rows.entry(name).or_insert_with_key(|name| CustomerRow::new(name));
                row.add(&document, stored.counted_at, years);
                row.open_follow_ups += u64::from(open.contains(&stored.id));
            }
            after = next;
        }
        let mut table =
            Self { selection, by, rows: rows.into_values().collect(), roles: Vec::new(), currencies: Vec::new() };
        for row in &mut table.rows {
            row.change = Change::between(&row.years[1], &row.years[0]);
        }
        Change::adjust_verdicts(table.rows.iter_mut().filter_map(|row| row.change.as_mut()));
        table.name_roles();
        table.add_worth(store, key, today).await?;
        Ok(table)
    }

    fn name_roles(&mut self) {
        let mut scores: BTreeMap<&str, u64> = BTreeMap::new();
        for (role, tally) in self.rows.iter().flat_map(|row| &row.by_role) {
            *scores.entry(role).or_default() += tally.total();
        }
        let mut roles: Vec<_> = scores.into_iter().map(|(role, count)| (count, role.to_owned())).collect();
        roles.sort_unstable_by(|one, other| other.cmp(one));
        self.roles = roles.into_iter().take(NAMED_ROLES).map(|(_, role)| role).collect();
    }

    async fn add_worth(&mut self, store: &Store, key: Option<&ContactKey>, today: Day) -> Result<(), StoreError> {
        let by = match self.by {
            RowBy::Account => CustomerBy::Account,
            RowBy::Person => CustomerBy::Person,
            RowBy::Segment(_) => return Ok(()),
        };
        let stored = |name: &str| match (by, key) {
            (CustomerBy::Person, Some(key)) => key.hash(name),
            _ => name.to_owned(),
        };
        let names: Vec<_> = self.rows.iter().map(|row| stored(&row.name)).collect();
        let listed: Vec<_> = names.iter().map(String::as_str).collect();
        let mut snapshot = store.snapshot().await?;
        let mut worth = snapshot.worth(by, &listed, (today.minus(YEAR - 1), today)).await?;
        snapshot.finish().await?;
        let mut currencies = BTreeSet::new();
        for (row, name) in self.rows.iter_mut().zip(&names) {
            row.worth = worth.remove(name);
            currencies.extend(row.worth.iter().flat_map(|worth| &worth.revenue).map(|(currency, _)| currency.clone()));
        }
        self.currencies = currencies.into_iter().collect();
        Ok(())
    }
}

impl CustomerRow {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            tally: Tally::default(),
            last_score: None,
            last_answer: Timestamp::default(),
            by_role: BTreeMap::new(),
            change: None,
            open_follow_ups: 0,
            worth: None,
            years: [Tally::default(); 2],
        }
    }

    fn add(&mut self, document: &Value, at: Timestamp, years: [(Day, Day); 2]) {
        self.last_answer = self.last_answer.max(at);
        let Some(score) = in_words::score(document) else { return };
        self.tally.add_score(score, 1);
        if self.last_score.is_none_or(|(last, _)| last <= at) {
            self.last_score = Some((at, score));
        }
        let day = Day::of(at);
        for ((from, to), tally) in years.into_iter().zip(&mut self.years) {
            if from <= day && day <= to {
                tally.add_score(score, 1);
            }
        }
        if let Some(role) = ROLES.into_iter().find_map(|name| field(document, name)) {
            self.by_role.entry(role).or_default().add_score(score, 1);
        }
    }

    /// Hundredths of a currency; None if nothing is known.
    pub(crate) fn revenue(&self, currency: &str) -> Option<i64> {
        let revenue = &self.worth.as_ref()?.revenue;
        revenue.iter().find(|(known, _)| known == currency).map(|(_, sum)| *sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_of_accounts_persons_or_values_and_of_nothing_else() {
        assert_eq!(RowBy::read(None), Some(RowBy::Account));
        assert_eq!(RowBy::read(Some("person")), Some(RowBy::Person));
        assert_eq!(RowBy::read(Some("attribute:team")), Some(RowBy::Segment("attribute:team".to_owned())));
        for by in ["person:id", "person:email", "locale", "answers:reason", ""] {
            assert_eq!(RowBy::read(Some(by)), None, "{by}");
        }
    }
}
