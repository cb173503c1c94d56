//! The JSON documents that configure surveys: one that an address leads to, or one that stands in the page.

use web_sys::HtmlElement;

use crate::error::ApiError;
use crate::{browser, request};

/// A document in the page.
const IN_PAGE: &str = "script[type='application/askwell+json']:not(askwell-survey *)";
/// A document in an element.
const IN_ELEMENT: &str = "script[type='application/askwell+json']";

/// The document in the page, if there is one.
pub(crate) fn of_page() -> Option<String> {
    browser::document().query_selector(IN_PAGE).ok().flatten()?.text_content()
}

/// The document of an element: the one it names, or the one inside it.
///
/// # Errors
/// `load` if the one it names can’t be fetched.
pub(crate) async fn of_element(element: &HtmlElement) -> Result<Option<String>, ApiError> {
    match element.get_attribute("src") {
        Some(address) => request::fetch_text(&address).await.map(Some),
        None => Ok(element.query_selector(IN_ELEMENT).ok().flatten().and_then(|inside| inside.text_content())),
    }
}
