//! The default survey, told as stories, and what holds for any series of events.

mod flow;
mod record;

use proptest::prelude::*;

use super::*;
use crate::{Group, Layout, Links, MessageKey, Preset, Value};

fn at(seconds: f64) -> Timestamp {
    Timestamp::from_millis(1_795_255_200_000.0 + seconds * 1000.0)
}

fn begin(preset: Preset) -> Session {
    let link = |path: &str| Some(path.to_owned());
    let links = Links { recommend: link("/recommend"), review: link("/review"), contact: link("/contact") };
    let context = Context { locale: "de".into(), layout: Layout::Inline, ..Context::default() };
    let id = ResponseId::new(at(0.0), [7; 10]);
    let input = SessionInput { context, product: Some("Lindenhof".into()), hidden: Vec::new() };
    Session::new(preset.survey("shop".into(), None, &links), input, id, at(0.0))
}

fn score(points: u8) -> Event {
    Event::Answer(Answer::new(f64::from(Score::new(points).unwrap().points())))
}

fn text(words: &str) -> Event {
    Event::Answer(Answer::new(words))
}

/// The answer of a contact question with these fields.
fn contact_answer(fields: &[(&str, &str)]) -> Answer {
    let mut answer = Value::object();
    for (name, text) in fields {
        answer.put(name, Value::from(*text));
    }
    answer.put("consent", Value::from(true));
    Answer::new(answer)
}

/// What is chosen beside the list.
fn other(words: &str) -> Value {
    Value::Map(vec![("other".to_owned(), Value::from(words))])
}

fn contact(email: &str) -> Event {
    Event::Answer(contact_answer(&[("email", email)]))
}

fn delivered(effects: &[Effect]) -> Option<&Response> {
    effects.iter().find_map(|effect| match effect {
        Effect::Deliver(response) => Some(&**response),
        _ => None,
    })
}

/// The texts in English.
pub(crate) fn english() -> Messages {
    let file = serde_json::from_str(include_str!("../../languages/en.json")).unwrap();
    Messages::read(&crate::pack(&file).unwrap(), &[]).unwrap()
}

/// The prompts of one way through the survey, and the last response.
fn walk(preset: Preset, events: Vec<Event>) -> (Vec<MessageKey>, Option<Response>) {
    let mut session = begin(preset);
    let key = |session: &Session| match session.prompt() {
        Some(LocalizedText::Message(key)) => Some(*key),
        _ => None,
    };
    let mut prompts: Vec<MessageKey> = key(&session).into_iter().collect();
    let mut last = None;
    for event in events {
        last = delivered(&session.handle(event, at(1.0))).cloned().or(last);
        prompts.extend(key(&session));
    }
    (prompts, last)
}

#[test]
fn each_group_is_asked_its_own_question() {
    use MessageKey::*;
    let table: [(u8, &[MessageKey]); 6] = [
        (0, &[ScorePrompt, DetractorPrompt, ContactPrompt, DetractorEnd]),
        (4, &[ScorePrompt, DetractorPrompt, ContactPrompt, DetractorEnd]),
        (5, &[ScorePrompt, DetractorMilder, ContactPrompt, DetractorEnd]),
        (6, &[ScorePrompt, DetractorMilder, ContactPrompt, DetractorEnd]),
        (7, &[ScorePrompt, PassivePrompt, PassiveEnd]),
        (9, &[ScorePrompt, PromoterPrompt, PromoterEnd]),
    ];
    for (points, prompts) in table {
        let mut events = vec![score(points), text("because")];
        events.extend((prompts.len() == 4).then(|| contact("a@example.org")));
        let (asked, response) = walk(Preset::Nps, events);
        assert_eq!(asked, prompts, "{points}");
        let response = response.unwrap();
        assert_eq!((response.status, response.group()), (Status::Complete, Score::new(points).map(Score::group)));
        assert_eq!(response.answers[1], ("reason".to_owned(), Value::from("because")));
    }
}

#[test]
fn a_reader_whom_an_article_did_not_help_is_asked_what_was_missing() {
    let no = walk(Preset::Helpful, vec![Event::Answer(Answer::new("no")), text("The price")]).0;
    assert_eq!(no, [MessageKey::HelpfulPrompt, MessageKey::MissingPrompt, MessageKey::MissingEnd]);
    let yes = walk(Preset::Helpful, vec![Event::Answer(Answer::new("yes"))]).0;
    assert_eq!(yes, [MessageKey::HelpfulPrompt, MessageKey::HelpfulEnd]);
}

