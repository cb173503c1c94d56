//! `dist/manifest.json`: every file of a build with its role, sizes and integrity hash.

use crate::compress;
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};
use std::path::{Path, PathBuf};

/// The file's name in `dist/`.
pub(crate) const NAME: &str = "manifest.json";

/// The whole manifest.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The version of Askwell.
    pub(crate) version: String,
    /// Every file but this one, sorted by path.
    pub(crate) files: Vec<File>,
}

/// One file.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct File {
    /// Relative to `dist/`, with slashes.
    pub(crate) path: String,
    /// What it is for.
    pub(crate) role: Role,
    /// As stored.
    pub(crate) bytes: u64,
    /// Bytes after `gzip -9`.
    pub(crate) gzip: u64,
    /// Bytes after brotli, quality 11, window 22.
    pub(crate) brotli: u64,
    /// For an `integrity` attribute: `sha384-` and the hash in base64.
    pub(crate) integrity: String,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// The script the tag names.
    Loader,
    /// `www/boot.js` with wasm-bindgen's module for the small build.
    Glue,
    /// The widget's small build.
    Wasm,
    /// The widget's styles.
    Stylesheet,
    /// The texts of one language that the small build needs.
    Language,
    /// wasm-bindgen's module for the full build.
    FullGlue,
    /// The widget's full build.
    FullWasm,
    /// The styles that only the full build needs.
    FullStylesheet,
    /// All texts of one language.
    FullLanguage,
    /// `www/endpoints.js` with wasm-bindgen's module for the piece that knows endpoints.
    EndpointsGlue,
    /// That piece.
    EndpointsWasm,
    /// The JSON Schema of survey definitions, for editors.
    Schema,
    /// Part of the demonstration.
    Page,
}

impl Manifest {
    /// Describes a built folder; `role` tells what a path is for.
    ///
    /// # Errors
    /// Those of reading the files.
    pub(crate) fn describe(folder: &Path, role: impl Fn(&str) -> Role) -> Result<Self> {
        let mut files = Vec::new();
        for path in files_below(folder)? {
            let name = slashed(folder, &path);
            if name == NAME {
                continue;
            }
            let content = std::fs::read(&path)?;
            files.push(File {
                role: role(&name),
                path: name,
                bytes: content.len() as u64,
                gzip: compress::gzip(&content)?,
                brotli: compress::brotli(&content)?,
                integrity: integrity(&content),
            });
        }
        Ok(Self { version: env!("CARGO_PKG_VERSION").to_owned(), files })
    }

    /// Reads the manifest of a build.
    ///
    /// # Errors
    /// Where there is none; says how to make one.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("no {}: `cargo xtask dist` makes it", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))
    }
}

/// Subresource integrity: <https://www.w3.org/TR/SRI/>.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// A short hash for a file's name: 12 hexadecimal digits of its SHA-256.
pub(crate) fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Every file below a folder, sorted.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A path relative to a folder, with slashes on every system.
pub(crate) fn slashed(folder: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(folder).unwrap_or(path);
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Role, integrity, short_hash};

    #[test]
    fn integrity_is_what_a_browser_computes() {
        // `printf 'alert("Hello, world.");' | openssl dgst -sha384 -binary | base64`, the example of
        // https://developer.mozilla.org/docs/Web/Security/Subresource_Integrity
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }

    #[test]
    fn another_content_gets_another_name() {
        assert_eq!(short_hash(b"a").len(), 12);
        assert_eq!(short_hash(b"a"), short_hash(b"a"));
        assert_ne!(short_hash(b"a"), short_hash(b"b"));
    }

    #[test]
    fn a_manifest_lists_each_file_once_and_reads_as_itself() {
        let folder = std::env::temp_dir().join(format!("askwell-manifest-{}", std::process::id()));
        crate::workspace::write(&folder.join("languages/de.json"), "{}").expect("written");
        crate::workspace::write(&folder.join("askwell.js"), "1;".repeat(500)).expect("written");
        let role = |path: &str| match path {
            "askwell.js" => Role::Loader,
            _ => Role::Language,
        };
        let manifest = Manifest::describe(&folder, role).expect("described");
        let text = serde_json::to_string(&manifest).expect("serialised");
        crate::workspace::write(&folder.join(super::NAME), &text).expect("written");

        let paths: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["askwell.js", "languages/de.json"]);
        assert_eq!(manifest.files[0].bytes, 1000);
        assert!(manifest.files[0].brotli < 50, "{:?}", manifest.files[0]);
        assert_eq!(Manifest::read(&folder).expect("read"), manifest);
        assert_eq!(Manifest::describe(&folder, role).expect("described"), manifest);
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
