//! The fonts that pictures are made with, so that they look the same on every machine.

use super::packages;
use super::tool::{Context, Tool};
use crate::process;
use anyhow::Result;
use std::process::Command;

/// Inter, and Noto for what it doesn't have, such as Arabic.
const FAMILIES: [&str; 2] = ["Inter", "Noto Naskh Arabic"];

/// These fonts.
pub(crate) struct Fonts;

impl Fonts {
    /// A configuration of fontconfig in which they are used for all texts but code.
    pub(crate) fn configuration() -> String {
        let families: String = FAMILIES.iter().map(|family| format!("<string>{family}</string>")).collect();
        format!(
            r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family" qual="all" compare="not_eq"><string>monospace</string></test>
    <edit name="family" mode="prepend_first" binding="strong">{families}</edit>
  </match>
</fontconfig>
"#
        )
    }
}

impl Tool for Fonts {
    fn name(&self) -> String {
        format!("the fonts {}", FAMILIES.join(" and "))
    }

    fn find(&self) -> Option<String> {
        let known = process::capture(Command::new("fc-list").args([":", "family"])).ok()?;
        let is_known = |family: &str| known.lines().any(|line| line.split(',').any(|name| name == family));
        FAMILIES.into_iter().all(is_known).then(|| "as fc-list says".to_owned())
    }

    fn expected(&self) -> &'static str {
        "about half a minute"
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::FONTS, &context.logs)
    }

    fn by_hand(&self) -> String {
        packages::by_hand(&packages::FONTS)
    }
}
