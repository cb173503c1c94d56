//! The texts of each language, for both builds.

use crate::manifest::short_hash;
use crate::workspace::read;
use anyhow::{Context, Result, anyhow, bail};
use askwell_survey::{Value, pack};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads `<tag>.json` from a folder. Returns what stands under which name, packed: `<tag>.json` for the small
/// build, `<tag>.full.json` for the full one.
///
/// # Errors
/// When a file is no JSON or lacks a text, or there is no file at all.
pub(super) fn read_all(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for path in crate::manifest::files_below(folder)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language: Value =
            serde_json::from_str(&read(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
        let packed = pack(&language).map_err(|problems| anyhow!("{}:\n{problems}", path.display()))?;
        for name in [format!("{tag}.json"), format!("{tag}.full.json")] {
            files.insert(name, packed.to_json());
        }
    }
    if files.is_empty() {
        bail!("no language in {}", folder.display());
    }
    Ok(files)
}

/// The tags there are, separated by spaces.
pub(super) fn tags(files: &BTreeMap<String, String>) -> String {
    let tags: Vec<_> = files.keys().filter_map(|name| name.strip_suffix(".full.json")).collect();
    tags.join(" ")
}

/// One hash for all of them: they are versioned together.
pub(super) fn hash(files: &BTreeMap<String, String>) -> String {
    let all: String = files.iter().flat_map(|(name, texts)| [name, "\0", texts, "\0"]).collect();
    short_hash(all.as_bytes())
}
