//! `cargo xtask setup`: installs what is missing, and nothing else.
//!
//! Every tool knows how to find itself, by being run, not by a marker: an interrupted installation
//! is simply not found. Tools that the system does not have go to a folder per version in the
//! user's cache, so that another clone finds them too.

mod api_tools;
mod app_packages;
mod cache;
mod fonts;
mod libraries;
mod package_tool;
mod packages;
mod system_tool;
mod tool;
mod version;
mod wasm_target;
mod webkit;

pub(crate) use api_tools::ApiTools;
pub(crate) use app_packages::AppPackages;
pub(crate) use fonts::Fonts;
pub(crate) use libraries::Libraries;
pub(crate) use package_tool::PackageTool;
pub(crate) use system_tool::{Geckodriver, SystemTool};
pub(crate) use tool::{Context, Tool};
pub(crate) use wasm_target::TARGET;
pub(crate) use webkit::WebKit;

use crate::process::spoken;
use crate::workspace::Workspace;
use anyhow::{Context as _, Result, bail};
use std::path::PathBuf;
use std::time::Instant;

/// Install what is missing: Rust's Wasm target, trunk, wasm-bindgen, wasm-opt, esbuild.
///
/// Takes about 6 minutes on two cores the first time, 9 with the tests' tools, and seconds after that. Tools go to
/// `$XDG_CACHE_HOME/askwell/tools` (by default `~/.cache/askwell/tools`); a fitting version on PATH
/// is used as it is.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct Arguments {
    /// Also what the tests need: Chromium, Firefox and WebKitGTK, each with its driver, libraries for host pages, what
    /// applications are built with, and what tries the collector's interface for programs
    #[arg(long)]
    pub(crate) tests: bool,
    /// Also what checks the sources: leptosfmt and cargo-deny
    #[arg(long)]
    pub(crate) checks: bool,
    /// Of the tests' tools, Chromium and its driver alone
    #[arg(skip)]
    pub(crate) chromium: bool,
    /// The products that the widget is measured beside
    #[arg(skip)]
    pub(crate) peers: bool,
    /// What pictures are made with: Chromium, its driver and fonts, and nothing for building the widget
    #[arg(skip)]
    pub(crate) pictures: bool,
    /// Never go to the network: list what is missing and how to get it
    #[arg(long)]
    pub(crate) offline: bool,
    /// A copy of the `rust-src` component's `library` folder, of exactly this rustc's version. Used
    /// to build the Wasm target where rustup's server is out of reach
    #[arg(long, value_name = "FOLDER", env = "RUST_LIB_SRC")]
    pub(crate) rust_src: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let tools = needed(&workspace, arguments)?;
    let start = Instant::now();
    let context = Context { logs: workspace.scratch().join("setup") };

    let mut missing = Vec::new();
    for (index, tool) in tools.iter().enumerate() {
        let step = format!("[{}/{}] {}", index + 1, tools.len(), tool.name());
        if let Some(place) = tool.find() {
            eprintln!("{step}: there ({place})");
        } else if arguments.offline {
            eprintln!("{step}: missing");
            missing.push(tool);
        } else {
            eprintln!("{step}: installing, {}", tool.expected());
            let begun = Instant::now();
            match install(tool.as_ref(), &context) {
                Ok(place) => eprintln!("      done in {} ({place})", spoken(begun.elapsed())),
                Err(error) if tool.is_optional() => {
                    eprintln!("      {error:#}");
                    missing.push(tool);
                }
                Err(error) => return Err(error),
            }
        }
    }
    if missing.is_empty() {
        eprintln!("Everything is there, after {}.", spoken(start.elapsed()));
        return Ok(());
    }
    eprintln!("\nMissing{}:", if arguments.offline { ", and --offline forbids fetching it" } else { "" });
    for tool in &missing {
        eprintln!("  {}: {}", tool.name(), tool.by_hand());
    }
    if missing.iter().all(|tool| tool.is_optional()) {
        eprintln!("The rest is there, after {}. Some tests are left out.", spoken(start.elapsed()));
        return Ok(());
    }
    bail!("{} of {} tools are missing", missing.len(), tools.len())
}

/// Installs a tool. Returned is where it is then.
fn install(tool: &dyn Tool, context: &Context) -> Result<String> {
    tool.install(context)?;
    tool.find()
        .with_context(|| format!("{} was installed but does not run as it should. {}", tool.name(), tool.by_hand()))
}

/// The tools a run needs, in the order in which they need each other.
fn needed(workspace: &Workspace, arguments: &Arguments) -> Result<Vec<Box<dyn Tool>>> {
    if arguments.pictures {
        return Ok(vec![Box::new(SystemTool::CHROMIUM), Box::new(SystemTool::CHROMEDRIVER), Box::new(Fonts)]);
    }
    let mut tools: Vec<Box<dyn Tool>> = vec![
        Box::new(wasm_target::WasmTarget { library: arguments.rust_src.clone() }),
        Box::new(PackageTool::trunk()),
        Box::new(PackageTool::wasm_bindgen(&workspace.locked_version("wasm-bindgen")?)),
        Box::new(SystemTool::NODE),
        Box::new(PackageTool::binaryen()),
        Box::new(PackageTool::esbuild()),
    ];
    if arguments.checks {
        tools.push(Box::new(PackageTool::leptosfmt()));
        tools.push(Box::new(PackageTool::cargo_deny()));
    }
    if arguments.tests || arguments.chromium {
        tools.push(Box::new(SystemTool::CHROMIUM));
        tools.push(Box::new(SystemTool::CHROMEDRIVER));
    }
    if arguments.peers {
        tools.push(Box::new(Libraries::of_peers(workspace)?));
    }
    if arguments.tests {
        tools.push(Box::new(SystemTool::FIREFOX));
        tools.push(Box::new(Geckodriver));
        tools.push(Box::new(WebKit));
        tools.push(Box::new(SystemTool::POSTGRES));
        tools.push(Box::new(PackageTool::typescript()));
        tools.push(Box::new(Libraries::of_host_pages(workspace)?));
        tools.push(Box::new(AppPackages::locked_in(workspace)?));
        tools.push(Box::new(SystemTool::PYTHON));
        tools.push(Box::new(ApiTools::locked_in(workspace)?));
    }
    Ok(tools)
}
