//! The standard library for wasm32-unknown-unknown: from rustup, or built here from Rust's sources.

use super::tool::{Context, Tool};
use crate::process;
use anyhow::{Context as _, Result, bail};
use rustc_build_sysroot::SysrootBuilder;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const TARGET: &str = "wasm32-unknown-unknown";

/// The target of the toolchain in use here.
pub(super) struct WasmTarget {
    /// Where the user says Rust's `library` folder is.
    pub(super) library: Option<PathBuf>,
}

impl Tool for WasmTarget {
    fn name(&self) -> String {
        format!("Rust's {TARGET} target")
    }

    /// Compiles a program of one line: the folder being there proves nothing.
    fn find(&self) -> Option<String> {
        let folder = std::env::temp_dir().join(format!("askwell-target-{}", std::process::id()));
        std::fs::create_dir_all(&folder).ok()?;
        let source = folder.join("probe.rs");
        std::fs::write(&source, "#[unsafe(no_mangle)] pub fn probe() -> String { String::new() }\n").ok()?;
        let status = Command::new("rustc")
            .args(["--edition=2024", "--crate-type=cdylib", "--target", TARGET])
            .arg("--out-dir")
            .arg(&folder)
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let _ = std::fs::remove_dir_all(&folder);
        status.ok()?.success().then(rustc_release)?
    }

    fn expected(&self) -> &'static str {
        "a few seconds from rustup, about half a minute from sources"
    }

    fn install(&self, context: &Context) -> Result<()> {
        // rustup may also believe that it is there, after an interruption.
        match add_with_rustup(context) {
            Ok(()) if self.find().is_some() => return Ok(()),
            Ok(()) => {
                eprintln!("      rustup has it in its list, but it does not work; building it from Rust's sources")
            }
            Err(error) => eprintln!("      rustup cannot add it ({error:#}); building it from Rust's sources"),
        }
        let Some(library) = self.library.clone().or_else(installed_sources) else {
            bail!("no copy of Rust's sources of this version was found either. {}", self.by_hand());
        };
        eprintln!("      sources: {}", library.display());
        build(&library)
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

fn rustc_release() -> Option<String> {
    let version = process::capture(Command::new("rustc").arg("--version")).ok()?;
    Some(version.trim().to_owned())
}

fn add_with_rustup(context: &Context) -> Result<()> {
    which::which("rustup").context("there is no rustup")?;
    process::capture(Command::new("rustup").args(["target", "add", TARGET])).map(|_| ()).or_else(|error| {
        let log = context.logs.join("wasm-target.log");
        let _ = crate::workspace::write(&log, format!("{error:#}\n"));
        bail!("what it said is in {}", log.display())
    })
}

/// The `library` folder of this toolchain, or of another one of exactly this version.
fn installed_sources() -> Option<PathBuf> {
    let own_version = process::capture(Command::new("rustc").arg("-vV")).ok()?;
    let own = sysroot(&mut Command::new("rustc"))?;
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

fn sysroot(rustc: &mut Command) -> Option<PathBuf> {
    let printed = process::capture(rustc.args(["--print", "sysroot"])).ok()?;
    Some(PathBuf::from(printed.trim()))
}

/// Builds the target's libraries and puts them where rustup would have.
fn build(library: &Path) -> Result<()> {
    let sysroot = sysroot(&mut Command::new("rustc")).context("rustc names no sysroot")?;
    let staging = std::env::temp_dir().join(format!("askwell-sysroot-{}", std::process::id()));
    let mut cargo = Command::new("cargo");
    // The standard library uses unstable features; this is how the stable compiler accepts them.
    cargo.env("RUSTC_BOOTSTRAP", "1").env_remove("CARGO_TARGET_DIR").current_dir(std::env::current_dir()?);
    let built = SysrootBuilder::new(&staging, TARGET)
        .cargo(cargo)
        .build_from_source(library)
        .context("Rust's standard library does not build");
    let placed = built.and_then(|_| {
        let from = staging.join("lib/rustlib").join(TARGET).join("lib");
        let to = sysroot.join("lib/rustlib").join(TARGET).join("lib");
        copy_files(&from, &to)
            .with_context(|| format!("{} cannot be written: run this as the owner of the toolchain", to.display()))
    });
    let _ = std::fs::remove_dir_all(&staging);
    placed
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
