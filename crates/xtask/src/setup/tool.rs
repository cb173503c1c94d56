//! What every tool can do: be found, be installed, and say how to get it by hand.

use anyhow::Result;
use std::path::PathBuf;

/// What an installation may need to know.
pub(crate) struct Context {
    /// The folder that takes the output of long steps.
    pub(crate) logs: PathBuf,
}

/// Something a command of xtask needs on this machine.
pub(crate) trait Tool {
    /// Its name and version, as in `trunk 0.21.14`.
    fn name(&self) -> String;
    /// Where it is, if it is there and runs and has the right version.
    fn find(&self) -> Option<String>;
    /// How long an installation takes, as in `about 3 minutes on two cores`.
    fn expected(&self) -> &'static str;
    /// Whether there is less to do without it, and not nothing: then it is no error that it can't be had.
    fn is_optional(&self) -> bool {
        false
    }
    /// Installs it.
    fn install(&self, context: &Context) -> Result<()>;
    /// What a person would do to get it without this program.
    fn by_hand(&self) -> String;
}
