//! The applications of the tests, each built with its framework's usual tools.

use crate::manifest::{files_below, slashed};
use crate::process::{self, spoken};
use crate::setup::{AppPackages, PackageTool};
use crate::toolbox::{program, there};
use crate::workspace::{Workspace, copy, read_bytes, write};
use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// How an application is built.
struct Build {
    app: &'static str,
    /// What the result is called, and where on a site it stands.
    name: &'static str,
    mode: &'static str,
}

/// React's strict mode does something in its development build alone.
const BUILDS: [Build; 4] = [
    Build { app: "react", name: "react", mode: "production" },
    Build { app: "react", name: "react-development", mode: "development" },
    Build { app: "vue", name: "vue", mode: "production" },
    Build { app: "svelte", name: "svelte", mode: "production" },
];

/// Builds the applications with the declarations of the widget that was built, unless that has been done. Returned is the
/// folder that has each in a folder of its name.
///
/// # Errors
/// When one doesn't compile; the last lines of what was said are printed first.
pub(crate) fn build(workspace: &Workspace, packages: &AppPackages) -> Result<PathBuf> {
    let built = workspace.scratch().join("apps");
    let stamp = workspace.scratch().join("apps.stamp");
    let mut sources = sources(packages)?;
    sources.push((workspace.dist().join("askwell.d.ts"), "askwell.d.ts".to_owned()));
    let wanted = hash(&sources, packages)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(built);
    }
    eprintln!("Building the applications (a few seconds)");
    let begun = Instant::now();
    // What is half built has no stamp.
    write(&stamp, "")?;
    if built.exists() {
        std::fs::remove_dir_all(&built).with_context(|| format!("cannot remove {}", built.display()))?;
    }
    // Node.js looks for packages in the folders above.
    let staging = tempfile::tempdir_in(packages.folder())?;
    for (file, name) in &sources {
        copy(file, &staging.path().join(name))?;
    }
    for app in ["react", "vue", "svelte"] {
        copy(&workspace.dist().join("askwell.d.ts"), &staging.path().join(app).join("src/askwell.d.ts"))?;
    }
    compile(staging.path(), &built, packages, &workspace.scratch().join("apps.log"))?;
    write(&stamp, &wanted)?;
    eprintln!("      done in {}", spoken(begun.elapsed()));
    Ok(built)
}

fn compile(staging: &Path, built: &Path, packages: &AppPackages, log: &Path) -> Result<()> {
    let mut tsc = Command::new(program(&there(&PackageTool::typescript())?, "tsc"));
    process::run_quietly(tsc.args(["--project", "react"]).current_dir(staging), log)?;
    for Build { app, name, mode } in BUILDS {
        let mut vite = Command::new(packages.vite());
        vite.args(["build", app, "--mode", mode, "--base", &format!("/{name}/"), "--emptyOutDir", "--outDir"]);
        vite.arg(built.join(name)).env("NODE_ENV", mode).current_dir(staging);
        process::run_quietly(&mut vite, log)?;
    }
    Ok(())
}

/// The files of the applications, each with its path below their folder.
fn sources(packages: &AppPackages) -> Result<Vec<(PathBuf, String)>> {
    let files = files_below(packages.apps())?.into_iter();
    let named = files.map(|file| (file.clone(), slashed(packages.apps(), &file)));
    // Somebody may have run npm there, for an editor.
    Ok(named.filter(|(_, name)| !name.starts_with("node_modules/")).collect())
}

fn hash(sources: &[(PathBuf, String)], packages: &AppPackages) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(packages.folder().as_os_str().as_encoded_bytes());
    for (file, name) in sources {
        hash.update(name);
        hash.update(Sha256::digest(read_bytes(file)?));
    }
    Ok(hex::encode(hash.finalize()))
}
