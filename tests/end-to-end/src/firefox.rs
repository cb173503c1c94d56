//! What Firefox' own scripts can do that no driver offers.

use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;

use crate::browser::Browser;

/// Has the scripts of Firefox' driver run beside a page, or in the browser's own window.
#[derive(Debug)]
struct SetContext(&'static str);

impl ExtensionCommand for SetContext {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> axum::http::Method {
        axum::http::Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}

fn context(name: &'static str) -> Command {
    Command::ExtensionCommand(Box::new(SetContext(name)))
}

impl Browser {
    /// What a script amounts to that runs in the browser's own window.
    pub(crate) async fn in_firefox(&self, script: &str) -> Value {
        self.try_in_firefox(script).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    async fn try_in_firefox(&self, script: &str) -> WebDriverResult<Value> {
        self.driver().cmd(context("chrome")).await?;
        let answer = self.driver().execute(script, Vec::new()).await;
        self.driver().cmd(context("content")).await?;
        answer.map(|answer| answer.json().clone())
    }

    /// Asks sites for this language, in every tab.
    pub(crate) async fn prefer_language(&self, language: &str) {
        self.in_firefox(&format!("Services.prefs.setStringPref('intl.accept_languages', '{language}')")).await;
    }

    /// Asks them for what it asked for at first.
    pub(crate) async fn prefer_usual_language(&self) {
        self.in_firefox("Services.prefs.clearUserPref('intl.accept_languages')").await;
    }
}
