//! Firefox and the driver that steers it, for the tests of what no browser may lose. Without them those run in Chromium
//! alone.

use super::browser::from_environment;
use super::tool::{Context, Tool};
use super::{CargoTool, packages, version};
use anyhow::Result;
use std::path::PathBuf;

/// The browser. `FIREFOX` names another than the one on PATH.
pub(crate) struct Firefox;

/// Its WebDriver server, of whatever version. `GECKODRIVER` names another than the one on PATH.
pub(crate) struct Geckodriver;

impl Firefox {
    /// The program, if it is there and runs.
    pub(crate) fn program() -> Option<PathBuf> {
        from_environment("FIREFOX")
            .into_iter()
            .chain(
                ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"]
                    .into_iter()
                    .filter_map(|name| which::which(name).ok()),
            )
            .find(|program| version::of(program).is_some())
    }
}

impl Geckodriver {
    /// The program, if it is there and runs.
    pub(crate) fn program() -> Option<PathBuf> {
        let cached = CargoTool::geckodriver().folder().map(|folder| folder.join("geckodriver"));
        from_environment("GECKODRIVER")
            .into_iter()
            .chain(which::which("geckodriver").ok())
            .chain(cached.map(|program| program.with_extension(std::env::consts::EXE_EXTENSION)))
            .find(|program| version::of(program).is_some())
    }
}

impl Tool for Firefox {
    fn name(&self) -> String {
        "Firefox".to_owned()
    }

    fn find(&self) -> Option<String> {
        let program = Self::program()?;
        Some(format!("{}, {}", program.display(), version::of(&program)?))
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::FIREFOX, &context.logs)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable FIREFOX", packages::by_hand(&packages::FIREFOX))
    }
}

impl Tool for Geckodriver {
    fn name(&self) -> String {
        "geckodriver".to_owned()
    }

    fn find(&self) -> Option<String> {
        let program = Self::program()?;
        Some(format!("{}, {}", program.display(), version::of(&program)?))
    }

    fn expected(&self) -> &'static str {
        CargoTool::geckodriver().expected()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        CargoTool::geckodriver().install(context)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable GECKODRIVER", CargoTool::geckodriver().by_hand())
    }
}