#[test]
fn the_score_is_delivered_as_soon_as_it_is_given() {
    let mut session = begin(Preset::Nps);
    let effects = session.handle(score(4), at(3.16));
    let [
        Effect::Answered { question, score },
        Effect::StartRecontactPeriod(Outcome::Answered),
        Effect::Deliver(response),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((question.as_str(), *score), ("score", Score::new(4)));
    assert_eq!((response.revision, response.status), (1, Status::Partial));
    assert_eq!(response.seconds, [("score".to_owned(), 3.1)]);
    assert_eq!((response.shown_at, response.answered_at), (at(0.0), at(3.16)));
}

#[test]
fn a_changed_score_changes_the_question_and_forgets_what_was_said_to_the_other_group() {
    let mut session = begin(Preset::Nps);
    session.handle(score(3), at(1.0));
    session.handle(text("Too late"), at(2.0));
    assert!(session.can_go_back());
    session.handle(Event::Back, at(3.0));
    assert_eq!(session.given_answer(), Some(&Answer::new("Too late")));
    session.handle(Event::Back, at(3.0));
    assert_eq!(session.given_answer(), Some(&Answer::new(3.0)));
    let effects = session.handle(score(9), at(4.0));
    let response = delivered(&effects).unwrap();
    assert_eq!((response.revision, response.group()), (3, Some(Group::Promoter)));
    assert_eq!(response.answers, [("score".to_owned(), Value::Number(9.0))]);
    assert_eq!(session.prompt(), Some(&LocalizedText::Message(MessageKey::PromoterPrompt)));
    assert_eq!(session.given_answer(), None);
}

#[test]
fn a_close_within_a_second_of_appearing_is_an_accident() {
    let mut closed = begin(Preset::Nps);
    assert_eq!(closed.handle(Event::Dismiss, at(0.9)), [Effect::Dismissed, Effect::Close]);
}

#[test]
fn closing_before_an_answer_rests_and_closing_after_one_says_abandoned() {
    let mut unanswered = begin(Preset::Nps);
    assert_eq!(
        unanswered.handle(Event::Dismiss, at(1.0)),
        [Effect::StartRecontactPeriod(Outcome::Dismissed), Effect::Dismissed, Effect::Close]
    );
    let mut answered = begin(Preset::Nps);
    answered.handle(score(8), at(1.0));
    let effects = answered.handle(Event::Dismiss, at(2.0));
    assert_eq!(delivered(&effects).map(|response| (response.revision, response.status)), Some((2, Status::Abandoned)));
    assert_eq!(effects[1..], [Effect::Abandoned, Effect::Close]);
}

#[test]
fn whoever_leaves_the_page_after_an_answer_has_abandoned_and_can_still_go_on() {
    let mut session = begin(Preset::Nps);
    assert_eq!(session.handle(Event::Leave, at(1.0)), [], "nothing was answered");
    session.handle(score(3), at(2.0));
    let effects = session.handle(Event::Leave, at(3.0));
    let left = delivered(&effects).unwrap();
    assert_eq!((left.revision, left.status, left.score), (2, Status::Abandoned, Score::new(3)));
    assert_eq!(effects[1..], [Effect::Abandoned]);
    assert_eq!(session.handle(Event::Leave, at(4.0)), [], "it has been said");

    let back = session.handle(text("Zu spät"), at(5.0));
    let went_on = delivered(&back).unwrap();
    assert_eq!((went_on.revision, went_on.status), (3, Status::Partial));
    let again = session.handle(Event::Leave, at(6.0));
    assert_eq!(delivered(&again).map(|left| (left.revision, left.status)), Some((4, Status::Abandoned)));
    session.handle(Event::Skip, at(7.0));
    assert!(matches!(session.step(), Step::Ending(_)));
    assert_eq!(session.handle(Event::Leave, at(8.0)), [], "the end was reached");
}

#[test]
fn a_followed_invitation_is_recorded_once() {
    let mut session = begin(Preset::Nps);
    session.handle(score(10), at(1.0));
    session.handle(Event::Skip, at(2.0));
    let Step::Ending(ending) = session.step() else { panic!("{:?}", session.step()) };
    assert_eq!(ending.link.as_ref().map(|link| link.url.as_str()), Some("/recommend"));
    let effects = session.handle(Event::Open, at(3.0));
    assert_eq!(delivered(&effects).unwrap().answers[1], ("recommend".to_owned(), Value::from("opened")));
    assert_eq!(session.handle(Event::Open, at(4.0)), []);
    assert_eq!(session.handle(Event::Dismiss, at(5.0)), [Effect::Close]);
}

#[test]
fn an_answer_that_does_not_fit_the_question_changes_nothing() {
    let mut session = begin(Preset::Nps);
    for event in [text("no"), Event::Skip, Event::Back, Event::Open, contact("a@example.org")] {
        assert_eq!(session.handle(event, at(1.0)), []);
    }
    assert_eq!(session.prompt(), Some(&LocalizedText::Message(MessageKey::ScorePrompt)));
}

#[test]
fn a_prefilled_score_waits_for_the_visitor() {
    let mut session = begin(Preset::Nps);
    session.prefill(Score::new(8).unwrap());
    assert_eq!(session.given_answer(), Some(&Answer::new(8.0)));
    assert_eq!((session.score(), session.prompt()), (None, Some(&LocalizedText::Message(MessageKey::ScorePrompt))));
}

#[test]
fn contact_details_that_the_site_knows_are_filled_in_if_they_are_valid() {
    for (email, filled) in [("ada@example.org", "ada@example.org"), ("ada", ""), ("", "")] {
        let mut session = begin(Preset::Nps);
        session.context.person = vec![("email".to_owned(), Value::from(email))];
        session.handle(score(2), at(1.0));
        assert_eq!(session.form().get("email"), "", "it is not the question for contact details");
        session.handle(Event::Skip, at(1.0));
        assert_eq!(session.form().get("email"), filled);
        assert_eq!(session.given_answer(), None);
    }
}

#[test]
fn progress_counts_what_this_visitor_will_be_asked() {
    let mut session = begin(Preset::Nps);
    assert_eq!(session.progress(), (0, 1));
    session.handle(score(2), at(1.0));
    assert_eq!(session.progress(), (1, 3));
    session.handle(Event::Skip, at(1.0));
    session.handle(Event::Skip, at(1.0));
    assert_eq!(session.progress(), (3, 3));
}

#[test]
fn texts_recall_the_product_and_the_score() {
    let mut session = begin(Preset::Nps);
    session.handle(score(4), at(1.0));
    let filled = session.interpolate("{{score}} for {{product|us}}, {{answer|none}}", &english());
    assert_eq!(filled, "4 for Lindenhof, none");
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0u8..=10).prop_map(score),
        3 => any::<String>().prop_map(|words| text(&words)),
        2 => any::<String>().prop_map(|email| contact(&email)),
        2 => any::<bool>().prop_map(|up| Event::Answer(Answer::new(if up { "yes" } else { "no" }))),
        2 => Just(Event::Skip),
        2 => Just(Event::Back),
        1 => Just(Event::Open),
        1 => Just(Event::Dismiss),
        1 => Just(Event::Leave),
    ]
}

