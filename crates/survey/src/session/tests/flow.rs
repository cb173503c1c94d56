//! Surveys that definitions make, told as stories.

use super::*;
use crate::Question;
use crate::config::Config;

/// A visit to the survey of a definition: its questions, and what else it has.
fn visit(questions: &str, more: &str) -> Session {
    let json = format!(r#"{{"endpoint": "/x", "id": "x", "questions": [{questions}]{more}}}"#);
    let document = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let config = Config::read(&document).unwrap_or_else(|problems| panic!("{problems}"));
    let mut context = Context { locale: "de-AT".into(), ..Context::default() };
    context.attributes.push(("segment".into(), Value::from("returning")));
    context.page.url = "https://shop.example/tea".into();
    let input = SessionInput { context, product: Some("Lindenhof".into()), hidden: Vec::new() };
    Session::new(config.survey.clone(), input, ResponseId::new(at(0.0), [7; 10]), at(0.0))
}

/// A question of words, and what else it has.
fn asks(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(r#"{{"id": "{id}", "type": "text", "prompt": "{id}?"{comma}{more}}}"#)
}

/// Where the visitor is: the name of the question, or the text of the ending.
fn place(session: &Session) -> String {
    match session.step() {
        Step::Question(Question { id, .. }) => id.clone(),
        Step::Ending(ending) => session.render(&ending.text, &english()),
        Step::Closed => "closed".into(),
    }
}

fn chosen(id: &str) -> Event {
    Event::Answer(Answer::new(id))
}

fn number(number: i32) -> Event {
    Event::Answer(Answer::new(f64::from(number)))
}

/// Where each event leads.
fn places(session: &mut Session, events: &[Event]) -> String {
    let mut places = vec![place(session)];
    for event in events {
        session.handle(event.clone(), at(1.0));
        places.push(place(session));
    }
    places.join(" ")
}

/// The response that an event brings about, as JSON of its answers.
fn answers(session: &mut Session, event: Event) -> String {
    let effects = session.handle(event, at(2.0));
    let response = delivered(&effects).unwrap_or_else(|| panic!("nothing is delivered: {effects:?}"));
    Value::Map(response.answers.clone()).to_json()
}

#[test]
fn ways_lead_forward_and_back_in_the_list() {
    let survey = [
        asks("a", r#""next": [{"if": {"answer": "a", "is": "far"}, "goto": "d"}]"#),
        asks("b", r#""next": [{"goto": "end"}]"#),
        asks("c", r#""next": [{"goto": "end"}]"#),
        asks("d", r#""next": [{"goto": "c"}]"#),
    ]
    .join(",");
    let mut near = visit(&survey, "");
    assert_eq!(places(&mut near, &[text("near"), text("x")]), "a b Thank you for your answers.");
    let mut far = visit(&survey, "");
    assert_eq!(places(&mut far, &[text("FAR"), text("x"), text("y")]), "a d c Thank you for your answers.");
}

#[test]
fn a_way_to_a_question_that_is_not_asked_leads_on_behind_it() {
    let survey = [
        asks("a", r#""next": [{"goto": "c"}]"#),
        asks("b", r#""next": [{"goto": "end"}]"#),
        asks("c", r#""if": {"attribute": "segment", "is": "new"}"#),
        asks("d", r#""next": [{"goto": "b"}]"#),
    ]
    .join(",");
    assert_eq!(places(&mut visit(&survey, ""), &[Event::Skip, Event::Skip]), "a d b");
}

#[test]
fn endings_are_reached_by_their_conditions_or_by_a_way() {
    let endings = r#", "endings": [
        {"text": "Sorry.", "if": {"answer": "stars", "below": 3}},
        {"id": "early", "text": "Bye, {{answer:stars|nobody}}.", "if": {"page": "url", "is": "nowhere"}},
        {"text": "Great.", "if": {"answer": "stars", "is": 5}},
        {"text": "Thanks.", "if": {"answer": "stars", "is": 4}}]"#;
    let survey = [
        r#"{"id": "stars", "type": "stars", "prompt": "?", "next": [{"if": {"answer": "stars", "is": 1}, "goto": "early"}]}"#.to_owned(),
        asks("why", ""),
    ]
    .join(",");
    let table = [
        (number(1), "stars Bye, 1. Bye, 1."),
        (number(2), "stars why Sorry."),
        (number(3), "stars why Thanks."),
        (number(4), "stars why Thanks."),
        (number(5), "stars why Great."),
        (Event::Skip, "stars why Thanks."),
    ];
    for (event, expected) in table {
        assert_eq!(places(&mut visit(&survey, endings), &[event.clone(), Event::Skip]), expected, "{event:?}");
    }
}

#[test]
fn going_back_keeps_answers_and_another_answer_takes_another_way() {
    let survey = [
        r#"{"id": "part", "type": "choice", "prompt": "?", "choices": ["delivery", "price"]}"#.to_owned(),
        asks("late", r#""if": {"answer": "part", "is": "delivery"}"#),
        asks("more", ""),
    ]
    .join(",");
    let mut session = visit(&survey, "");
    assert_eq!(
        places(&mut session, &[chosen("delivery"), text("two days"), Event::Back, Event::Back]),
        "part late more late part"
    );
    assert_eq!(session.form(), FormData::from_iter([("value", "0")]));
    assert_eq!(answers(&mut session, chosen("price")), r#"{"part":"price"}"#);
    assert_eq!(place(&session), "more");
    session.handle(Event::Back, at(1.0));
    session.handle(chosen("delivery"), at(1.0));
    assert_eq!((place(&session), session.given_answer()), ("late".into(), Some(&Answer::new("two days"))));
}

#[test]
fn values_are_computed_from_what_was_answered() {
    let survey = [
        r#"{"id": "csat", "type": "csat", "prompt": "?"}"#,
        r#"{"id": "ces", "type": "ces", "prompt": "?"}"#,
        r#"{"id": "stars", "type": "stars", "prompt": "{{value:sum|nothing}}?", "if": {"value": "sum", "above": 8}}"#,
    ]
    .join(",");
    let more = r#", "values": {
        "sum": {"sum": ["csat", "ces", "stars"]},
        "mean": {"mean": ["csat", "ces", "stars"]},
        "twice": {"sum": ["sum", "sum"]},
        "mood": [{"if": {"value": "mean", "atLeast": 4}, "assign": "good"}, {"if": {"value": "sum", "empty": false}, "assign": "bad"}],
        "source": {"assign": true}}"#;
    let mut session = visit(&survey, more);
    assert_eq!(answers(&mut session, number(2)), r#"{"csat":2,"sum":2,"mean":2,"twice":4,"mood":"bad","source":true}"#);
    assert_eq!(
        answers(&mut session, number(7)),
        r#"{"csat":2,"ces":7,"sum":9,"mean":4.5,"twice":18,"mood":"good","source":true}"#
    );
    assert_eq!(session.render(session.prompt().unwrap(), &english()), "9?");
    assert_eq!(
        answers(&mut session, Event::Skip),
        r#"{"csat":2,"ces":7,"sum":9,"mean":4.5,"twice":18,"mood":"good","source":true}"#
    );
    let mut skipping = visit(&survey, more);
    skipping.handle(Event::Skip, at(1.0));
    assert_eq!(answers(&mut skipping, Event::Skip), r#"{"source":true}"#);
}

#[test]
fn a_value_follows_the_visitor_back() {
    let survey = r#"{"id": "a", "type": "stars", "prompt": "?"}, {"id": "b", "type": "stars", "prompt": "{{value:sum|nothing}}"}"#;
    let mut session = visit(survey, r#", "values": {"sum": {"sum": ["a", "b"]}}"#);
    let said = |session: &Session| session.interpolate("{{value:sum|nothing}}", &english());
    session.handle(number(3), at(1.0));
    assert_eq!(said(&session), "3");
    session.handle(Event::Back, at(1.0));
    assert_eq!(said(&session), "nothing");
    session.handle(number(4), at(1.0));
    assert_eq!(said(&session), "4");
}

#[test]
fn numbers_that_no_reader_takes_are_no_values() {
    let survey = asks("a", "");
    let large = r#", "values": {"large": {"assign": 9007199254740991}, "larger": {"sum": ["large", "large"]}, "mean": {"mean": ["large", "large"]}}"#;
    assert_eq!(
        answers(&mut visit(&survey, large), text("x")),
        r#"{"a":"x","large":9007199254740991,"mean":9007199254740991}"#
    );
    let small = r#", "values": {"a1": {"assign": 0.1}, "a2": {"assign": 0.2}, "sum": {"sum": ["a1", "a2"]}, "is": [{"if": {"value": "sum", "is": 0.3}, "assign": true}]}"#;
    assert_eq!(answers(&mut visit(&survey, small), text("x")), r#"{"a":"x","a1":0.1,"a2":0.2,"sum":0.3,"is":true}"#);
}

#[test]
fn values_that_use_each_other_often_are_computed_once() {
    let sums: Vec<_> = (1..32)
        .map(|index| {
            let before = vec![format!(r#""v{}""#, index - 1); 50].join(",");
            format!(r#""v{index}": {{"mean": [{before}]}}"#)
        })
        .collect();
    // One after the other they would be computed 50 to the power of 31 times.
    let more = format!(r#", "values": {{"v0": {{"mean": ["stars"]}}, {}}}"#, sums.join(","));
    let mut session = visit(r#"{"id": "stars", "type": "stars", "prompt": "?"}"#, &more);
    assert!(answers(&mut session, number(4)).ends_with(r#""v31":4}"#));
}

#[test]
fn hidden_answers_are_answers_unless_nobody_gave_them() {
    let survey = [asks("a", ""), asks("b", r#""if": {"hidden": "order", "startsWith": "k-"}"#)].join(",");
    let mut session = visit(&survey, r#", "hidden": {"order": "K-17", "basket": 49.9, "coupon": null}"#);
    assert_eq!(answers(&mut session, text("x")), r#"{"a":"x","order":"K-17","basket":49.9}"#);
    assert_eq!(place(&session), "b");
    assert_eq!(session.interpolate("{{hidden:order}} {{hidden:coupon|none}}", &english()), "K-17 none");
}

#[test]
fn answers_are_recalled_in_the_language_of_the_visit() {
    let survey = r#"
        {"id": "part", "type": "choice", "prompt": "?", "other": true, "choices": [
            {"id": "delivery", "label": {"en": "The delivery", "de": "Die Lieferung"}},
            {"id": "shop", "label": "{{product|The shop}}, {{answer:part|this}}"}]},
        {"id": "more", "type": "choices", "prompt": "?", "choices": [{"id": "a", "label": {"en": "One", "de": "Eins"}}, "b"]},
        {"id": "who", "type": "contact", "prompt": "?", "name": "optional", "email": "optional"},
        {"id": "end-of-it", "type": "text", "prompt": "?"}"#;
    // A label that recalls its own answer: refused, and harmless where a page made it.
    let survey = survey.replace(", {{answer:part|this}}", "");
    let mut session = visit(&survey, "");
    let english = english();
    let say = |session: &Session, text: &str| session.interpolate(text, &english);
    session.handle(chosen("delivery"), at(1.0));
    assert_eq!(say(&session, "{{answer:part}}"), "Die Lieferung");
    session.set_locale("en-GB");
    assert_eq!(say(&session, "{{answer:part}}"), "The delivery");
    session.handle(Event::Answer(Answer::new(Value::List(vec!["a".into(), "b".into()]))), at(1.0));
    assert_eq!(say(&session, "{{answer:more}}"), "One, b");
    let contact = contact_answer(&[("name", "A"), ("email", "a@b.example")]);
    session.handle(Event::Answer(contact), at(1.0));
    assert_eq!(say(&session, "{{answer:who}}; {{answer:who.name}}; {{answer:who.phone|-}}"), "A, a@b.example; A; -");
    for _ in 0..3 {
        session.handle(Event::Back, at(1.0));
    }
    session.handle(chosen("shop"), at(1.0));
    assert_eq!(say(&session, "{{answer:part}}"), "Lindenhof");
    session.handle(Event::Back, at(1.0));
    session.handle(Event::Answer(Answer::new(other("{{product}}"))), at(1.0));
    assert_eq!(say(&session, "{{answer:part}}"), "{{product}}", "what visitors write is not filled");
}

#[test]
fn another_language_keeps_what_was_answered() {
    let survey = [asks("a", ""), asks("b", ""), asks("c", r#""if": {"page": "language", "is": "fr"}"#)].join(",");
    let mut session = visit(&survey, "");
    session.handle(text("x"), at(1.0));
    session.set_locale("fr");
    assert_eq!((place(&session), session.progress()), ("b".into(), (1, 3)));
    assert_eq!(answers(&mut session, text("y")), r#"{"a":"x","b":"y"}"#);
    assert_eq!(place(&session), "c");
}

const LINK: &str = r#"{"id": "review", "type": "link", "prompt": "?", "label": "Go", "url": "/go"}"#;

#[test]
fn a_link_that_was_followed_stays_followed() {
    let survey = [r#"{"id": "hello", "type": "message", "prompt": "Hi"}"#, LINK, &asks("a", "")].join(",");
    let mut session = visit(&survey, "");
    assert_eq!(session.handle(Event::Answer(Answer::link_followed()), at(1.0)), [], "a message takes no answer");
    assert_eq!(session.handle(Event::Skip, at(1.0)), []);
    assert_eq!(answers(&mut session, Event::Open), r#"{"review":"opened"}"#);
    assert_eq!((place(&session), session.handle(Event::Open, at(1.0))), ("review".into(), vec![]));
    session.handle(Event::Skip, at(1.0));
    assert_eq!(answers(&mut session, text("x")), r#"{"review":"opened","a":"x"}"#);

    let mut leaving = visit(&survey, "");
    leaving.handle(Event::Skip, at(1.0));
    leaving.handle(Event::Open, at(1.0));
    assert_eq!(answers(&mut leaving, Event::Dismiss), r#"{"review":"opened"}"#, "leaving forgets nothing");

    let mut passing = visit(&survey, "");
    passing.handle(Event::Skip, at(1.0));
    passing.handle(Event::Skip, at(1.0));
    assert_eq!(answers(&mut passing, text("x")), r#"{"a":"x"}"#);
}

#[test]
fn only_what_is_required_cannot_be_skipped() {
    let survey = [asks("a", r#""required": true"#), asks("b", "")].join(",");
    let mut session = visit(&survey, "");
    assert_eq!(session.handle(Event::Skip, at(1.0)), []);
    assert_eq!(session.handle(text(" "), at(1.0)), [], "white space is no answer");
    assert_eq!(places(&mut session, &[text("x"), Event::Skip]), "a b Thank you for your answers.");
}

#[test]
fn whoever_skips_everything_has_answered_in_their_way() {
    let mut session = visit(&[asks("a", ""), asks("b", "")].join(","), "");
    assert_eq!(session.handle(Event::Skip, at(1.0)), []);
    let effects = session.handle(Event::Skip, at(2.0));
    assert!(matches!(
        effects.as_slice(),
        [Effect::StartRecontactPeriod(Outcome::Answered), Effect::Deliver(response), Effect::Completed]
            if response.status == Status::Complete && response.answers.is_empty()
    ));
}

#[test]
fn contacts_are_delivered_with_the_permission_to_use_them() {
    let survey = r#"{"id": "who", "type": "contact", "prompt": "?", "name": "required", "email": "optional"}"#;
    let mut session = visit(survey, "");
    assert_eq!(session.handle(contact("a@b.example"), at(1.0)), [], "the name is needed");
    let given = contact_answer(&[("name", "A"), ("email", "a@b.example")]);
    assert_eq!(
        answers(&mut session, Event::Answer(given)),
        r#"{"who":{"name":"A","email":"a@b.example","consent":true}}"#
    );
}

#[test]
fn progress_follows_the_way_as_it_looks_now() {
    let survey = [
        r#"{"id": "stars", "type": "stars", "prompt": "?", "next": [{"if": {"answer": "stars", "is": 5}, "goto": "end"}]}"#.to_owned(),
        asks("b", r#""if": {"answer": "stars", "below": 3}"#),
        asks("c", ""),
    ]
    .join(",");
    let mut session = visit(&survey, "");
    assert_eq!(session.progress(), (0, 2));
    session.handle(number(2), at(1.0));
    assert_eq!(session.progress(), (1, 3));
    session.handle(Event::Back, at(1.0));
    session.handle(number(4), at(1.0));
    assert_eq!(session.progress(), (1, 2));
    session.handle(Event::Back, at(1.0));
    session.handle(number(5), at(1.0));
    assert_eq!(session.progress(), (1, 1));
}

#[test]
fn follow_ups_are_asked_of_their_group_alone() {
    let json = r#"{"endpoint": "/x", "followUps": {
        "detractor": [
            {"id": "part", "prompt": "Which part?", "type": "choice", "choices": ["delivery", "price"]},
            {"id": "how", "prompt": "{{answer:part|It}}?", "type": "choice", "choices": ["late", "damaged"], "if": {"answer": "part", "is": "delivery"}}],
        "promoter": "What did you like, {{score|nothing}}?"}}"#;
    let begin = || {
        let config = Config::read(&serde_json::from_str(json).unwrap()).unwrap();
        Session::new(config.survey.clone(), SessionInput::default(), ResponseId::new(at(0.0), [7; 10]), at(0.0))
    };
    let ends = |events: &[Event]| {
        let places = places(&mut begin(), events);
        places.split(' ').take(events.len()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ends(&[score(2), chosen("delivery"), chosen("late"), Event::Skip]), "score part how contact");
    assert_eq!(ends(&[score(2), chosen("price"), Event::Skip]), "score part contact");
    assert_eq!(ends(&[score(8), Event::Skip]), "score reason");
    let mut promoter = begin();
    promoter.handle(score(9), at(1.0));
    assert_eq!(promoter.render(promoter.prompt().unwrap(), &english()), "What did you like, 9?");
}

#[test]
fn everything_that_can_be_chosen_fits_into_a_response() {
    let choices = (0..100).map(|index| format!(r#""c{index}""#)).collect::<Vec<_>>().join(",");
    let mut session = visit(
        &format!(r#"{{"id": "a", "type": "choices", "prompt": "?", "choices": [{choices}], "other": true}}"#),
        "",
    );
    let mut picks: Vec<_> = (0..100).map(|index| Value::from(format!("c{index}"))).collect();
    picks.push(other("else"));
    let effects = session.handle(Event::Answer(Answer::new(Value::List(picks))), at(1.0));
    let response = delivered(&effects).unwrap().to_value();
    assert_eq!(Response::read(&response).map(|read| read.to_value()), Ok(response));
}

#[test]
fn the_topic_is_one_attribute_among_as_many_as_fit() {
    let attributes = (0..64).map(|index| format!(r#""a{index}": 1"#)).collect::<Vec<_>>().join(",");
    for (attributes, count) in [(r#""topic": "other""#, 1), (attributes.as_str(), 64)] {
        let json = format!(r#"{{"endpoint": "/x", "topic": "returns", "attributes": {{{attributes}}}}}"#);
        let config = Config::read(&serde_json::from_str(&json).unwrap()).unwrap();
        assert_eq!(config.attributes.len(), count);
        assert_eq!(config.attributes.last(), Some(&("topic".to_owned(), Value::from("returns"))));
    }
}
