//! `cargo xtask dist`: the site and the widget as files for any web server.

use crate::process::{self, spoken};
use crate::setup;
use crate::stamp::Stamp;
use crate::toolbox::Toolbox;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs::{File, TryLockError};
use std::process::Command;
use std::time::Instant;

/// Build dist/: loader, glue, Wasm, stylesheet, languages, manifest.json and the demonstration pages.
///
/// The folder can be put on any web server or CDN as it is. Takes 2 to 4 minutes on two cores the
/// first time; does nothing when nothing has changed.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct Arguments {
    /// Build even if nothing has changed
    #[arg(long)]
    pub(crate) force: bool,
    /// Never go to the network
    #[arg(long)]
    pub(crate) offline: bool,
}

/// The widget's stack, 64 KiB: its deepest recursion is that of nested values, which ends after twenty-four levels. With
/// the usual mebibyte every address of a constant, and there are thousands, takes a byte more.
const STACK: &str = " -Clink-arg=-zstack-size=65536";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::run(&setup::Arguments { offline: arguments.offline, ..Default::default() })?;
    build(&Workspace::find()?, arguments)
}

/// Builds `dist/` where the tools are known to be there.
pub(crate) fn build(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let _lock = lock(workspace)?;
    let stamp = Stamp::of(workspace);
    if !arguments.force && stamp.is_current()? {
        eprintln!("dist/ is up to date.");
        return Ok(());
    }
    eprintln!("Building dist/ (2 to 4 minutes on two cores when the widget has changed)");
    let start = Instant::now();
    let tools = Toolbox::find(workspace)?;
    let mut trunk = Command::new(tools.trunk());
    trunk
        .args(["build", "--release", "--skip-version-check"])
        // Otherwise it warns of "no rust project": it does not count one that is built as a worker.
        .args(["--log", "error"])
        .current_dir(&workspace.root)
        .env("PATH", tools.path()?)
        .env_remove("RUSTFLAGS")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", tools.rust_flags.join(" ") + STACK)
        // For these flags; see compiler.rs.
        .env("RUSTC_WRAPPER", std::env::current_exe()?)
        // Its own backtrace would bury the message of whatever failed.
        .env("RUST_BACKTRACE", "0")
        // trunk takes NO_COLOR for a boolean and refuses the usual `1`.
        .env_remove("NO_COLOR");
    if arguments.offline {
        trunk.arg("--offline").env("CARGO_NET_OFFLINE", "true");
    }
    process::run(&mut trunk)?;
    stamp.renew()?;
    eprintln!("dist/ is built, after {}.", spoken(start.elapsed()));
    Ok(())
}

/// Keeps a second build out of `dist/` for as long as the file is open; waits if one is under way.
fn lock(workspace: &Workspace) -> Result<File> {
    let folder = workspace.scratch();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let file = File::create(folder.join("dist.lock"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!("Waiting for another build of dist/ to end");
            file.lock()?;
        }
        // A file system without locks: then two builds at once are the user's to avoid.
        Err(TryLockError::Error(_)) => {}
    }
    Ok(file)
}
