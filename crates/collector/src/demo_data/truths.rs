//! What can be found in the demo data: what the story put in, as figures that whoever looks at it has to arrive at.

use super::story::{Period, Story};
use super::world::{AT_RISK, FAILING, GLOWING, RARE};
use crate::day::Day;

/// Something that is so in the demo data, if there are enough answers: the default of 120,000, for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub claim: &'static str,
    /// What is measured.
    pub measure: Measure,
    /// Where it is measured.
    pub slice: Slice,
    /// What the measure there is taken from the first.
    pub against: Option<Slice>,
    /// The least that comes out.
    pub at_least: f64,
    /// The most that comes out.
    pub at_most: f64,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The score, −100 to 100.
    Score,
    /// How many responses there are.
    Count,
    /// The percentage of answers to a question, or of a matrix’s row (`aspects.speed`), that are among these.
    Share(&'static str, &'static [&'static str]),
    /// How many percentage points more than any other answer this one has.
    Lead(&'static str, &'static str),
    /// The correlation of a matrix’s row, its columns counted from `poor` to `excellent`, with a number that was answered.
    Correlation(&'static str, &'static str),
}

/// Some of the responses: those of a survey that count, from a period, that pass every filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The survey.
    pub survey: &'static str,
    /// The first day, as `2026-11-21`.
    pub since: String,
    /// The last day.
    pub until: String,
    /// Days in between that are left out: from, and to.
    pub except: Vec<(String, String)>,
    /// What the responses have.
    pub filters: Vec<Filter>,
}

