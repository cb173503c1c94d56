//! E-mail, through a server that the configuration names.

use std::time::{Duration, SystemTime};

use askwell_survey::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport as _, Message as Mail, Tokio1Executor};
use serde::Deserialize;

use super::Attempt;
use super::message::Message;
use crate::forward::{NO_ANSWER, reason_of};

/// To connect and to send.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Characters of a server's answer that are kept.
const ANSWER: usize = 200;

/// How a connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encryption {
    /// After the server has said that it can.
    #[default]
    StartTls,
    /// From the beginning.
    Tls,
    None,
}

/// A server that takes e-mails.
#[derive(Clone)]
pub(super) struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailServer {
    pub(super) fn new(
        host: &str,
        port: Option<u16>,
        encryption: Encryption,
        user: Option<(String, String)>,
        certificate: Option<&[u8]>,
        from: Mailbox,
    ) -> Result<Self, String> {
        // It is there already if there is a sender in this process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let parameters = || {
            let mut parameters = TlsParameters::builder(host.to_owned());
            if let Some(certificate) = certificate {
                let trusted =
                    Certificate::from_pem(certificate).map_err(|_| "the certificate is not PEM".to_owned())?;
                parameters = parameters.add_root_certificate(trusted);
            }
            parameters.build().map_err(|_| "no encrypted connection can be made".to_owned())
        };
        let (tls, usual_port) = match encryption {
            Encryption::StartTls => (Tls::Required(parameters()?), 587),
            Encryption::Tls => (Tls::Wrapper(parameters()?), 465),
            Encryption::None => (Tls::None, 25),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port.unwrap_or(usual_port))
            .tls(tls)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(TIMEOUT));
        if let Some((user, password)) = user {
            transport = transport.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: transport.build(), from })
    }

    /// Sends a message; `id` stays the same when it is sent again.
    pub(super) async fn send(
        &self,
        to: &[Mailbox],
        message: &Message,
        id: &str,
        now: Timestamp,
        reason: &str,
    ) -> Attempt {
        let Some(mail) = self.mail(to, message, id, now, reason) else {
            return Attempt::Refused("no e-mail can be made of it".to_owned());
        };
        match tokio::time::timeout(TIMEOUT, self.transport.send(mail)).await {
            Ok(Ok(_)) => Attempt::Sent,
            Ok(Err(error)) => attempt(&error),
            Err(_) => Attempt::Later { reason: NO_ANSWER.to_owned(), asked: 0.0 },
        }
    }

    fn mail(&self, to: &[Mailbox], message: &Message, id: &str, now: Timestamp, reason: &str) -> Option<Mail> {
        let mut mail = Mail::builder()
            .from(self.from.clone())
            .subject(message.title.as_str())
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(now.millis()))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // RFC 3834: nobody's absence is to be answered with it.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for mailbox in to {
            mail = mail.to(mailbox.clone());
        }
        mail.multipart(MultiPart::alternative_plain_html(message.text(reason), message.html(reason))).ok()
    }
}

/// What an error means. Servers repeat addresses in their answers, which are left out.
fn attempt(error: &Error) -> Attempt {
    let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let without_addresses = |text: &str| {
        let words = text.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
        words.collect::<Vec<_>>().join(" ").chars().take(ANSWER).collect::<String>()
    };
    let answer = error.status().map(|code| format!("{code} {}", without_addresses(&source)).trim_end().to_owned());
    let later = |reason: String| Attempt::Later { reason, asked: 0.0 };
    match answer {
        Some(answer) if error.is_permanent() => Attempt::Refused(answer),
        Some(answer) => later(answer),
        None if error.is_timeout() => later(NO_ANSWER.to_owned()),
        // What the library says by itself, such as that the server knows no STARTTLS.
        None if error.is_client() => later(source),
        None => later(reason_of(error).unwrap_or_else(|| "the mail server can’t be found or reached".to_owned())),
    }
}
