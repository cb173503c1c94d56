//! The real collector as a process, and the rows it stored.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::{Row, from_environment, until};

/// The write key of the collector, the one that the demo pages use.
const KEY: &str = "demo";

/// A collector that runs until it is stopped or dropped.
pub struct Collector {
    process: Child,
    /// `http://127.0.0.1:PORT`
    address: String,
    database: PathBuf,
}

impl Collector {
    /// Starts one on a free port with the database `database`. It serves the pages in `site`, and takes answers from
    /// the pages of `origin`.
    pub fn start(database: &Path, site: Option<&Path>, origin: Option<&str>) -> Self {
        Self::start_at("127.0.0.1:0", database, site, origin)
    }

    /// Starts one that needs no key for anything.
    pub fn open(database: &Path) -> Self {
        Self::serve(
            Command::new(from_environment("ASKWELL_COLLECTOR")).args(["serve", "--open"]),
            "127.0.0.1:0",
            database,
        )
    }

    fn start_at(listen: &str, database: &Path, site: Option<&Path>, origin: Option<&str>) -> Self {
        let mut command = Command::new(from_environment("ASKWELL_COLLECTOR"));
        command.args(["serve", "--open", "--write-key", KEY]);
        if let Some(site) = site {
            command.arg("--site").arg(site);
        }
        if let Some(origin) = origin {
            command.args(["--origin", origin]);
        }
        Self::serve(&mut command, listen, database)
    }

    fn serve(command: &mut Command, listen: &str, database: &Path) -> Self {
        command.args(["--listen", listen, "--database"]).arg(database);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the collector starts");
        let output = BufReader::new(process.stdout.take().expect("its output is piped"));
        let address = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("listening on ")?.trim_end_matches('/').to_owned()))
            .expect("the collector says where it listens");
        Self { process, address, database: database.to_owned() }
    }

    /// Where it is: scheme, host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address that answers go to, seen from anywhere.
    pub fn endpoint(&self) -> String {
        format!("{}/v1/responses?key={KEY}", self.address)
    }

    /// Ends it without a warning, as a power failure would.
    pub fn stop(&mut self) {
        self.process.kill().expect("the collector can be ended");
        self.process.wait().expect("the collector has ended");
    }

    /// Starts it again where it was, for pages of `origin`.
    pub fn start_again(&mut self, origin: &str) {
        let listen = self.address.strip_prefix("http://").expect("the address has a scheme").to_owned();
        *self = Self::start_at(&listen, &self.database.clone(), None, Some(origin));
    }

    /// What is stored, oldest first.
    pub async fn rows(&self) -> Vec<Row> {
        let options = SqliteConnectOptions::new().filename(&self.database).read_only(true);
        let mut connection = options.connect().await.expect("the database opens");
        let rows = sqlx::query("SELECT * FROM responses ORDER BY id").fetch_all(&mut connection).await;
        connection.close().await.expect("the database closes");
        let rows = rows.expect("the table can be read");
        rows.iter().map(Row::read).collect::<Result<_, _>>().expect("the rows are as the migrations say")
    }

    /// The only row, once `fits` holds of it.
    ///
    /// # Panics
    /// When there is another row, or none that fits within the time allowed.
    pub async fn row(&self, what: &str, fits: impl Fn(&Row) -> bool) -> Row {
        until(what, async || {
            let rows = self.rows().await;
            assert!(rows.len() <= 1, "one visitor answered once, and the rows are {rows:#?}");
            rows.into_iter().find(&fits)
        })
        .await
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
