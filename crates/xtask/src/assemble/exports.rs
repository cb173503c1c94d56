//! Exports of the Wasm that nothing takes: with them goes what only they reach.
//!
//! wasm-bindgen and wasm-split export what somebody might want. Who takes what is known once the script is bundled and
//! the chunks are there; binaryen's `wasm-metadce` does the rest.

use crate::process;
use crate::workspace::read_bytes;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasmparser::{Parser, Payload};

/// The names that a script or one of the chunks can take from the Wasm: every word of the script, as
/// minifying leaves the names of properties, and what the chunks import.
///
/// # Errors
/// When a chunk can't be read.
pub(super) fn used(script: &str, chunks: &[PathBuf]) -> Result<BTreeSet<String>> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut names: BTreeSet<_> = script.split(|c| !is_word(c)).map(str::to_owned).collect();
    for chunk in chunks {
        for payload in Parser::new(0).parse_all(&read_bytes(chunk)?) {
            if let Payload::ImportSection(section) = payload? {
                for import in section.into_imports() {
                    names.insert(import?.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// Leaves those exports of a module, in place.
///
/// # Errors
/// When the module can't be read, or binaryen fails.
pub(super) fn keep_only(used: &BTreeSet<String>, module: &Path, metadce: &Path, features: &[&str]) -> Result<()> {
    let exports = exports(&read_bytes(module)?)?;
    let graph = tempfile::NamedTempFile::new()?;
    serde_json::to_writer(graph.as_file(), &graph_of(&exports, used))?;
    let mut command = Command::new(metadce);
    // It prints everything that it has removed.
    command.args(features).arg(module).arg("--graph-file").arg(graph.path()).arg("-o").arg(module);
    process::capture(&mut command).map(drop)
}

/// The outside world, which takes the exports in use.
fn graph_of(exports: &[String], used: &BTreeSet<String>) -> Value {
    let node = |name: &String| format!("export {name}");
    let taken: Vec<_> = exports.iter().filter(|name| used.contains(*name) && !is_finalizer(name)).map(node).collect();
    let nodes = exports.iter().map(|name| json!({ "name": node(name), "export": name }));
    std::iter::once(json!({ "name": "outside", "reaches": taken, "root": true })).chain(nodes).collect()
}

/// Frees what an object of an exported class holds. The widget exports no class; of leptos' nothing makes an object, and
/// esbuild can't know that.
fn is_finalizer(name: &str) -> bool {
    name.starts_with("__wbg_") && name.ends_with("_free")
}

fn exports(module: &[u8]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(section) = payload? {
            for export in section {
                names.push(export?.name.to_owned());
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{graph_of, used};

    #[test]
    fn what_the_script_names_is_kept_and_the_rest_only_listed() {
        let used = used("i.start(2);let{memory:m}=e;new R(x=>i.__wbg_source_free(x,1))", &[]).expect("no chunk");
        let graph = graph_of(&["start", "memory", "stop", "__wbg_source_free"].map(str::to_owned), &used);
        assert_eq!(graph[0]["reaches"], serde_json::json!(["export start", "export memory"]));
        assert_eq!(graph.as_array().map(Vec::len), Some(5));
    }
}
