//! xtask as the widget's linker: the real one, told to keep less.
//!
//! `server_fn`, a dependency of Leptos, brings `wasm-streams`, whose classes wasm-bindgen exports. rustc tells the
//! linker to keep every such export, and with them all they reach, although a survey reads and writes no stream.
//! Afterwards it is too late: the functions are entered in tables, and no optimiser can tell that nothing calls
//! them. Left out of the linker's orders they cost nothing. On a small Leptos page that took 5 kB (brotli) off.
//!
//! `cargo xtask dist` names this program as the linker; cargo then calls it in the linker's own way.

use crate::process;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

/// Parts of the names of symbols that no survey needs.
const UNUSED: [&str; 2] = ["intounderlying", "into_underlying"];

/// Whether this program was called as a linker: rustc begins with the flavour it expects.
pub(crate) fn is_called(arguments: &[OsString]) -> bool {
    arguments.first().is_some_and(|first| first == "-flavor")
}

/// Calls Rust's own linker with fewer exports.
pub(crate) fn run(arguments: Vec<OsString>) -> Result<ExitStatus> {
    let linker = rust_lld()?;
    let status = Command::new(&linker).args(kept(arguments)).status();
    status.with_context(|| format!("{} could not be started", linker.display()))
}

/// The arguments without the orders to export what nothing needs. Arguments that rustc put into a file, because
/// there were too many, stay as they are: the widget is then larger, and works the same.
fn kept(arguments: Vec<OsString>) -> Vec<OsString> {
    let mut kept: Vec<OsString> = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let unused = argument.to_str().is_some_and(|name| UNUSED.iter().any(|part| name.contains(part)));
        if unused && kept.last().is_some_and(|last| last == "--export") {
            kept.pop();
        } else {
            kept.push(argument);
        }
    }
    kept
}

fn rust_lld() -> Result<PathBuf> {
    let rustc = |arguments: &[&str]| process::capture(Command::new("rustc").args(arguments));
    let version = rustc(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let sysroot = PathBuf::from(rustc(&["--print", "sysroot"])?.trim());
    Ok(sysroot.join("lib/rustlib").join(host).join("bin/rust-lld"))
}

#[cfg(test)]
mod tests {
    use super::{is_called, kept};
    use std::ffi::OsString;

    fn words(text: &str) -> Vec<OsString> {
        text.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn unused_exports_are_not_ordered_and_all_else_is() {
        let arguments = words(
            "-flavor wasm --export start --export __wbg_intounderlyingsink_free_58a9 --export memory \
             --export __wbindgen_describe___wbg_new_with_into_underlying_source_10a8 /x/intounderlying.o --gc-sections",
        );
        assert!(is_called(&arguments));
        let expected = "-flavor wasm --export start --export memory /x/intounderlying.o --gc-sections";
        assert_eq!(kept(arguments), words(expected));
    }

    #[test]
    fn a_command_of_a_person_is_no_call_of_the_linker() {
        assert!(!is_called(&words("dist --force")));
        assert!(!is_called(&[]));
    }
}
