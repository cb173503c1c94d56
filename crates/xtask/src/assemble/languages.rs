//! The texts of each language, as the widget loads them.

use crate::workspace::read;
use anyhow::{Context, Result, anyhow, bail};
use askwell_survey::{Value, pack};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads `<tag>.json` from a folder. Returns what stands under which of these names, packed.
///
/// # Errors
/// When a file is no JSON or lacks a text, or there is no file at all.
pub(super) fn read_all(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for path in crate::manifest::files_below(folder)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let language: Value =
            serde_json::from_str(&read(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
        let packed = pack(&language).map_err(|problems| anyhow!("{}:\n{problems}", path.display()))?;
        files.insert(name, packed.to_json());
    }
    if files.is_empty() {
        bail!("no language in {}", folder.display());
    }
    Ok(files)
}
