//! What customers are worth, by what they said before.

use std::collections::BTreeMap;

use askwell_statistics::{AmountDifference, Amounts, Share};
use askwell_survey::{Group, Score, Tally, Value};

use super::{ReportQuery, Selection, account};
use crate::contact::ContactKey;
use crate::day::Day;
use crate::row;
use crate::store::{By, CustomerBy, CustomerFigures, Filter, Scope, Snapshot, Store, StoreError, Worth};

/// Days of the period, where none is chosen; before it, scores of accounts count for as long.
pub(crate) const YEAR: u64 = 365;

/// Values of customers by group.
#[derive(Clone, Debug)]
pub(crate) struct ValueReport {
    pub(crate) selection: Selection,
    pub(crate) period: (Day, Day),
    /// Currencies there are, the most frequent first. One at a time is shown.
    pub(crate) currencies: Vec<String>,
    pub(crate) currency: Option<String>,
    pub(crate) persons: ValueByGroup,
    pub(crate) accounts: ValueByGroup,
}

/// Customers by the group they were in before the period.
#[derive(Clone, Debug)]
pub(crate) struct ValueByGroup {
    /// Detractors, passives, promoters.
    pub(crate) groups: Vec<GroupValue>,
    /// By how much a promoter's mean is above a detractor's.
    pub(crate) difference: Option<AmountDifference>,
    /// Customers without a score before the period.
    pub(crate) unscored: u64,
    /// Whether anybody has left, or ordered.
    pub(crate) has_churn: bool,
    pub(crate) has_orders: bool,
}

/// What those of a group did in the period.
#[derive(Clone, Debug)]
pub(crate) struct GroupValue {
    pub(crate) group: Group,
    /// The revenue of each customer, in whole units of the currency.
    pub(crate) revenue: Amounts,
    /// Who has left, of all.
    pub(crate) churned: Option<Share>,
    /// Who ordered again in the period, of all who have ever ordered.
    pub(crate) ordered_again: Option<Share>,
}

impl ValueReport {
    pub(crate) async fn read(
        store: &Store,
        query: ReportQuery,
        registered: &[String],
        today: Day,
    ) -> Result<Self, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let selection = Selection::read(&mut snapshot, query, registered).await?;
        let until = selection.query.until.unwrap_or(today);
        let period = (selection.query.since.unwrap_or(until.minus(YEAR - 1)).min(until), until);
        let currencies = snapshot.currencies().await?;
        let asked = selection.query.currency.clone();
        let currency = asked.filter(|asked| currencies.contains(asked)).or_else(|| currencies.first().cloned());
        let of = currency.as_deref().unwrap_or_default();
        let filter = Filter { since: None, before: Some(period.0.start()), ..selection.filter() };
        let scores = snapshot.last_scores(&filter).await?;
        let persons = snapshot.customers(CustomerBy::Person, period, of).await?;
        let persons = ValueByGroup::of(&persons, |name| scores.get(name).copied().map(Score::group));
        let accounts = snapshot.customers(CustomerBy::Account, period, of).await?;
        let tallies = account_tallies(&mut snapshot, &filter, period.0).await?;
        let accounts = ValueByGroup::of(&accounts, |name| tallies.get(name).and_then(account_group));
        snapshot.finish().await?;
        Ok(Self { selection, period, currencies, currency, persons, accounts })
    }
}

/// The scores of each account in the year before a day.
async fn account_tallies(
    snapshot: &mut Snapshot,
    filter: &Filter,
    day: Day,
) -> Result<BTreeMap<String, Tally>, StoreError> {
    let segment = account::segment(snapshot).await?;
    let filter = filter.within((day.minus(YEAR), day.minus(1)));
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let by = [By::Value, By::Question, By::Answer];
    for ([name, question, answer], count) in snapshot.counts(Scope::Segment(segment), &filter, by).await? {
        if let Some(score) = answer.parse().ok().and_then(Score::new).filter(|_| question.is_empty()) {
            tallies.entry(name).or_default().add_score(score, count);
        }
    }
    Ok(tallies)
}

/// Which group an account counts as: its people seldom agree, so it is the one with more of them.
fn account_group(tally: &Tally) -> Option<Group> {
    (tally.total() > 0).then(|| match tally.promoters.cmp(&tally.detractors) {
        std::cmp::Ordering::Less => Group::Detractor,
        std::cmp::Ordering::Equal => Group::Passive,
        std::cmp::Ordering::Greater => Group::Promoter,
    })
}

