//! The per-user folder that keeps tools by version, and the way they get there whole or not at all.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where the tool of that name and version belongs, whether or not it is there.
pub(super) fn folder(name: &str, version: &str) -> PathBuf {
    base().join("tools").join(format!("{name}-{version}"))
}

/// Where a tool is compiled. It outlives an interrupted run, so that the next goes on from there.
pub(super) fn build_folder(name: &str, version: &str) -> PathBuf {
    base().join("build").join(format!("{name}-{version}"))
}

fn base() -> PathBuf {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
        .join("askwell")
}

/// Fills a folder beside the final one and renames it when it is complete, so that neither an
/// interruption nor a second set-up at the same time leaves half a tool.
///
/// # Errors
/// Those of `fill`, and those of the file system.
pub(super) fn install_into(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let mut partial = folder.as_os_str().to_owned();
    partial.push(format!(".partial-{}", std::process::id()));
    let partial = PathBuf::from(partial);
    std::fs::create_dir_all(&partial).with_context(|| format!("cannot create {}", partial.display()))?;
    let outcome = fill(&partial).and_then(|()| {
        // What stands in the way was found not to run.
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::rename(&partial, folder).with_context(|| format!("cannot create {}", folder.display()))
    });
    if outcome.is_err() {
        let _ = std::fs::remove_dir_all(&partial);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::install_into;
    use anyhow::bail;

    #[test]
    fn a_tool_is_there_whole_or_not_at_all() {
        let base = tempfile::tempdir().expect("a folder");
        let base = base.path();
        let folder = base.join("tool-1");
        install_into(&folder, |partial| {
            std::fs::write(partial.join("half"), "")?;
            bail!("interrupted")
        })
        .expect_err("the error comes through");
        assert!(!folder.exists());

        install_into(&folder, |partial| Ok(std::fs::write(partial.join("whole"), "")?))
            .expect("an installation that works");
        assert!(folder.join("whole").exists());
        let left: Vec<_> = std::fs::read_dir(base).expect("the folder is there").collect();
        assert_eq!(left.len(), 1, "nothing partial stays: {left:?}");
    }
}
