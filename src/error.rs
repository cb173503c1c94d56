//! Why a call of the page's can't be done.

use askwell_survey::{Diagnostics, Value, api};
use js_sys::Error;
use wasm_bindgen::JsValue;
use web_sys::EventTarget;

use crate::{browser, events, values};

/// An error of the public API.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    /// One of [`api::ERROR_CODES`], for programs.
    pub(crate) code: &'static str,
    /// A sentence, for people.
    pub(crate) message: String,
    /// What is wrong where, if the call carried a configuration.
    pub(crate) diagnostics: Diagnostics,
}

impl ApiError {
    /// An error that has nothing to do with a configuration.
    pub(crate) fn new(code: &'static str, message: &str) -> Self {
        debug_assert!(api::lists(&api::ERROR_CODES, code), "{code} is not documented");
        Self { code, message: message.to_owned(), diagnostics: Diagnostics::default() }
    }

    /// A configuration that can't be used.
    pub(crate) fn config(diagnostics: Diagnostics) -> Self {
        Self { code: "config", message: diagnostics.text(), diagnostics }
    }

    /// What is wrong where, as a list of `{path, message}`.
    fn details(&self) -> Value {
        let details = self.diagnostics.0.iter().map(|diagnostic| {
            let mut detail = Value::object();
            detail.put("path", Value::from(diagnostic.path.as_str()));
            detail.put("message", Value::from(diagnostic.message()));
            detail
        });
        Value::List(details.collect())
    }

    /// An `Error` with a `code` and, for a configuration, its `problems`.
    pub(crate) fn into_js(self) -> JsValue {
        let error = Error::new(&["askwell: ", &self.message].concat());
        values::set(&error, "code", &JsValue::from_str(self.code));
        values::set(&error, "problems", &values::to_js(&self.details()));
        error.into()
    }

    /// Reports it on the console and as the event `askwell:error`.
    pub(crate) fn report(&self, target: &EventTarget) {
        browser::log_error(&self.message);
        let mut detail = Value::object();
        detail.put("code", Value::from(self.code));
        detail.put("message", Value::from(self.message.as_str()));
        detail.put("problems", self.details());
        events::dispatch(target, "error", &detail);
    }
}

/// A chunk of the application could not be fetched. The cause is on the console already; the next call tries again.
#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for ApiError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::new("load", "a part of the application can’t be fetched")
    }
}
