//! What the build says that a page downloads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::from_environment;

/// The built `manifest.json`.
pub struct Manifest(Value);

impl Manifest {
    /// Reads it.
    pub fn read() -> Self {
        let path = from_environment("ASKWELL_DIST").join("manifest.json");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(serde_json::from_str(&text).expect("the manifest is JSON"))
    }

    /// The paths of what a class of page downloads, without its language.
    pub fn class(&self, name: &str) -> BTreeSet<String> {
        let classes = self.0["classes"].as_array().expect("the manifest has classes");
        let class = classes.iter().find(|class| class["name"] == name);
        let class = class.unwrap_or_else(|| panic!("the manifest has no class {name}"));
        serde_json::from_value(class["files"].clone()).expect("a class lists files")
    }

    /// What pages of all these classes and of this language download: paths, and bytes as stored. `first` names the
    /// preset and the layout, as in `nps-popover`, whose first question stands there before the application.
    pub fn files(&self, classes: &[&str], first: Option<&str>, language: Option<&str>) -> BTreeMap<String, u64> {
        let mut paths: BTreeSet<_> = classes.iter().flat_map(|name| self.class(name)).collect();
        paths.retain(|path| first.is_some() || !path.ends_with("/first.js"));
        let mut add = |name: String| paths.extend(self.paths().find(|path| path.ends_with(&name)).map(str::to_owned));
        let tag = language.unwrap_or("en");
        if let Some(first) = first {
            let (preset, _) = first.rsplit_once('-').expect("it names a preset and a layout");
            add("/first.js".to_owned());
            add(format!("/first/{preset}.css"));
            add(format!("/first/{first}-{tag}.json"));
        }
        if let Some(tag) = language {
            add(format!("/languages/{tag}.json"));
        }
        paths.into_iter().map(|path| (path.clone(), self.bytes(&path))).collect()
    }

    fn listed(&self) -> impl Iterator<Item = &Value> {
        self.0["files"].as_array().expect("the manifest lists files").iter()
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.listed().map(|file| file["path"].as_str().expect("a file has a path"))
    }

    fn bytes(&self, path: &str) -> u64 {
        let file = self.listed().find(|file| file["path"] == path);
        let file = file.unwrap_or_else(|| panic!("the manifest does not list {path}"));
        file["bytes"].as_u64().expect("a file has a size")
    }
}
