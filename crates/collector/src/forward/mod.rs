//! Forwarding: what is stored goes to the endpoints of a file as well, among them those that need a secret.
//!
//! What is to be forwarded is written with the response, in one transaction (`writer`), and a worker for each endpoint
//! sends it (`worker`). What it gets is made of the stored response at the moment of sending (`askwell_survey::endpoint`)
//! and kept nowhere: so the database holds no secret and no second copy of what visitors wrote, a template that is put
//! right holds for what waits already, and an address that changes with its secret does too. What stands for an endpoint
//! in the database and in the log is its name in the file.
//!
//! Responses go to public addresses, and to hosts that the configuration names (`address`). Visitors have no say in where
//! anything goes: templates can recall nothing before an address's path, and what comes out is sent only if it leads where
//! the template does.

mod address;
mod answer;
mod endpoints;
mod forwarder;
mod send;
pub(crate) mod status;
mod test_delivery;
mod worker;

pub use address::{AddressRules, RefusedAddress};
pub use endpoints::Endpoints;
pub(crate) use endpoints::Secrets;
pub(crate) use forwarder::{Context, Forwarder, test};
pub(crate) use send::{NO_ANSWER, Outcome, Prepared, Sender, reason_of};
pub use test_delivery::TestDelivery;
