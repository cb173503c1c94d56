//! The gate: targeting as a Wasm of its own, which pages load before anything that shows.

use super::app::{self, Module};
use crate::dist;
use crate::process;
use crate::setup::TARGET;
use crate::toolbox::Toolbox;
use crate::workspace::{Workspace, copy};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Its package.
const PACKAGE: &str = "askwell-gate";
/// wasm-bindgen's name for it: that of its crate.
const NAME: &str = "askwell_gate";
/// What the loader imports.
pub(super) const SCRIPT: &str = "gate.js";
pub(super) const WASM: &str = "gate.wasm";

/// Compiles the gate and puts it into a folder. `scripts` is the folder with what scripts share.
///
/// # Errors
/// When a tool fails.
pub(super) fn build(
    workspace: &Workspace,
    scripts: &Path,
    folder: &Path,
    release: bool,
    tools: &Toolbox,
) -> Result<()> {
    let raw = compile(workspace, release)?;
    let work = tempfile::tempdir()?;
    let mut wasm_bindgen = Command::new(tools.wasm_bindgen());
    wasm_bindgen
        .args(["--target=web", "--no-demangle", "--no-typescript", "--out-dir"])
        .args([work.path(), raw.as_path()]);
    process::run(&mut wasm_bindgen)?;
    let module = Module {
        entry: &workspace.root.join("crates/gate").join(SCRIPT),
        glue: &work.path().join(NAME).with_extension("js"),
        bound: &work.path().join([NAME, "_bg.wasm"].concat()),
    };
    let (script, wasm) = (folder.join(SCRIPT), folder.join(WASM));
    if release {
        module.shrink(scripts, &[], &script, tools)?;
        app::optimize(module.bound, &wasm, tools)
    } else {
        module.bundle(scripts, &script, false, tools, &[])?;
        copy(module.bound, &wasm)
    }
}

/// Compiles it; returns what cargo has made. It has no chunks, so it isn't compiled to be split.
fn compile(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    let (profile, built) = if release { ("wasm", "wasm") } else { ("dev", "debug") };
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--quiet", "--package", PACKAGE, "--target", TARGET, "--profile", profile])
        .current_dir(&workspace.root)
        .env_remove("RUSTFLAGS");
    if release {
        cargo.env(dist::FLAGS, dist::flags(workspace)?);
    }
    process::run(&mut cargo)?;
    Ok(workspace.target.join(TARGET).join(built).join(NAME).with_extension("wasm"))
}
