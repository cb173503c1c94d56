//! Node.js and npm, which run wasm-opt and esbuild.

use super::tool::{Context, Tool};
use super::{packages, version};
use anyhow::Result;

/// The oldest Node.js that starts wasm-opt 132.
const OLDEST: u32 = 18;

/// Node.js with npm, from the system's package manager.
pub(super) struct Node;

impl Tool for Node {
    fn name(&self) -> String {
        format!("Node.js {OLDEST} or newer, with npm")
    }

    fn find(&self) -> Option<String> {
        let node = which::which("node").ok()?;
        let found = version::of(&node)?;
        version::of(&which::which("npm").ok()?)?;
        (version::major(&found)? >= OLDEST).then(|| format!("{}, {found}", node.display()))
    }

    fn expected(&self) -> &'static str {
        "about a minute"
    }

    fn install(&self, context: &Context) -> Result<()> {
        packages::install(&packages::NODE, &context.logs)
    }

    fn by_hand(&self) -> String {
        packages::by_hand(&packages::NODE)
    }
}
