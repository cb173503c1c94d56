//! The browsers that are driven, and how each is started.

use std::path::Path;

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::from_environment;

/// A kind of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// `CHROMIUM` with `CHROMEDRIVER`.
    Chromium,
    /// `FIREFOX` with `GECKODRIVER`, where they are there.
    Firefox,
}

/// A host of the site that is no `localhost`: its pages are no secure context.
pub const PLAIN_HOST: &str = "shop.test";

/// What lets Chromium run without a display and as root, and keeps it from talking to the network by itself.
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,900",
    "--host-resolver-rules=MAP shop.test 127.0.0.1",
];

impl Engine {
    /// Those that are there. Chromium always is.
    pub fn available() -> Vec<Self> {
        let firefox = ["FIREFOX", "GECKODRIVER"].iter().all(|name| std::env::var_os(name).is_some());
        if firefox { vec![Self::Chromium, Self::Firefox] } else { vec![Self::Chromium] }
    }

    /// The variable that names its driver, what that is started with, and what it says before the number of its port.
    pub(crate) fn driver(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Chromium => ("CHROMEDRIVER", &["--port=0"], "started successfully on port "),
            // The browser's own scripts are what takes it offline and kills its tabs.
            Self::Firefox => (
                "GECKODRIVER",
                &["--port", "0", "--websocket-port", "0", "--allow-system-access"],
                "Listening on 127.0.0.1:",
            ),
        }
    }

    pub(crate) fn capabilities(self, profile: &Path, private: bool) -> Capabilities {
        match self {
            Self::Chromium => chromium(profile, private).into(),
            Self::Firefox => firefox(private).into(),
        }
    }
}

fn chromium(profile: &Path, private: bool) -> thirtyfour::ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let profile = format!("--user-data-dir={}", profile.display());
    for argument in ARGUMENTS.into_iter().chain([profile.as_str()]).chain(private.then_some("--incognito")) {
        capabilities.add_arg(argument).expect("it is an argument");
    }
    let binary = from_environment("CHROMIUM");
    capabilities.set_binary(binary.to_str().expect("its path is UTF-8")).expect("it is a path");
    capabilities
}

/// Its profile is made and removed by its driver.
fn firefox(private: bool) -> thirtyfour::FirefoxCapabilities {
    let mut capabilities = DesiredCapabilities::firefox();
    let options = json!({
        "binary": from_environment("FIREFOX"),
        "args": ["-headless", "-width", "1200", "-height", "900"],
        "prefs": {
            "network.dns.localDomains": PLAIN_HOST,
            "network.disable-localhost-when-offline": true,
            "dom.security.https_first": false,
            "browser.privatebrowsing.autostart": private,
        },
    });
    capabilities.set("moz:firefoxOptions", options).expect("it is JSON");
    capabilities
}
