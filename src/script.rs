//! What `www/loader.js` calls: `window.askwell` in Rust.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::error::ApiError;
use crate::{languages, lifecycle, surveys, values};

/// Begins: takes the attributes of the tag, and the address of the folder with the application's files. Sends what waits
/// from earlier pages.
///
/// # Errors
/// `load` if the document that the tag names can't be fetched.
#[wasm_bindgen]
pub async fn start(tag: JsValue, folder: String) -> Result<(), JsValue> {
    languages::set_folder(&folder);
    lifecycle::begin();
    surveys::start(&tag).await.map_err(ApiError::into_js)
}

/// Makes a survey known, and shows it unless it waits for [`show`]. Returns its identifier.
///
/// # Errors
/// `config` where the configuration can't be used, with every problem and its path; `load` if a part of the application
/// can't be fetched.
#[wasm_bindgen]
pub async fn init(config: JsValue) -> Result<String, JsValue> {
    surveys::init(&config).await.map_err(ApiError::into_js)
}

/// Shows a survey in an element of the page, as the element's attributes say, and the document that it names or has in
/// it.
///
/// # Errors
/// As [`init`].
#[wasm_bindgen]
pub async fn attach(element: HtmlElement, preset: Option<String>) -> Result<(), JsValue> {
    surveys::attach(element, preset).await.map_err(ApiError::into_js)
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
pub async fn show(id: JsValue, options: JsValue) -> Result<String, JsValue> {
    surveys::show(named(&id), &options).await.map_err(ApiError::into_js)
}

/// Closes what is open, as the visitor would.
#[wasm_bindgen]
pub fn close() {
    surveys::close();
}

/// Takes who answers from now on: `id`, `account`, `role` and other traits.
///
/// # Errors
/// `config` if it is not an object of texts, numbers and truths.
#[wasm_bindgen]
pub fn identify(person: &JsValue) -> Result<(), JsValue> {
    surveys::identify(person).map_err(ApiError::into_js)
}

/// Goes on in another language, in what is open and in what comes.
///
/// # Errors
/// `language` if its file can't be fetched.
#[wasm_bindgen(js_name = setLanguage)]
pub async fn set_language(tag: String) -> Result<(), JsValue> {
    surveys::set_language(tag).await.map_err(ApiError::into_js)
}

/// Says for each survey whether it would show, rule by rule, and what waits to be delivered.
#[wasm_bindgen]
pub fn explain(id: &JsValue) -> JsValue {
    values::to_js(&surveys::explain(named(id).as_deref()))
}

/// An identifier as a page gives it. One that isn't text names no survey, as no survey's is empty.
fn named(id: &JsValue) -> Option<String> {
    (!id.is_undefined() && !id.is_null()).then(|| id.as_string().unwrap_or_default())
}

/// Forgets that the visitor answered or declined. Answers that wait to be delivered stay.
#[wasm_bindgen]
pub fn reset() {
    surveys::reset();
}

/// Removes every survey from the page.
#[wasm_bindgen]
pub fn destroy() {
    surveys::destroy();
}
