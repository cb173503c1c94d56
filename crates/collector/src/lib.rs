//! Receives survey responses, stores them, forwards them and reports on them.
//!
//! A response that was acknowledged is on the disk: [`app()`] answers 201 after a synced commit. What a response may
//! hold, which group a score belongs to and what a set of scores amounts to is decided in `askwell-survey`; nothing
//! here repeats it.
//!
//! | address | what it does |
//! |---|---|
//! | `POST /v1/responses` | stores a response (`askwell.response/1`): 201 if this revision is new, 200 if it or a later one is stored |
//! | `GET /v1/responses` | stored responses without personal data, page by page |
//! | `GET /v1/report` | count, groups, score, interval, trend, ratings and comments, by `survey`, `kind`, `since` and `until` |
//! | `GET /v1/results`, `/v1/segments`, `/v1/drivers`, `/v1/articles`, `/v1/accounts` | what the other pages of the report show |
//! | `GET /v1/inbox` | the responses that need somebody |
//! | `GET /v1/alerts` | what the collector noticed by itself |
//! | `GET /v1/endpoints` | how much waits to be forwarded to which endpoint, and how much has failed |
//! | `GET /report` | the same as a page |
//! | `GET /healthz` | 200 as long as requests are served |
//! | `GET /readyz` | 200 if a response could be stored now |
//! | `GET /metrics` | for Prometheus |
//! | anything else | the folder given as site |
//!
//! What is refused comes with `{"error":{"code","message","problems":[{"path","message"}]}}`. Responses are rows of the
//! table `responses`, which `migrations/` describes column by column.

mod access;
mod alerts;
mod app;
mod body;
mod client;
mod clock;
pub mod config;
mod contact;
mod counted;
mod customer_value;
mod day;
pub mod demo_data;
mod document;
mod error;
mod export;
mod follow_up;
mod forward;
mod health;
mod ingest;
mod limiter;
mod log;
mod maintenance;
mod metrics;
mod names;
mod notice;
mod notify;
mod openapi;
mod origin;
mod outbox;
mod pairs;
mod personal;
mod record;
mod report;
mod report_page;
mod row;
mod rule;
mod server;
mod settings;
mod site;
mod spam;
mod state;
mod store;
mod surveys;
mod tag;
mod test_traffic;
mod writer;

pub use access::key::Key;
pub use alerts::AlertSettings;
pub use app::app;
pub use clock::Clock;
pub use config::{Config, ConfigError};
pub use contact::ContactKey;
pub use customer_value::LineProblems;
pub use export::ExportFormat;
pub use forward::{AddressRules, Endpoints, RefusedAddress, TestDelivery};
pub use log::{LogFormat, LogGuard, LogLevel, start as start_log};
pub use maintenance::{
    Audited, ColumnMap, Copied, FailedResponse, Findings, ImportError, ImportValuesError, Imported,
    ImportedCustomerValues, ListedKey, ListedUser, ListedValueImport, NewKey, Whose, add_user, audit, back_up, check,
    check_profile, count, create_key, digest, erase, export, failures, forget, import, import_values, list_keys,
    list_users, list_value_imports, mark, migrate, remove_user, remove_value_import, restore, retry, revoke_key,
    set_password, set_profile, set_role, sqlite_to_postgres, test_delivery,
};
pub use notify::{Channels, ConfigChannel, ConfigSmtp};
pub use origin::Origin;
pub use record::{Record, RecordDetails, RecordLanguage};
pub use server::{TlsError, TlsFiles, serve};
pub use settings::{Limits, Refusal, Settings};
pub use state::{OpenError, State};
pub use store::{Location, Retention, StoreError};
pub use surveys::FolderError;
pub use test_traffic::TestTraffic;
