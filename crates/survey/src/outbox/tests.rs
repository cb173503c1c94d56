use super::*;
use crate::{Effect, Event, Preset, Response, Session, SessionInput};

const NOW: f64 = 1_795_255_200_000.0;

fn now() -> Timestamp {
    Timestamp::from_millis(NOW)
}

fn response(number: u8, revision: u32) -> Response {
    let id = ResponseId::new(Timestamp::default(), [number; 10]);
    let survey = Preset::Nps.survey("shop".into(), None, &crate::Links::default());
    let mut session = Session::new(survey, SessionInput::default(), id, Timestamp::default());
    let answer = Event::Answer(crate::Answer::new(9.0));
    let effects = session.handle(answer, Timestamp::default());
    let delivered = effects.into_iter().find_map(|effect| match effect {
        Effect::Deliver(response) => Some(*response),
        _ => None,
    });
    Response { revision, ..delivered.unwrap() }
}

fn delivery(endpoint: &str, response: &Response, hold: f64) -> Value {
    let mut delivery = Value::object();
    delivery.put("endpoint", Value::from(endpoint));
    delivery.put("document", response.to_value());
    delivery.put("hold", Value::from(hold));
    delivery
}

fn with(responses: &[(&str, u8, u32)]) -> Outbox {
    let mut outbox = Outbox::default();
    for (endpoint, number, revision) in responses {
        assert_eq!(outbox.insert(&delivery(endpoint, &response(*number, *revision), 0.0), now()), []);
    }
    outbox
}

fn waiting(outbox: &Outbox) -> Vec<u32> {
    outbox.entries().iter().map(|entry| entry.revision).collect()
}

fn read(json: &str) -> Outbox {
    Outbox::read(&serde_json::from_str(json).unwrap(), now())
}

#[test]
fn the_latest_revision_waits_whatever_order_they_come_in() {
    let outbox = with(&[("/a", 1, 2), ("/a", 1, 1), ("/a", 1, 3), ("/b", 1, 1)]);
    assert_eq!(waiting(&outbox), [3, 1]);
}

#[test]
fn an_acknowledgement_of_an_earlier_revision_keeps_the_later_one() {
    let ok = Reply::Status { status: 200, wait: f64::NAN };
    let mut outbox = with(&[("/a", 1, 2)]);
    let sent = |endpoint: &str, revision| with(&[(endpoint, 1, revision)]).entries()[0].clone();
    for (sent, left) in [(sent("/a", 1), 1), (sent("/b", 2), 1), (sent("/a", 3), 0)] {
        assert_eq!(outbox.settle(&sent, ok, now(), 0.5), Settled::Delivered);
        assert_eq!(outbox.entries().len(), left);
    }
}

#[test]
fn a_failure_of_an_earlier_revision_says_nothing_about_the_later_one() {
    let sent = with(&[("/a", 1, 1)]).entries()[0].clone();
    for reply in [Reply::Nothing, Reply::Status { status: 400, wait: 0.0 }] {
        let mut outbox = with(&[("/a", 1, 2)]);
        let before = outbox.clone();
        assert_eq!(outbox.settle(&sent, reply, now(), 0.5), Settled::Replaced);
        assert_eq!(outbox, before);
    }
}

#[test]
fn every_status_means_one_of_three_things() {
    for status in 0..=999 {
        let mut outbox = with(&[("/a", 1, 1)]);
        let sent = outbox.entries()[0].clone();
        let settled = outbox.settle(&sent, Reply::Status { status, wait: f64::NAN }, now(), 0.5);
        let expected = match status {
            200..=299 => Settled::Delivered,
            501 | 505 => Settled::Refused,
            408 | 425 | 429 | 500..=599 => Settled::Waits(Timestamp::from_millis(NOW + 500.0)),
            _ => Settled::Refused,
        };
        assert_eq!(settled, expected, "{status}");
        assert_eq!(outbox.entries().is_empty(), !matches!(settled, Settled::Waits(_)), "{status}");
    }
}

#[test]
fn the_wait_doubles_from_a_second_to_an_hour_and_any_part_of_it_may_be_drawn() {
    let mut outbox = with(&[("/a", 1, 1)]);
    for tries in 0..40 {
        let longest = (1000.0 * 2f64.powi(tries)).min(3_600_000.0);
        for random in [0.0, 0.25, 0.999] {
            let (mut outbox, sent) = (outbox.clone(), outbox.entries()[0].clone());
            let due = Timestamp::from_millis(NOW + random * longest);
            assert_eq!(outbox.settle(&sent, Reply::Nothing, now(), random), Settled::Waits(due), "{tries}");
        }
        let sent = outbox.entries()[0].clone();
        outbox.settle(&sent, Reply::Nothing, now(), 0.5);
        // What is counted is stored as well.
        outbox = Outbox::read(&outbox.to_value(), now());
    }
}