/// What a response has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// An attribute with this value.
    Attribute(&'static str, &'static str),
    /// An attribute with another value.
    AttributeNot(&'static str, &'static str),
    /// A trait of the person with this value.
    Person(&'static str, &'static str),
    /// This layout.
    Layout(&'static str),
    /// This language.
    Locale(&'static str),
    /// A score in this group.
    Group(&'static str),
}

use Filter::{Attribute, AttributeNot, Group, Layout, Locale, Person};

/// What is so in the demo data whose two years end when the day `until`, such as `2026-11-21`, begins. None if it is no day.
pub fn truths(until: &str) -> Option<Vec<Truth>> {
    let until = Day::parse(until).filter(|day| *day >= Day::from_epoch(1_000))?;
    let story = Story::new(until);
    let purchase = |period: Period, filters: &[Filter]| slice("after-purchase", period, filters);
    let from = |from: Day, to: Day| Period { from, to };
    let (carrier, incident, experiment, all) = (story.carrier, story.incident, story.experiment, story.all);
    let before_carrier = from(carrier.from.minus(120), carrier.from);
    let after_carrier = from(carrier.to, until);
    let before_incident = from(incident.from.minus(60), incident.from);
    let after_incident = from(incident.to, incident.to.plus(60));
    let winters = decembers(all);
    let without = |slice: Slice, except: &[Period]| Slice { except: except.iter().map(days).collect(), ..slice };
    let logistics = |period| without(purchase(period, &[Attribute("team", "logistics")]), &winters);
    let billing = |period| without(purchase(period, &[Attribute("team", "billing")]), &winters);
    let checkout = |period| purchase(period, &[Attribute("touchpoint", "checkout")]);
    let unhappy = [Attribute("touchpoint", "checkout"), Group("detractor")];
    let variant =
        |name| purchase(experiment, &[Attribute("touchpoint", "returns"), Attribute("experiment_returns", name)]);
    let (early, late) = (from(all.from, until.minus(365)), from(until.minus(180), until));
    let account = |period, name| purchase(period, &[Person("account", name)]);
    let faq = |filters: &[Filter]| slice("faq", all, filters);
    let support = || slice("support-csat", all, &[]);
    let delivery = |period: Period| purchase(period, &[Attribute("touchpoint", "delivery")]);
    // Only before the carrier changed: otherwise its months would be compared with each other.
    let calm = from(all.from, carrier.from);
    let good: &[&str] = &["good", "excellent"];
    let truth = |name, claim, measure, slice, against, (at_least, at_most)| Truth {
        name,
        claim,
        measure,
        slice,
        against,
        at_least,
        at_most,
    };
    let mut truths = vec![
        truth(
            "logistics-falls",
            "Team logistics falls by about 25 points while another carrier delivers",
            Measure::Score,
            logistics(carrier),
            Some(logistics(before_carrier)),
            (-34.0, -16.0),
        ),
        truth(
            "logistics-recovers",
            "It rises again when the earlier carrier is back",
            Measure::Score,
            logistics(after_carrier),
            Some(logistics(carrier)),
            (4.0, 22.0),
        ),
        truth(
            "logistics-recovers-partly",
            "It doesn’t reach what it was before",
            Measure::Score,
            logistics(after_carrier),
            Some(logistics(before_carrier)),
            (-22.0, -2.0),
        ),
        truth(
            "billing-stays",
            "Team billing, which has nothing to do with carriers, stays as it is",
            Measure::Score,
            billing(carrier),
            Some(billing(before_carrier)),
            (-12.0, 12.0),
        ),
        truth(
            "incident-drops",
            "The score at the checkout drops by more than 40 points in the nine days in which it fails",
            Measure::Score,
            checkout(incident),
            Some(checkout(before_incident)),
            (-90.0, -40.0),
        ),
        truth(
            "incident-website",
            "Detractors of these days name the website",
            Measure::Share("cause", &["website"]),
            purchase(incident, &unhappy),
            None,
            (65.0, 100.0),
        ),
        truth(
            "incident-passes",
            "Afterwards it is as before",
            Measure::Score,
            checkout(after_incident),
            Some(checkout(before_incident)),
            (-13.0, 13.0),
        ),
        truth(
            "payment-leads",
            "Apart from these days, detractors of the checkout name payment methods most",
            Measure::Lead("cause", "payment"),
            without(purchase(all, &unhappy), &[incident]),
            None,
            (15.0, 40.0),
        ),
        truth(
            "account-at-risk",
            "The score of Nordwerk Logistik GmbH falls",
            Measure::Score,
            account(late, AT_RISK),
            Some(account(early, AT_RISK)),
            (-140.0, -40.0),
        ),
        truth(
            "decider-never-asked",
            "Its decider was never asked, about a purchase",
            Measure::Count,
            purchase(all, &[Person("account", AT_RISK), Person("role", "decider")]),
            None,
            (0.0, 0.0),
        ),
        truth(
            "decider-never-asked-anything",
            "Its decider was never asked, about the relationship",
            Measure::Count,
            slice("relationship", all, &[Person("account", AT_RISK), Person("role", "decider")]),
            None,
            (0.0, 0.0),
        ),
        truth(
            "account-glows",
            "Alpenblick Outdoor GmbH is more than satisfied",
            Measure::Score,
            account(all, GLOWING),
            None,
            (60.0, 95.0),
        ),
        truth(
            "experiment-wins",
            "Variant b of the returns process is about 12 points better than a",
            Measure::Score,
            variant("b"),
            Some(variant("a")),
            (4.0, 20.0),
        ),
        truth(
            "article-fails",
            "One article helps few of its readers",
            Measure::Share("helpful", &["yes"]),
            faq(&[Attribute("topic", FAILING)]),
            None,
            (30.0, 38.0),
        ),
        truth(
            "article-fails-many",
            "It is the article with the most ratings, a tenth of all at least: 2,000",
            Measure::Count,
            faq(&[Attribute("topic", FAILING)]),
            None,
            (2_000.0, 8_000.0),
        ),
        truth(
            "other-articles-help",
            "All others help most of their readers",
            Measure::Share("helpful", &["yes"]),
            faq(&[AttributeNot("topic", FAILING)]),
            None,
            (70.0, 82.0),
        ),
        truth(
            "rare-article",
            "One article has a worse share still: two of nine",
            Measure::Share("helpful", &["yes"]),
            faq(&[Attribute("topic", RARE.topic)]),
            None,
            (22.0, 23.0),
        ),
        truth(
            "rare-article-is-rare",
            "It has nine ratings",
            Measure::Count,
            faq(&[Attribute("topic", RARE.topic)]),
            None,
            (9.0, 9.0),
        ),
        truth(
            "german-is-lower",
            "German answers are slightly lower than English ones",
            Measure::Score,
            purchase(all, &[Locale("de")]),
            Some(purchase(all, &[Locale("en")])),
            (-7.5, -0.5),
        ),
        truth(
            "layout-is-nothing",
            "The layout makes no difference",
            Measure::Score,
            purchase(all, &[Layout("popover")]),
            Some(purchase(all, &[Layout("inline")])),
            (-3.0, 3.0),
        ),
        truth(
            "friendliness-is-good",
            "Support is friendly",
            Measure::Share("aspects.friendliness", good),
            support(),
            None,
            (86.0, 94.0),
        ),
        truth(
            "friendliness-is-nothing",
            "How friendly it is has nothing to do with satisfaction",
            Measure::Correlation("aspects.friendliness", "satisfaction"),
            support(),
            None,
            (-0.05, 0.05),
        ),
        truth(
            "speed-is-bad",
            "Support isn’t fast",
            Measure::Share("aspects.speed", good),
            support(),
            None,
            (20.0, 48.0),
        ),
        truth(
            "speed-is-everything",
            "How fast it is goes with satisfaction",
            Measure::Correlation("aspects.speed", "satisfaction"),
            support(),
            None,
            (0.6, 0.95),
        ),
    ];
    // Within the year before the carrier changed there is one, unless the year begins in it.
    if let Some(winter) = decembers(calm).into_iter().find(|winter| calm.contains(winter.to)) {
        truths.push(truth(
            "december-is-worse",
            "Deliveries are worse in December",
            Measure::Score,
            delivery(winter),
            Some(without(delivery(calm), &[winter])),
            (-24.0, -1.0),
        ));
    }
    Some(truths)
}

fn slice(survey: &'static str, period: Period, filters: &[Filter]) -> Slice {
    let (since, until) = days(&period);
    Slice { survey, since, until, except: Vec::new(), filters: filters.to_vec() }
}

/// The first day and the last.
fn days(period: &Period) -> (String, String) {
    (period.from.to_string(), period.to.minus(1).to_string())
}

/// Every December that begins within `period`.
fn decembers(period: Period) -> Vec<Period> {
    let month = |later| Period { from: period.from.first_of_month(later), to: period.from.first_of_month(later + 1) };
    (0..25).map(month).filter(|month| month.from.month().1 == 12 && month.from < period.to).collect()
}
