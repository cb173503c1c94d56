//! Programs that the system's package manager brings: Node.js, browsers, and what steers them.

use super::packages::{self, Packages};
use super::tool::{Context, Tool};
use super::{PackageTool, version};
use anyhow::Result;
use std::path::PathBuf;

/// A program of the system's, of whatever version fits.
pub(crate) struct SystemTool {
    name: &'static str,
    /// The variable that names another than the one on PATH.
    variable: &'static str,
    /// What it may be called.
    programs: &'static [&'static str],
    packages: &'static Packages,
    /// Whether there is less to do without it, and not nothing.
    is_optional: bool,
    fits: fn(&str) -> bool,
}

impl SystemTool {
    /// Runs binaryen's and esbuild's programs, and comes with npm. The oldest that starts wasm-opt 132 is 18.
    pub(super) const NODE: Self = Self {
        name: "Node.js 18 or newer, with npm",
        variable: "NODE",
        programs: &["node"],
        packages: &packages::NODE,
        is_optional: false,
        fits: |found| version::major(found).is_some_and(|major| major >= 18) && which::which("npm").is_ok(),
    };

    /// The browser for tests and measurements.
    pub(crate) const CHROMIUM: Self = Self {
        name: "Chromium",
        variable: "CHROMIUM",
        programs: &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ],
        packages: &packages::BROWSER,
        is_optional: false,
        fits: |_| true,
    };

    /// Chromium's WebDriver server.
    pub(crate) const CHROMEDRIVER: Self = Self {
        name: "ChromeDriver of Chromium's major version",
        variable: "CHROMEDRIVER",
        programs: &["chromedriver"],
        packages: &packages::BROWSER,
        is_optional: false,
        fits: |found| {
            let browser = Self::CHROMIUM.program_and_version();
            browser.is_some_and(|(_, browser)| version::major(found) == version::major(&browser))
        },
    };

    /// The other browser. Without it the tests run in Chromium alone.
    pub(crate) const FIREFOX: Self = Self {
        name: "Firefox",
        variable: "FIREFOX",
        programs: &["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
        packages: &packages::FIREFOX,
        is_optional: true,
        fits: |_| true,
    };

    /// The other database of the collector. Without it, its tests run on SQLite alone.
    pub(super) const POSTGRES: Self = Self {
        name: "PostgreSQL 15 or newer",
        variable: "POSTGRES",
        programs: &[
            // Debian puts the server's programs beside each other, by version, and not on PATH.
            "/usr/lib/postgresql/18/bin/postgres",
            "/usr/lib/postgresql/17/bin/postgres",
            "/usr/lib/postgresql/16/bin/postgres",
            "/usr/lib/postgresql/15/bin/postgres",
            "postgres",
        ],
        packages: &packages::POSTGRES,
        is_optional: true,
        fits: |found| version::major(found).is_some_and(|major| major >= 15),
    };

    /// Runs what tries the collector's interface for programs. Without it, that is left out.
    pub(crate) const PYTHON: Self = Self {
        name: "Python 3.10 or newer, with pip",
        variable: "PYTHON",
        programs: &["python3", "python"],
        packages: &packages::PYTHON,
        is_optional: true,
        fits: |found| version::is_at_least(found, (3, 10)),
    };

    /// The program, if it is there, runs, and fits.
    pub(crate) fn program(&self) -> Option<PathBuf> {
        self.program_and_version().map(|(program, _)| program)
    }

    fn program_and_version(&self) -> Option<(PathBuf, String)> {
        let on_path = self.programs.iter().filter_map(|name| which::which(name).ok());
        named_by(self.variable)
            .into_iter()
            .chain(on_path)
            .filter_map(|program| version::of(&program).map(|version| (program, version)))
            .find(|(_, version)| (self.fits)(version))
    }
}

pub(super) fn named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

impl Tool for SystemTool {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn find(&self) -> Option<String> {
        self.program_and_version().map(|(program, version)| format!("{}, {version}", program.display()))
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn is_optional(&self) -> bool {
        self.is_optional
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(self.packages, &context.logs)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable {}", packages::by_hand(self.packages), self.variable)
    }
}

/// Firefox' WebDriver server, of whatever version. `GECKODRIVER` names another than the one on PATH.
pub(crate) struct Geckodriver;

impl Geckodriver {
    /// The program, if it is there and runs.
    pub(crate) fn program() -> Option<PathBuf> {
        let installed = PackageTool::geckodriver().folder().map(|folder| folder.join("geckodriver"));
        named_by("GECKODRIVER")
            .into_iter()
            .chain(which::which("geckodriver").ok())
            .chain(installed.map(|program| program.with_extension(std::env::consts::EXE_EXTENSION)))
            .find(|program| version::of(program).is_some())
    }
}

impl Tool for Geckodriver {
    fn name(&self) -> String {
        "geckodriver".to_owned()
    }

    fn find(&self) -> Option<String> {
        Self::program().map(|program| program.display().to_string())
    }

    fn expected(&self) -> &'static str {
        PackageTool::geckodriver().expected()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        PackageTool::geckodriver().install(context)
    }

    fn by_hand(&self) -> String {
        format!("{}, or name one in the variable GECKODRIVER", PackageTool::geckodriver().by_hand())
    }
}
