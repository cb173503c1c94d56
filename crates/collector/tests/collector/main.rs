//! The collector from outside: its routes without a socket, its connections and its file with one.

mod access;
mod accounts;
mod alerts;
mod articles;
mod changes;
mod connections;
mod counts;
mod dead_letters;
mod demo_data;
mod documentation;
mod drivers;
mod durability;
mod export;
mod forward;
mod forward_process;
mod goals;
mod helper;
mod http;
mod import;
mod inbox;
mod ingest;
mod keys;
mod kills;
mod leniency;
mod locks;
mod maintenance;
mod migration;
mod openapi;
mod person;
#[expect(dead_code, reason = "the tests on PostgreSQL use more of it")]
mod postgres;
mod receiver;
mod recovery;
mod reload;
mod report;
mod report_page;
mod response;
mod results;
mod roles;
mod segments;
mod server;
mod site;
mod soak;
mod sqlite;
mod test_delivery;
mod tls;
mod users;

/// Which database the shared tests use; `tests/postgres` runs them on the other one.
const ON_POSTGRES: bool = false;
