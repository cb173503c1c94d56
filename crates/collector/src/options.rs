//! Command line and environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use askwell_collector::{
    ColumnMap, Config, ExportFormat, Location, LogFormat, LogLevel, Origin, RecordLanguage, Settings, Whose,
    config::ConfigForwarding, config::ConfigKeys, config::ConfigLimits, config::ConfigLog, config::ConfigTestTraffic,
    config::ConfigTls, demo_data,
};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Receives survey responses, stores them and reports on them
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// TOML file with the configuration. Options and environment variables take precedence
    #[arg(long, env = "ASKWELL_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// SQLite file with the responses, or postgres://USER:PASSWORD@HOST/NAME [default: askwell.db]
    #[arg(long, env = "ASKWELL_DATABASE", hide_env_values = true, global = true, value_name = "DATABASE")]
    database: Option<String>,
    /// File with the key that encrypts personal data: 64 hexadecimal digits. ASKWELL_CONTACT_KEY takes the key itself
    #[arg(long, env = "ASKWELL_CONTACT_KEY_FILE", global = true, value_name = "FILE")]
    contact_key_file: Option<PathBuf>,
    /// Log level: off, error, warn, info, debug or trace [default: info]
    #[arg(long, env = "ASKWELL_LOG_LEVEL", global = true, value_name = "LEVEL")]
    log_level: Option<String>,
    /// Log format: text or json [default: text]
    #[arg(long, env = "ASKWELL_LOG_FORMAT", global = true, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

impl Common {
    /// The file's configuration, with what was given here.
    pub(crate) fn config(self) -> Result<Config, String> {
        let file = self.config.as_deref().map_or_else(|| Ok(Config::default()), Config::read);
        let over = Config {
            database: self.database,
            keys: ConfigKeys {
                contact_file: self.contact_key_file,
                contact: std::env::var("ASKWELL_CONTACT_KEY").ok(),
                ..ConfigKeys::default()
            },
            log: ConfigLog { level: self.log_level, format: self.log_format },
            ..Config::default()
        };
        Ok(file.map_err(|error| error.to_string())?.with(over))
    }
}

