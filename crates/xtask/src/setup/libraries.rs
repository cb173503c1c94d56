//! Files of npm packages, at fixed versions: the libraries that the tests' host pages are made with, and the products that the
//! widget is measured beside.

use super::cache;
use super::tool::{Context, Tool};
use crate::process;
use crate::workspace::{Workspace, read, read_bytes, write};
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha512};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tar::Archive;

/// All packages of a list, in one folder of the cache: `NAME/FILE`, where the name is the package's.
pub(crate) struct Libraries {
    /// Where they are listed, below the checkout.
    source: &'static str,
    /// What they are for.
    purpose: &'static str,
    list: BTreeMap<String, Library>,
    folder: PathBuf,
}

/// A package of the npm registry, and what of it is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Library {
    version: String,
    /// `sha512-`, and the hash of the package in Base64, as npm has it.
    integrity: String,
    files: Vec<String>,
}

impl Libraries {
    /// The libraries of the tests' host pages.
    ///
    /// # Errors
    /// When the list can't be read.
    pub(crate) fn of_host_pages(workspace: &Workspace) -> Result<Self> {
        Self::listed_in(workspace, "tests/end-to-end/libraries.json", "host-page-libraries", "libraries for host pages")
    }

    /// The products that the widget is measured beside.
    ///
    /// # Errors
    /// When the list can't be read.
    pub(crate) fn of_peers(workspace: &Workspace) -> Result<Self> {
        Self::listed_in(workspace, "tests/end-to-end/peers.json", "peers", "packages to measure beside")
    }

    fn listed_in(workspace: &Workspace, source: &'static str, name: &str, purpose: &'static str) -> Result<Self> {
        let text = read(&workspace.root.join(source))?;
        let list = serde_json::from_str(&text).with_context(|| format!("{source} can't be read"))?;
        // Another list is another folder, so that none is ever half one and half the other.
        let version: String = hex::encode(Sha256::digest(&text)).chars().take(12).collect();
        Ok(Self { source, purpose, list, folder: cache::folder(name, &version) })
    }

    /// The version of a package of the list.
    pub(crate) fn version(&self, name: &str) -> Option<&str> {
        self.list.get(name).map(|library| library.version.as_str())
    }

    /// Where they are, or belong.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fetches the packages into `folder`. Nothing of them is run, and what they depend on is left alone.
    fn fetch(&self, folder: &Path, log: &Path) -> Result<()> {
        let mut npm = Command::new("npm");
        npm.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(folder);
        npm.args(self.list.iter().map(|(name, library)| format!("{name}@{}", library.version)));
        process::run_quietly(&mut npm, log)
    }
}

impl Library {
    /// What npm calls its archive.
    fn archive(&self, name: &str) -> String {
        format!("{}-{}.tgz", name.trim_start_matches('@').replace('/', "-"), self.version)
    }

    /// Takes the wanted files out of the archive.
    fn unpack(&self, archive: &[u8], folder: &Path) -> Result<()> {
        let found = format!("sha512-{}", STANDARD.encode(Sha512::digest(archive)));
        ensure!(found == self.integrity, "the package is {found}, and {} was expected", self.integrity);
        for entry in Archive::new(GzDecoder::new(archive)).entries()? {
            let mut entry = entry?;
            // The first folder is `package` in most, but not in all.
            let path: PathBuf = entry.path()?.components().skip(1).collect();
            if self.files.iter().any(|file| path == Path::new(file)) {
                let mut content = Vec::new();
                entry.read_to_end(&mut content)?;
                write(&folder.join(path), content)?;
            }
        }
        let missing: Vec<_> = self.files.iter().filter(|file| !folder.join(file).is_file()).collect();
        ensure!(missing.is_empty(), "the package has no {missing:?}");
        Ok(())
    }
}

impl Tool for Libraries {
    fn name(&self) -> String {
        format!("{} {}", self.list.len(), self.purpose)
    }

    fn find(&self) -> Option<String> {
        let mut files = self.list.iter().flat_map(|(name, library)| library.files.iter().map(move |file| (name, file)));
        let all = files.all(|(name, file)| self.folder.join(name).join(file).is_file());
        all.then(|| self.folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about half a minute"
    }

    fn install(&self, context: &Context) -> Result<()> {
        let archives = tempfile::tempdir()?;
        self.fetch(archives.path(), &context.logs.join("libraries.log"))?;
        cache::install_into(&self.folder, |folder| {
            for (name, library) in &self.list {
                let archive = read_bytes(&archives.path().join(library.archive(name)))?;
                library.unpack(&archive, &folder.join(name)).with_context(|| format!("{name} in {}", self.source))?;
            }
            Ok(())
        })
    }

    fn by_hand(&self) -> String {
        format!(
            "a machine with a network fetches what {} lists from npm; copy it to {}",
            self.source,
            self.folder.display()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Library;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use flate2::{Compression, write::GzEncoder};
    use sha2::{Digest as _, Sha512};

    fn archive() -> Vec<u8> {
        let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for name in ["package/dist/a.js", "package/dist/b.js"] {
            let mut header = tar::Header::new_gnu();
            header.set_size(2);
            header.set_mode(0o644);
            builder.append_data(&mut header, name, &b"0;"[..]).expect("it is in memory");
        }
        builder.into_inner().and_then(GzEncoder::finish).expect("it is in memory")
    }

    fn library(integrity: String, file: &str) -> Library {
        Library { version: "1.0.0".to_owned(), integrity, files: vec![file.to_owned()] }
    }

    #[test]
    fn what_is_listed_is_taken_and_nothing_else() {
        let archive = archive();
        let integrity = format!("sha512-{}", STANDARD.encode(Sha512::digest(&archive)));
        let folder = tempfile::tempdir().expect("a folder");
        library(integrity.clone(), "dist/a.js").unpack(&archive, folder.path()).expect("it is there");
        assert!(folder.path().join("dist/a.js").exists());
        assert!(!folder.path().join("dist/b.js").exists());
        let error = library(integrity, "c.js").unpack(&archive, folder.path()).expect_err("there is no such file");
        assert!(error.to_string().contains("c.js"), "{error}");
    }

    #[test]
    fn another_package_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let wrong = library("sha512-AAAA".to_owned(), "dist/a.js").unpack(&archive(), folder.path());
        wrong.expect_err("it is another package");
        assert!(!folder.path().join("dist").exists());
    }

    #[test]
    fn scopes_are_in_the_archives_name() {
        assert_eq!(library(String::new(), "").archive("@a/b"), "a-b-1.0.0.tgz");
    }
}
