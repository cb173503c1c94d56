//! The standard library for wasm32-unknown-unknown: from rustup, or, where its server is out of reach, from the sources that
//! `rustup component add rust-src` has left.

use super::tool::{Context, Tool};
use crate::process;
use crate::workspace::copy;
use anyhow::{Context as _, Result, bail};
use rustc_build_sysroot::{SysrootBuilder, SysrootConfig};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The target of the toolchain in use here.
pub(super) struct WasmTarget {
    /// Where the user says Rust's `library` folder is.
    pub(super) library: Option<PathBuf>,
}

impl Tool for WasmTarget {
    fn name(&self) -> String {
        format!("Rust's {TARGET} target")
    }

    fn find(&self) -> Option<String> {
        compiles().then(rustc_release)?
    }

    fn expected(&self) -> &'static str {
        "a few seconds from rustup, about half a minute from sources"
    }

    fn install(&self, _: &Context) -> Result<()> {
        let added = process::capture(Command::new("rustup").args(["target", "add", TARGET]));
        // rustup may also believe that it is there, after an interruption.
        if added.is_ok() && self.find().is_some() {
            return Ok(());
        }
        eprintln!("      rustup cannot add it; building it from Rust's sources");
        let sysroot = sysroot()?;
        let library = self.library.clone().unwrap_or_else(|| sysroot.join("lib/rustlib/src/rust/library"));
        if !library.join("std/Cargo.toml").exists() {
            bail!("Rust's sources are not in {}. {}", library.display(), self.by_hand());
        }
        build(&library, &sysroot)
    }

    fn by_hand(&self) -> String {
        format!(
            "`rustup target add {TARGET}`; where rustup's server is out of reach, bring the folder \
             lib/rustlib/src/rust/library of a toolchain of the same version ({}; elsewhere, \
             `rustup component add rust-src` puts it there) and name it with --rust-src",
            rustc_release().unwrap_or_else(|| "see rust-toolchain.toml".to_owned())
        )
    }
}

/// Compiles a program of one line for the target, optimised as a whole like the widget: that a folder is there proves
/// nothing.
fn compiles() -> bool {
    let Ok(folder) = tempfile::tempdir() else { return false };
    let source = folder.path().join("probe.rs");
    let probe = "#[unsafe(no_mangle)] pub fn probe() -> String { String::from(\"x\").repeat(2) }\n";
    std::fs::write(&source, probe).is_ok()
        && Command::new("rustc")
            .args(["--edition=2024", "--crate-type=cdylib", "-Clto=fat", "--target", TARGET, "--out-dir"])
            .arg(folder.path())
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}

/// The compiler in use, as in `rustc 1.95.0 (59807616e 2026-04-14)`.
fn rustc_release() -> Option<String> {
    let version = process::capture(Command::new("rustc").arg("--version")).ok()?;
    Some(version.trim().to_owned())
}

/// The folder the compiler in use calls its own.
fn sysroot() -> Result<PathBuf> {
    let printed = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(printed.trim()))
}

/// Builds the target's libraries and puts them where rustup would have.
fn build(library: &Path, sysroot: &Path) -> Result<()> {
    let staging = tempfile::tempdir()?;
    let mut cargo = Command::new("cargo");
    // The standard library itself uses what the stable compiler takes from nobody else.
    cargo.env("RUSTC_BOOTSTRAP", "1").env_remove("CARGO_TARGET_DIR");
    SysrootBuilder::new(staging.path(), TARGET)
        .cargo(cargo)
        .sysroot_config(SysrootConfig::WithStd { std_features: Vec::new() })
        // What is to be optimised as a whole must be there as bitcode.
        .rustflag("-Cembed-bitcode=yes")
        .build_from_source(library)
        .context("Rust's standard library does not build")?;
    let libraries = Path::new("lib/rustlib").join(TARGET).join("lib");
    for file in crate::manifest::files_below(&staging.path().join(&libraries))? {
        let placed = sysroot.join(file.strip_prefix(staging.path())?);
        copy(&file, &placed).context("run this as the owner of the toolchain")?;
    }
    Ok(())
}
