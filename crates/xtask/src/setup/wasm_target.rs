//! The standard library for wasm32-unknown-unknown: from rustup, or built here from Rust's sources.

use super::rust_sources::{self, Build, TARGET, rustc_release};
use super::tool::{Context, Tool};
use crate::process;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
        compiles(&[]).then(rustc_release)?
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
        let Some(library) = self.library.clone().or_else(rust_sources::installed) else {
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

/// Compiles a program of one line for the target, optimised as a whole like the widget: that a folder is there
/// proves nothing.
pub(super) fn compiles(flags: &[&str]) -> bool {
    let folder = std::env::temp_dir().join(format!("askwell-target-{}", std::process::id()));
    let source = folder.join("probe.rs");
    let probe = "#[unsafe(no_mangle)] pub fn probe() -> String { String::from(\"x\").repeat(2) }\n";
    let compiled = crate::workspace::write(&source, probe).is_ok()
        && Command::new("rustc")
            .args(["--edition=2024", "--crate-type=cdylib", "-Clto=fat", "--target", TARGET])
            .args(flags)
            .env("RUSTC_BOOTSTRAP", "1")
            .arg("--out-dir")
            .arg(&folder)
            .arg(&source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
    let _ = std::fs::remove_dir_all(&folder);
    compiled
}

fn add_with_rustup(context: &Context) -> Result<()> {
    which::which("rustup").context("there is no rustup")?;
    process::capture(Command::new("rustup").args(["target", "add", TARGET])).map(|_| ()).or_else(|error| {
        let log = context.logs.join("wasm-target.log");
        let _ = crate::workspace::write(&log, format!("{error:#}\n"));
        bail!("what it said is in {}", log.display())
    })
}

/// Builds the target's libraries and puts them where rustup would have.
fn build(library: &Path) -> Result<()> {
    let staging = std::env::temp_dir().join(format!("askwell-sysroot-{}", std::process::id()));
    let placed = Build { flags: &[], features: &[], opt_level: "3" }.run(library, &staging).and_then(|()| {
        let libraries = Path::new("lib/rustlib").join(TARGET).join("lib");
        let to = rust_sources::sysroot()?.join(&libraries);
        copy_files(&staging.join(&libraries), &to)
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
