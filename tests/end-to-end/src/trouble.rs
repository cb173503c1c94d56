//! What may happen to a visitor: tabs are opened and killed, and the network goes.

use serde_json::json;
use thirtyfour::WindowHandle;

use crate::{Engine, Visitor};

/// Ends the process that Firefox shows a tab with. Left alone, Firefox under a driver would end as well.
const KILL: &str = "Services.env.set('MOZ_CRASHREPORTER_SHUTDOWN', '');
    const { osPid } = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;
    Cc['@mozilla.org/processtools-service;1'].getService(Ci.nsIProcessToolsService).kill(osPid);";

impl Visitor {
    /// Opens another tab, empty, and stays in this one.
    pub async fn open_tab(&self) -> WindowHandle {
        self.browser().open_tab(true).await
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
            Engine::Firefox => drop(self.in_firefox(KILL).await),
            Engine::WebKit => panic!("WebKit's driver can't do it"),
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
                self.in_firefox(&script).await;
            }
            Engine::WebKit => panic!("WebKit's driver can't do it"),
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
}
