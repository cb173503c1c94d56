//! Rust's own sources, and building the standard library from them.

use crate::process;
use anyhow::{Context, Result};
use rustc_build_sysroot::{SysrootBuilder, SysrootConfig};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler in use, as in `rustc 1.95.0 (59807616e 2026-04-14)`.
pub(super) fn rustc_release() -> Option<String> {
    let version = process::capture(Command::new("rustc").arg("--version")).ok()?;
    Some(version.trim().to_owned())
}

/// The folder the compiler in use calls its own.
pub(super) fn sysroot() -> Result<PathBuf> {
    let printed = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(printed.trim()))
}

/// The `library` folder of this toolchain, or of another one of exactly this version.
pub(super) fn installed() -> Option<PathBuf> {
    let own_version = process::capture(Command::new("rustc").arg("-vV")).ok()?;
    let own = sysroot().ok()?;
    let others = own
        .parent()
        .and_then(|toolchains| std::fs::read_dir(toolchains).ok())
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|toolchain| {
            process::capture(Command::new(toolchain.join("bin").join("rustc")).arg("-vV"))
                .is_ok_and(|version| version == own_version)
        });
    std::iter::once(own.clone())
        .chain(others)
        .map(|toolchain| toolchain.join("lib/rustlib/src/rust/library"))
        .find(|library| library.join("std/Cargo.toml").exists())
}

/// How a standard library is to be built.
pub(super) struct Build<'a> {
    /// For the compiler.
    pub(super) flags: &'a [&'a str],
    /// Features of `std`.
    pub(super) features: &'a [&'a str],
    /// `0` to `3`, `s` or `z`.
    pub(super) opt_level: &'a str,
}

impl Build<'_> {
    /// Builds it from a `library` folder into `sysroot`.
    ///
    /// # Errors
    /// When the sources are of another version, or crates they need cannot be fetched.
    pub(super) fn run(&self, library: &Path, sysroot: &Path) -> Result<()> {
        let mut cargo = Command::new("cargo");
        cargo
            // The standard library uses unstable features; this is how the stable compiler accepts them.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_CUSTOM_SYSROOT_OPT_LEVEL", self.opt_level)
            .env_remove("CARGO_TARGET_DIR");
        SysrootBuilder::new(sysroot, TARGET)
            .cargo(cargo)
            .sysroot_config(SysrootConfig::WithStd {
                std_features: self.features.iter().map(|&feature| feature.to_owned()).collect(),
            })
            // What is to be optimised as a whole must be there as bitcode.
            .rustflag("-Cembed-bitcode=yes")
            .rustflags(self.flags)
            .build_from_source(library)
            .context("Rust's standard library does not build")?;
        Ok(())
    }
}
