//! `cargo xtask demo`: the whole of Askwell on one local port.

use crate::workspace::Workspace;
use crate::{collector, dist, setup};
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

/// Build everything and serve shop, app, help centre, gallery, widget, collector and report on one local port.
///
/// The first run takes 8 to 12 minutes on two cores (it installs and builds the tools), later ones seconds. Answers
/// are kept in target/demo/askwell.db. Ctrl-C ends it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port; the next free one if it is taken
    #[arg(long, default_value_t = collector::FIRST_PORT)]
    port: u16,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Forget the answers of earlier runs
    #[arg(long)]
    fresh: bool,
    /// Never go to the network
    #[arg(long)]
    offline: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::run(&setup::Arguments { offline: arguments.offline, ..Default::default() })?;
    let workspace = Workspace::find()?;
    dist::build(&workspace, &dist::Arguments { offline: arguments.offline, ..Default::default() })?;
    eprintln!("Building the collector (about a minute on two cores the first time)");
    let program = collector::build(&workspace, arguments.offline)?;

    let folder = workspace.target.join("demo");
    let database = folder.join("askwell.db");
    if arguments.fresh {
        collector::forget(&database)?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, collector::free_port(arguments.port)?));
    serve(&mut collector::serve(&program, &workspace.dist(), address, &database), address, arguments, &database)
}

fn serve(command: &mut Command, address: SocketAddr, arguments: &Arguments, database: &Path) -> Result<()> {
    let mut child = command.spawn().context("the collector could not be started")?;
    let process = child.id();
    // In a terminal Ctrl-C reaches the collector by itself too; asking twice does no harm.
    ctrlc::set_handler(move || collector::ask_to_end(process)).context("cannot listen for Ctrl-C")?;
    if let Err(error) = collector::wait_until_ready(&mut child, address) {
        collector::ask_to_end(process);
        child.wait()?;
        return Err(error);
    }

    let base = format!("http://{address}");
    println!("\nAskwell is running.\n");
    for (name, path) in [
        ("Start", "/"),
        ("Shop", "/shop/"),
        ("App", "/app/"),
        ("Help", "/help/"),
        ("Gallery", "/gallery/"),
        ("Report", "/report"),
    ] {
        println!("  {name:<8}{base}{path}");
    }
    println!("\nAnswers are kept in {}. Ctrl-C ends it.", database.display());
    if !arguments.no_open && has_display() {
        open(&base);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the collector ended with {status}");
    }
    println!("Askwell has ended.");
    Ok(())
}

fn has_display() -> bool {
    !cfg!(all(unix, not(target_os = "macos")))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Opens the address with whatever this system opens addresses with; the address is printed anyway.
fn open(url: &str) {
    let mut command = if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let _ = command.arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