/// How the log is written.
pub(crate) fn log(config: &Config) -> Result<(LogLevel, LogFormat), String> {
    config.log().map_err(|error| error.to_string())
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the collector until it is stopped
    Serve(Box<Serve>),
    /// Queue failed responses again: those that an endpoint refused or that could not be delivered in time
    Retry(Retry),
    /// List failed responses with the reason and the endpoint's answer
    Failures(Failures),
    /// Send a sample to an endpoint, and show the request and the answer
    TestDelivery(Box<TestDelivery>),
    /// Create, list and revoke keys
    #[command(subcommand)]
    Keys(Keys),
    /// Add, list and remove users, and change their passwords
    #[command(subcommand)]
    Users(Users),
    /// Show the audit log, latest entries first
    Audit,
    /// Print the digest that a user would get now
    Digest(Box<PrintDigest>),
    /// Update the tables, as `serve` does when it starts
    Migrate(Migrate),
    /// Copy the SQLite file while collectors write into it, and check the copy
    Backup(Backup),
    /// Replace the SQLite file with a backup; the previous file is kept beside it
    Restore(Restore),
    /// Write responses as JSON Lines or CSV
    Export(Export),
    /// Import responses from a file that `export` wrote, or from a table of another tool
    Import(Box<Import>),
    /// Import, list and remove what customers are worth: revenue, orders, churn
    #[command(subcommand)]
    Values(Values),
    /// Erase responses, including those that wait to be forwarded
    Erase(Erase),
    /// Print the record of processing activities (GDPR, Article 30) of this configuration, as Markdown
    Record(Box<Record>),
    /// Erase data that is older than the configuration's `retention` allows, as a running collector does daily
    Forget(Box<Serve>),
    /// Mark a response as test or spam, or remove the mark
    Mark(Mark),
    /// Fill an empty database with the responses of a company that doesn't exist, to try out the report
    DemoData(DemoData),
    /// Check the configuration, the database, forwarding and the clock
    Check(Box<Serve>),
    /// Check only the configuration
    CheckConfig(Box<Serve>),
}

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    #[command(subcommand)]
    pub(crate) to: Option<MigrateTo>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MigrateTo {
    /// Copy everything from the SQLite file to an empty PostgreSQL database, and compare counts and checksums
    SqliteToPostgres {
        /// Its address: postgres://USER:PASSWORD@HOST/NAME
        #[arg(long, env = "ASKWELL_MIGRATE_TO", hide_env_values = true, value_name = "ADDRESS")]
        to: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Create a key and show it once
    Create(CreateKey),
    /// List the keys, without the keys themselves
    List,
    /// Revoke a key and end the sessions that it opened
    Revoke(RevokeKey),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Add a user. The password is read from the standard input, as one line
    Add {
        /// The name
        name: String,
        /// viewer, analyst, agent or admin
        #[arg(long, default_value = "viewer")]
        role: String,
        /// E-mail address for notices
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// none, weekly or monthly
        #[arg(long, default_value = "none")]
        digest: String,
    },
    /// List the users
    List,
    /// Change a password, which is read from the standard input, and end the user's sessions
    Password {
        /// The name
        name: String,
    },
    /// Give a user another role
    Role {
        /// The name
        name: String,
        /// viewer, analyst, agent or admin
        role: String,
    },
    /// Change a user's e-mail address or digest
    Profile {
        /// The name
        name: String,
        /// E-mail address for notices; an empty text removes it
        #[arg(long, value_name = "ADDRESS", required_unless_present = "digest")]
        email: Option<String>,
        /// none, weekly or monthly
        #[arg(long)]
        digest: Option<String>,
    },
    /// Remove a user, and end their sessions
    Remove {
        /// The name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateKey {
    /// What it is for: write (posting responses) or read (reports)
    #[arg(long, value_name = "SCOPE")]
    pub(crate) scope: String,
    /// Label that describes the key
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub(crate) label: String,
    /// Site whose pages may use the key, instead of the sites in the configuration; may be repeated
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<Origin>,
}

#[derive(Debug, Args)]
pub(crate) struct RevokeKey {
    /// Its identifier, as `keys list` shows it
    #[arg(value_name = "ID")]
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// Only responses for the endpoint with this name
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
    /// Only the response with this identifier
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TestDelivery {
    /// The endpoint's name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

#[derive(Debug, Args)]
pub(crate) struct PrintDigest {
    /// The user's name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

#[derive(Debug, Args)]
pub(crate) struct Failures {
    /// Only responses for the endpoint with this name
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// File to create
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Backup to restore
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Selected {
    /// The response with this identifier
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Responses of the person with this `person.id`
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// Responses that contain this e-mail address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

impl Selected {
    pub(crate) fn whose(&self) -> Whose {
        match (&self.id, &self.person, &self.email) {
            (Some(id), _, _) => Whose::Response(id.clone()),
            (_, Some(person), _) => Whose::Person(person.clone()),
            (_, _, Some(email)) => Whose::Email(email.clone()),
            (None, None, None) => Whose::Everybody,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// A document a line
    Jsonl,
    /// A row for each response
    Csv,
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Self::JsonLines,
            Format::Csv => Self::Csv,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) selected: Selected,
    /// Format of the responses
    #[arg(long, value_enum, default_value = "jsonl", value_name = "FORMAT")]
    pub(crate) format: Format,
    /// File to create, instead of the standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Format of the file [default: jsonl, or csv if its name ends in .csv]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Column that contains a field, such as score="How likely …"; may be repeated. Without it, columns have the names
    /// that `export` uses
    #[arg(long = "column", value_parser = column, value_name = "FIELD=COLUMN")]
    columns: Vec<(String, String)>,
    /// Survey of all rows, if no column contains it
    #[arg(long, value_name = "ID")]
    survey_id: Option<String>,
    /// Report how many responses can be imported, and store nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

impl Import {
    pub(crate) fn format(&self) -> ExportFormat {
        let is_table = self.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        self.format.unwrap_or(if is_table { Format::Csv } else { Format::Jsonl }).into()
    }

    pub(crate) fn columns(&self) -> ColumnMap {
        ColumnMap { columns: self.columns.clone(), survey: self.survey_id.clone() }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Values {
    /// Import a table (CSV) with the columns person or account, day, kind, amount and currency, and optionally id. Nothing is
    /// imported unless all rows can be used; a row that is stored already stays as it is
    Import(Box<ImportValues>),
    /// List the imports
    List,
    /// Remove what an import has brought
    Remove {
        /// The import's identifier, as `list` shows it
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ImportValues {
    /// The file, at most 10 MB
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Check the file, and store nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

fn column(text: &str) -> Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("is written FIELD=COLUMN")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    pub(crate) selected: Selected,
    /// Report how many responses would be erased, and erase nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Record {
    /// en or de
    #[arg(long, default_value = "en", value_parser = record_language, value_name = "LANGUAGE")]
    pub(crate) language: RecordLanguage,
    #[command(flatten)]
    pub(crate) serve: Serve,
}

fn record_language(tag: &str) -> Result<RecordLanguage, String> {
    RecordLanguage::of(tag).ok_or_else(|| "the record is in en and de".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Mark {
    /// The response's identifier
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// test or spam; without it, the response counts again
    #[arg(long = "as", value_name = "MARK")]
    pub(crate) mark: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoData {
    /// Number of responses
    #[arg(long, default_value_t = 120_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000), value_name = "NUMBER")]
    answers: u64,
    /// Day at whose beginning the two years of responses end [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
    /// The same seed and the same day make the same responses
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    pub(crate) seed: u64,
}

impl DemoData {
    pub(crate) fn wanted(self) -> demo_data::DemoData {
        demo_data::DemoData { answers: self.answers, until: self.until, seed: self.seed }
    }
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 selects a free port [default: 127.0.0.1:8787]
    #[arg(long, env = "ASKWELL_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// PEM file with the TLS certificate and its chain, if no proxy terminates TLS
    #[arg(long, env = "ASKWELL_TLS_CERTIFICATE", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,
    /// PEM file with the private key of the certificate
    #[arg(long, env = "ASKWELL_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// Folder to serve: the widget's files and pages
    #[arg(long, env = "ASKWELL_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// Site whose pages may post responses, such as https://shop.example, or * for every site; may be repeated
    #[arg(long = "origin", env = "ASKWELL_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    origins: Vec<String>,
    // Keys are read as texts: clap repeats what it can't read, and a secret that was mistyped is one all the same.
    /// Key for posting responses, in addition to those from `keys create`; may be repeated
    #[arg(
        long = "write-key",
        env = "ASKWELL_WRITE_KEY",
        hide_env_values = true,
        value_delimiter = ',',
        value_name = "KEY"
    )]
    write_keys: Vec<String>,
    /// Key for reading reports, in addition to those from `keys create`; at least 16 characters
    #[arg(long, env = "ASKWELL_READ_KEY", hide_env_values = true, value_name = "KEY")]
    read_key: Option<String>,
    /// Require no keys: for trying out the collector on this machine
    #[arg(long, env = "ASKWELL_OPEN")]
    open: bool,
    /// Survey that reports list; others are counted together. May be repeated; without it, all surveys are listed
    #[arg(long = "survey", env = "ASKWELL_SURVEY", value_delimiter = ',', value_name = "ID")]
    surveys: Vec<String>,
    /// Folder with survey definitions (*.json), registered at the start and at each reload: reports take questions and
    /// labels from them, and pages can load them from /v1/surveys/ID
    #[arg(long, env = "ASKWELL_DEFINITIONS", value_name = "FOLDER")]
    definitions: Option<PathBuf>,
    /// Host whose responses are marked as tests, or *.HOST for its subdomains; may be repeated
    #[arg(long = "test-host", env = "ASKWELL_TEST_HOST", value_delimiter = ',', value_name = "HOST")]
    test_hosts: Vec<String>,
    /// Host whose responses count although its name looks like a test host; may be repeated
    #[arg(long = "production-host", env = "ASKWELL_PRODUCTION_HOST", value_delimiter = ',', value_name = "HOST")]
    production_hosts: Vec<String>,
    /// Number of proxies in front of the collector: this many last entries of X-Forwarded-For are trusted
    #[arg(long, env = "ASKWELL_PROXIES", value_name = "NUMBER")]
    proxies: Option<usize>,
    /// JSON file with endpoints that responses are forwarded to. ${NAME} in its texts is an environment variable
    #[arg(long, env = "ASKWELL_ENDPOINTS", value_name = "FILE")]
    endpoints: Option<PathBuf>,
    /// Host that endpoints may use although its address isn't public, such as crm.internal; may be repeated
    #[arg(long = "forwarding-allow", env = "ASKWELL_FORWARDING_ALLOW", value_delimiter = ',', value_name = "HOST")]
    forwarding_allow: Vec<String>,
    /// Address at which people open the report, such as https://answers.example: notices link to it
    #[arg(long, env = "ASKWELL_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

impl Serve {
    /// The settings: what `file` says, with what was given here.
    pub(crate) fn settings(self, file: Config) -> Result<Settings, String> {
        let over = Config {
            listen: self.listen,
            tls: ConfigTls { certificate: self.tls_certificate, key: self.tls_key },
            site: self.site,
            origins: self.origins,
            open: self.open.then_some(true),
            surveys: self.surveys,
            definitions: self.definitions,
            endpoints: self.endpoints,
            forwarding: ConfigForwarding { allow: self.forwarding_allow },
            public_url: self.public_url,
            keys: ConfigKeys { write: self.write_keys, read: self.read_key, ..ConfigKeys::default() },
            limits: ConfigLimits { proxies: self.proxies, ..ConfigLimits::default() },
            test_traffic: ConfigTestTraffic { hosts: self.test_hosts, production_hosts: self.production_hosts },
            ..Config::default()
        };
        file.with(over).settings(|name| std::env::var(name).ok()).map_err(|error| error.to_string())
    }
}

/// Refuses to make a database where one is to be looked at.
pub(crate) fn existing(config: &Config) -> Result<Location, String> {
    let database = config.location();
    match database.file() {
        Some(file) if !file.exists() => Err(format!("there is no database {}", file.display())),
        _ => Ok(database),
    }
}
