//! The widget as an application for browsers, in a release build: compiled once, split where `wasm_split` says so, bound
//! to JavaScript, and made small. Every step is a tool as it comes; what it does is told by its arguments.

use super::{exports, names};
use crate::process;
use crate::toolbox::Toolbox;
use crate::workspace::{copy, read, read_bytes, write};
use anyhow::{Result, anyhow, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// wasm-bindgen's name for the widget: that of its crate.
pub(super) const NAME: &str = "askwell";
/// The module that wasm-bindgen writes.
const GLUE: &str = "askwell.js";
/// The Wasm that it writes.
const BOUND: &str = "askwell_bg.wasm";
/// What rustc uses beyond the first version of Wasm. Not `--all-features`: that would let binaryen use what browsers lack.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Which files a function of each chunk loads, by the chunk's name.
pub(super) type Chunks = BTreeMap<String, Vec<String>>;

/// Puts the application as trunk has built it into a folder: `app.js` and `app.wasm`. It has no chunks.
///
/// # Errors
/// When a tool fails.
pub(super) fn debug(parts: &Path, folder: &Path, tools: &Toolbox) -> Result<Chunks> {
    let (entry, glue, bound) = files(parts, parts);
    let module = Module { entry: &entry, glue: &glue, bound: &bound };
    module.bundle(parts, &folder.join("app.js"), false, tools, &[])?;
    copy(&parts.join(BOUND), &folder.join("app.wasm"))?;
    Ok(Chunks::new())
}

/// Puts the application into a folder: `app.js`, `app.wasm`, and a file for each chunk. `raw` is cargo's output,
/// `scripts` the folder with the scripts that `Module::bundle` takes.
///
/// # Errors
/// When a tool fails, or the glue takes HTML as text.
pub(super) fn release(raw: &Path, scripts: &Path, folder: &Path, tools: &Toolbox) -> Result<Chunks> {
    let work = tempfile::tempdir()?;
    let chunks = split(raw, work.path())?;
    let mut wasm_bindgen = Command::new(tools.wasm_bindgen());
    wasm_bindgen
        // The chunks take what the linker and wasm-split export for them, by the linker's names.
        .args(["--target=web", "--keep-lld-exports", "--no-demangle", "--no-typescript", "--out-dir"])
        .arg(work.path())
        .arg(work.path().join(NAME).with_extension("wasm"));
    process::run(&mut wasm_bindgen)?;
    refuse_templates(&read(&work.path().join(GLUE))?)?;
    let (entry, glue, bound) = files(work.path(), scripts);
    let module = Module { entry: &entry, glue: &glue, bound: &bound };
    let parts: Vec<_> = chunks.values().flatten().map(|file| work.path().join(file)).collect();
    module.shrink(scripts, &parts, &folder.join("app.js"), tools)?;
    optimize(&bound, &folder.join("app.wasm"), tools)?;
    for file in chunks.values().flatten().collect::<BTreeSet<_>>() {
        optimize(&work.path().join(file), &folder.join(file), tools)?;
    }
    Ok(chunks)
}

/// Splits cargo's output into `folder`; returns the names of the files for each chunk.
fn split(raw: &Path, folder: &Path) -> Result<Chunks> {
    let wasm = read_bytes(raw)?;
    let main = folder.join(NAME).with_extension("wasm");
    let module = format!("./{GLUE}");
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &module;
    options.target.web();
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{}: {error:#}", raw.display()))?;
    let file = |stem: String| format!("{stem}.wasm");
    Ok(split.prefetch_map.into_iter().map(|(chunk, stems)| (chunk, stems.into_iter().map(file).collect())).collect())
}

/// `view!` clones a literal subtree out of a `<template>`, which it fills through `innerHTML`. A page that requires Trusted
/// Types refuses that, and the widget is dead.
fn refuse_templates(glue: &str) -> Result<()> {
    if glue.contains("__wbg_content_") {
        bail!(
            "a `view!` has a literal subtree, and fills a <template> with it: give one of its elements a dynamic attribute"
        );
    }
    Ok(())
}

/// The widget's script, glue and Wasm, of which the last two are in `work`.
fn files(work: &Path, scripts: &Path) -> (PathBuf, PathBuf, PathBuf) {
    (scripts.join("app.js"), work.join(GLUE), work.join(BOUND))
}

/// A Wasm that wasm-bindgen has bound to JavaScript.
pub(super) struct Module<'a> {
    /// The script that names what is used of it.
    pub(super) entry: &'a Path,
    /// The module that wasm-bindgen has written.
    pub(super) glue: &'a Path,
    /// The Wasm.
    pub(super) bound: &'a Path,
}

impl Module<'_> {
    /// Makes one script of the entry and of the glue that it imports, and leaves in the Wasm what that or one of `chunks` takes,
    /// under short names.
    ///
    /// # Errors
    /// When a tool fails.
    pub(super) fn shrink(&self, scripts: &Path, chunks: &[PathBuf], output: &Path, tools: &Toolbox) -> Result<()> {
        let work = tempfile::tempdir()?;
        let script = work.path().join("whole.js");
        self.bundle(scripts, &script, true, tools, &[])?;
        let used = exports::used(&read(&script)?, chunks)?;
        exports::keep_only(&used, self.bound, &tools.wasm_metadce(), &FEATURES)?;
        let cache = work.path().join("names.json");
        write(&cache, "{}")?;
        let shorten = [format!("--mangle-props={}", names::MADE_UP), format!("--mangle-cache={}", cache.display())];
        self.bundle(scripts, output, true, tools, &shorten)?;
        names::rename(self.bound, &names::from_cache(&cache)?)
    }

    /// Makes one script of the entry and of the glue that it imports. `scripts` has what scripts share.
    ///
    /// # Errors
    /// When esbuild fails.
    pub(super) fn bundle(
        &self,
        scripts: &Path,
        output: &Path,
        release: bool,
        tools: &Toolbox,
        more: &[String],
    ) -> Result<()> {
        let mut esbuild = super::esbuild(tools, release);
        esbuild
            .arg(self.entry)
            .args(["--bundle", "--format=esm"])
            .arg(format!("--alias:askwell={}", self.glue.display()))
            // wasm-bindgen names a module once for each import from it.
            .arg("--log-override:duplicate-object-key=silent")
            .arg(format!("--inject:{}", scripts.join("instantiate.js").display()))
            .arg("--define:WebAssembly.instantiateStreaming=instantiateStreaming")
            // The glue asks whether the global object is a `Window`. MooTools 1.4 replaces that, and then it is not.
            .arg("--define:Window=Object")
            .arg(format!("--outfile={}", output.display()))
            .args(more);
        if release {
            // For classes that Rust code exports and nothing uses: leptos has three.
            esbuild.arg("--define:Symbol.dispose=undefined");
        }
        process::run(&mut esbuild)
    }
}

