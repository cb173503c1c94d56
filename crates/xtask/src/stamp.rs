//! Whether a build would change anything: a hash of what goes in and of what came out.

use crate::manifest::{files_below, slashed};
use crate::workspace::Workspace;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What the built site depends on. Tools have their versions in xtask's sources and in the lock file.
const INPUTS: [&str; 11] = [
    "src",
    "www",
    "crates/survey/src",
    "crates/survey/languages",
    "crates/survey/Cargo.toml",
    "crates/xtask/src",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
];

/// Remembers the last build.
pub(crate) struct Stamp<'a> {
    workspace: &'a Workspace,
}

impl<'a> Stamp<'a> {
    /// The stamp of this checkout's `dist/`.
    pub(crate) fn of(workspace: &'a Workspace) -> Self {
        Self { workspace }
    }

    fn file(&self) -> PathBuf {
        self.workspace.scratch().join("dist.stamp")
    }

    /// Whether `dist/` is what the present sources give, untouched.
    pub(crate) fn is_current(&self) -> Result<bool> {
        let Ok(stored) = std::fs::read_to_string(self.file()) else { return Ok(false) };
        Ok(stored == self.hashes()?)
    }

    /// Notes that `dist/` has just been built.
    pub(crate) fn renew(&self) -> Result<()> {
        crate::workspace::write(&self.file(), self.hashes()?)
    }

    fn hashes(&self) -> Result<String> {
        let root = &self.workspace.root;
        let inputs = hash(root, INPUTS.iter().map(|name| root.join(name)))?;
        let outputs = hash(root, std::iter::once(self.workspace.dist()))?;
        Ok(format!("in {inputs}\nout {outputs}\n"))
    }
}

/// A hash over the names and contents of files and folders; what is missing counts as missing.
fn hash(root: &Path, places: impl Iterator<Item = PathBuf>) -> Result<String> {
    let mut hasher = Sha256::new();
    for place in places {
        let files = if place.is_dir() { files_below(&place)? } else { vec![place] };
        for file in files {
            let content = std::fs::read(&file).ok();
            hasher.update(slashed(root, &file));
            hasher.update([0, u8::from(content.is_some())]);
            hasher.update(Sha256::digest(content.unwrap_or_default()));
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use crate::workspace::{Workspace, write};
    use std::path::Path;

    fn in_a_checkout(name: &str, test: impl FnOnce(&Workspace, &dyn Fn(&str, &str))) {
        let root = std::env::temp_dir().join(format!("askwell-stamp-{name}-{}", std::process::id()));
        let workspace = Workspace { root: root.clone(), target: root.join("target") };
        let put = |path: &str, content: &str| write(&root.join(Path::new(path)), content).expect("written");
        put("src/lib.rs", "one");
        put("dist/askwell.js", "built");
        Stamp::of(&workspace).renew().expect("stamped");
        test(&workspace, &put);
        std::fs::remove_dir_all(&root).expect("the folder can be removed");
    }

    #[test]
    fn nothing_is_built_twice() {
        in_a_checkout("same", |workspace, put| {
            put("src/lib.rs", "one");
            assert!(Stamp::of(workspace).is_current().expect("read"));
        });
    }

    #[test]
    fn a_changed_or_new_source_or_a_touched_result_calls_for_a_build() {
        for (name, path) in [("changed", "src/lib.rs"), ("new", "www/new.html"), ("touched", "dist/askwell.js")] {
            in_a_checkout(name, |workspace, put| {
                put(path, "two");
                assert!(!Stamp::of(workspace).is_current().expect("read"), "{name}");
            });
        }
    }
}
