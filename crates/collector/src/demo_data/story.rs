//! What happens in the two years, and what it does to the score. All effects are in points of the score.
//!
//! | When | What |
//! |---|---|
//! | all the time | more answers each month, most on Sunday evenings, in November and in December; deliveries are worse in December; German answers are a little lower than English ones; the layout makes no difference |
//! | from the first of the month, ten months before the end | a new carrier: the answers of team logistics fall by 25 points |
//! | from the first of the month, three months before the end | the earlier carrier is back: 13 of the 25 points are, too |
//! | nine days, eight months before the end | the checkout fails |
//! | ten weeks, from 26 weeks before the end | an experiment with returns: all who return something are asked, and `b` is 12 points better than `a` |
//! | the last year | Nordwerk Logistik GmbH gets less and less satisfied |

use crate::day::Day;

use super::world::{AT_RISK, Language, Person, Survey, Team, Touchpoint, World};

/// Length of it all.
const DAYS: u64 = 730;

/// What the new carrier costs, and what it still costs after the earlier one is back.
const CARRIER: f64 = -25.0;
const AFTER_CARRIER: f64 = -12.0;
const INCIDENT: f64 = -64.0;
const EXPERIMENT: f64 = 12.0;
const DECEMBER: f64 = -12.0;
/// How many more are asked about returns while the experiment lasts.
const EXPERIMENT_ASKS: f64 = 5.0;
/// How much of what happens in one place shows in the answers about the whole relationship.
const DAMPED: f64 = 0.6;

/// Days, the second not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Day,
    pub(super) to: Day,
}

impl Period {
    pub(super) fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }
}

/// When everything happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Story {
    pub(super) all: Period,
    pub(super) carrier: Period,
    pub(super) incident: Period,
    pub(super) experiment: Period,
}

/// An occasion on which somebody is asked for a score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion<'a> {
    pub(super) day: Day,
    pub(super) survey: Survey,
    pub(super) touchpoint: Touchpoint,
    pub(super) team: Team,
    pub(super) person: &'a Person,
    pub(super) is_variant: bool,
}

impl Story {
    /// The story whose two years end when the day `until` begins.
    pub(super) fn new(until: Day) -> Self {
        let months = |earlier: i32| until.first_of_month(-earlier);
        let days = |from: u64, length: u64| Period { from: until.minus(from), to: until.minus(from - length) };
        Self {
            all: Period { from: until.minus(DAYS), to: until },
            carrier: Period { from: months(10), to: months(3) },
            incident: days(243, 9),
            experiment: days(26 * 7, 10 * 7),
        }
    }

    pub(super) fn days(&self) -> impl Iterator<Item = Day> {
        let start = self.all.from;
        (0..DAYS).map(move |later| start.plus(later))
    }

    /// How much of the two years has passed on `day`: 0 to 1.
    pub(super) fn progress(&self, day: Day) -> f64 {
        (day.since_epoch() - self.all.from.since_epoch()) as f64 / DAYS as f64
    }

    /// How many answers there are on `day`, against others.
    pub(super) fn volume(&self, day: Day) -> f64 {
        /// From Monday to Sunday.
        const WEEK: [f64; 7] = [1.08, 1.05, 1.0, 0.98, 0.9, 0.82, 1.17];
        /// From January to December.
        const YEAR: [f64; 12] = [0.95, 0.95, 1.0, 1.0, 0.98, 0.95, 0.9, 0.86, 1.0, 1.05, 1.25, 1.35];
        let weekday = day.since_epoch() - day.monday().since_epoch();
        let month = day.month().1.unsigned_abs() as usize - 1;
        (0.6 + 0.9 * self.progress(day)) * WEEK[weekday as usize] * YEAR[month]
    }

    /// How many answers about `touchpoint` there are, against other days.
    pub(super) fn asks(&self, touchpoint: Touchpoint, day: Day) -> f64 {
        let more = touchpoint == Touchpoint::Returns && self.experiment.contains(day);
        if more { EXPERIMENT_ASKS } else { 1.0 }
    }

    /// The score that answers on such occasions have in the long run: −100 to 100.
    pub(super) fn level(&self, world: &World, occasion: &Occasion<'_>) -> f64 {
        let Occasion { day, survey, touchpoint, team, person, is_variant } = *occasion;
        let is_relational = survey == Survey::Relationship;
        let progress = self.progress(day);
        let usual = Touchpoint::ALL.iter().find(|(known, ..)| *known == touchpoint).map_or(0.0, |(.., usual)| *usual);
        let mut local = usual - 30.0;
        if team == Team::Logistics {
            local += match day {
                day if self.carrier.contains(day) => CARRIER,
                day if day >= self.carrier.to => AFTER_CARRIER,
                _ => 0.0,
            };
        }
        if touchpoint == Touchpoint::Delivery && day.month().1 == 12 {
            local += DECEMBER;
        }
        if !is_relational {
            local += if touchpoint == Touchpoint::Checkout && self.incident.contains(day) { INCIDENT } else { 0.0 };
            local += if is_variant { EXPERIMENT } else { 0.0 };
        }
        let mut level = 30.0 + if is_relational { DAMPED * local } else { local };
        level += 4.0 * (progress - 0.5) + person.leaning;
        level += if person.language == Language::English { 3.0 } else { -1.0 };
        level += if person.segment == "returning" { 2.0 } else { -3.0 };
        if let Some(account) = person.account.map(|index| &world.accounts[index]) {
            level += account.leaning;
            if account.name == AT_RISK {
                let last_year = ((progress - 0.5) * 2.0).max(0.0);
                level += 24.0 - 100.0 * last_year;
            }
        }
        level.clamp(-88.0, 88.0)
    }
}