#[test]
fn the_last_answer_can_be_corrected_and_the_end_is_told_once() {
    let mut session = begin(Preset::Helpful);
    let first = session.handle(Event::Answer(Answer::new("yes")), at(1.0));
    assert!(first.contains(&Effect::Completed) && matches!(session.step(), Step::Ending(_)));
    assert_eq!(session.handle(Event::Back, at(1.1)), []);
    let second = session.handle(Event::Answer(Answer::new("no")), at(1.2));
    let response = delivered(&second).expect("it is delivered");
    assert_eq!((response.revision, response.answers[0].1.as_text()), (2, Some("no")));
    session.handle(Event::Back, at(1.3));
    let third = session.handle(Event::Answer(Answer::new("yes")), at(1.4));
    assert!(!third.contains(&Effect::Completed));
}

proptest! {
    #[test]
    fn every_response_reads_back_as_itself_and_revisions_rise(
        events in proptest::collection::vec((any_event(), -1e6..1e6f64), 0..40),
        helpful: bool,
    ) {
        let mut session = begin(if helpful { Preset::Helpful } else { Preset::Nps });
        let mut revision = 0;
        for (event, seconds) in events {
            let effects = session.handle(event, at(seconds));
            if let Some(response) = delivered(&effects) {
                prop_assert_eq!(response.revision, revision + 1);
                revision = response.revision;
                let json = response.to_value().to_json();
                let read = Response::read(&serde_json::from_str(&json).unwrap()).unwrap();
                prop_assert_eq!(read.to_value(), response.to_value());
                prop_assert_eq!(read.group(), response.score.map(Score::group));
            }
        }
    }

    #[test]
    fn going_forward_always_ends(points in 0u8..=10, skips in proptest::collection::vec(any::<bool>(), 10)) {
        let mut session = begin(Preset::Nps);
        session.handle(score(points), at(0.0));
        let mut events = skips.into_iter();
        while let Step::Question(question) = session.step() {
            let answer = if question.id == "contact" { contact("a@example.org") } else { text("words") };
            let skip = events.next().expect("a survey of five questions ends within ten events");
            session.handle(if skip { Event::Skip } else { answer }, at(1.0));
        }
        prop_assert!(matches!(session.step(), Step::Ending(_)));
        prop_assert_eq!(session.handle(Event::Back, at(1.0)), vec![]);
    }
}
