//! The collector from outside: its routes without a socket, its connections and its file with one.

mod access;
mod connections;
mod documentation;
mod durability;
mod forward;
mod forward_process;
mod helper;
mod http;
mod ingest;
mod keys;
mod leniency;
mod maintenance;
mod migration;
mod receiver;
mod recovery;
mod report;
mod report_page;
mod server;
mod site;
