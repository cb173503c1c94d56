//! Tools that cargo and npm carry, each at one version.

use super::tool::{Context, Tool};
use super::{cache, version};
use crate::process;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package of programs from crates.io or npm, at one version.
pub(crate) struct PackageTool {
    package: &'static str,
    version: String,
    /// What the programs themselves answer when asked for their version.
    program_version: String,
    /// Those that must all be there; the first names the tool.
    programs: &'static [&'static str],
    registry: Registry,
    expected: &'static str,
}

enum Registry {
    /// `locked` takes the versions the package was tested with. `opt_level` trades the time to install it for its own.
    Cargo {
        locked: bool,
        opt_level: &'static str,
    },
    Npm,
}

impl PackageTool {
    fn cargo(package: &'static str, version: &str, programs: &'static [&'static str], expected: &'static str) -> Self {
        let registry = Registry::Cargo { locked: true, opt_level: "0" };
        Self { package, version: version.to_owned(), program_version: version.to_owned(), programs, registry, expected }
    }

    fn npm(package: &'static str, version: &str, programs: &'static [&'static str]) -> Self {
        let registry = Registry::Npm;
        let expected = "a few seconds";
        Self { package, version: version.to_owned(), program_version: version.to_owned(), programs, registry, expected }
    }

    /// Builds the pages and the widget: the newest that this repository's Rust compiles, and only with `--locked`.
    pub(crate) fn trunk() -> Self {
        Self::cargo("trunk", "0.21.14", &["trunk"], "about 3 minutes on two cores")
    }

    /// Writes the glue between Wasm and the page. Its version must be the library's to the patch; with `--locked` it does
    /// not compile at present. Optimised a little, because the tests hand it tens of megabytes of debug build.
    pub(crate) fn wasm_bindgen(version: &str) -> Self {
        let programs = &["wasm-bindgen", "wasm-bindgen-test-runner"];
        let tool = Self::cargo("wasm-bindgen-cli", version, programs, "about 2 minutes on two cores");
        Self { registry: Registry::Cargo { locked: false, opt_level: "1" }, ..tool }
    }

    /// Formats `view!`.
    pub(crate) fn leptosfmt() -> Self {
        Self::cargo("leptosfmt", "0.1.33", &["leptosfmt"], "about half a minute on two cores")
    }

    /// Watches over what is depended on.
    pub(crate) fn cargo_deny() -> Self {
        Self::cargo("cargo-deny", "0.20.2", &["cargo-deny"], "about a minute on two cores")
    }

    /// Steers Firefox.
    pub(super) fn geckodriver() -> Self {
        Self::cargo("geckodriver", "0.37.1", &["geckodriver"], "about 2 minutes on two cores")
    }

    /// Makes Wasm smaller. Its programs leave out the zeros.
    pub(crate) fn binaryen() -> Self {
        let tool = Self::npm("binaryen", "132.0.0", &["wasm-opt", "wasm-metadce"]);
        Self { program_version: "132".to_owned(), ..tool }
    }

    /// Bundles and minifies scripts.
    pub(crate) fn esbuild() -> Self {
        Self::npm("esbuild", "0.28.2", &["esbuild"])
    }

    /// Checks the declarations against the documentation's examples.
    pub(crate) fn typescript() -> Self {
        Self::npm("typescript", "7.0.2", &["tsc"])
    }

    /// The name of its first program.
    pub(crate) fn program(&self) -> &'static str {
        self.programs[0]
    }

    /// The folder that holds its programs, if they are there and run.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let on_path = which::which(self.programs[0]).ok().and_then(|program| program.parent().map(PathBuf::from));
        on_path
            .into_iter()
            .chain([self.cached()])
            .find(|folder| self.programs.iter().all(|name| self.is_in(folder, name)))
    }

    fn is_in(&self, folder: &Path, name: &str) -> bool {
        let mut found = which::which_in_global(name, Some(folder)).into_iter().flatten();
        found.any(|program| version::of(&program).as_ref() == Some(&self.program_version))
    }

    fn cached(&self) -> PathBuf {
        match self.registry {
            Registry::Cargo { .. } => self.root().join("bin"),
            Registry::Npm => self.root().join("node_modules").join(".bin"),
        }
    }

    fn root(&self) -> PathBuf {
        let name = match self.registry {
            Registry::Cargo { .. } => self.programs[0],
            Registry::Npm => self.package,
        };
        cache::folder(name, &self.version)
    }

    /// The command without the folder.
    fn install_words(&self) -> Vec<String> {
        let Self { package, version, .. } = self;
        let words = match self.registry {
            Registry::Cargo { locked: true, .. } => {
                format!("cargo install {package} --version {version} --locked --root")
            }
            Registry::Cargo { locked: false, .. } => format!("cargo install {package} --version {version} --root"),
            Registry::Npm => format!("npm install --no-audit --no-fund --no-save {package}@{version} --prefix"),
        };
        words.split(' ').map(str::to_owned).collect()
    }
}

impl Tool for PackageTool {
    fn name(&self) -> String {
        format!("{} {}", self.programs[0], self.program_version)
    }

    fn find(&self) -> Option<String> {
        self.folder().map(|folder| folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        self.expected
    }

    fn install(&self, context: &Context) -> Result<()> {
        let build = cache::build_folder(self.programs[0], &self.version);
        let log = context.logs.join(format!("{}.log", self.programs[0]));
        let words = self.install_words();
        cache::install_into(&self.root(), |folder| {
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]).arg(folder);
            if let Registry::Cargo { opt_level, .. } = self.registry {
                command
                    // With its own release profile trunk takes 11 minutes on two cores.
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                    .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
                    .env("CARGO_TARGET_DIR", &build)
                    // Flags meant for the widget or for a test run are not meant for a tool.
                    .env_remove("RUSTFLAGS")
                    .env_remove("CARGO_ENCODED_RUSTFLAGS")
                    .env_remove("CARGO_BUILD_TARGET");
            }
            process::run_quietly(&mut command, &log)
        })?;
        // Some hundred megabytes that nothing needs any more; keeping them would do no harm.
        let _ = std::fs::remove_dir_all(&build);
        Ok(())
    }

    fn by_hand(&self) -> String {
        format!(
            "`{} {}`, on a machine with a network; or put {} on PATH",
            self.install_words().join(" "),
            self.root().display(),
            self.programs.join(" and ")
        )
    }
}
