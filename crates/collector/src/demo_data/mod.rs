//! Demo data: two years of Musterladen, a company that sells to shops and to companies, and that doesn't exist.
//!
//! `world` has who there is, `story` what happens when, `questions` what is answered, `texts` and `phrases` what people
//! write, `answers` makes one response of it, `rules` tags it, `follow_ups` has what is done about it, and `values` what customers
//! buy. The same seed and the same end make the same responses. [`truths()`] says
//! what can be found in them. Nothing here is used while the collector serves.

mod answers;
mod follow_ups;
mod phrases;
mod questions;
mod rules;
mod story;
mod texts;
mod truths;
mod values;
mod world;

#[cfg(test)]
mod tests;

use askwell_survey::Timestamp;
use fastrand::Rng;

use crate::alerts::{self, AlertSettings};
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::day::Day;
use crate::document::Document;
use crate::maintenance::COMMAND_LINE;
use crate::row::Row;
use crate::state;
use crate::store::{Location, Store, StoreError, ValueImport};
use crate::surveys::Definition;
use answers::{Given, Respondents};
use story::Story;
pub use truths::{Filter, Measure, Slice, Truth, truths};
use values::Customers;
use world::{Article, RARE, RARE_RATINGS, World};

/// The definitions of Musterladen's surveys, by the surveys' identifiers.
pub const DEFINITIONS: [(&str, &str); 6] = [
    ("relationship", include_str!("surveys/relationship.json")),
    ("after-purchase", include_str!("surveys/after-purchase.json")),
    ("support-csat", include_str!("surveys/support-csat.json")),
    ("support-effort", include_str!("surveys/support-effort.json")),
    ("cancellation", include_str!("surveys/cancellation.json")),
    ("faq", include_str!("surveys/faq.json")),
];

/// Responses in a transaction.
const BATCH: usize = 4_000;

