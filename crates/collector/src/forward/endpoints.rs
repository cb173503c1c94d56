//! The file of endpoints.

use std::cell::RefCell;
use std::sync::Arc;

use askwell_survey::endpoint::file::{self, Listed};
use askwell_survey::endpoint::{Content, HOLD};
use askwell_survey::{Diagnostics, Timestamp, Value};

use crate::store::NewForward;

/// What stands in the place of a secret, wherever one would be seen.
pub(super) const HIDDEN: &str = "…";

/// The endpoints that every stored response is forwarded to.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    list: Arc<[Listed]>,
    secrets: Secrets,
}

/// What came from the environment.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<[String]>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} secrets", self.0.len())
    }
}

impl Secrets {
    /// Those of `values` that are any, in every way in which they may be written into a request.
    pub(super) fn of(values: Vec<String>) -> Self {
        let mut secrets: Vec<String> = values.into_iter().filter(|secret| !secret.is_empty()).collect();
        for secret in secrets.clone() {
            secrets.push(in_json(&secret));
            secrets
                .push(percent_encoding::utf8_percent_encode(&secret, percent_encoding::NON_ALPHANUMERIC).to_string());
            secrets.push(form_urlencoded::byte_serialize(secret.as_bytes()).collect());
        }
        // Where one is part of another, the longer is hidden as a whole.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self(secrets.into())
    }

    /// `text` without them.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN))
    }
}

impl Endpoints {
    /// Reads the text of a file; `variable` looks into the environment.
    ///
    /// # Errors
    /// Everything that is wrong with it, with its path. Nothing that came from the environment is in it.
    pub fn read(json: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, Diagnostics> {
        let file: Value = serde_json::from_str(json).map_err(|error| {
            let mut problems = Diagnostics::default();
            problems.add("", &format!("can’t be read as JSON: {error}"));
            problems
        })?;
        let secrets = RefCell::new(Vec::new());
        let list = file::read(&file, &|name| {
            let value = variable(name)?;
            secrets.borrow_mut().push(value.clone());
            Some(value)
        })?;
        refuse_backslashes(&list)?;
        Ok(Self { list: list.into(), secrets: Secrets::of(secrets.into_inner()) })
    }

    pub(crate) fn list(&self) -> &[Listed] {
        &self.list
    }

    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// What is to be done for each when `response` is stored.
    pub(crate) fn forwards(&self, response: &Value, now: Timestamp) -> Vec<NewForward> {
        let due = |content| match content {
            Content::Document { held: true, .. } => Some(now.after_millis(HOLD)),
            Content::Document { held: false, .. } => Some(now),
            Content::Nothing(_) | Content::Call => None,
        };
        let forward =
            |listed: &Listed| NewForward { endpoint: listed.name.clone(), due: due(listed.content(response)) };
        self.list.iter().map(forward).collect()
    }
}

/// A text as it stands in JSON, between its quotes.
pub(super) fn in_json(text: &str) -> String {
    let json = Value::from(text).to_json();
    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or(&json).to_owned()
}

/// To whoever opens an address, `\` is `/`: what a template takes for the path may be the host.
fn refuse_backslashes(list: &[Listed]) -> Result<(), Diagnostics> {
    let mut problems = Diagnostics::default();
    for listed in list.iter().filter(|listed| listed.address().contains('\\')) {
        problems.add("url", &format!("of the endpoint {} has a \\, which means / in an address: write /", listed.name));
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_chooses_the_host() {
        for url in [r"https:\\\\{{answer:reason}}.example/x", r"https://a.example\\{{answer:reason}}"] {
            let json = format!(r#"{{"endpoints": [{{"name": "desk", "url": "{url}"}}]}}"#);
            let problems = Endpoints::read(&json, |_| None).unwrap_err().to_string();
            assert!(problems.contains("url"), "{url}: {problems}");
        }
    }
}
