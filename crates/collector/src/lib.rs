//! Receives survey responses, stores them, hands them on and reports on them.
//!
//! An answer that was acknowledged is on the disk: [`app()`] answers 201 after a synced commit. What a response may
//! hold, which group a score belongs to and what a set of scores amounts to is decided in `askwell-survey`; nothing
//! here repeats it.
//!
//! | address | what it does |
//! |---|---|
//! | `POST /v1/responses` | keeps a response (`askwell.response/1`): 201 if this revision is new, 200 if it or a later one is stored |
//! | `GET /v1/report` | count, groups, score, interval, trend, ratings and comments, by `survey`, `kind`, `since` and `until` |
//! | `GET /v1/endpoints` | how much waits to be handed on to which endpoint, and how much was given up |
//! | `GET /report` | the same as a page |
//! | `GET /healthz` | 200 as long as the database can be read |
//! | anything else | the folder given as site |
//!
//! What is refused comes with `{"error":{"code","message","problems":[{"path","message"}]}}`. Answers are rows of the
//! table `responses`, which `migrations/` describes column by column.

mod access;
mod app;
mod body;
mod clock;
mod day;
mod error;
mod hand;
mod ingest;
mod key;
mod origin;
mod report;
mod report_page;
mod row;
mod server;
mod settings;
mod site;
mod state;
mod store;
mod writer;

pub use app::app;
pub use clock::Clock;
pub use hand::Endpoints;
pub use key::MessageKey;
pub use origin::Origin;
pub use server::serve;
pub use settings::{Limits, Refusal, Settings};
pub use state::{OpenError, State, retry};
pub use store::StoreError;
