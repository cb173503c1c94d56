//! The texts of each language: all of them for the full build, and those of the built-in surveys for the small one.

use crate::manifest::short_hash;
use crate::workspace::read;
use anyhow::{Context, Result, bail};
use askwell_survey::Key;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads `<tag>.json` from a folder. Returns what stands under which name, as compact JSON: `<tag>.json` for the small
/// build, `<tag>.full.json` for the full one.
///
/// # Errors
/// When a file is no JSON object or lacks a text of the small build, or there is no file at all.
pub(super) fn read_all(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for path in crate::manifest::files_below(folder)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language: Map<String, Value> =
            serde_json::from_str(&read(&path)?).with_context(|| format!("{} is no JSON object", path.display()))?;
        files.insert(format!("{tag}.full.json"), serde_json::to_string(&language)?);
        let core = core(language).with_context(|| format!("{} is incomplete", path.display()))?;
        files.insert(format!("{tag}.json"), serde_json::to_string(&core)?);
    }
    if files.is_empty() {
        bail!("no language in {}", folder.display());
    }
    Ok(files)
}

/// The language without the texts that only the full build has.
fn core(mut language: Map<String, Value>) -> Result<Map<String, Value>> {
    let mut all = language.remove("texts").context("no texts")?;
    let mut texts = Map::new();
    for key in Key::CORE {
        let text = all.get_mut(key.name()).with_context(|| format!("no {}", key.name()))?;
        texts.insert(key.name().to_owned(), text.take());
    }
    language.insert("texts".to_owned(), texts.into());
    Ok(language)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_build_gets_its_own_texts_and_a_language_without_one_stops_the_build() {
        let own = Key::CORE.iter().map(|key| (key.name().to_owned(), Value::from("…"))).collect::<Map<_, _>>();
        let mut texts = own.clone();
        texts.insert("ranking.up".to_owned(), Value::from("Move up"));
        let language = |texts: &Map<String, Value>| {
            Map::from_iter([("tag".to_owned(), Value::from("en")), ("texts".to_owned(), texts.clone().into())])
        };
        let small = core(language(&texts)).expect("complete");
        assert_eq!((&small["tag"], &small["texts"]), (&Value::from("en"), &Value::from(own)));

        texts.remove("action.skip");
        let error = core(language(&texts)).expect_err("one is missing");
        assert_eq!(error.to_string(), "no action.skip");
    }
}
