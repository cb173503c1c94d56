//! A PostgreSQL of the tests' own, from the system's packages: in a folder that vanishes, reached by a socket in it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that ends with whoever holds the other end of its standard input.
pub(crate) struct Postgres {
    folder: PathBuf,
    template: OnceLock<&'static str>,
    _input: std::process::ChildStdin,
}

/// Prepares a cluster, runs it until the input ends, and removes the folder. Nothing is lost but tests' data.
const SCRIPT: &str = r#"
umask 022
FOLDER=$(mktemp -d) || exit 1
chmod 755 "$FOLDER"
"$BIN/initdb" -D "$FOLDER/data" -U askwell --auth=trust --no-sync -E UTF8 --locale=C >"$FOLDER/log" 2>&1 || { cat "$FOLDER/log" >&2; exit 1; }
echo "$FOLDER"
# Whoever kills it finds it started again, until the input ends.
(
    while [ -e "$FOLDER/data" ]; do
        "$BIN/postgres" -D "$FOLDER/data" -k "$FOLDER" -c listen_addresses= -c fsync=$SYNC -c full_page_writes=$SYNC \
            -c max_connections=300 >>"$FOLDER/log" 2>&1
    done
) &
read -r _
mv "$FOLDER/data" "$FOLDER/ended"
kill -QUIT "$(head -n 1 "$FOLDER/ended/postmaster.pid")"
wait
rm -rf "$FOLDER"
"#;

/// Where the packages put the programs, the latest version first.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path()).collect();
    versions.sort();
    let folders = versions.into_iter().rev().map(|version| version.join("bin"));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

impl Postgres {
    /// Starts one that needn't outlive its machine; None if it isn't installed.
    fn start() -> Option<Self> {
        Self::start_with("off")
    }

    /// Starts one that syncs.
    pub(crate) fn start_durable() -> Option<Self> {
        Self::start_with("on")
    }

    fn start_with(sync: &str) -> Option<Self> {
        let programs = programs()?;
        // It refuses to run as root.
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
        let mut shell = if is_root {
            let mut shell = Command::new("setpriv");
            shell.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh", "-c", SCRIPT]);
            shell
        } else {
            let mut shell = Command::new("sh");
            shell.args(["-c", SCRIPT]);
            shell
        };
        shell.env("BIN", programs).env("SYNC", sync).current_dir("/");
        let mut child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let folder = PathBuf::from(line.trim());
        let start = Instant::now();
        let socket = folder.join(".s.PGSQL.5432");
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            if child.try_wait().unwrap().is_some() || start.elapsed() > Duration::from_secs(60) {
                let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
                panic!("PostgreSQL does not start: {log}");
            }
            std::thread::yield_now();
        }
        Some(Self { folder, template: OnceLock::new(), _input: input })
    }

    /// The address of a database of this name.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("postgres://askwell@localhost/{name}?host={}", self.folder.display())
    }

    /// Makes a database that nobody else uses, and returns its address.
    pub(crate) fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("askwell_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        // Made from one whose tables are there: each other needn't make them.
        let template = self.template.get_or_init(|| {
            self.command("CREATE DATABASE askwell_template");
            let address = self.address("askwell_template");
            let migrated = crate::server::command().arg("migrate").env("ASKWELL_DATABASE", address).status().unwrap();
            assert!(migrated.success());
            "askwell_template"
        });
        self.command(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        self.address(&name)
    }

    /// The identifier of its first process.
    pub(crate) fn process(&self) -> u32 {
        let file = self.folder.join("data/postmaster.pid");
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if let Some(process) = text.lines().next().and_then(|line| line.trim().parse().ok()) {
                return process;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "PostgreSQL does not run");
            std::thread::yield_now();
        }
    }

    /// Runs a statement as its owner, as soon as the server takes it: its socket is there before it does.
    fn command(&self, statement: &str) {
        let start = Instant::now();
        loop {
            let mut psql = Command::new("psql");
            psql.arg("-h").arg(&self.folder).args(["-U", "askwell", "-d", "postgres", "-qc", statement]);
            let output = psql.output().unwrap();
            if output.status.success() {
                return;
            }
            let errors = String::from_utf8_lossy(&output.stderr);
            let waits =
                errors.contains("starting up") || errors.contains("recovery") || errors.contains("shutting down");
            assert!(waits && start.elapsed() < Duration::from_secs(60), "{errors}");
        }
    }
}

/// The one that all tests of a process share; None if there is none here, which is said once.
pub(crate) fn shared() -> Option<&'static Postgres> {
    static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
    SHARED
        .get_or_init(|| {
            let started = Postgres::start();
            if started.is_none() {
                // Past the capture of the tests' output.
                let _ = writeln!(
                    std::io::stderr(),
                    "PostgreSQL is not installed: what is tested on it is tested on SQLite once more, or not at all"
                );
            }
            started
        })
        .as_ref()
}
