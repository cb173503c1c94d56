//! What `www/boot.js` calls: `window.askwell` in Rust.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::host::Refusal;
use crate::{delivery, host, storage, widget};

/// Takes what `www/boot.js` hands over: the stylesheets, what it does for the widget, the tag's configuration, and the
/// object that both builds on a page share. The first of them sends what waited from earlier pages.
#[wasm_bindgen]
pub fn start(boot: &JsValue) {
    widget::start(boot);
}

/// Hears what happens to the page: it is online again (1), back from the browser's cache (2), hidden (3), left, for good
/// or for that cache (4); or another tab has changed the outbox (5), was answered or declined (6), or shows what was open
/// here (7).
#[wasm_bindgen]
pub fn hear(event: u32) {
    match event {
        1 => delivery::hurry(),
        2 => delivery::back(),
        3 => delivery::hidden(),
        4 => delivery::left(),
        5 => storage::forget(),
        6 => widget::give_way(false),
        7 => widget::give_way(true),
        _ => {}
    }
}

/// Makes a survey known, and shows it unless it waits for [`show`]. Returns its identifier.
///
/// # Errors
/// `config` where the configuration can't be used, with every problem and its path.
#[wasm_bindgen]
pub fn init(config: &JsValue) -> Result<JsValue, JsValue> {
    widget::init(config).map_err(Refusal::into_js)
}

/// Shows a survey in an element of the page, as the element's attributes say, and the document that it names or has in
/// it.
///
/// # Errors
/// As [`init`].
#[wasm_bindgen]
pub fn attach(element: web_sys::HtmlElement, preset: Option<String>, document: Option<String>) -> Result<(), JsValue> {
    widget::attach(element, preset, document).map_err(Refusal::into_js)
}

/// Removes the survey from an element that has left the page, or the one with an identifier that the other build has
/// taken over.
#[wasm_bindgen]
pub fn detach(place: &JsValue) {
    widget::detach(place);
}

/// Shows the survey with this identifier, or the first one, and calls `done` once it is there, with an error if its
/// texts can't be fetched or it has no place.
///
/// # Errors
/// `unknown`; `busy` if another survey is open; `resting` if the visitor answered or declined not long ago; `config`
/// if the options can't be used.
#[wasm_bindgen]
pub fn show(id: &JsValue, options: &JsValue, done: Function) -> Result<(), JsValue> {
    widget::show(named(id).as_deref(), options, done).map_err(Refusal::into_js)
}

/// Closes what is open, as the visitor would.
#[wasm_bindgen]
pub fn close() {
    widget::close();
}

/// Says who answers from now on: `id`, `account`, `role` and other traits.
///
/// # Errors
/// `config` if it is not an object of texts, numbers and truths.
#[wasm_bindgen]
pub fn identify(person: &JsValue) -> Result<(), JsValue> {
    widget::identify(person).map_err(Refusal::into_js)
}

/// Goes on in the language `tag`, whose file this is: in what is open, where nothing that was filled in is lost, and
/// in what comes.
///
/// # Errors
/// `language` if the file isn't a language's.
#[wasm_bindgen]
pub fn speak(tag: String, file: &JsValue) -> Result<(), JsValue> {
    widget::speak(tag, file).map_err(Refusal::into_js)
}

/// Says for each survey whether it would show, rule by rule, and what waits to be delivered.
#[wasm_bindgen]
pub fn explain(id: &JsValue) -> JsValue {
    host::to_js(&widget::explain(named(id).as_deref()))
}

/// An identifier as a page gives it. One that isn't text names no survey, as no survey's is empty; handed over as a
/// string it would end the whole instance.
fn named(id: &JsValue) -> Option<String> {
    (!id.is_undefined() && !id.is_null()).then(|| id.as_string().unwrap_or_default())
}

/// Forgets that the visitor answered or declined. Answers that wait to be delivered stay.
#[wasm_bindgen]
pub fn reset() {
    widget::reset();
}

/// Removes every survey from the page.
#[wasm_bindgen]
pub fn destroy() {
    widget::destroy();
}
