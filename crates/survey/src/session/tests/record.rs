//! Sessions that are kept and taken up again.

use super::*;

/// The session that goes on from the record of this one, minutes after its last answer.
fn resumed(session: &Session, minutes: f64) -> Option<Session> {
    let json = session.record()?.to_json();
    let record = serde_json::from_str(&json).expect("a record is JSON");
    let context = Context { locale: "de".into(), layout: Layout::Inline, ..Context::default() };
    let input = SessionInput { context, product: Some("Lindenhof".into()), hidden: Vec::new() };
    Session::resume(session.survey.clone(), input, &record, at(minutes * 60.0))
}

fn begun() -> Session {
    let mut session = begin(Preset::Nps);
    session.handle(score(3), at(0.0));
    session
}

#[test]
fn a_session_that_was_begun_goes_on_where_it_stood() {
    let mut session = begun();
    session.context.page.url = "https://shop.example/tea".into();
    session.context.attributes.push(("segment".into(), Value::from("new")));
    let mut resumed = resumed(&session, 5.0).expect("it is recent");
    let effects = resumed.handle(text("The parcel came late"), at(301.0));
    let response = delivered(&effects).expect("it is delivered");
    assert_eq!((response.id, response.revision, response.score.map(Score::points)), (session.id, 2, Some(3)));
    assert_eq!(response.context, session.context);
    assert_eq!(Value::Map(response.answers.clone()).to_json(), r#"{"score":3,"reason":"The parcel came late"}"#);
}

#[test]
fn time_away_from_the_page_is_not_counted() {
    let mut resumed = resumed(&begun(), 20.0).expect("it is recent");
    let effects = resumed.handle(text("words"), at(20.0 * 60.0 + 2.0));
    let response = delivered(&effects).expect("it is delivered");
    assert_eq!(response.seconds[1], ("reason".to_owned(), 2.0));
}

#[test]
fn what_is_not_begun_over_or_too_old_is_not_continued() {
    assert_eq!(begin(Preset::Nps).record(), None);
    let mut closed = begun();
    closed.handle(Event::Dismiss, at(1.0));
    assert_eq!(closed.record(), None);
    assert!(resumed(&begun(), 29.0).is_some());
    for minutes in [31.0, -31.0] {
        assert!(resumed(&begun(), minutes).is_none(), "{minutes}");
    }
}

#[test]
fn a_record_that_does_not_fit_the_survey_is_dropped() {
    let session = begun();
    let record = session.record().expect("it is begun");
    let given = |answer: &str| {
        let Some(Value::List(mut given)) = record.get("given").cloned() else { panic!("it has a list of answers") };
        given[0] = serde_json::from_str(answer).expect("the test's own JSON");
        Value::List(given)
    };
    let changes = [
        ("id", Value::from("x")),
        ("version", Value::from(2.0)),
        ("path", Value::List(vec![Value::from(1.0)])),
        ("path", Value::List(vec![Value::from(0.0), Value::from(0.0)])),
        ("asked", Value::from(0.0)),
        ("asked", Value::from(4.0)),
        ("given", Value::List(Vec::new())),
        ("given", given(r#"["score", "three", 0]"#)),
        ("given", given(r#"["score", 11, 0]"#)),
        ("given", given(r#"["other", 3, 0]"#)),
        // Another group is asked something else.
        ("given", given(r#"["score", 9, 0]"#)),
    ];
    for (name, value) in changes {
        let mut changed = record.clone();
        changed.set(name, value.clone());
        let resumed = Session::resume(session.survey.clone(), SessionInput::default(), &changed, at(1.0));
        assert!(resumed.is_none(), "{name}: {value:?}");
    }
    for rubbish in [Value::Null, Value::from("x"), Value::object(), Value::List(Vec::new())] {
        assert!(Session::resume(session.survey.clone(), SessionInput::default(), &rubbish, at(1.0)).is_none());
    }
}

proptest! {
    #[test]
    fn whatever_was_done_before_a_session_goes_on_as_if_nothing_had_been(
        before in proptest::collection::vec(any_event(), 0..12),
        after in proptest::collection::vec(any_event(), 1..12),
        helpful: bool,
    ) {
        let mut session = begin(if helpful { Preset::Helpful } else { Preset::Nps });
        for event in before {
            session.handle(event, at(1.0));
        }
        if session.record().is_some() {
            let mut resumed = resumed(&session, 1.0).expect("it is recent");
            session.since = at(60.0);
            for event in after {
                let (one, other) = (session.handle(event.clone(), at(61.0)), resumed.handle(event, at(61.0)));
                prop_assert_eq!(one, other);
            }
        }
    }
}
