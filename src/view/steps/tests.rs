use super::*;
use askwell_survey::{Answer, Context, Event, Links, Preset, ResponseId, Timestamp, Value};

fn begin(preset: Preset) -> Session {
    let links = Links { recommend: Some("/r".to_owned()), ..Links::default() };
    let id = ResponseId::new(Timestamp::default(), [0; 10]);
    Session::new(preset.survey("x".to_owned(), None, &links), Context::default(), None, id, Timestamp::default())
}

fn answered(points: u8) -> Session {
    let mut session = begin(Preset::Nps);
    session.handle(Event::Answer(Answer::Score(Score::new(points).unwrap())), Timestamp::default());
    session
}

/// Texts whose every text is the name of its key.
fn texts() -> Texts {
    let mut file = Value::object();
    file.put("tag", Value::from("en"));
    file.put("direction", Value::from("ltr"));
    file.put("texts", Value::List(Key::ALL.iter().map(|key| Value::from(key.name())).collect()));
    Texts::read(&file, &[]).unwrap()
}

fn markup(session: &Session) -> String {
    step(session, &texts()).markup
}

#[test]
fn the_scale_has_eleven_radio_buttons() {
    assert_eq!(markup(&begin(Preset::Nps)).matches("type=radio").count(), 11);
}

#[test]
fn there_is_one_way_back_to_the_score() {
    let mut session = answered(3);
    assert!(markup(&session).contains("data-do=restart") && !markup(&session).contains("data-do=back"));
    session.handle(Event::Skip, Timestamp::default());
    assert!(markup(&session).contains("data-do=restart") && markup(&session).contains("data-do=back"));
}

#[test]
fn only_an_ending_with_a_link_has_one() {
    for (points, link) in [(9, true), (7, false)] {
        let mut session = answered(points);
        session.handle(Event::Skip, Timestamp::default());
        assert_eq!(markup(&session).contains("data-do=open"), link, "{points}");
    }
}

/// Every text that is named exists, and there are as many words as places for them.
fn is_complete(session: &Session) {
    let texts = texts();
    let sheet = step(session, &texts);
    let mut places = 0;
    for place in sheet.markup.split('{').skip(1) {
        let key = place.split('}').next().unwrap();
        places += usize::from(key == "~");
        let known = key == "~" || key.starts_with('=') || Key::ALL.iter().any(|known| known.name() == key);
        assert!(known, "{key}");
    }
    assert_eq!(places, sheet.words.len(), "{}", sheet.markup);
}

#[test]
fn every_text_that_is_named_exists() {
    for session in [begin(Preset::Nps), begin(Preset::Helpful), answered(3), answered(7), answered(10)] {
        is_complete(&session);
    }
}

#[cfg(feature = "full")]
#[test]
fn every_type_of_question_is_complete() {
    use askwell_survey::config::Config;
    let document = serde_json::from_str(
        r#"{"endpoint": "/x", "id": "x", "questions": [
        {"id": "scale", "type": "scale", "prompt": "?", "min": -2, "max": 2, "low": "a", "help": "h"},
        {"id": "stars", "type": "stars", "prompt": "?"},
        {"id": "emoji", "type": "emoji", "prompt": "?", "max": 3},
        {"id": "thumbs", "type": "thumbs", "prompt": "?"},
        {"id": "csat", "type": "csat", "prompt": "?"},
        {"id": "choice", "type": "choice", "prompt": "?", "choices": ["a", "b"], "other": true, "shuffle": true},
        {"id": "choices", "type": "choices", "prompt": "?", "choices": ["a", "b", "c"], "none": "Nothing"},
        {"id": "dropdown", "type": "dropdown", "prompt": "?", "choices": ["a", "b"]},
        {"id": "ranking", "type": "ranking", "prompt": "?", "choices": ["a", "b"]},
        {"id": "matrix", "type": "matrix", "prompt": "?", "rows": ["a"], "columns": ["1", "2"]},
        {"id": "text", "type": "text", "prompt": "?", "lines": "one", "placeholder": "x"},
        {"id": "contact", "type": "contact", "prompt": "?", "name": "required", "phone": "optional"},
        {"id": "consent", "type": "consent", "prompt": "?", "label": "I agree"},
        {"id": "date", "type": "date", "prompt": "?", "min": "2026-01-01"},
        {"id": "message", "type": "message", "prompt": "Nearly done"},
        {"id": "link", "type": "link", "prompt": "?", "label": "Go", "url": "https://a.example/"}]}"#,
    )
    .unwrap();
    let survey = Config::read(&document).unwrap_or_else(|problems| panic!("{problems}")).survey.clone();
    let id = ResponseId::new(Timestamp::default(), [0; 10]);
    let mut session = Session::new(survey, Context::default(), None, id, Timestamp::default());
    let mut count = 0;
    while let Step::Question(_) = session.step() {
        is_complete(&session);
        count += 1;
        session.handle(Event::Skip, Timestamp::default());
    }
    assert_eq!(count, 16);
}