#[test]
fn an_endpoint_can_ask_for_a_day_at_most_and_for_no_less_than_the_outbox_waits_anyway() {
    let day = 86_400_000.0;
    let table = [
        (120_000.0, 120_000.0, true),
        (0.0, 500.0, false),
        (-5_000.0, 500.0, false),
        (f64::NEG_INFINITY, 500.0, false),
        (day + 1.0, day, true),
        (1e300, day, true),
        (f64::INFINITY, day, true),
    ];
    for (wait, until, told) in table {
        let mut outbox = with(&[("/a", 1, 1)]);
        let sent = outbox.entries()[0].clone();
        let settled = outbox.settle(&sent, Reply::Status { status: 503, wait }, now(), 0.5);
        assert_eq!(settled, Settled::Waits(Timestamp::from_millis(NOW + until)), "{wait}");
        assert_eq!(outbox.entries()[0].retry_after_requested, told, "{wait}");
        assert_eq!(outbox.wake(now()), Some(until as u64), "{wait}");
        outbox.retry_now(now());
        assert_eq!(outbox.wake(now()), Some(if told { until as u64 } else { 0 }), "{wait}");
    }
}

#[test]
fn a_later_revision_is_due_at_once_whatever_became_of_the_earlier_one() {
    let mut outbox = with(&[("/a", 1, 1)]);
    let sent = outbox.entries()[0].clone();
    outbox.settle(&sent, Reply::Status { status: 429, wait: 1e9 }, now(), 0.5);
    outbox.insert(&delivery("/a", &response(1, 2), 0.0), now());
    let entry = &outbox.entries()[0];
    assert_eq!((entry.due, entry.tries, entry.retry_after_requested), (now(), 0, false));
}

#[test]
fn what_is_too_old_is_tried_once_more_and_goes_only_if_that_fails() {
    let table = [(14.0, false), (14.1, true), (3_000.0, true)];
    for (days, expired) in table {
        let mut outbox = with(&[("/a", 1, 1)]);
        let then = now().after_days(days);
        outbox = Outbox::read(&outbox.to_value(), then);
        let sent = outbox.entries()[0].clone();
        assert_eq!(outbox.wake(then), Some(0), "it is still to be tried");
        let mut delivered = outbox.clone();
        let ok = Reply::Status { status: 204, wait: f64::NAN };
        assert_eq!(delivered.settle(&sent, ok, then, 0.5), Settled::Delivered);
        assert_eq!(outbox.settle(&sent, Reply::Nothing, then, 0.5) == Settled::Expired, expired, "{days}");
        assert_eq!(outbox.entries().is_empty(), expired, "{days}");
    }
}

#[test]
fn a_clock_that_was_ahead_leaves_nothing_waiting_for_longer_than_it_may() {
    for (told, longest) in [(false, 3_600_000), (true, 86_400_000)] {
        let mut outbox = with(&[("/a", 1, 1)]);
        outbox.entries[0].since = Timestamp::from_millis(1e300);
        outbox.entries[0].due = Timestamp::from_millis(1e300);
        outbox.entries[0].retry_after_requested = told;
        let outbox = Outbox::read(&outbox.to_value(), now());
        assert_eq!((outbox.entries()[0].since, outbox.wake(now())), (now(), Some(longest)));
    }
}

#[test]
fn a_full_outbox_gives_up_its_oldest_and_says_which() {
    let mut outbox = Outbox::default();
    let mut evicted = Vec::new();
    for number in 0..=CAPACITY as u8 {
        evicted.extend(outbox.insert(&delivery("/a", &response(number, 1), 0.0), now()));
    }
    let ids: Vec<_> = evicted.into_iter().map(|lost| lost.unwrap().id).collect();
    assert_eq!(ids, [response(0, 1).id]);
    assert_eq!(outbox.entries().len(), CAPACITY);
}

#[test]
fn too_many_bytes_push_out_the_oldest_but_never_the_newest() {
    let long = |number, length: usize| {
        let answers = vec![("reason".to_owned(), Value::Text("ä".repeat(length)))];
        Response { answers, ..response(number, 1) }
    };
    let mut outbox = Outbox::default();
    assert_eq!(outbox.insert(&delivery("/a", &long(1, 10_000), 0.0), now()), []);
    assert_eq!(outbox.insert(&delivery("/a", &long(2, 10_000), 0.0), now()), []);
    let lost = outbox.insert(&delivery("/a", &long(3, 20_000), 0.0), now());
    assert_eq!(lost.len(), 1);
    assert!(outbox.to_value().to_json().len() <= BYTES);
    assert_eq!(outbox.insert(&delivery("/a", &long(4, 40_000), 0.0), now()).len(), 2, "all others go");
    assert_eq!(outbox.entries().len(), 1);
}

