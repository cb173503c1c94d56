//! Surveys whose first question stood on the page before the application was there: they become known, the application takes
//! their place, and what a visitor did on them is replayed.

use std::rc::Rc;

use askwell_survey::config::{Config, ShowOptions, Storage};
use askwell_survey::{Effect, Session, Value, outbox};
use js_sys::Array;
use wasm_bindgen::JsCast;

use super::{
    OpenPopover, add, laid_over, laid_over_tag, mount, read_config, reported, session_input, source,
    start_recontact_period, texts, with, with_document,
};
use crate::error::ApiError;
use crate::first_question::{FirstQuestion, Prerendered, QuestionOnPage};
use crate::locks::DisplayLock;
use crate::{browser, delivery, storage};

/// Makes the surveys known whose first questions stand on the page, and settles what visitors did on earlier pages that were
/// left before the application was there.
pub(crate) async fn resume(questions: Array) {
    let mut here = Vec::new();
    for on_page in questions {
        let on_page: QuestionOnPage = on_page.unchecked_into();
        if let Some(question) = on_page.question() {
            here.push(question.id);
            // What went wrong has been reported; what the visitor does tries again.
            let _ = adopt(on_page, question).await;
        }
    }
    for kept in [Storage::Local, Storage::Session] {
        let stored = storage::read(kept, storage::GESTURES);
        let Value::Map(stored) = stored else {
            if !stored.is_null() {
                storage::write(kept, storage::GESTURES, &Value::Null);
            }
            continue;
        };
        let mut settled = Vec::new();
        for (name, stored) in stored {
            match FirstQuestion::read(&stored) {
                Some(question) if here.contains(&question.id) => {}
                Some(question) if question.shown_at.after_days(outbox::DAYS) < browser::now() => settled.push(name),
                // It is tried again on the next page.
                Some(question) if settle(&question).await.is_err_and(|error| error.code != "config") => {}
                _ => settled.push(name),
            }
        }
        // Read anew: a visitor may have done something meanwhile.
        if let Value::Map(mut stored) = storage::read(kept, storage::GESTURES) {
            stored.retain(|(name, _)| !settled.contains(name));
            storage::write(kept, storage::GESTURES, &Value::Map(stored));
        }
    }
}

/// Makes the survey known whose first question stands on the page. It stays as it is until something happens: see
/// [`take_over`].
async fn adopt(on_page: QuestionOnPage, question: FirstQuestion) -> Result<Rc<Config>, ApiError> {
    let (element, host) = (on_page.element(), on_page.host());
    // Taken before the wait, so that no other popover opens meanwhile.
    let popover = question.is_popover().then(OpenPopover::new);
    if popover.is_some() {
        with(|surveys| surveys.popover_shown = true);
    }
    let source = source(question.given.clone());
    let config = reported(read_config(source.clone()).await, &host);
    if config.as_ref().is_err_and(|error| error.code == "config") {
        on_page.leave();
    }
    let config = config?;
    let texts = reported(texts(&config, config.survey.served(&question.language)).await, &host)?;
    add(config.clone(), source, element, None);
    with(|surveys| {
        if let Some(known) = surveys.find(&config) {
            (known.first, known.popover) = (Some(Prerendered::new(question, texts, on_page)), popover);
        }
    });
    Ok(config)
}

/// Puts the application's card in the place of a survey's first question, if that stands there without it, and goes on from
/// what the visitor did on it.
pub(super) fn take_over(config: &Rc<Config>) -> Result<(), ApiError> {
    let first = with(|surveys| {
        let known = surveys.find(config)?;
        Some((known.first.take()?, known.element.clone()))
    });
    let Some((mut first, element)) = first else { return Ok(()) };
    if let Some(latest) = first.on_page.question() {
        first.question = latest;
    }
    let card = mount(config, element, first.texts.clone(), ShowOptions::default(), Some(&first));
    let card = reported(card, &first.on_page.host())?;
    let survey = card.survey();
    survey.entered_from(first.on_page.before());
    let lock = DisplayLock::of_first_question(&first.on_page);
    with(|surveys| {
        if let Some(known) = surveys.find(config) {
            (known.card, known.lock) = (Some(card), Some(lock));
        }
    });
    if let Some(gesture) = &first.question.gesture {
        survey.replay(gesture);
    }
    // What it stored is in the outbox now.
    first.set_taken();
    Ok(())
}

/// Goes on from what the visitor did on a first question of this page.
pub(crate) async fn replay(on_page: QuestionOnPage) -> Result<(), ApiError> {
    let Some(question) = on_page.question() else { return Ok(()) };
    let known = with(|surveys| surveys.find_first(question.id).map(|known| known.config.clone()));
    match known {
        Some(config) if on_page.is_there() => take_over(&config),
        None if on_page.is_there() => take_over(&adopt(on_page, question).await?),
        // The visitor has closed it, or the page has removed it.
        Some(_) | None => {
            settle(&question).await?;
            with(|surveys| {
                surveys.popover_shown |= question.is_popover();
                surveys.find_first(question.id).map(|known| (known.first.take(), known.popover.take()))
            });
            on_page.taken();
            Ok(())
        }
    }
}

/// Does what follows from what a visitor did on a first question that nobody goes on from: it is no longer there.
async fn settle(question: &FirstQuestion) -> Result<(), ApiError> {
    let Some(gesture) = &question.gesture else { return Ok(()) };
    let tag = with_document(question.tag.clone()).await?;
    let config = read_config(laid_over_tag(tag, question.given.clone())).await?;
    let mut session = session_of(&config, question);
    let Some(event) = gesture.event(&session) else { return Ok(()) };
    for effect in session.handle(event, gesture.at) {
        match effect {
            Effect::Deliver(response) => delivery::put(&config, &response),
            Effect::StartRecontactPeriod(outcome) => start_recontact_period(&config, outcome, gesture.at),
            // Nobody on this page has seen the survey.
            Effect::Answered { .. } | Effect::Completed | Effect::Dismissed | Effect::Abandoned | Effect::Close => {}
        }
    }
    Ok(())
}

/// The session of a first question that was shown without the application.
pub(super) fn session_of(config: &Config, question: &FirstQuestion) -> Session {
    let page = browser::without_queries(&question.page, &config.keep_query);
    let input = session_input(config, question.language.clone(), page, Vec::new(), Vec::new());
    let mut session = Session::new(config.survey.clone(), input, question.id, question.shown_at);
    // On another page somebody else may have been identified since.
    if let Some(person) = &question.person {
        session.set_person(laid_over(&config.person, person.clone()));
    }
    session
}
