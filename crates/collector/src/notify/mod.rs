//! Sending notices: by e-mail, to Slack and Teams, and as webhooks.
//!
//! Whoever finds something queues a [`Notice`](crate::notice::Notice) in its own transaction. The notifier works out to whom
//! it goes, by the channels of the configuration, and sends it, with the rules of forwarding for addresses, waits and
//! statuses. What is stored of a recipient is the name of the channel or of the user: addresses are those of the moment of
//! sending.

mod channels;
mod digests;
mod mail;
mod message;
mod notifier;
mod webhook;

use askwell_survey::outbox::{Reply, is_retryable};

pub(crate) use channels::{ChannelInfo, readable_address, recipient_name};
pub use channels::{Channels, ConfigChannel, ConfigSmtp};
pub(crate) use digests::{NO_DIGEST, Period, notice as digest};
pub(crate) use message::is_own_path;
pub(crate) use notifier::{KEPT_DAYS, Notifier};

use crate::forward::Outcome;
use crate::notice::Notice;
use message::Message;

/// A notice as it stands in an e-mail, for the command line.
pub(crate) fn as_text(notice: &Notice, channels: &Channels) -> String {
    Message::of(notice, channels.public_url()).body()
}

/// What came of an attempt to send a notice.
#[derive(Debug, PartialEq)]
enum Attempt {
    Sent,
    /// It may be taken later; the wait that was asked for is in milliseconds.
    Later {
        reason: String,
        asked: f64,
    },
    Refused(String),
    /// There is nowhere to send it: nobody’s fault.
    Unwanted(&'static str),
}

impl From<Outcome> for Attempt {
    fn from(Outcome { reply, detail, .. }: Outcome) -> Self {
        match reply {
            Reply::Status { status, .. } if (200..300).contains(&status) => Self::Sent,
            Reply::Status { status, wait } => {
                let reason = format!("it answered {status} {detail}").trim_end().to_owned();
                if is_retryable(status) { Self::Later { reason, asked: wait } } else { Self::Refused(reason) }
            }
            Reply::Nothing => Self::Later { reason: detail, asked: 0.0 },
        }
    }
}
