//! The npm packages that the tests' applications are made with, and Vite, which builds them: what their lock file pins.

use super::tool::{Context, Tool};
use super::{SystemTool, cache, version};
use crate::process;
use crate::toolbox::program;
use crate::workspace::{Workspace, copy, read_bytes};
use anyhow::{Result, ensure};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the applications are, below the checkout.
const APPS: &str = "tests/end-to-end/apps";
/// What npm installs from.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// The oldest Node.js that Vite 8 runs on.
const OLDEST_NODE: u32 = 20;

/// All of them, in one folder of the cache.
pub(crate) struct AppPackages {
    apps: PathBuf,
    folder: PathBuf,
}

impl AppPackages {
    /// Reads the lock file.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn locked_in(workspace: &Workspace) -> Result<Self> {
        let apps = workspace.root.join(APPS);
        let mut hash = Sha256::new();
        for list in LISTS {
            hash.update(read_bytes(&apps.join(list))?);
        }
        // Another lock file is another folder, so that none is ever half one and half the other.
        let version: String = hex::encode(hash.finalize()).chars().take(12).collect();
        Ok(Self { apps, folder: cache::folder("app-packages", &version) })
    }

    /// The folder of the applications' sources.
    pub(crate) fn apps(&self) -> &Path {
        &self.apps
    }

    /// Where the packages are, or belong. What lies below it can import them.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Builds an application.
    pub(crate) fn vite(&self) -> PathBuf {
        program(&self.folder.join("node_modules/.bin"), "vite")
    }
}

impl Tool for AppPackages {
    fn name(&self) -> String {
        "Vite, React, Vue and Svelte for applications".to_owned()
    }

    fn find(&self) -> Option<String> {
        let vite = self.vite();
        let runs = vite.is_file() && process::capture(Command::new(vite).arg("--version")).is_ok();
        runs.then(|| self.folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about half a minute"
    }

    /// Vite takes a newer Node.js than everything else here, which many systems don't have.
    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        // What would not run is not fetched by every run anew.
        let node = SystemTool::NODE.program().and_then(|node| version::of(&node)).unwrap_or_default();
        ensure!(version::major(&node) >= Some(OLDEST_NODE), "Node.js is {node}, and Vite needs {OLDEST_NODE} or newer");
        cache::install_into(&self.folder, |folder| {
            for list in LISTS {
                copy(&self.apps.join(list), &folder.join(list))?;
            }
            let mut npm = Command::new("npm");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
            process::run_quietly(&mut npm, &context.logs.join("app-packages.log"))
        })
    }

    fn by_hand(&self) -> String {
        format!(
            "`cargo xtask setup --tests` fetches them from npm, on a machine with a network; copy them to {}. They run \
             on Node.js 20.19, 22.12 or newer",
            self.folder.display()
        )
    }
}
