//! The widget's other builds. Trunk makes the small one, which most pages load; this makes the others in the same way.

use crate::process;
use crate::setup::TARGET;
use crate::toolbox;
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles the widget with these features and puts wasm-bindgen's files into `folder`. Compiler flags are in the
/// environment, where trunk's own build has them from.
///
/// # Errors
/// When it doesn't compile, or wasm-bindgen is missing.
pub(super) fn with(features: &str, workspace: &Workspace, release: bool, folder: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--package", "askwell", "--lib", "--target", TARGET])
        .args(["--no-default-features", "--features", features])
        .current_dir(&workspace.root);
    if release {
        cargo.args(["--profile", "wasm"]);
    }
    process::run(&mut cargo)?;
    let mut wasm_bindgen = Command::new(toolbox::wasm_bindgen(workspace)?);
    wasm_bindgen
        .args(["--target=web", "--no-typescript", "--out-name=askwell", "--out-dir"])
        .arg(folder)
        .arg(output(workspace, release));
    process::run(&mut wasm_bindgen)
}

/// Where cargo puts the widget, whichever build it is.
pub(super) fn output(workspace: &Workspace, release: bool) -> PathBuf {
    workspace.target.join(TARGET).join(if release { "wasm" } else { "debug" }).join("askwell.wasm")
}