#[test]
fn what_is_stored_reads_back_and_what_is_not_understood_goes_back_as_it_was() {
    let mut outbox = with(&[("/a", 1, 2), ("/b", 2, 1)]);
    let sent = outbox.entries()[1].clone();
    outbox.settle(&sent, Reply::Status { status: 503, wait: 9_000.0 }, now(), 0.5);
    let Value::List(mut list) = serde_json::from_str(&outbox.to_value().to_json()).unwrap() else { panic!("a list") };
    assert_eq!(Outbox::read(&Value::List(list.clone()), now()), outbox);

    let mut future = list[0].clone();
    future.put("method", Value::from("PUT"));
    let foreign = [Value::from("rubbish"), Value::object(), future, Value::Null];
    list.splice(0..0, foreign.clone());
    let read = Outbox::read(&Value::List(list.clone()), now());
    assert_eq!(read.entries(), outbox.entries());
    assert_eq!(read.to_value(), Value::List(list));
    assert_eq!(Outbox::read(&Value::from("rubbish"), now()).to_value(), Value::List(vec![Value::from("rubbish")]));
    assert_eq!(Outbox::read(&Value::Null, now()), Outbox::default());
}

#[test]
fn what_an_earlier_version_stored_is_due_at_once() {
    let document = response(1, 3).to_value().to_json();
    let outbox = read(&format!(r#"[{{"endpoint": "/a", "document": {document}}}]"#));
    assert_eq!(outbox.entries(), with(&[("/a", 1, 3)]).entries());
}

#[test]
fn rubbish_in_the_fields_does_no_harm() {
    let document = response(1, 1).to_value().to_json();
    for rubbish in ["null", "-1", "1e15", "-1e15", "\"x\"", "[]", "true", "0.5"] {
        let json = format!(
            r#"[{{"endpoint": "/a", "document": {document}, "since": {rubbish}, "due": {rubbish},
                 "tries": {rubbish}, "told": {rubbish}}}]"#
        );
        let mut outbox = read(&json);
        assert_eq!(outbox.entries().len(), 1, "{rubbish}");
        assert!(outbox.wake(now()) <= Some(86_400_000), "{rubbish}");
        let sent = outbox.entries()[0].clone();
        outbox.settle(&sent, Reply::Nothing, now(), 0.999);
    }
}

#[test]
fn what_is_not_understood_goes_first_when_there_is_no_room() {
    let mut outbox = read(&format!("[{}0]", "0, ".repeat(CAPACITY - 2)));
    assert_eq!(outbox.insert(&delivery("/a", &response(1, 1), 0.0), now()), []);
    assert_eq!(outbox.insert(&delivery("/a", &response(2, 1), 0.0), now()), [None]);
    assert_eq!(outbox.entries().len(), 2);
}

#[test]
fn a_revision_that_waits_for_a_later_one_is_hurried_by_nothing_but_that() {
    let mut outbox = Outbox::default();
    assert_eq!(outbox.insert(&delivery("/a", &response(1, 1), 60_000.0), now()), []);
    outbox.retry_now(now());
    assert_eq!(outbox.wake(now()), Some(60_000));
    assert!(outbox.entries()[0].retry_after_requested);
    let mut outbox = Outbox::read(&outbox.to_value(), now());
    assert_eq!(outbox.wake(now()), Some(60_000));
    assert_eq!(outbox.insert(&delivery("/a", &response(1, 2), 0.0), now()), []);
    assert_eq!(
        (outbox.wake(now()), outbox.entries().len(), outbox.entries()[0].retry_after_requested),
        (Some(0), 1, false)
    );
}

#[test]
fn what_is_none_of_an_endpoint_s_business_any_more_is_withdrawn_there_and_nowhere_else() {
    let mut outbox = with(&[("/a", 1, 1), ("/b", 1, 1), ("/a", 2, 1)]);
    assert_eq!(outbox.insert(&delivery("/a", &response(1, 2), -1.0), now()), []);
    let left: Vec<_> = outbox.entries().iter().map(|entry| (entry.endpoint.as_str(), entry.id)).collect();
    assert_eq!(left, [("/b", response(1, 1).id), ("/a", response(2, 1).id)]);
}
