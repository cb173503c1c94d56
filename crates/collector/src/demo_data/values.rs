//! What Musterladen's customers are worth, and the days that somebody marked there. Promoters order more often, and more at
//! a time.

use std::collections::BTreeMap;

use askwell_survey::{Group, Score};
use fastrand::Rng;

use crate::contact::ContactKey;
use crate::customer_value::{CustomerValue, ValueKind};
use crate::day::Day;
use crate::report::Annotation;

use super::answers::Given;
use super::story::{Period, Story};
use super::world::{AT_RISK, GLOWING, World};

/// Everybody who gave a score and belongs to no account.
#[derive(Default)]
pub(super) struct Customers(BTreeMap<String, Scores>);

struct Scores {
    sum: u64,
    count: u64,
    first: Day,
}

impl Customers {
    /// Remembers the score of a response that counts.
    pub(super) fn see(&mut self, given: &Given) {
        let person = &given.response.context.person;
        let of = |name: &str| person.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.as_text());
        let (Some(id), None, Some(score), None) = (of("id"), of("account"), given.response.score, given.mark) else {
            return;
        };
        let first = Day::of(given.response.answered_at);
        let scores = self.0.entry(id.to_owned()).or_insert(Scores { sum: 0, count: 0, first });
        scores.sum += u64::from(score.points());
        scores.count += 1;
    }

    /// What they and all accounts have bought. Persons are sealed as those of responses are.
    pub(super) fn values(
        &self,
        rng: &mut Rng,
        world: &World,
        story: &Story,
        key: Option<&ContactKey>,
    ) -> Vec<(u64, CustomerValue)> {
        let mut values = Vec::new();
        for (id, scores) in &self.0 {
            let person = key.map_or_else(|| id.clone(), |key| key.hash(id));
            let mean = Score::new(((2 * scores.sum + scores.count) / (2 * scores.count)) as u8);
            let group = mean.map_or(Group::Passive, Score::group);
            customer(rng, &person, group, scores.first, story.all, &mut values);
        }
        for account in &world.accounts {
            let size = match account.name {
                AT_RISK => 21_000.0,
                GLOWING => 14_000.0,
                _ => (8.2 + 0.7 * normal(rng) + account.leaning / 30.0).exp(),
            };
            let currency = if account.name.ends_with("Ltd") || account.name.ends_with("plc") { "GBP" } else { "EUR" };
            for month in 0..24 {
                let day = story.all.from.first_of_month(month + 1).minus(1);
                let trend = match (account.name, month) {
                    (AT_RISK, 18..) => 0.75,
                    (GLOWING, 12..) => 1.3,
                    _ => 1.0,
                };
                if story.all.contains(day) {
                    let units = size * trend * (0.25 * normal(rng)).exp();
                    let amount = (hundredths(units), currency.to_owned());
                    let account = Some(account.name.to_owned());
                    push(&mut values, CustomerValue { account, ..bought(None, day, ValueKind::Revenue, Some(amount)) });
                }
            }
        }
        values
    }
}

fn customer(
    rng: &mut Rng,
    person: &str,
    group: Group,
    first: Day,
    all: Period,
    values: &mut Vec<(u64, CustomerValue)>,
) {
    let (size, again, leaves) = match group {
        Group::Detractor => (3.7, 0.45, 0.2),
        Group::Passive => (3.9, 0.55, 0.1),
        Group::Promoter => (4.1, 0.65, 0.05),
    };
    let usual = size + 0.6 * normal(rng);
    let mut order = |rng: &mut Rng, day: Day, kind| {
        let amount = (hundredths((usual + 0.4 * normal(rng)).exp()), "EUR".to_owned());
        push(values, bought(Some(person), day, kind, Some(amount)));
    };
    let mut day = first;
    order(rng, day, ValueKind::Order);
    while rng.f64() < again {
        day = day.plus(rng.u64(20..240));
        if !all.contains(day) {
            return;
        }
        order(rng, day, ValueKind::RepeatPurchase);
    }
    let day = day.plus(rng.u64(30..400));
    if rng.f64() < leaves && all.contains(day) {
        push(values, bought(Some(person), day, ValueKind::Churn, None));
    }
}

fn bought(person: Option<&str>, day: Day, kind: ValueKind, amount: Option<(i64, String)>) -> CustomerValue {
    CustomerValue { id: String::new(), person: person.map(ToOwned::to_owned), account: None, day, kind, amount }
}

/// Adds a value under the next identifier.
fn push(values: &mut Vec<(u64, CustomerValue)>, value: CustomerValue) {
    let number = values.len() as u64 + 1;
    values.push((number, CustomerValue { id: format!("demo-{number}"), ..value }));
}

fn hundredths(units: f64) -> i64 {
    (units * 100.0).round() as i64
}

/// A number of the standard normal distribution, by Box and Muller.
fn normal(rng: &mut Rng) -> f64 {
    (-2.0 * (1.0 - rng.f64()).ln()).sqrt() * (std::f64::consts::TAU * rng.f64()).cos()
}

/// The days that somebody marked.
pub(super) fn annotations(story: &Story) -> Vec<Annotation> {
    let mark = |day: Day, title: &str, name: &str, value: &str| Annotation {
        id: format!("demo-{day}"),
        day,
        title: title.to_owned(),
        survey: Some("after-purchase".to_owned()),
        segment: Some((name.to_owned(), value.to_owned())),
    };
    let (team, touchpoint) = ("attribute:team", "attribute:touchpoint");
    vec![
        mark(story.carrier.from, "New carrier", team, "logistics"),
        mark(story.incident.from, "Checkout fails", touchpoint, "checkout"),
        mark(story.incident.to, "Checkout works again", touchpoint, "checkout"),
        mark(story.experiment.from, "Experiment: new way to return goods", touchpoint, "returns"),
        mark(story.carrier.to, "The earlier carrier is back", team, "logistics"),
    ]
}
