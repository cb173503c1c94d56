//! xtask as the widget's compiler: the real one, allowed to use unstable options for Wasm.
//!
//! The small standard library needs options that a stable compiler takes only from a bootstrapping build, which the
//! variable `RUSTC_BOOTSTRAP` claims to be. Set for all of cargo it would make build scripts of the host's crates
//! find a "nightly" compiler and build xtask anew each time; so this sets it for Wasm alone.

use super::setup::TARGET;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitStatus};

/// Whether cargo called this program in the place of the compiler: it then names the real one first.
pub(crate) fn is_called(arguments: &[OsString]) -> bool {
    arguments.first().is_some_and(|first| Path::new(first).file_stem().is_some_and(|stem| stem == "rustc"))
}

/// Calls the real compiler.
pub(crate) fn run(arguments: &[OsString]) -> Result<ExitStatus> {
    let (rustc, rest) = arguments.split_first().context("no compiler named")?;
    let mut command = Command::new(rustc);
    command.args(rest);
    if is_for_wasm(rest) {
        command.env("RUSTC_BOOTSTRAP", "1");
    }
    command.status().with_context(|| format!("{} could not be started", rustc.display()))
}

fn is_for_wasm(arguments: &[OsString]) -> bool {
    arguments.windows(2).any(|pair| pair[0] == "--target" && pair[1] == TARGET)
}

#[cfg(test)]
mod tests {
    use super::{is_called, is_for_wasm};
    use std::ffi::OsString;

    fn words(text: &str) -> Vec<OsString> {
        text.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_call_begins_with_the_compiler() {
        for (arguments, expected) in [
            ("rustc -vV", true),
            ("/x/bin/rustc --crate-name a --target wasm32-unknown-unknown", true),
            ("dist --force", false),
            ("-flavor wasm", false),
        ] {
            assert_eq!(is_called(&words(arguments)), expected, "{arguments}");
        }
    }

    #[test]
    fn only_wasm_is_compiled_with_unstable_options() {
        assert!(is_for_wasm(&words("--crate-name a --target wasm32-unknown-unknown -Zx")));
        assert!(!is_for_wasm(&words("--crate-name wasm32-unknown-unknown --target x86_64-unknown-linux-gnu")));
    }
}
