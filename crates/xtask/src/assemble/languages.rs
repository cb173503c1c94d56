//! The texts of each language, checked to be JSON and stored without the spaces.

use crate::manifest::short_hash;
use crate::workspace::read;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads `<tag>.json` from a folder: language tag to compact JSON.
///
/// # Errors
/// When a file is no JSON object, or there is none at all.
pub(super) fn read_all(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut languages = BTreeMap::new();
    for path in crate::manifest::files_below(folder)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&read(&path)?).with_context(|| format!("{} is no JSON object", path.display()))?;
        languages.insert(tag, serde_json::to_string(&texts)?);
    }
    if languages.is_empty() {
        bail!("no language in {}", folder.display());
    }
    Ok(languages)
}

/// One hash for all of them: they are versioned together.
pub(super) fn hash(languages: &BTreeMap<String, String>) -> String {
    let all: String = languages.iter().flat_map(|(tag, texts)| [tag, "\0", texts, "\0"]).collect();
    short_hash(all.as_bytes())
}
