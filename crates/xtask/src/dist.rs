//! `cargo xtask dist`: the site and the widget as files for any web server.

use crate::manifest::Manifest;
use crate::process::{self, spoken};
use crate::toolbox::Toolbox;
use crate::workspace::Workspace;
use crate::{assemble, freshness, setup};
use anyhow::{Context, Result};
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Build dist/: the loader, the folder that it loads the widget from, manifest.json and the demonstration pages.
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

/// How the widget is compiled to be split. While developing it is not split. Functions marked by `chunk!` go to files of their
/// own, for which wasm-split needs to know what refers to what.
const SPLIT: &str = "--cfg split -Clink-arg=--emit-relocs ";
/// How all Wasm is compiled where size counts: with the usual mebibyte of stack the address of every constant takes a byte
/// more.
const SMALL: &str = "-Clink-arg=-zstack-size=524288 ";

/// The variable that cargo takes flags for Wasm from.
pub(crate) const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// How Wasm is compiled that isn't split.
///
/// # Errors
/// When rustc doesn't say where it is.
pub(crate) fn flags(workspace: &Workspace) -> Result<String> {
    Ok([SMALL, &without_paths(workspace)?].concat())
}

/// How the Leptos example is built.
const EXAMPLE: &str = "www/leptos/Trunk.toml";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::run(&setup::Arguments { offline: arguments.offline, ..Default::default() })?;
    build(&Workspace::find()?, arguments)
}

/// Builds `dist/` where the tools are known to be there.
pub(crate) fn build(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let _lock = lock(workspace)?;
    if !arguments.force && freshness::is_fresh(workspace) {
        eprintln!("dist/ is up to date.");
        return Ok(());
    }
    eprintln!("Building dist/ (2 to 4 minutes on two cores when the widget has changed)");
    let start = Instant::now();
    let tools = Toolbox::find(workspace)?;
    let flags = [SPLIT, &flags(workspace)?].concat();
    let release = |trunk: &mut Command| {
        trunk.args(["build", "--release"]).env(FLAGS, &flags);
    };
    run_trunk(workspace, arguments, &tools, release)?;
    // Into the folder that the other has just made.
    let example = |trunk: &mut Command| {
        trunk.args(["--config", EXAMPLE, "build"]);
    };
    run_trunk(workspace, arguments, &tools, example)?;
    let mut manifest = Manifest::read(&workspace.dist())?;
    manifest.describe(&workspace.dist(), assemble::role)?;
    manifest.write(&workspace.dist())?;
    freshness::renew(workspace)?;
    eprintln!("dist/ is built, after {}.", spoken(start.elapsed()));
    Ok(())
}

/// Flags that leave the folders of this machine out of the messages of panics.
fn without_paths(workspace: &Workspace) -> Result<String> {
    let sysroot = process::capture(Command::new("rustc").args(["--print", "sysroot"]))?;
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let registry = cargo.map(|cargo| cargo.join("registry").join("src"));
    let folders = [Some(PathBuf::from(sysroot.trim())), registry, Some(workspace.root.clone())];
    // Flags are separated by spaces, and can't have any.
    let folders =
        folders.into_iter().flatten().map(|folder| folder.display().to_string()).filter(|path| !path.contains(' '));
    Ok(folders.map(|folder| format!("--remap-path-prefix={folder}=")).collect::<Vec<_>>().join(" "))
}

fn run_trunk(
    workspace: &Workspace,
    arguments: &Arguments,
    tools: &Toolbox,
    say: impl FnOnce(&mut Command),
) -> Result<()> {
    let mut trunk = Command::new(tools.trunk());
    say(&mut trunk);
    trunk
        .arg("--skip-version-check")
        // Otherwise it warns of "no rust project": it does not count one that is built as a worker.
        .args(["--log", "error"])
        .current_dir(&workspace.root)
        .env("PATH", tools.path()?)
        .env_remove("RUSTFLAGS")
        // Its own backtrace would bury the message of whatever failed.
        .env("RUST_BACKTRACE", "0")
        // trunk takes NO_COLOR for a boolean and refuses the usual `1`.
        .env_remove("NO_COLOR");
    if arguments.offline {
        trunk.arg("--offline").env("CARGO_NET_OFFLINE", "true");
    }
    process::run(&mut trunk)
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
