//! Rust's standard library, built small: what is optimised for speed in the one that rustup brings, and the
//! messages of panics that no visitor reads, are about a tenth of the widget (12 kB of 127 after brotli).
//!
//! It lies in the user's cache by compiler version; the toolchain stays as it is.

use super::rust_sources::{self, Build, rustc_release};
use super::tool::{Context, Tool};
use super::{cache, wasm_target};
use crate::process;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// What the library and everything linked with it is compiled with. Needs a compiler that accepts unstable options.
const FLAGS: [&str; 3] =
    // A panic ends the instance without a message; the loader reports that it has ended.
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none"];

/// The library for the compiler in use.
pub(crate) struct SmallStd {
    /// Where the user says Rust's `library` folder is.
    pub(super) library: Option<PathBuf>,
}

impl SmallStd {
    /// The library for the compiler in use, from sources found by this program.
    pub(crate) fn of_this_compiler() -> Self {
        Self { library: None }
    }

    /// The compiler's flags that build something with this library; `None` if it is not there.
    pub(crate) fn flags(&self) -> Option<Vec<String>> {
        let flags = self.flags_unchecked()?;
        let words: Vec<_> = flags.iter().map(String::as_str).collect();
        wasm_target::compiles(&words).then_some(flags)
    }

    fn flags_unchecked(&self) -> Option<Vec<String>> {
        let folder = Self::folder()?.to_str()?.to_owned();
        Some(["--sysroot".to_owned(), folder].into_iter().chain(FLAGS.map(str::to_owned)).collect())
    }

    /// Named by version and commit: `wasm-std-1.95.0-59807616e`.
    fn folder() -> Option<PathBuf> {
        let release = rustc_release()?;
        let mut words = release.split([' ', '(']).filter(|word| !word.is_empty()).skip(1);
        let version = words.next()?;
        Some(cache::folder("wasm-std", &format!("{version}-{}", words.next().unwrap_or("local"))))
    }
}

impl Tool for SmallStd {
    fn name(&self) -> String {
        "Rust's standard library for Wasm, built small".to_owned()
    }

    fn find(&self) -> Option<String> {
        self.flags()?;
        Self::folder().map(|folder| folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about half a minute"
    }

    fn install(&self, _: &Context) -> Result<()> {
        let Some(library) = self.library.clone().or_else(rust_sources::installed).or_else(fetch_sources) else {
            bail!("no copy of Rust's sources of this version was found. {}", self.by_hand());
        };
        let Some(folder) = Self::folder() else { bail!("rustc does not tell its version") };
        if folder.to_string_lossy().contains(' ') {
            bail!("cargo cannot pass on a path with spaces ({}): set XDG_CACHE_HOME to another", folder.display());
        }
        cache::install_into(&folder, |folder| {
            Build { flags: &FLAGS, features: &["optimize_for_size"], opt_level: "z" }.run(&library, folder)
        })
    }

    fn by_hand(&self) -> String {
        format!(
            "`rustup component add rust-src`; where rustup's server is out of reach, bring the folder \
             lib/rustlib/src/rust/library of a toolchain of the same version ({}) and name it with --rust-src",
            rustc_release().unwrap_or_else(|| "see rust-toolchain.toml".to_owned())
        )
    }
}

fn fetch_sources() -> Option<PathBuf> {
    process::capture(Command::new("rustup").args(["component", "add", "rust-src"])).ok()?;
    rust_sources::installed()
}
