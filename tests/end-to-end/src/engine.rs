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
    /// `WEBKIT`, WebKitGTK's MiniBrowser, with `WEBKITDRIVER` on a display of `XVFB`, where they are there. It has no developer
    /// tools' protocol, no WebDriver BiDi and no pictures, so few tests run in it.
    WebKit,
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
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Those that are there of the two that all tests run in. Chromium always is.
    pub fn available() -> Vec<Self> {
        [Self::Chromium, Self::Firefox].into_iter().filter(|engine| engine.is_available()).collect()
    }

    /// Whether it is there.
    pub fn is_available(self) -> bool {
        let names: &[&str] = match self {
            Self::Chromium => &[],
            Self::Firefox => &["FIREFOX", "GECKODRIVER"],
            Self::WebKit => &["WEBKIT", "WEBKITDRIVER", "XVFB"],
        };
        names.iter().all(|name| std::env::var_os(name).is_some())
    }

    /// How thirtyfour knows it, the program that drives it, and what that is started with; nothing if thirtyfour doesn't know it.
    pub(crate) fn driver(self) -> Option<(BrowserKind, PathBuf, &'static [&'static str])> {
        match self {
            Self::Chromium => Some((BrowserKind::Chrome, from_environment("CHROMEDRIVER"), &[])),
            // Only the browser's own scripts can take it offline, kill a tab and read the accessibility tree.
            Self::Firefox => Some((BrowserKind::Firefox, from_environment("GECKODRIVER"), &["--allow-system-access"])),
            Self::WebKit => None,
        }
    }

    pub(crate) fn capabilities(self, profile: &Path, private: bool) -> Capabilities {
        match self {
            Self::Chromium => chromium(profile, private).into(),
            Self::Firefox => firefox(private).into(),
            Self::WebKit => webkit(private),
        }
    }
}

impl fmt::Display for Engine {
    /// As tests name it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
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

/// It forgets everything with its session.
fn webkit(private: bool) -> Capabilities {
    let mut arguments = vec!["--automation", "--proxy=http://127.0.0.1:9", "--ignore-host=127.0.0.1"];
    arguments.extend(private.then_some("--private"));
    let options = json!({ "binary": from_environment("WEBKIT"), "args": arguments });
    let capabilities = json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options });
    capabilities.as_object().expect("it is an object").clone().into()
}
