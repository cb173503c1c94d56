//! What the Wasm consists of, by crate: where to look when it is too large.
//!
//! Reads cargo's own output, which still has names. wasm-bindgen and wasm-opt then take about a third off, more or
//! less evenly.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Functions that only tell wasm-bindgen what to write; it removes them.
const DESCRIPTIONS: [&str; 2] = ["__wbindgen_describe", "WasmDescribe"];

/// Bytes of code and number of functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    /// Bytes of code.
    pub(super) bytes: u64,
    /// How many functions.
    pub(super) functions: usize,
}

/// The share of each crate, the largest first.
///
/// # Errors
/// When there is no such build.
pub(super) fn by_crate(wasm: &Path) -> Result<Vec<(String, Share)>> {
    let module =
        std::fs::read(wasm).with_context(|| format!("no {}: `cargo xtask dist --force` makes it", wasm.display()))?;
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for (name, bytes) in functions(&module)? {
        if !DESCRIPTIONS.iter().any(|part| name.contains(part)) {
            let share = shares.entry(crate_of(&name).to_owned()).or_default();
            share.bytes += bytes;
            share.functions += 1;
        }
    }
    let mut shares: Vec<_> = shares.into_iter().collect();
    shares.sort_by_key(|(_, share)| std::cmp::Reverse(share.bytes));
    Ok(shares)
}

/// Every function with its name and the bytes of its code.
fn functions(module: &[u8]) -> Result<Vec<(String, u64)>> {
    let mut imported = 0;
    let mut bytes = Vec::new();
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bytes.push(body.range().end - body.range().start),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for name in section {
                    let Name::Function(map) = name? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index, format!("{:#}", rustc_demangle::demangle(naming.name)));
                    }
                }
            }
            _ => {}
        }
    }
    let name = |index: u32| names.get(&index).cloned().unwrap_or_default();
    Ok((imported..).zip(bytes).map(|(index, bytes)| (name(index), bytes)).collect())
}

/// The crate a function's code comes from: the first in its path. A generic function counts for the crate that
/// defines it, whoever made it necessary.
fn crate_of(name: &str) -> &str {
    let start = name.trim_start_matches(['<', '&', '(', '*', '[']);
    let start = ["dyn ", "mut ", "const "].iter().fold(start, |name, word| name.strip_prefix(word).unwrap_or(name));
    // `<T as tachys::…>`: a blanket implementation.
    let start = match start.split_once(" as ") {
        Some((generic, path)) if !generic.contains("::") => path,
        _ => start,
    };
    let end = start.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(start.len());
    if start[end..].starts_with("::") { &start[..end] } else { "other" }
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn a_function_belongs_to_the_first_crate_in_its_path() {
        let table = [
            ("core::num::flt2dec::strategy::dragon::format_exact", "core"),
            ("<dlmalloc::dlmalloc::Dlmalloc<dlmalloc::sys::System>>::malloc", "dlmalloc"),
            ("<T as reactive_graph::traits::WithValue>::try_with_value", "reactive_graph"),
            ("<alloc::vec::Vec<T> as core::ops::Drop>::drop", "alloc"),
            ("<&mut askwell::card::Card as core::fmt::Debug>::fmt", "askwell"),
            ("memcpy", "other"),
            ("", "other"),
        ];
        for (name, expected) in table {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }
}
