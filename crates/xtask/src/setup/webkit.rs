//! WebKitGTK's browser, its driver, and the display that both need. None of them says its version without a display.

use super::packages;
use super::system_tool::named_by;
use super::tool::{Context, Tool};
use crate::process;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// Where the browser is: beside the library, and not on PATH.
const BROWSERS: [&str; 6] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "MiniBrowser",
];

/// The third browser. Without it the tests run in the others.
pub(crate) struct WebKit;

impl WebKit {
    /// Each with the variable that names another one.
    const PROGRAMS: [(&str, &[&str]); 3] =
        [("WEBKIT", &BROWSERS), ("WEBKITDRIVER", &["WebKitWebDriver"]), ("XVFB", &["Xvfb"])];

    /// The programs with their variables, if all are there.
    pub(crate) fn programs() -> Option<Vec<(&'static str, PathBuf)>> {
        let found = Self::PROGRAMS.into_iter().map(|(variable, names)| {
            let on_path = names.iter().filter_map(|name| which::which(name).ok());
            Some((variable, named_by(variable).into_iter().chain(on_path).next()?))
        });
        found.collect()
    }

    /// The variables.
    pub(crate) fn variables() -> [&'static str; 3] {
        Self::PROGRAMS.map(|(variable, _)| variable)
    }
}

impl Tool for WebKit {
    fn name(&self) -> String {
        "WebKitGTK with its driver, and Xvfb".to_owned()
    }

    fn find(&self) -> Option<String> {
        let programs = Self::programs()?;
        let [(_, browser), (_, driver), _] = programs.as_slice() else { return None };
        process::capture(Command::new(driver).arg("--help")).is_ok().then(|| browser.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::WEBKIT, &context.logs)
    }

    fn by_hand(&self) -> String {
        format!(
            "{}, or name its MiniBrowser, WebKitWebDriver and Xvfb in the variables {}",
            packages::by_hand(&packages::WEBKIT),
            Self::variables().join(", ")
        )
    }
}
