//! Chromium and the driver that steers it, for tests and measurements.

use super::tool::{Context, Tool};
use super::{packages, version};
use anyhow::Result;
use std::path::PathBuf;

/// The browser. `CHROMIUM` names another than the one on PATH.
pub(crate) struct Chromium;

/// Its WebDriver server, of the same major version. `CHROMEDRIVER` names another than the one on PATH.
pub(crate) struct Chromedriver;

impl Chromium {
    /// The program, if it is there and runs.
    pub(crate) fn program() -> Option<PathBuf> {
        from_environment("CHROMIUM")
            .into_iter()
            .chain(
                [
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "/Applications/Chromium.app/Contents/MacOS/Chromium",
                ]
                .into_iter()
                .filter_map(|name| which::which(name).ok()),
            )
            .find(|program| version::of(program).is_some())
    }
}

impl Chromedriver {
    /// The program, if it is there, runs, and fits the browser.
    pub(crate) fn program() -> Option<PathBuf> {
        let browser = version::major(&version::of(&Chromium::program()?)?)?;
        from_environment("CHROMEDRIVER")
            .into_iter()
            .chain(which::which("chromedriver").ok())
            .find(|program| version::of(program).as_deref().and_then(version::major) == Some(browser))
    }
}

pub(super) fn from_environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

impl Tool for Chromium {
    fn name(&self) -> String {
        "Chromium".to_owned()
    }

    fn find(&self) -> Option<String> {
        let program = Self::program()?;
        Some(format!("{}, {}", program.display(), version::of(&program)?))
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::BROWSER, &context.logs)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable CHROMIUM", packages::by_hand(&packages::BROWSER))
    }
}

impl Tool for Chromedriver {
    fn name(&self) -> String {
        "ChromeDriver of the same major version".to_owned()
    }

    fn find(&self) -> Option<String> {
        Self::program().map(|program| program.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::BROWSER, &context.logs)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable CHROMEDRIVER", packages::by_hand(&packages::BROWSER))
    }
}
