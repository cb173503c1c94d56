//! Minifying what tools wrote or people wrote with comments: the glue and the stylesheet.

use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What is being minified.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// An ES module, from which code that nothing reaches is dropped too.
    Module,
    /// A stylesheet.
    Stylesheet,
}

/// Minifies a text with esbuild.
///
/// # Errors
/// When esbuild cannot read it; the message is esbuild's.
pub(super) fn with_esbuild(esbuild: &Path, kind: Kind, source: &str) -> Result<String> {
    let mut command = Command::new(esbuild);
    command.args(["--minify", "--charset=utf8", "--log-level=warning"]);
    match kind {
        // The newest syntax is the glue's own; nothing is to be rewritten for older browsers.
        Kind::Module => {
            command.args(["--loader=js", "--format=esm", "--tree-shaking=true", "--target=es2022"]);
        }
        Kind::Stylesheet => {
            command.arg("--loader=css");
        }
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} could not be started", esbuild.display()))?;
    // esbuild reads all of its input before it writes: this cannot deadlock.
    child.stdin.take().context("no way into esbuild")?.write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("esbuild ended with {}", output.status);
    }
    String::from_utf8(output.stdout).context("esbuild wrote no UTF-8")
}
