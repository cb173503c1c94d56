//! The tools a build uses, found once, and the PATH that lets other programs find them.

use crate::setup::{CargoTool, NpmTool, SmallStd, Tool};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Everything a build of the site needs beside Rust itself.
pub(crate) struct Toolbox {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    optimizers: Optimizers,
    /// The compiler's flags for the widget.
    pub(crate) rust_flags: Vec<String>,
}

/// What makes the built files small.
pub(crate) struct Optimizers {
    /// Binaryen's optimiser.
    pub(crate) wasm_opt: PathBuf,
    /// Minifies scripts and stylesheets.
    pub(crate) esbuild: PathBuf,
}

impl Toolbox {
    /// Finds all of it.
    ///
    /// # Errors
    /// Names the first tool that is missing.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        let trunk = CargoTool::trunk();
        let small_std = SmallStd::of_this_compiler();
        Ok(Self {
            rust_flags: there(small_std.flags(), &small_std)?,
            trunk: there(trunk.folder(), &trunk)?,
            wasm_bindgen: wasm_bindgen_folder(workspace)?,
            optimizers: Optimizers::find()?,
        })
    }

    /// Trunk.
    pub(crate) fn trunk(&self) -> PathBuf {
        program(&self.trunk, "trunk")
    }

    /// What runs wasm-bindgen's tests in a browser.
    pub(crate) fn test_runner(&self) -> PathBuf {
        program(&self.wasm_bindgen, "wasm-bindgen-test-runner")
    }

    /// The PATH for programs that look for these tools themselves.
    pub(crate) fn path(&self) -> Result<OsString> {
        let ours = [Some(self.trunk.as_path()), Some(self.wasm_bindgen.as_path()), self.optimizers.wasm_opt.parent()];
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders = ours.into_iter().flatten().map(Path::to_path_buf).chain(std::env::split_paths(&inherited));
        Ok(std::env::join_paths(folders)?)
    }
}

impl Optimizers {
    /// Finds them.
    ///
    /// # Errors
    /// Names the first one that is missing.
    pub(crate) fn find() -> Result<Self> {
        let (wasm_opt, esbuild) = (NpmTool::wasm_opt(), NpmTool::esbuild());
        Ok(Self { wasm_opt: there(wasm_opt.program(), &wasm_opt)?, esbuild: there(esbuild.program(), &esbuild)? })
    }
}

/// What writes the glue, for a build that is under way.
///
/// # Errors
/// When it is missing.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    Ok(program(&wasm_bindgen_folder(workspace)?, "wasm-bindgen"))
}

fn wasm_bindgen_folder(workspace: &Workspace) -> Result<PathBuf> {
    let tool = CargoTool::wasm_bindgen(&workspace.locked_version("wasm-bindgen")?);
    there(tool.folder(), &tool)
}

fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

fn there<T>(place: Option<T>, tool: &dyn Tool) -> Result<T> {
    match place {
        Some(place) => Ok(place),
        None => bail!("{} is missing: `cargo xtask setup` installs it", tool.name()),
    }
}
