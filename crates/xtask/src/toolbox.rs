//! The tools a build uses, found once, and the PATH that lets other programs find them.

use crate::setup::{PackageTool, Tool};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Everything a build of the site needs beside Rust itself: for each tool, the folder of its programs.
pub(crate) struct Toolbox {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    binaryen: PathBuf,
    esbuild: PathBuf,
}

impl Toolbox {
    /// Finds all of it.
    ///
    /// # Errors
    /// Names the first tool that is missing.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            trunk: there(&PackageTool::trunk())?,
            wasm_bindgen: there(&PackageTool::wasm_bindgen(&workspace.locked_version("wasm-bindgen")?))?,
            binaryen: there(&PackageTool::binaryen())?,
            esbuild: there(&PackageTool::esbuild())?,
        })
    }

    /// Builds the pages and the widget.
    pub(crate) fn trunk(&self) -> PathBuf {
        program(&self.trunk, "trunk")
    }

    /// Writes the glue between Wasm and the page.
    pub(crate) fn wasm_bindgen(&self) -> PathBuf {
        program(&self.wasm_bindgen, "wasm-bindgen")
    }

    /// What runs wasm-bindgen's tests in a browser.
    pub(crate) fn test_runner(&self) -> PathBuf {
        program(&self.wasm_bindgen, "wasm-bindgen-test-runner")
    }

    /// Makes Wasm smaller.
    pub(crate) fn wasm_opt(&self) -> PathBuf {
        program(&self.binaryen, "wasm-opt")
    }

    /// Removes from Wasm what nothing outside takes.
    pub(crate) fn wasm_metadce(&self) -> PathBuf {
        program(&self.binaryen, "wasm-metadce")
    }

    /// Bundles and minifies scripts.
    pub(crate) fn esbuild(&self) -> PathBuf {
        program(&self.esbuild, "esbuild")
    }

    /// The PATH for programs that look for these tools themselves.
    pub(crate) fn path(&self) -> Result<OsString> {
        let ours = [&self.trunk, &self.wasm_bindgen, &self.binaryen].map(PathBuf::clone);
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        Ok(std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&inherited)))?)
    }
}

/// The folder of a tool's programs.
///
/// # Errors
/// When it is missing.
pub(crate) fn there(tool: &PackageTool) -> Result<PathBuf> {
    match tool.folder() {
        Some(folder) => Ok(folder),
        None => bail!("{} is missing: `cargo xtask setup` installs it", tool.name()),
    }
}

/// The program of that name in a folder.
pub(crate) fn program(folder: &Path, name: &str) -> PathBuf {
    which::which_in_global(name, Some(folder))
        .ok()
        .and_then(|mut found| found.next())
        .unwrap_or_else(|| folder.join(name))
}
