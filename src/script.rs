//! What `www/loader.js` calls: `window.askwell` in Rust.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::browser::{self, promise};
use crate::error::ApiError;
use crate::surveys::calls::{self, Call, Calls};
use crate::surveys::opening;
use crate::surveys::prerendered;
use crate::{gate, languages, lifecycle, privacy, surveys};

/// Begins: takes the attributes of the tag, the address of the folder with the application's files, what the loader knows of
/// the gate, and whether something may be kept on the device. Sends what waits from earlier pages.
///
/// # Errors
/// `load` if the document that the tag names can't be fetched.
#[wasm_bindgen]
pub fn start(tag: JsValue, folder: &str, due: Function, load_gate: Function, may_keep: bool) -> Promise {
    languages::set_folder(folder);
    gate::set(due, load_gate);
    // Before anything is read that earlier pages left.
    if !may_keep {
        privacy::ask();
    }
    lifecycle::begin();
    promise(async move { surveys::start(&tag).await.map(|()| JsValue::UNDEFINED) })
}

/// Makes a survey known, and shows it once it is due, unless it waits for [`show`]. Returns its identifier. `judged`: that it is due
/// is known already.
///
/// # Errors
/// `config` where the configuration can't be used, with every problem and its path; `load` if a part of the application
/// can't be fetched.
#[wasm_bindgen]
pub fn init(config: JsValue, judged: bool) -> Promise {
    promise(async move { (loaded(opening::load().await)?.init)(config, judged).await.map(JsValue::from) })
}

/// Shows a survey in an element of the page, as the element's attributes say, and the document that it names or has in
/// it.
///
/// # Errors
/// As [`init`].
#[wasm_bindgen]
pub fn attach(element: HtmlElement, judged: bool) -> Promise {
    called(|calls| calls.attach, element.into(), judged.into())
}

/// Makes the surveys known whose first questions `www/first.js` has built, and settles what visitors did on such questions
/// on pages that they left before the application was there.
#[wasm_bindgen]
pub fn resume(questions: Array) -> Promise {
    promise(async move {
        prerendered::resume(questions).await;
        Ok(JsValue::UNDEFINED)
    })
}

/// Takes the place of a first question that `www/first.js` has built, and goes on from what the visitor did on it.
///
/// # Errors
/// `load` or `language` if a file can't be fetched; `config` where the configuration can't be used.
#[wasm_bindgen]
pub fn replay(question: JsValue) -> Promise {
    promise(async move { prerendered::replay(question.unchecked_into()).await.map(|()| JsValue::UNDEFINED) })
}

/// Removes the survey from an element that has left the page.
#[wasm_bindgen]
pub fn detach(element: &HtmlElement) {
    surveys::detach(element);
}

/// Shows the survey with this identifier, or the first one, and returns its identifier once it is there.
///
/// # Errors
/// `unknown`; `busy` if another survey is open; `resting` if the visitor answered or declined not long ago; `elsewhere`
/// if another tab shows it; `language` if its texts can't be fetched; `config` if the options can't be used.
#[wasm_bindgen]
pub fn show(id: JsValue, options: JsValue) -> Promise {
    called(|calls| calls.show, id, options)
}

/// Closes what is open, as the visitor would.
#[wasm_bindgen]
pub fn close() {
    calls::close();
}

/// Sets the person who answers from now on: `id`, `account`, `role` and other traits.
///
/// # Errors
/// `config` if it is not an object of texts, numbers and truths.
#[wasm_bindgen]
pub fn identify(person: &JsValue) -> Result<(), JsValue> {
    calls::identify(person).map_err(ApiError::into_js)
}

/// Goes on in another language, in what is open and in what comes.
///
/// # Errors
/// `language` if its file can't be fetched.
#[wasm_bindgen(js_name = setLanguage)]
pub fn set_language(tag: String) -> Promise {
    calls::choose_language(tag);
    called(|calls| calls.translate, JsValue::UNDEFINED, JsValue::UNDEFINED)
}

/// Says for each survey whether it would show, rule by rule, and what waits to be delivered.
#[wasm_bindgen]
pub fn explain(id: JsValue) -> Promise {
    called(|calls| calls.explain, id, JsValue::UNDEFINED)
}

/// Does what the query of the page's address says, once every survey of the page is known: chooses a score, shows the debug panel.
///
/// # Errors
/// As [`show`].
#[wasm_bindgen(js_name = followLink)]
pub fn follow_link(query: JsValue) -> Promise {
    called(|calls| calls.follow_link, query, JsValue::UNDEFINED)
}

/// Makes a call that the chunk `calls` has.
fn called(call: fn(Calls) -> Call, first: JsValue, second: JsValue) -> Promise {
    promise(async move { call(loaded(calls::load().await)?)(first, second).await })
}

/// What a chunk has. One that can't be fetched is reported.
fn loaded<T>(chunk: Result<T, ApiError>) -> Result<T, ApiError> {
    surveys::reported(chunk, &browser::document())
}

/// The visitor consents, doesn't, or no longer does.
#[wasm_bindgen]
pub fn consent(given: JsValue) -> Promise {
    // At once: what follows from it is in a chunk.
    privacy::set(given.is_truthy());
    called(|calls| calls.consent, given, JsValue::UNDEFINED)
}

/// Forgets the visitor. Answers that wait to be delivered are delivered by this page alone.
#[wasm_bindgen]
pub fn reset() -> Promise {
    called(|calls| calls.reset, JsValue::UNDEFINED, JsValue::UNDEFINED)
}

/// Removes every survey from the page.
#[wasm_bindgen]
pub fn destroy() {
    calls::destroy();
}
