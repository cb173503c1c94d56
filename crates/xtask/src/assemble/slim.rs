//! Taking out of the widget what no visitor needs.
//!
//! Three things make the files larger than they have to be, and the tools before this step cannot know it:
//! - The glue defines an import for all that the module *before* optimisation asked for.
//! - Imports and exports carry long names with a hash in both files, which no compression shrinks.
//! - The glue serves any module in any browser: see [`shorter`].
//!
//! Each is settled here, and the result is checked: the Wasm must find every import it asks for, and the glue
//! every export it uses. On a small Leptos page that took the glue from 6.0 to 2.7 kB and the Wasm from 54.5 to
//! 51.4 kB (brotli).

use super::{glue, shorter, wasm};
use crate::process;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The module name wasm-bindgen gives the imports, and the one they get.
const MODULE: (&str, &str) = ("./askwell_bg.js", "_");
/// Optimising may make more of the glue unnecessary, which makes more exports unnecessary. It settles in two.
const ROUNDS: usize = 4;

/// Slims glue and Wasm together; both stay as wasm-bindgen wrote them in all else.
///
/// # Errors
/// When wasm-bindgen's output is not laid out as expected (the message says where), or wasm-opt fails.
pub(super) fn slim(glue: &str, wasm: &[u8], wasm_opt: &Path) -> Result<(String, Vec<u8>)> {
    let mut text = shorter::shortened(&glue::with_short_start(glue)?)?;
    text = glue::remove_unused_functions(&text)?;
    let mut module = wasm::renamed(wasm, &BTreeMap::new(), &glue::repeated_imports(&text)?, MODULE.0)?;
    for _ in 0..ROUNDS {
        let used = glue::used_exports(&text);
        let unused: BTreeSet<_> = wasm::exports(&module)?.into_iter().filter(|name| !used.contains(name)).collect();
        let shorter = optimized(&wasm::without_exports(&module, &unused)?, wasm_opt)?;
        let needed = wasm::imports(&shorter)?.into_iter().map(|(_, name)| name).collect();
        let next = glue::remove_unused_functions(&glue::retain_imports(&text, &needed)?)?;
        let settled = next == text;
        (text, module) = (next, shorter);
        if settled {
            break;
        }
    }
    let (text, module) = with_short_names(&text, &module)?;
    check(&text, &module)?;
    Ok((text, module))
}

fn optimized(module: &[u8], wasm_opt: &Path) -> Result<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("askwell-wasm-{}", std::process::id()));
    let (input, output) = (folder.join("in.wasm"), folder.join("out.wasm"));
    crate::workspace::write(&input, module)?;
    let mut command = Command::new(wasm_opt);
    command
        // The stack begins where memory does, so nothing is ever stored below its last kilobyte; and memory is new.
        .args(["--low-memory-unused", "--zero-filled-memory"])
        // Taken apart into flat blocks and put together anew, twice: nearly a hundredth less than optimised once.
        .args(["--flatten", "--rereloop", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"])
        // What this leaves out makes a module smaller that compresses worse: expressions written out twice are alike, and
        // once in a variable, in a place of its own each time, they aren't; and long functions with one caller end up in
        // it with other numbers for all their variables. More than a hundredth.
        .args(["--skip-pass=local-cse", "--one-caller-inline-max-function-size=50"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
        // What rustc and wasm-bindgen use; the section that says so is gone after the first round.
        .args(["--enable-bulk-memory", "--enable-bulk-memory-opt", "--enable-reference-types"])
        .args(["--enable-multivalue", "--enable-mutable-globals", "--enable-sign-ext"])
        .arg("--enable-nontrapping-float-to-int")
        .arg(&input)
        .arg("-o")
        .arg(&output);
    let result = process::run(&mut command).and_then(|()| Ok(std::fs::read(&output)?));
    let _ = std::fs::remove_dir_all(&folder);
    result
}

fn with_short_names(text: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let imports: Vec<_> = wasm::imports(module)?;
    if let Some((other, name)) = imports.iter().find(|(from, _)| from != MODULE.0) {
        bail!("the Wasm imports {name} from {other}");
    }
    let exports = short_names(wasm::exports(module)?);
    let (text, imports) = glue::with_listed_imports(text)?;
    Ok((glue::rename(&text, &exports, MODULE), wasm::renamed(module, &exports, &imports, MODULE.1)?))
}

/// a, b, … z, aa, ab, … in the order given.
fn short_names(names: Vec<String>) -> BTreeMap<String, String> {
    names.into_iter().enumerate().map(|(index, name)| (name, short_name(index))).collect()
}

fn short_name(index: usize) -> String {
    let last = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", short_name(more - 1)),
    }
}

/// The Wasm finds what it imports, by its place in the glue's list, and the glue what it uses.
fn check(text: &str, module: &[u8]) -> Result<()> {
    if let Some((_, missing)) = wasm::imports(module)?.iter().find(|(_, name)| name.parse::<u32>().is_err()) {
        bail!("the Wasm imports {missing}, which the glue does not list");
    }
    if !text.contains(&format!("\"{}\": import0", MODULE.1)) {
        bail!("the glue does not name its imports {}", MODULE.1);
    }
    let exports: BTreeSet<_> = wasm::exports(module)?.into_iter().collect();
    if let Some(missing) = glue::used_exports(text).difference(&exports).next() {
        bail!("the glue uses {missing}, which the Wasm does not export");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::short_name;
    use std::collections::BTreeSet;

    #[test]
    fn short_names_are_short_and_never_the_same() {
        assert_eq!([0, 25, 26, 27, 51, 52].map(short_name), ["a", "z", "aa", "ab", "az", "ba"]);
        let names: BTreeSet<_> = (0..1_000).map(short_name).collect();
        assert_eq!(names.len(), 1_000);
    }
}