/// What is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoData {
    /// How many responses.
    pub answers: u64,
    /// The day at whose beginning the two years end, as `2026-11-21`; today if none is given.
    pub until: Option<String>,
    /// What chance begins with.
    pub seed: u64,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeDemoData {
    /// How many responses.
    pub responses: u64,
    /// How many of them are marked as test or spam.
    pub marked: u64,
    /// Their first day.
    pub since: String,
    /// Their last day.
    pub until: String,
    /// How many each survey has.
    pub surveys: Vec<(&'static str, u64)>,
}

/// Why no demo data was made.
#[derive(Debug, thiserror::Error)]
pub enum DemoDataError {
    /// The end is no day, or lies in the future.
    #[error("{0} is no day up to today, written YYYY-MM-DD")]
    Until(String),
    /// There are responses already.
    #[error("the database {0} holds responses: demo data fills only an empty one")]
    NotEmpty(Location),
    /// The database can't be opened or written.
    #[error("the database {0}: {1}")]
    Store(Location, StoreError),
}

/// Fills an empty database with demo data; `progress` is told how many responses are stored. With a key, personal data is
/// encrypted, which makes other bytes each time.
///
/// # Errors
/// The database holds responses, or can't be written; the end can't be used.
pub async fn make_demo_data(
    database: &Location,
    key: Option<&ContactKey>,
    wanted: &DemoData,
    mut progress: impl FnMut(u64),
) -> Result<MadeDemoData, DemoDataError> {
    let failed = |error| DemoDataError::Store(database.clone(), error);
    let now = Clock::System.now();
    let until = until(wanted, now)?;
    let store = Store::open(database).await.map_err(failed)?;
    if store.last_received().await.map_err(failed)?.is_some() {
        return Err(DemoDataError::NotEmpty(database.clone()));
    }
    state::check_contact_key(&store, key).await.map_err(failed)?;
    let (world, story) = (World::new(wanted.seed, wanted.answers), Story::new(until));
    // Each call makes a year’s.
    for day in [story.all.from, story.all.from.plus(365), until, Day::of(now)] {
        store.make_partitions(day.start()).await.map_err(failed)?;
    }
    let mut made = MadeDemoData {
        responses: 0,
        marked: 0,
        since: story.all.from.to_string(),
        until: until.minus(1).to_string(),
        surveys: DEFINITIONS.map(|(survey, _)| (survey, 0)).into(),
    };
    for (_, document) in DEFINITIONS {
        let definition =
            Definition::read(document).map_err(|problems| failed(StoreError::Refused(problems.to_string())))?;
        store.register(&definition, now, COMMAND_LINE).await.map_err(failed)?;
    }
    let rules = rules::add(&store, now).await.map_err(failed)?;
    let mut responses = responses(&world, &story, wanted);
    let mut rng = Rng::with_seed(!wanted.seed);
    let mut customers = Customers::default();
    loop {
        let mut rows = Vec::with_capacity(BATCH);
        for given in responses.by_ref().take(BATCH) {
            customers.see(&given);
            let mut row = row(&given, key).map_err(|problem| failed(StoreError::Refused(problem)))?;
            row.follow_up = row.follow_up.filter(|_| follow_ups::is_recent(&row, until));
            made.marked += u64::from(row.mark.is_some());
            if let Some((_, count)) = made.surveys.iter_mut().find(|(survey, _)| *survey == row.survey) {
                *count += 1;
            }
            rows.push(row);
        }
        if rows.is_empty() {
            break;
        }
        let batch: Vec<_> = rows.iter().map(|row| (row, [].as_slice())).collect();
        store.save_by(&batch, &rules).await.map_err(failed)?;
        let mut edits = Vec::new();
        for row in &rows {
            edits.extend(
                follow_ups::edits(&mut rng, row, until, key).map_err(|problem| failed(StoreError::Refused(problem)))?,
            );
        }
        store.edit_follow_ups(&edits).await.map_err(failed)?;
        made.responses += rows.len() as u64;
        progress(made.responses);
    }
    let values = customers.values(&mut Rng::with_seed(wanted.seed ^ 0x7a1e), &world, &story, key);
    let name = "musterladen.csv".to_owned();
    let import =
        ValueImport { id: "v_demo".to_owned(), name, at: now, actor: COMMAND_LINE.to_owned(), rows: 0, days: None };
    store.import_values(&import, &values, false).await.map_err(failed)?;
    let marks = values::annotations(&story);
    for mark in &marks {
        store.add_annotation(&mark.to_stored(), marks.len(), now, COMMAND_LINE).await.map_err(failed)?;
    }
    store.set_follow_ups_filled().await.map_err(failed)?;
    let segments = ["attribute:team", "attribute:touchpoint"].map(ToOwned::to_owned).into();
    let watched = AlertSettings { segments, ..AlertSettings::default() };
    alerts::replay(&store, &watched, story.all.from, until).await.map_err(failed)?;
    let detail = format!("{} responses, seed {}, until {until}", made.responses, wanted.seed);
    store.note(now, COMMAND_LINE, "made demo data", &detail).await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    Ok(made)
}

fn until(wanted: &DemoData, now: Timestamp) -> Result<Day, DemoDataError> {
    let today = Day::of(now);
    let Some(text) = &wanted.until else { return Ok(today) };
    // Before that, the two years would begin before 1970.
    let first = Day::from_epoch(1_000);
    Day::parse(text).filter(|day| (first..=today).contains(day)).ok_or_else(|| DemoDataError::Until(text.clone()))
}

/// The row of a response, which is read as one that was posted.
fn row(given: &Given, key: Option<&ContactKey>) -> Result<Row, String> {
    let document =
        Document::read(given.response.to_value(), given.received_at).map_err(|problems| problems.to_string())?;
    Row::of(&document, given.received_at, given.mark, key)
}

/// All responses, in the order in which they begin.
fn responses<'a>(world: &'a World, story: &'a Story, wanted: &DemoData) -> impl Iterator<Item = Given> + use<'a> {
    let mut rng = Rng::with_seed(wanted.seed);
    let moments = moments(&mut rng, story, wanted.answers);
    let mut respondents = Respondents { rng, world, story };
    let answers = wanted.answers;
    moments.into_iter().zip(0..).map(move |(moment, number)| respondents.answer(moment, rare(number, answers)))
}

/// The rarely read article, and whether it helped, if the response with this number is one of its few.
fn rare(number: u64, answers: u64) -> Option<(Article, bool)> {
    let (ratings, helpful) = RARE_RATINGS;
    let which = (0..ratings).find(|which| (2 * which + 1) * answers / (2 * ratings) == number)?;
    Some((RARE, which % 3 == 1 && which / 3 < helpful))
}

/// When they begin: more on some days than on others, and at some hours.
fn moments(rng: &mut Rng, story: &Story, answers: u64) -> Vec<Timestamp> {
    /// By the hour, in UTC: from Monday to Friday, and at the weekend.
    const HOURS: [[f64; 24]; 2] = [
        [
            1.0, 0.5, 0.3, 0.3, 0.6, 1.6, 3.4, 5.5, 6.8, 7.2, 7.6, 7.0, 6.0, 6.2, 6.4, 6.2, 5.8, 6.0, 7.0, 7.6, 6.8,
            4.6, 2.8, 1.6,
        ],
        [
            1.4, 0.8, 0.4, 0.3, 0.3, 0.6, 1.4, 2.8, 4.6, 6.0, 6.6, 6.0, 5.4, 5.6, 5.8, 6.0, 6.4, 7.4, 8.8, 9.2, 8.0,
            5.6, 3.4, 2.0,
        ],
    ];
    let days: Vec<_> = story.days().map(|day| (day, story.volume(day) * (0.85 + 0.3 * rng.f64()))).collect();
    let total: f64 = days.iter().map(|(_, volume)| volume).sum();
    let mut moments = Vec::with_capacity(answers as usize);
    let mut reached = 0.0;
    for (day, volume) in days {
        reached += volume;
        let is_weekend = day.since_epoch() - day.monday().since_epoch() >= 5;
        let hours = HOURS[usize::from(is_weekend)];
        let from = moments.len();
        let to = (answers as f64 * (reached / total).min(1.0)).round() as usize;
        for _ in from..to {
            let hour = world::weighted(rng, hours.into_iter());
            let within = (hour * 3_600_000) as f64 + (rng.f64() * 3_600_000.0).floor();
            moments.push(day.start().after_millis(within));
        }
        moments[from..].sort_unstable();
    }
    moments
}
