//! `dist/manifest.json`: every file of a build with its role, sizes and integrity hash.

use crate::compress;
use crate::size::ClassName;
use crate::workspace::{read_bytes, write};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The file's name in `dist/`.
const NAME: &str = "manifest.json";

/// The whole manifest.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The version of Askwell.
    pub(crate) version: String,
    /// Every file but this one, sorted by path.
    pub(crate) files: Vec<File>,
    /// What a page downloads for what.
    pub(crate) classes: Vec<Class>,
}

/// What a page downloads for one purpose.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Class {
    /// The purpose.
    pub(crate) name: ClassName,
    /// The files' paths.
    pub(crate) files: Vec<String>,
    /// Whether the file of one language comes in addition.
    pub(crate) language: bool,
    /// Built-in surveys of which the prerendered first question of one comes in addition: a stylesheet and a tree.
    pub(crate) presets: Vec<String>,
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
    /// What is left of it on the way to a browser. Of what is no part of the widget nobody asks.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(crate) compressed: Option<Compressed>,
    /// For an `integrity` attribute: `sha384-` and the hash in base64.
    pub(crate) integrity: String,
}

impl File {
    /// Bytes after brotli.
    pub(crate) fn brotli(&self) -> u64 {
        self.compressed.map_or(self.bytes, |compressed| compressed.brotli)
    }

    /// Bytes after gzip.
    pub(crate) fn gzip(&self) -> u64 {
        self.compressed.map_or(self.bytes, |compressed| compressed.gzip)
    }
}

/// Bytes after compression.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Compressed {
    /// After `gzip -9`.
    pub(crate) gzip: u64,
    /// After brotli, quality 11, window 22.
    pub(crate) brotli: u64,
}

impl Compressed {
    fn of(content: &[u8]) -> Result<Self> {
        Ok(Self { gzip: compress::gzip(content)?, brotli: compress::brotli(content)? })
    }
}

/// What a file is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// The script the tag names.
    Loader,
    /// The application's script: wasm-bindgen's glue.
    Script,
    /// The application's Wasm that is always loaded.
    Wasm,
    /// A part of the Wasm that is loaded when it is needed.
    Chunk,
    /// What decides whether a survey is due, where targeting needs more than the loader: a script and a Wasm.
    Gate,
    /// The script that shows a first question before the application is loaded.
    FirstScript,
    /// The styles of one built-in survey's first question.
    FirstStyles,
    /// Its elements and texts, in one layout and one language.
    FirstTree,
    /// The texts of one language.
    Language,
    /// Whose work is in the application, and under which terms.
    Notices,
    /// The JSON Schema of survey definitions, for editors.
    Schema,
    /// The TypeScript declarations, for editors.
    Declarations,
    /// Part of the demonstration.
    Page,
}

impl Manifest {
    /// One that knows what is downloaded for what, before all files are there.
    pub(crate) fn of_classes(classes: Vec<Class>) -> Self {
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), files: Vec::new(), classes }
    }

    /// Describes every file of a built folder; `role` tells what a path is for.
    ///
    /// # Errors
    /// Those of reading the files.
    pub(crate) fn describe(&mut self, folder: &Path, role: impl Fn(&str) -> Role) -> Result<()> {
        self.files.clear();
        for path in files_below(folder)? {
            let name = slashed(folder, &path);
            if name == NAME {
                continue;
            }
            let (role, content) = (role(&name), read_bytes(&path)?);
            let compressed = (role != Role::Page).then(|| Compressed::of(&content)).transpose()?;
            let (bytes, integrity) = (content.len() as u64, integrity(&content));
            self.files.push(File { path: name, role, bytes, compressed, integrity });
        }
        Ok(())
    }

    /// Writes it into the folder.
    ///
    /// # Errors
    /// Those of writing.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        write(&folder.join(NAME), serde_json::to_string_pretty(self)? + "\n")
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

/// A short hash for a folder's name: 12 hexadecimal digits of the SHA-256 of all names and contents in it.
///
/// # Errors
/// Those of reading the files.
pub(crate) fn hash_of_folder(folder: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    for path in files_below(folder)? {
        hasher.update(slashed(folder, &path));
        hasher.update([0]);
        hasher.update(Sha256::digest(read_bytes(&path)?));
    }
    Ok(hex::encode(&hasher.finalize()[..6]))
}

/// Every file below a folder, sorted.
///
/// # Errors
/// When the folder can't be read.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = WalkDir::new(folder).into_iter();
    let files = entries.filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir()));
    let mut files = files.map(|entry| Ok(entry?.into_path())).collect::<Result<Vec<_>>>()?;
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
    use super::{Class, Manifest, Role, hash_of_folder, integrity};
    use crate::size::ClassName;
    use crate::workspace::write;

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
    fn a_folder_has_another_hash_for_another_name_or_content_and_no_other() {
        let hash = |name: &str, content: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            write(&folder.path().join(name), content).expect("written");
            hash_of_folder(folder.path()).expect("read")
        };
        assert_eq!(hash("a/b", "x").len(), 12);
        assert_eq!(hash("a/b", "x"), hash("a/b", "x"));
        assert_ne!(hash("a/b", "x"), hash("a/b", "y"));
        assert_ne!(hash("a/b", "x"), hash("a/c", "x"));
    }

    #[test]
    fn a_manifest_lists_each_file_once_and_reads_as_itself() {
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = temporary.path();
        write(&folder.join("languages/de.json"), "{}").expect("written");
        write(&folder.join("askwell.js"), "1;".repeat(500)).expect("written");
        let files = vec!["askwell.js".to_owned()];
        let loader = Class { name: ClassName::Loader, files, language: false, presets: Vec::new() };
        let mut manifest = Manifest::of_classes(vec![loader]);
        let role = |path: &str| match path {
            "askwell.js" => Role::Loader,
            _ => Role::Language,
        };
        manifest.describe(folder, role).expect("described");
        manifest.write(folder).expect("written");

        let paths: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["askwell.js", "languages/de.json"]);
        assert_eq!(manifest.files[0].bytes, 1000);
        assert!(manifest.files[0].brotli() < 50, "{:?}", manifest.files[0]);
        let mut again = Manifest::read(folder).expect("read");
        assert_eq!(again, manifest);
        again.describe(folder, role).expect("described");
        assert_eq!(again, manifest);
    }
}
