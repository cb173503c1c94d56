//! Minifying what tools wrote or people wrote with comments: scripts and stylesheets.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A module, from which code that nothing reaches is dropped too. The newest syntax is the glue's own; nothing is to be
/// rewritten for older browsers.
const MODULE: [&str; 2] = ["--format=esm", "--target=es2022"];

/// Minifies an ES module.
///
/// # Errors
/// When esbuild cannot read it; the message is esbuild's.
pub(super) fn module(esbuild: &Path, source: &str) -> Result<String> {
    run(esbuild, ["--loader=js", "--tree-shaking=true"].into_iter().chain(MODULE), source)
}

/// Minifies a stylesheet.
///
/// # Errors
/// As [`module`].
pub(super) fn stylesheet(esbuild: &Path, source: &str) -> Result<String> {
    run(esbuild, ["--loader=css"], source)
}

/// Makes one module of a file and those that it imports by name.
///
/// # Errors
/// As [`module`].
pub(super) fn bundle(esbuild: &Path, entry: &Path) -> Result<String> {
    run(esbuild, [OsStr::new("--bundle"), entry.as_os_str()].into_iter().chain(MODULE.map(OsStr::new)), "")
}

fn run<A: AsRef<OsStr>>(esbuild: &Path, arguments: impl IntoIterator<Item = A>, source: &str) -> Result<String> {
    let mut child = Command::new(esbuild)
        .args(["--minify", "--charset=utf8", "--log-level=warning"])
        .args(arguments)
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
