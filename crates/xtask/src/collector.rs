//! The collector as a program beside this one: building it, and stopping it as an operator would.

use crate::process;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The port of the demonstration.
pub(crate) const FIRST_PORT: u16 = 8787;
/// The write key of the demonstration pages.
const DEMO_KEY: &str = "demo";
/// How long it may take until the collector answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A line of cargo's JSON output that names a program.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
}

/// Builds it and tells where it is.
///
/// # Errors
/// Those of the build, which cargo prints.
pub(crate) fn build(workspace: &Workspace, offline: bool) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--package", "askwell-collector", "--bin", "askwell-collector"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(&workspace.root)
        .stderr(Stdio::inherit());
    if offline {
        cargo.arg("--offline");
    }
    process::capture(&mut cargo)?
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok()?.executable)
        .next_back()
        .context("cargo built the collector but names no program")
}

/// The command that serves a site, the API and the report.
pub(crate) fn serve(program: &Path, site: &Path, address: SocketAddr, database: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg("serve")
        .arg("--listen")
        .arg(address.to_string())
        .arg("--database")
        .arg(database)
        .arg("--site")
        .arg(site)
        .args(["--open", "--write-key", DEMO_KEY]);
    command
}

/// Removes a database with the files SQLite keeps beside it, if it is there.
///
/// # Errors
/// When one of them cannot be removed.
pub(crate) fn forget(database: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = database.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", Path::new(&path).display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The first free port at or after `first`.
///
/// # Errors
/// When a hundred ports in a row are taken.
pub(crate) fn free_port(first: u16) -> Result<u16> {
    (first..first.saturating_add(100))
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .with_context(|| format!("no free port from {first} on"))
}

/// Waits until the collector accepts connections.
///
/// # Errors
/// When it ends, or stays silent too long.
pub(crate) fn wait_until_ready(child: &mut Child, address: SocketAddr) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
        if let Some(status) = child.try_wait()? {
            anyhow::bail!("the collector ended with {status}");
        }
        if start.elapsed() > PATIENCE {
            anyhow::bail!("the collector does not answer at {address}");
        }
        // A pause between two looks; what is awaited is above.
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Asks a process to end, in the way that lets it finish its work.
pub(crate) fn ask_to_end(process: u32) {
    #[cfg(unix)]
    let mut command = Command::new("kill");
    #[cfg(unix)]
    command.args(["-TERM", &process.to_string()]);
    #[cfg(windows)]
    let mut command = Command::new("taskkill");
    #[cfg(windows)]
    command.args(["/PID", &process.to_string()]);
    // It may have ended by itself: then there is nothing left to ask for.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::{forget, free_port};
    use std::net::TcpListener;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
        let port = taken.local_addr().expect("it has an address").port();
        let found = free_port(port).expect("one of the next hundred is free");
        assert!(found > port, "{found} after {port}");
    }

    #[test]
    fn a_fresh_start_leaves_nothing_of_the_database_and_needs_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        for name in ["askwell.db", "askwell.db-wal", "other.db"] {
            std::fs::write(folder.join(name), "").expect("written");
        }
        for _ in 0..2 {
            forget(&folder.join("askwell.db")).expect("forgotten");
        }
        let left: Vec<_> = std::fs::read_dir(folder).expect("listed").flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, ["other.db"]);
    }
}
