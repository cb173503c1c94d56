//! The texts of the interface: which language, and its file. It is fetched, or, in a Leptos application, embedded.

use std::cell::RefCell;

use askwell_survey::{LANGUAGES, MessageKey, Messages, Value, nearest, pack};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, Node, ShadowRoot};

use crate::error::ApiError;
use crate::{browser, request, values};

thread_local! {
    /// The texts that are part of the application, English first.
    static EMBEDDED: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
    static FOLDER: RefCell<String> = const { RefCell::new(String::new()) };
    /// The texts of files by their languages, on their way or there.
    static FILES: RefCell<Vec<(&'static str, Promise)>> = const { RefCell::new(Vec::new()) };
}

/// Takes in files that are part of the application, as JSON: nothing is fetched then. What is no language file is reported
/// on the console.
pub(crate) fn embed(files: &[&str]) {
    for file in files {
        match values::parse(file).and_then(|file| pack(&file).map_err(ApiError::config)) {
            Ok(texts) => EMBEDDED.with_borrow_mut(|embedded| {
                if !embedded.contains(&texts) {
                    embedded.push(texts);
                }
            }),
            Err(error) => error.report(&browser::document()),
        }
    }
}

/// The embedded texts that serve `tag` best; nothing if there are none.
fn embedded(tag: &str) -> Option<Value> {
    EMBEDDED.with_borrow(|files| {
        let tags = files.iter().map(|file| file.get("tag").and_then(Value::as_text).unwrap_or_default());
        let tags = tags.collect::<Vec<_>>();
        files.get(nearest(tag, &tags)).cloned()
    })
}

/// Takes the address of the folder with the application's files, with a slash at its end.
pub(crate) fn set_folder(address: &str) {
    FOLDER.set(address.to_owned());
}

/// The texts of the language that serves `tag` best, with the site's own texts in place of the file's.
///
/// # Errors
/// `language` if the file can't be fetched; the next call tries again.
pub(crate) async fn load(tag: &str, own: &[(MessageKey, String)]) -> Result<Messages, ApiError> {
    let unavailable = || ApiError::new("language", "the texts could not be fetched");
    if let Some(file) = embedded(tag) {
        return Messages::read(&file, own).ok_or_else(unavailable);
    }
    let language = LANGUAGES[nearest(tag, LANGUAGES)];
    let Ok(json) = JsFuture::from(file(language)).await else {
        FILES.with_borrow_mut(|files| files.retain(|(known, _)| *known != language));
        return Err(unavailable());
    };
    let file = values::parse(&json.as_string().unwrap_or_default()).map_err(|_| unavailable())?;
    Messages::read(&file, own).ok_or_else(unavailable)
}

/// The file of a language, which is fetched once however many surveys ask for it.
fn file(language: &'static str) -> Promise {
    let known = |files: &mut Vec<(&str, Promise)>| {
        files.iter().find(|(known, _)| *known == language).map(|(_, file)| file.clone())
    };
    FILES.with_borrow_mut(known).unwrap_or_else(|| {
        let address = FOLDER.with_borrow(|folder| [folder, "languages/", language, ".json"].concat());
        let file = browser::promise(async move { request::fetch_text(&address).await.map(JsValue::from) });
        FILES.with_borrow_mut(|files| files.push((language, file.clone())));
        file
    })
}

/// The language of the place in the page: of `element`, or of the page itself.
pub(crate) fn of_place(element: Option<&HtmlElement>) -> Option<String> {
    let mut place =
        element.cloned().map(Node::from).or_else(|| Some(browser::document().document_element()?.into()))?;
    loop {
        let tag = place.dyn_ref::<Element>().and_then(|element| element.get_attribute("lang"));
        if tag.as_ref().is_some_and(|tag| !tag.is_empty()) {
            return tag;
        }
        // What stands in a shadow root has the language of what that stands in.
        place = match place.parent_node() {
            Some(around) => around,
            None => place.dyn_into::<ShadowRoot>().ok()?.host().into(),
        };
    }
}

/// The language that the visitor prefers.
pub(crate) fn of_visitor() -> String {
    browser::window().navigator().language().unwrap_or_default()
}
