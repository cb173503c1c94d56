//! `cargo xtask check`: what rustfmt and clippy don't look at.

use crate::process;
use crate::setup::PackageTool;
use crate::toolbox::there;
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// Check the format of `view!` and, without a network, the dependencies' sources, licences and bans.
///
/// `cargo xtask setup --checks` installs what it takes. What dependencies are known to be vulnerable for takes a network:
/// `cargo deny check advisories`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Format `view!` instead of checking that
    #[arg(long)]
    fix: bool,
}

/// Where Leptos' components are.
const COMPONENTS: [&str; 2] = ["src", "www/leptos"];

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let run = |tool: &PackageTool, words: &[&str]| -> Result<()> {
        let program: PathBuf = there(tool)?.join(tool.program());
        process::run(Command::new(program).args(words).current_dir(&workspace.root))
    };
    let how: &[&str] = if arguments.fix { &["--quiet"] } else { &["--quiet", "--check"] };
    run(&PackageTool::leptosfmt(), &[how, &COMPONENTS].concat())?;
    run(&PackageTool::cargo_deny(), &["--offline", "--all-features", "check", "bans", "licenses", "sources"])
}
