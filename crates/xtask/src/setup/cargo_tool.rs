//! Tools that cargo installs: trunk, wasm-bindgen's command line and geckodriver.

use super::tool::{Context, Tool};
use super::{cache, version};
use crate::process;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The newest trunk that this repository's Rust compiles.
const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";

/// A program from crates.io, at one version.
pub(crate) struct CargoTool {
    package: &'static str,
    version: String,
    program: &'static str,
    /// The programs that must all be there.
    all_programs: &'static [&'static str],
    locked: bool,
    opt_level: &'static str,
    expected: &'static str,
}

impl CargoTool {
    /// Builds the pages and the widget. Without `--locked` this version does not compile.
    pub(crate) fn trunk() -> Self {
        Self {
            package: "trunk",
            version: TRUNK.to_owned(),
            program: "trunk",
            all_programs: &["trunk"],
            locked: true,
            opt_level: "0",
            expected: "about 3 minutes on two cores",
        }
    }

    /// Writes the glue between Wasm and the page. Its version must be the library's to the patch;
    /// with `--locked` it does not compile at present. Optimised a little, because the tests hand it
    /// tens of megabytes of debug build.
    pub(crate) fn wasm_bindgen(version: &str) -> Self {
        Self {
            package: "wasm-bindgen-cli",
            version: version.to_owned(),
            program: "wasm-bindgen",
            all_programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            locked: false,
            opt_level: "1",
            expected: "about 2 minutes on two cores",
        }
    }

    /// Steers Firefox.
    pub(super) fn geckodriver() -> Self {
        Self {
            package: "geckodriver",
            version: GECKODRIVER.to_owned(),
            program: "geckodriver",
            all_programs: &["geckodriver"],
            locked: true,
            opt_level: "0",
            expected: "about 2 minutes on two cores",
        }
    }

    /// The folder that holds its programs, if they are there and run.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let on_path = which::which(self.program).ok().and_then(|program| program.parent().map(PathBuf::from));
        [on_path, Some(self.cached().join("bin"))].into_iter().flatten().find(|folder| {
            self.all_programs.iter().all(|program| {
                let program = folder.join(program).with_extension(std::env::consts::EXE_EXTENSION);
                version::of(&program).as_ref() == Some(&self.version)
            })
        })
    }

    fn cached(&self) -> PathBuf {
        cache::folder(self.program, &self.version)
    }

    fn install_arguments(&self) -> Vec<&str> {
        let mut arguments = vec!["install", self.package, "--version", &self.version];
        if self.locked {
            arguments.push("--locked");
        }
        arguments
    }
}

impl Tool for CargoTool {
    fn name(&self) -> String {
        format!("{} {}", self.program, self.version)
    }

    fn find(&self) -> Option<String> {
        self.folder().map(|folder| folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        self.expected
    }

    fn install(&self, context: &Context) -> Result<()> {
        let build = cache::build_folder(self.program, &self.version);
        let log = context.logs.join(format!("{}.log", self.program));
        cache::install_into(&self.cached(), |folder| {
            let mut cargo = Command::new("cargo");
            cargo
                .args(self.install_arguments())
                .arg("--root")
                .arg(folder)
                // With its own release profile trunk takes 11 minutes on two cores.
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
                .env("CARGO_TARGET_DIR", &build)
                // Flags meant for the widget or for a test run are not meant for a tool.
                .env_remove("RUSTFLAGS")
                .env_remove("CARGO_ENCODED_RUSTFLAGS")
                .env_remove("CARGO_BUILD_TARGET");
            process::run_quietly(&mut cargo, &log)
        })?;
        // Some hundred megabytes that nothing needs any more; keeping them would do no harm.
        let _ = std::fs::remove_dir_all(&build);
        Ok(())
    }

    fn by_hand(&self) -> String {
        format!(
            "`cargo {}`, on a machine with a network; then put {} on PATH or into {}",
            self.install_arguments().join(" "),
            self.all_programs.join(" and "),
            self.cached().join("bin").display()
        )
    }
}