impl ValueByGroup {
    fn of(customers: &[CustomerFigures], group: impl Fn(&str) -> Option<Group>) -> Self {
        let mut by_group: BTreeMap<&str, Vec<&CustomerFigures>> = BTreeMap::new();
        let mut unscored = 0;
        for customer in customers {
            match group(&customer.name) {
                Some(group) => by_group.entry(group.as_str()).or_default().push(customer),
                None => unscored += 1,
            }
        }
        let groups: Vec<_> = Group::ALL
            .into_iter()
            .map(|group| GroupValue::of(group, by_group.get(group.as_str()).map_or(&[], Vec::as_slice)))
            .collect();
        let of = |group| groups.iter().find(|value| value.group == group).map(|value| &value.revenue);
        let difference = of(Group::Detractor)
            .zip(of(Group::Promoter))
            .and_then(|(detractors, promoters)| AmountDifference::between(detractors, promoters));
        let any = |fits: fn(&CustomerFigures) -> bool| by_group.values().flatten().any(|customer| fits(customer));
        Self {
            has_churn: any(|customer| customer.has_churned),
            has_orders: any(|customer| customer.has_ordered),
            groups,
            difference,
            unscored,
        }
    }

    /// Customers with a score before the period.
    pub(crate) fn scored(&self) -> u64 {
        self.groups.iter().filter_map(|group| group.churned).map(Share::total).sum()
    }
}

impl GroupValue {
    fn of(group: Group, customers: &[&CustomerFigures]) -> Self {
        let count = |fits: fn(&CustomerFigures) -> bool| customers.iter().filter(|one| fits(one)).count() as u64;
        let paying = customers.iter().filter(|customer| customer.is_in_currency);
        Self {
            group,
            revenue: Amounts::of(paying.map(|customer| customer.revenue as f64 / 100.0)),
            churned: Share::new(count(|customer| customer.has_churned), customers.len() as u64),
            ordered_again: Share::new(
                count(|customer| customer.has_ordered_again),
                count(|customer| customer.has_ordered),
            ),
        }
    }
}

/// What the customers behind responses are worth, in the last 365 days.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worths {
    persons: BTreeMap<String, Worth>,
    accounts: BTreeMap<String, Worth>,
}

/// Whom a response is from, as values name them.
pub(crate) struct Customer {
    person: Option<String>,
    account: Option<String>,
}

impl Customer {
    /// Reads an opened document.
    pub(crate) fn of(document: &Value, key: Option<&ContactKey>) -> Self {
        let text = |part: &str, name: &str| {
            let text = document.get(part)?.get(name)?;
            let text = text.as_text().map_or_else(|| text.to_json(), |text| text.trim().to_owned());
            Some(row::storable(&text)).filter(|text| !text.is_empty())
        };
        Self {
            person: text("person", "id").map(|id| key.map_or_else(|| id.clone(), |key| key.hash(&id))),
            account: text("person", "account").or_else(|| text("attributes", "account")),
        }
    }

    /// A person whom a site knows by `id`.
    pub(crate) fn person(id: &str, key: Option<&ContactKey>) -> Self {
        let id = row::storable(id);
        Self { person: Some(key.map_or_else(|| id.clone(), |key| key.hash(&id))), account: None }
    }

    pub(crate) fn account(name: &str) -> Self {
        Self { person: None, account: Some(row::storable(name)) }
    }
}

impl Worths {
    pub(crate) async fn read(store: &Store, customers: &[Customer], today: Day) -> Result<Self, StoreError> {
        let period = (today.minus(YEAR - 1), today);
        let names = |of: fn(&Customer) -> &Option<String>| {
            let mut names: Vec<_> = customers.iter().filter_map(|customer| of(customer).as_deref()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let mut snapshot = store.snapshot().await?;
        let persons = snapshot.worth(CustomerBy::Person, &names(|customer| &customer.person), period).await?;
        let accounts = snapshot.worth(CustomerBy::Account, &names(|customer| &customer.account), period).await?;
        snapshot.finish().await?;
        Ok(Self { persons, accounts })
    }

    /// What the customer's account is worth, or else the person.
    pub(crate) fn of(&self, customer: &Customer) -> Option<(CustomerBy, &Worth)> {
        let account = customer.account.as_ref().and_then(|name| self.accounts.get(name));
        let person = || customer.person.as_ref().and_then(|name| self.persons.get(name));
        account.map(|worth| (CustomerBy::Account, worth)).or_else(|| person().map(|worth| (CustomerBy::Person, worth)))
    }
}
