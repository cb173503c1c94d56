//! The JSON documents that configure surveys: one that an address leads to, or one that stands in the page.

use gloo_net::http::Request;
use web_sys::HtmlElement;

use crate::browser;
use crate::error::ApiError;

/// A document in the page.
const IN_PAGE: &str = "script[type='application/askwell+json']:not(askwell-survey *)";
/// A document in an element.
const IN_ELEMENT: &str = "script[type='application/askwell+json']";

/// The document at `address`.
///
/// # Errors
/// `load` if it can't be fetched.
pub(crate) async fn fetch(address: &str) -> Result<String, ApiError> {
    let failed = |why: &str| ApiError::new("load", &[address, " ", why].concat());
    let response = Request::get(address).send().await.map_err(|_| failed("can’t be fetched"))?;
    if !response.ok() {
        return Err(failed(&["answered ", &response.status().to_string()].concat()));
    }
    response.text().await.map_err(|_| failed("broke off"))
}

/// The document in the page, if there is one.
pub(crate) fn of_page() -> Option<String> {
    browser::document().query_selector(IN_PAGE).ok().flatten()?.text_content()
}

/// The document of an element: the one it names, or the one inside it.
///
/// # Errors
/// As [`fetch`].
pub(crate) async fn of_element(element: &HtmlElement) -> Result<Option<String>, ApiError> {
    match element.get_attribute("src") {
        Some(address) => fetch(&address).await.map(Some),
        None => Ok(element.query_selector(IN_ELEMENT).ok().flatten().and_then(|inside| inside.text_content())),
    }
}
