//! The Python packages that try the collector's interface for programs: what their lock file pins.

use super::tool::{Context, Tool};
use super::{SystemTool, cache};
use crate::process;
use crate::workspace::{Workspace, read_bytes};
use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The lock file, below the checkout.
const LOCK: &str = "tests/end-to-end/api/requirements.txt";
/// What of it is run.
const MODULES: [&str; 2] = ["schemathesis.cli", "openapi_python_client"];

/// All of them, in one folder of the cache.
pub(crate) struct ApiTools {
    lock: PathBuf,
    folder: PathBuf,
}

impl ApiTools {
    /// Reads the lock file.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn locked_in(workspace: &Workspace) -> Result<Self> {
        let lock = workspace.root.join(LOCK);
        // Another lock file is another folder, so that none is ever half one and half the other.
        let version: String = hex::encode(Sha256::digest(read_bytes(&lock)?)).chars().take(12).collect();
        Ok(Self { lock, folder: cache::folder("api-tools", &version) })
    }

    /// Where the packages are, or belong.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Tool for ApiTools {
    fn name(&self) -> String {
        "Schemathesis and openapi-python-client".to_owned()
    }

    fn find(&self) -> Option<String> {
        let python = SystemTool::PYTHON.program()?;
        let runs = |module: &str| {
            let mut command = Command::new(&python);
            command.args(["-m", module, "--version"]).env("PYTHONPATH", &self.folder);
            process::capture(&mut command).is_ok()
        };
        MODULES.into_iter().all(runs).then(|| self.folder.display().to_string())
    }

    fn expected(&self) -> &'static str {
        "about half a minute"
    }

    /// They take a newer Python than some systems have.
    fn is_optional(&self) -> bool {
        true
    }

    fn install(&self, context: &Context) -> Result<()> {
        let python = SystemTool::PYTHON.program().context("there is no Python that fits")?;
        cache::install_into(&self.folder, |folder| {
            let mut pip = Command::new(python);
            pip.args(["-m", "pip", "install", "--no-deps", "--require-hashes", "--target"]).arg(folder);
            process::run_quietly(pip.arg("--requirement").arg(&self.lock), &context.logs.join("api-tools.log"))
        })
    }

    fn by_hand(&self) -> String {
        format!(
            "`cargo xtask setup --tests` fetches them with pip, on a machine with a network; copy them to {}",
            self.folder.display()
        )
    }
}
