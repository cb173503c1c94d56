//! Whether `dist/` is newer than all that it is made from, as make would see it.
//!
//! Cargo and trunk know that nothing has changed, but what comes after them, from splitting to optimising, takes most of
//! the time.

use crate::workspace::{Workspace, write};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::WalkDir;

/// What the built site depends on. Tools have their versions in xtask's sources and in the lock file.
const INPUTS: [&str; 16] = [
    "src",
    "build.rs",
    "www",
    "docs/examples",
    "crates/gate",
    "crates/page",
    "crates/survey/src",
    "crates/survey/languages",
    "crates/survey/Cargo.toml",
    "crates/cli/src",
    "crates/xtask/src",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
];

/// Whether building `dist/` would leave it as it is.
pub(crate) fn is_fresh(workspace: &Workspace) -> bool {
    let built = std::fs::metadata(stamp(workspace)).and_then(|stamp| stamp.modified());
    built.is_ok_and(|built| {
        let inputs = INPUTS.iter().map(|name| workspace.root.join(name));
        inputs.chain([workspace.dist()]).all(|place| newest(&place).is_some_and(|changed| changed <= built))
    })
}

/// Notes that `dist/` has just been built.
///
/// # Errors
/// When that can't be written.
pub(crate) fn renew(workspace: &Workspace) -> Result<()> {
    write(&stamp(workspace), "")
}

/// A file that is as old as the last build.
fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("dist.stamp")
}

/// When something at or below a place was last changed, removals included; none if something can't be read.
fn newest(place: &Path) -> Option<SystemTime> {
    WalkDir::new(place)
        .into_iter()
        .map(|entry| entry.ok()?.metadata().ok()?.modified().ok())
        .try_fold(SystemTime::UNIX_EPOCH, |newest, changed| Some(newest.max(changed?)))
}

#[cfg(test)]
mod tests {
    use super::{INPUTS, is_fresh, renew};
    use crate::workspace::{Workspace, write};
    use std::fs::File;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    /// A checkout that was built a minute ago.
    fn in_a_checkout(test: impl FnOnce(&Workspace, &Path)) {
        let temporary = tempfile::tempdir().expect("a folder");
        let root = temporary.path().to_path_buf();
        let workspace = Workspace { root: root.clone(), target: root.join("target") };
        for input in INPUTS {
            write(&root.join(input), "one").expect("written");
        }
        write(&root.join("dist/askwell.js"), "built").expect("written");
        renew(&workspace).expect("noted");
        let later = SystemTime::now() + Duration::from_secs(60);
        File::options()
            .write(true)
            .open(super::stamp(&workspace))
            .and_then(|file| file.set_modified(later))
            .expect("aged");
        test(&workspace, &root);
    }

    #[test]
    fn nothing_is_built_twice() {
        in_a_checkout(|workspace, _| assert!(is_fresh(workspace)));
    }

    #[test]
    fn a_newer_source_or_result_and_a_missing_one_call_for_a_build() {
        for name in ["www", "crates/xtask/src", "dist/askwell.js"] {
            in_a_checkout(|workspace, root| {
                let later = SystemTime::now() + Duration::from_secs(120);
                let file = File::options().write(true).open(root.join(name)).expect("it is there");
                file.set_modified(later).expect("changed");
                assert!(!is_fresh(workspace), "{name}");
            });
        }
        in_a_checkout(|workspace, root| {
            std::fs::remove_dir_all(root.join("dist")).expect("removed");
            assert!(!is_fresh(workspace));
        });
    }
}
