//! The collector as a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::http::Client;

/// A running collector, killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts one on a free port.
    pub(crate) fn start(database: &Path) -> Self {
        Self::start_as(command(), database)
    }

    /// Starts one that needs keys.
    pub(crate) fn start_closed(database: &Path) -> Self {
        let mut closed = command();
        closed.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database);
        Self::of(closed, Stdio::null())
    }

    /// Starts one that needs keys and has none. Returned is also what it prints next.
    pub(crate) fn start_closed_with_link(database: &Path) -> (Self, String) {
        let mut closed = command();
        closed.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database);
        let mut child = closed.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
        (Self { child, address: first.strip_prefix("listening on http://").unwrap().to_owned() }, second)
    }

    /// Starts one whose log nobody reads, until it is asked for.
    pub(crate) fn start_logging(database: &Path, options: &[&str]) -> Self {
        Self::start_with(command(), database, options, Stdio::piped())
    }

    /// Starts one whose log goes into a pipe that nobody reads.
    pub(crate) fn start_unread(database: &Path) -> Self {
        Self::start_logging(database, &[])
    }

    /// What it has logged, once it has ended.
    pub(crate) fn log(mut self) -> String {
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        self.child.wait().unwrap();
        log
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Starts one by `launcher`, which runs the command it is given.
    pub(crate) fn start_by(mut launcher: Command, database: &Path) -> Self {
        launcher.arg(command().get_program());
        Self::start_as(launcher, database)
    }

    fn start_as(command: Command, database: &Path) -> Self {
        Self::start_with(command, database, &[], Stdio::null())
    }

    fn start_with(mut command: Command, database: &Path, options: &[&str], log: Stdio) -> Self {
        command.args(["serve", "--open", "--listen", "127.0.0.1:0", "--database"]).arg(database).args(options);
        Self::of(command, log)
    }

    /// Starts one by a command that is complete.
    pub(crate) fn of(mut command: Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
        Self { child, address: address.to_owned() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::to(&self.address)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    pub(crate) fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The collector's command, untouched by the environment of whoever runs the tests.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_askwell-collector"));
    let own = std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("ASKWELL_"));
    own.for_each(|name| {
        command.env_remove(name);
    });
    command
}
