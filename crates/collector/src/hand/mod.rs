//! Handing answers on: what is stored goes to the endpoints of a file as well, among them those that need a secret.
//!
//! What is to be handed on is written with the answer, in one transaction (`writer`), and a worker for each endpoint
//! sends it (`worker`). What it gets is made of the stored answer at the moment of sending (`askwell_survey::endpoint`)
//! and kept nowhere: so the database holds no secret and no second copy of what visitors wrote, a template that is put
//! right holds for what waits already, and an address that changes with its secret does too. What stands for an endpoint
//! in the database and in the log is its name in the file.
//!
//! The file is the operator's own, and may name addresses in the operator's own network: no address is refused. Visitors
//! have no say in where anything goes, since templates can recall nothing before an address's path.

mod endpoints;
mod send;
pub(crate) mod standing;
mod worker;

pub use endpoints::Endpoints;
pub(crate) use send::Sender;
pub(crate) use worker::Workers;
