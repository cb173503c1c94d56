//! `NOTICES.txt`: whose work is in the widget, and under which terms.

use crate::process;
use crate::setup::TARGET;
use crate::workspace::METADATA;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The notices for everything that is compiled into the widget.
///
/// # Errors
/// When cargo cannot say what the widget depends on.
pub(super) fn notices() -> Result<String> {
    let words = ["--locked", "--offline", "--filter-platform", TARGET];
    let metadata = process::capture(Command::new("cargo").args(METADATA).args(words))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let packages = in_widget(&metadata)?;
    let mut text = String::from(
        "The Askwell widget, licensed under MIT OR Apache-2.0, contains the following.\n\n\
         Rust's standard library, MIT OR Apache-2.0, https://www.rust-lang.org\n",
    );
    // Most crates carry the same few texts: each stands once, below the crates it came with.
    let mut terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let word = |name: &str| package[name].as_str().unwrap_or_default();
        let name = format!("{} {}", word("name"), word("version"));
        text.push_str(&format!("{name}, {}, {}\n", word("license"), word("repository")));
        if let Some(licence) = licence_in(Path::new(word("manifest_path"))) {
            terms.entry(licence).or_default().push(name);
        }
    }
    for (licence, names) in terms {
        text.push_str(&format!("\n----\n{}\n\n{}\n", names.join(", "), licence.trim()));
    }
    Ok(text)
}

/// The packages below `askwell` that end up in the Wasm: neither the workspace's own nor macros, which only write code.
fn in_widget(metadata: &Value) -> Result<Vec<&Value>> {
    let list = |value: &'static str| metadata[value].as_array().into_iter().flatten();
    let packages: BTreeMap<&str, &Value> = list("packages").filter_map(|p| Some((p["id"].as_str()?, p))).collect();
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo metadata has no graph")?;
    let nodes: BTreeMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let is_macro = |package: &Value| package["targets"][0]["kind"][0] == "proc-macro";
    let root = packages.iter().find(|(_, package)| package["name"] == "askwell").context("there is no askwell")?.0;
    let mut seen = BTreeSet::from([*root]);
    let mut ahead = vec![*root];
    while let Some(id) = ahead.pop() {
        for dependency in nodes[id]["deps"].as_array().into_iter().flatten() {
            let normal = dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null());
            let Some(next) = dependency["pkg"].as_str() else { continue };
            if normal && !is_macro(packages[next]) && seen.insert(next) {
                ahead.push(next);
            }
        }
    }
    Ok(seen.into_iter().map(|id| packages[id]).filter(|package| !package["source"].is_null()).collect())
}

/// The text of the MIT licence that lies beside a manifest, or of the only licence.
fn licence_in(manifest: &Path) -> Option<String> {
    let folder = manifest.parent()?;
    let names =
        ["LICENSE-MIT", "LICENSE-MIT.md", "LICENSE-MIT.txt", "license-mit", "LICENSE", "LICENSE.md", "LICENSE.txt"];
    names.iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_into_the_widget_is_named_with_its_terms() {
        let text = notices().expect("cargo knows the widget");
        assert!(text.contains("wasm-bindgen 0.2") && text.contains("Permission is hereby granted"), "{text}");
        assert!(!text.contains("\nwasm-bindgen-macro ") && !text.contains("\naskwell-survey "), "{text}");
    }
}
