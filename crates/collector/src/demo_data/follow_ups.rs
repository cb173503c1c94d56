//! What the three who follow up at Musterladen do about responses of the last months.

use askwell_survey::Timestamp;
use fastrand::Rng;

use crate::contact::ContactKey;
use crate::day::Day;
use crate::follow_up::{Change, Outcome, RECENT_DAYS, Reason, Status};
use crate::row::Row;
use crate::store::Edit;

const OWNERS: [&str; 3] = ["jana", "murat", "sophie"];
const HOUR: f64 = 3_600_000.0;

const FIRST_NOTES: [&str; 4] = [
    "Called, nobody answered. I’ll try again tomorrow.",
    "Called. The parcel was left with a neighbour who is away; asked the carrier where it is.",
    "Wrote an e-mail and offered a refund of the shipping.",
    "Talked to the warehouse: a replacement can leave today.",
];
const LAST_NOTES: [(Outcome, f64, &str); 4] = [
    (Outcome::Solved, 0.55, "Replacement arrived, customer is happy again."),
    (Outcome::NotSolved, 0.15, "Explained why it took so long. Wants to order elsewhere."),
    (Outcome::NotReached, 0.15, "No answer after three attempts."),
    (Outcome::NoAction, 0.15, "Known problem, fixed meanwhile."),
];

/// Whether a response is recent enough to be followed up at `until`.
pub(super) fn is_recent(row: &Row, until: Day) -> bool {
    row.counted_at >= until.minus(RECENT_DAYS).start()
}

/// How a promoter is asked for a review.
fn asked<'a>(rng: &mut Rng, row: &'a Row, until: Day, actor: &'static str) -> Vec<Edit<'a>> {
    const ENDS: [(Status, f64); 4] = [
        (Status::Agreed, 0.2),
        (Status::Done(Outcome::Published), 0.3),
        (Status::Done(Outcome::Referred), 0.2),
        (Status::Done(Outcome::Declined), 0.3),
    ];
    let later = |days: f64| row.received_at.after_millis(days * 24.0 * HOUR);
    let invited = 1.0 + 4.0 * rng.f64();
    let mut steps =
        vec![(later(invited), vec![Change::Owner(Some(actor.to_owned())), Change::Status(Status::Invited)])];
    if rng.f64() < 0.7 {
        let (end, _) = ENDS[super::world::weighted(rng, ENDS.iter().map(|(_, weight)| *weight))];
        steps.push((later(invited + 1.0 + 9.0 * rng.f64()), vec![Change::Status(end)]));
    }
    let before = steps.into_iter().filter(|(at, _)| *at < until.start());
    let edits = before.zip(0..).map(|((at, changes), version)| Edit { response: &row.id, version, changes, actor, at });
    edits.collect()
}

/// What is done about a response until then. Nobody gets to some of them.
pub(super) fn edits<'a>(
    rng: &mut Rng,
    row: &'a Row,
    until: Day,
    key: Option<&ContactKey>,
) -> Result<Vec<Edit<'a>>, String> {
    // What is older has been done.
    let may_lie = row.received_at >= until.minus(14).start();
    if row.follow_up.is_none() || rng.f64() < 0.2 && may_lie {
        return Ok(Vec::new());
    }
    let actor = OWNERS[rng.usize(..OWNERS.len())];
    let note = |text: &str| {
        Ok::<_, String>(Change::Note(match key {
            Some(key) => key.seal_note(&row.id, text)?,
            None => text.to_owned(),
        }))
    };
    let later = |at: Timestamp, hours: f64| at.after_millis(hours * HOUR);
    let taken = later(row.received_at, 1.0 + 70.0 * rng.f64());
    let contacted = later(taken, 0.1 + 10.0 * rng.f64());
    let first = FIRST_NOTES[rng.usize(..FIRST_NOTES.len())];
    let is_waiting = rng.f64() < 0.3;
    let begun = if is_waiting { Status::Waiting } else { Status::InProgress };
    if row.follow_up.is_some_and(|new| new.reason == Reason::Promoter) {
        return Ok(asked(rng, row, until, actor));
    }
    let mut steps = vec![
        (taken, vec![Change::Owner(Some(actor.to_owned()))]),
        (contacted, vec![Change::Status(begun), note(first)?]),
    ];
    if rng.f64() < 0.8 || !may_lie {
        let done = later(contacted, 2.0 + if is_waiting { 200.0 } else { 90.0 } * rng.f64());
        let (outcome, _, last) =
            LAST_NOTES[super::world::weighted(rng, LAST_NOTES.iter().map(|(_, weight, _)| *weight))];
        steps.push((done, vec![Change::Status(Status::Done(outcome)), note(last)?]));
    } else {
        steps.push((later(contacted, 1.0), vec![Change::Due(Some(Day::of(contacted).plus(14)))]));
    }
    let before = steps.into_iter().filter(|(at, _)| *at < until.start());
    let edits = before.zip(0..).map(|((at, changes), version)| Edit { response: &row.id, version, changes, actor, at });
    Ok(edits.collect())
}
