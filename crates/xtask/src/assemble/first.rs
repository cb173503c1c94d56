//! The first question of each built-in survey, which pages show before they load the application: the script that builds
//! it, a stylesheet for each preset, and the card's elements and texts for each layout and language.

use super::esbuild;
use crate::process;
use crate::toolbox::Toolbox;
use crate::workspace::write;
use anyhow::{Context, Result, anyhow, ensure};
use askwell_cli::prerender::{FirstQuestion, PLACEMENT_STYLES, TAB_STYLES, messages};
use askwell_survey::config::{ATTRIBUTES, Config, OF_REPORTS};
use askwell_survey::{LANGUAGES, Layout, Preset, Value, limits};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// The script's name.
pub(super) const SCRIPT: &str = "first.js";
/// What it needs where it stands elsewhere than in the usual corner, or makes way.
const PLACEMENT: &str = "placement.js";
/// The button of an element that opens a survey.
const TAB: &str = "tab.js";
/// What looks after elements of pages that have a survey.
pub(super) const ELEMENTS: &str = "elements.js";
/// What follows consent.
const CONSENT: &str = "consent.js";
/// The folder with everything else.
pub(super) const FOLDER: &str = "first/";

/// Whether this is the name of a script for first questions.
pub(super) fn is_script(name: &str) -> bool {
    [SCRIPT, PLACEMENT, TAB, ELEMENTS, CONSENT].contains(&name)
}

/// Whether `tree` is a file of the preset whose stylesheet is `styles`.
pub(crate) fn is_of_preset(tree: &str, styles: &str) -> bool {
    let preset = styles.strip_suffix(".css");
    preset.and_then(|preset| tree.strip_prefix(preset)).is_some_and(|rest| {
        Layout::NAMES
            .iter()
            .any(|(layout, _)| rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(&format!("{layout}-"))))
    })
}

/// Writes all of it into the application's folder.
///
/// # Errors
/// When esbuild fails.
pub(super) fn write_all(scripts: &Path, folder: &Path, release: bool, tools: &Toolbox) -> Result<()> {
    let outdir = |folder: &Path| format!("--outdir={}", folder.display());
    let mut shorten = esbuild(tools, release);
    shorten.args([SCRIPT, PLACEMENT, TAB, ELEMENTS, CONSENT].map(|name| scripts.join(name)));
    shorten.arg(format!("--define:__ASKWELL_ATTRIBUTES__={:?}", attributes().join("|")));
    shorten.arg(format!("--define:__ASKWELL_IGNORED_DAYS__={}", limits::RECONTACT_IGNORED));
    shorten.arg(format!("--define:__ASKWELL_PLACEMENT__={:?}", PLACEMENT_STYLES));
    shorten.arg(format!("--define:__ASKWELL_TAB__={:?}", TAB_STYLES));
    // In small letters: the case of language tags says nothing.
    shorten.arg(format!("--define:__ASKWELL_LANGUAGES__=\"{}\"", LANGUAGES.join(" ").to_ascii_lowercase()));
    // Each of them is loaded by itself.
    shorten.args([PLACEMENT, TAB].map(|name| format!("--external:./{name}")));
    process::run(shorten.args(["--bundle", "--format=esm"]).arg(outdir(folder)))?;

    let files = files()?;
    for (name, content) in &files {
        write(&folder.join(FOLDER).join(name), content)?;
    }
    let styles = files.keys().filter(|name| name.ends_with(".css")).map(|name| folder.join(FOLDER).join(name));
    let mut shorten = esbuild(tools, release);
    shorten.args(styles).arg("--allow-overwrite").arg(outdir(&folder.join(FOLDER)));
    process::run(&mut shorten)
}

/// The files by name: `<preset>.css` and `<preset>-<layout>-<language>.json`.
fn files() -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for (preset, _) in Preset::NAMES {
        for (layout, _) in Layout::NAMES {
            let config = config(preset, layout)?;
            for tag in LANGUAGES {
                // In small letters, as the loader looks for it.
                let name = format!("{preset}-{layout}-{}.json", tag.to_ascii_lowercase());
                let FirstQuestion { document, styles } = FirstQuestion::of(&config, &messages(&config, tag))
                    .map_err(|finding| anyhow!("{name}: {}", finding.message))?;
                files.insert(name, document.to_json());
                let known = files.entry(format!("{preset}.css")).or_insert_with(|| styles.clone());
                ensure!(*known == styles, "{preset} needs other styles in {layout} and {tag}");
            }
        }
    }
    Ok(files)
}

/// The attributes of an element that say something about its survey.
fn attributes() -> Vec<String> {
    let names = ATTRIBUTES.into_iter().chain(OF_REPORTS).filter(|name| *name != "id");
    names.map(attribute_name).chain(["src".to_owned()]).collect()
}

/// What a field is called as an attribute of an element: `if-url` for `ifUrl`.
pub(super) fn attribute_name(field: &str) -> String {
    field.chars().fold(String::new(), |name, letter| match letter.is_ascii_uppercase() {
        true => name + "-" + &letter.to_ascii_lowercase().to_string(),
        false => name + &letter.to_string(),
    })
}

/// A tag with this preset that says nothing else, so that all a site can say is left to the page.
fn config(preset: &str, layout: &str) -> Result<Rc<Config>> {
    let mut config = Value::object();
    for (name, value) in [("preset", preset), ("display", layout), ("endpoint", "/")] {
        config.put(name, Value::from(value));
    }
    Config::read(&config).map_err(|problems| anyhow!("{problems}")).with_context(|| format!("the preset {preset}"))
}

#[cfg(test)]
mod tests {
    use super::{attributes, files, is_of_preset};
    use askwell_survey::{LANGUAGES, Layout, Preset};

    #[test]
    fn each_preset_has_styles_and_a_file_for_each_layout_and_language() {
        let files = files().expect("presets are valid");
        assert_eq!(files.len(), Preset::NAMES.len() * (1 + Layout::NAMES.len() * LANGUAGES.len()));
        let german = &files["nps-inline-de.json"];
        assert!(german.contains(r#""lang":"de""#) && german.contains("{{product|uns}}"), "{german}");
        assert!(files["helpful.css"].contains(".thumbs{"));
    }

    #[test]
    fn attributes_are_written_as_in_html() {
        let attributes = attributes();
        for name in ["topic", "survey", "src", "contact-url", "keep-query", "segment", "if-url"] {
            assert!(attributes.iter().any(|known| known == name), "{name}: {attributes:?}");
        }
    }

    #[test]
    fn names_of_presets_that_begin_alike_are_told_apart() {
        assert!(is_of_preset("f/first/nps-popover-pt-br.json", "f/first/nps.css"));
        assert!(!is_of_preset("f/first/nps-transactional-popover-de.json", "f/first/nps.css"));
        assert!(is_of_preset("f/first/nps-transactional-inline-de.json", "f/first/nps-transactional.css"));
        assert!(!is_of_preset("f/first/nps.css", "f/first/nps.css"));
    }
}
