//! Tools that npm carries as files: wasm-opt (package `binaryen`) and esbuild.

use super::tool::{Context, Tool};
use super::{cache, version};
use crate::process;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// A program from npm, at one version.
pub(crate) struct NpmTool {
    package: &'static str,
    package_version: &'static str,
    program: &'static str,
    /// What the program itself answers; binaryen's drops the zeros.
    program_version: &'static str,
}

impl NpmTool {
    /// Makes the Wasm smaller.
    pub(crate) fn wasm_opt() -> Self {
        Self { package: "binaryen", package_version: "132.0.0", program: "wasm-opt", program_version: "132" }
    }

    /// Minifies the glue and the stylesheet. Trunk's own minifier cannot read the glue of
    /// wasm-bindgen 0.2.130 (`export { … as default }`) and leaves it as it is.
    pub(crate) fn esbuild() -> Self {
        Self { package: "esbuild", package_version: "0.28.2", program: "esbuild", program_version: "0.28.2" }
    }

    /// The program, if it is there and runs.
    pub(crate) fn program(&self) -> Option<PathBuf> {
        let cached = self.cached().join("node_modules").join(".bin");
        let cached = which::which_in_global(self.program, Some(cached)).ok().and_then(|mut found| found.next());
        [which::which(self.program).ok(), cached]
            .into_iter()
            .flatten()
            .find(|program| version::of(program).as_deref() == Some(self.program_version))
    }

    fn cached(&self) -> PathBuf {
        cache::folder(self.package, self.package_version)
    }

    fn package_spec(&self) -> String {
        format!("{}@{}", self.package, self.package_version)
    }
}

impl Tool for NpmTool {
    fn name(&self) -> String {
        format!("{} {}", self.program, self.program_version)
    }

    fn find(&self) -> Option<String> {
        self.program().map(|program| program.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "a few seconds"
    }

    fn install(&self, context: &Context) -> Result<()> {
        let log = context.logs.join(format!("{}.log", self.program));
        cache::install_into(&self.cached(), |folder| {
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
                .arg(folder)
                .arg(self.package_spec());
            process::run_quietly(&mut npm, &log)
        })
    }

    fn by_hand(&self) -> String {
        format!(
            "`npm install --prefix {} {}`, on a machine with a network; or put {} on PATH",
            self.cached().display(),
            self.package_spec(),
            self.name()
        )
    }
}
