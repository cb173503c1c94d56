//! What may happen to a visitor: tabs are opened and killed, and the network goes.

use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use thirtyfour::common::command::ExtensionCommand;
use thirtyfour::error::WebDriverResult;

use crate::{Engine, Visitor};

/// Ends the process that Firefox shows a tab with. Left alone, Firefox under a driver would end as well.
const KILL: &str = "Services.env.set('MOZ_CRASHREPORTER_SHUTDOWN', '');
    const { osPid } = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;
    Cc['@mozilla.org/processtools-service;1'].getService(Ci.nsIProcessToolsService).kill(osPid);";

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

impl Visitor {
    /// Opens another tab, empty, and stays in this one.
    pub async fn open_tab(&self) -> WindowHandle {
        self.driver().new_tab().await.expect("a tab can be opened")
    }

    /// The tab that is looked at.
    pub async fn tab(&self) -> WindowHandle {
        self.driver().window().await.expect("there is a tab")
    }

    /// Turns to another tab.
    pub async fn turn_to(&self, tab: &WindowHandle) {
        self.driver().switch_to_window(tab.clone()).await.expect("the tab is there");
        if self.engine() == Engine::Chromium {
            self.devtools("Page.bringToFront", json!({})).await;
        }
    }

    /// Kills the tab as a crash does: nothing in it hears of it, and all that isn't stored is gone. `next` is turned to.
    pub async fn kill_tab(&self, next: &WindowHandle) {
        match self.engine() {
            // It doesn't live to answer.
            Engine::Chromium => drop(self.driver().cdp().send_raw("Page.crash", json!({})).await),
            Engine::Firefox => drop(self.in_browser(KILL).await.expect("a tab can be killed")),
        }
        self.turn_to(next).await;
    }

    /// Closes the tab, and turns to `next`.
    pub async fn close_tab(&self, next: &WindowHandle) {
        self.driver().close_window().await.expect("the tab can be closed");
        self.turn_to(next).await;
    }

    /// Takes this tab off the network, or back on it.
    pub async fn network(&self, online: bool) {
        match self.engine() {
            Engine::Chromium => {
                let conditions =
                    json!({ "offline": !online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
                self.devtools("Network.enable", json!({})).await;
                self.devtools("Network.emulateNetworkConditions", conditions).await;
            }
            Engine::Firefox => {
                // Connections that are open would still be used.
                let script = format!(
                    "Services.io.offline = {}; Services.obs.notifyObservers(null, 'net:prune-all-connections');",
                    !online
                );
                self.in_browser(&script).await.expect("it can be set");
            }
        }
    }

    /// Goes to the page inside the first frame.
    pub async fn enter_frame(&self) {
        self.driver().enter_frame(0).await.expect("there is a frame");
    }

    /// Comes back out of it.
    pub async fn leave_frame(&self) {
        self.driver().enter_default_frame().await.expect("there is a page around it");
    }

    /// Leaves for a page that can't be had.
    pub async fn visit_in_vain(&self, path: &str) {
        self.go_to(path).await.expect_err("there is no network");
    }

    async fn in_browser(&self, script: &str) -> WebDriverResult<Value> {
        self.driver().cmd(context("chrome")).await?;
        let answer = self.driver().execute(script, Vec::new()).await;
        self.driver().cmd(context("content")).await?;
        answer.map(|answer| answer.json().clone())
    }
}

fn context(name: &'static str) -> thirtyfour::common::command::Command {
    thirtyfour::common::command::Command::ExtensionCommand(Box::new(SetContext(name)))
}
