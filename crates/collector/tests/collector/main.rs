//! The collector from outside: its routes without a socket, its connections and its file with one.

mod access;
mod connections;
mod durability;
mod hand;
mod handing_process;
mod helper;
mod http;
mod ingest;
mod receiver;
mod report;
mod report_page;
mod server;
mod site;