/// Makes a Wasm smaller.
///
/// # Errors
/// When binaryen fails.
pub(super) fn optimize(input: &Path, output: &Path, tools: &Toolbox) -> Result<()> {
    let mut wasm_opt = Command::new(tools.wasm_opt());
    wasm_opt
        .args(FEATURES)
        // The stack begins where memory does, so nothing is ever stored below its last kilobyte; and memory is new.
        .args(["--low-memory-unused", "--zero-filled-memory"])
        // Taken apart into flat blocks and put together anew, twice: nearly a hundredth less than optimised once.
        .args(["--flatten", "--rereloop", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"])
        // What this leaves out makes a module smaller that compresses worse: expressions written out twice are alike, and
        // once in a variable, in a place of its own each time, they aren't; and long functions with one caller end up in
        // it with other numbers for all their variables. More than a hundredth.
        .args(["--skip-pass=local-cse", "--one-caller-inline-max-function-size=50"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features", "--quiet"])
        .arg(input)
        .arg("-o")
        .arg(output);
    process::run(&mut wasm_opt)
}

#[cfg(test)]
mod tests {
    use super::refuse_templates;
    use std::collections::BTreeSet;

    #[test]
    fn the_loaders_script_names_every_function_that_is_exported() {
        let exported = include_str!("../../../../src/script.rs").split("#[wasm_bindgen").skip(1).map(|function| {
            let named = function.strip_prefix("(js_name = ").and_then(|rest| rest.split_once(')'));
            let own = function.split_once("pub fn ").and_then(|(_, rest)| rest.split_once('('));
            named.or(own).expect("it is a function").0
        });
        let (_, listed) = include_str!("../../../../www/app.js").split_once("export {").expect("it exports something");
        let (listed, _) = listed.split_once('}').expect("the list ends");
        let listed = listed.split(',').map(str::trim).filter(|name| !name.is_empty());
        // What wasm-bindgen begins with.
        let exported: BTreeSet<_> = exported.chain(["default"]).collect();
        assert_eq!(listed.collect::<BTreeSet<_>>(), exported);
    }

    #[test]
    fn a_template_in_the_glue_stops_the_build() {
        let binding = |name: &str| format!("        __wbg_{name}_b33b2bbfd5d1a1b6: function(arg0) {{");
        assert!(refuse_templates(&binding("set_innerHTML")).is_ok());
        assert!(refuse_templates(&binding("content")).is_err());
    }
}
