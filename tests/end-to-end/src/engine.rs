//! The browsers that are driven, and what each is started with.

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::manager::BrowserKind;
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
    // No other host than this machine is ever asked for anything.
    "--host-resolver-rules=MAP shop.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

impl Engine {
    /// All that are known.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Those that are there. Chromium always is.
    pub fn available() -> Vec<Self> {
        let firefox = ["FIREFOX", "GECKODRIVER"].iter().all(|name| std::env::var_os(name).is_some());
        if firefox { Self::ALL.to_vec() } else { vec![Self::Chromium] }
    }

    pub(crate) fn kind(self) -> BrowserKind {
        match self {
            Self::Chromium => BrowserKind::Chrome,
            Self::Firefox => BrowserKind::Firefox,
        }
    }

    /// The program that drives it.
    pub(crate) fn driver(self) -> PathBuf {
        match self {
            Self::Chromium => from_environment("CHROMEDRIVER"),
            Self::Firefox => from_environment("GECKODRIVER"),
        }
    }

    /// What its driver is started with.
    pub(crate) fn driver_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[],
            // Only the browser's own scripts can take it offline, kill a tab and read the accessibility tree.
            Self::Firefox => &["--allow-system-access"],
        }
    }

    pub(crate) fn capabilities(self, profile: &Path, private: bool) -> Capabilities {
        match self {
            Self::Chromium => chromium(profile, private).into(),
            Self::Firefox => firefox(private).into(),
        }
    }
}

impl fmt::Display for Engine {
    /// As tests name it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
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
    capabilities.enable_bidi().expect("it is JSON");
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
            // No other host than this machine is ever asked for anything: nobody listens at this proxy.
            "network.proxy.type": 1,
            "network.proxy.socks": "127.0.0.1",
            "network.proxy.socks_port": 9,
            "network.proxy.no_proxies_on": PLAIN_HOST,
            "dom.security.https_first": false,
            "browser.privatebrowsing.autostart": private,
            // JSON is shown as it is, as in Chromium.
            "devtools.jsonview.enabled": false,
        },
    });
    capabilities.set("moz:firefoxOptions", options).expect("it is JSON");
    capabilities.enable_bidi().expect("it is JSON");
    capabilities
}
