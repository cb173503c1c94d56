//! Where notices go: the channels of the configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lettre::Address;
use lettre::message::Mailbox;
use reqwest::Url;
use serde::Deserialize;

use super::mail::{Encryption, MailServer};
use super::webhook::SigningKey;
use crate::forward::{AddressRules, RefusedAddress};
use crate::notice::{Notice, Occasion, Recipient};

/// What a channel takes unless the configuration says otherwise: a digest comes once a week, and isn't for every chat.
const USUAL: &[Occasion] = &[Occasion::Alert, Occasion::FollowUp];
/// Characters of a channel's name at most.
const NAME: usize = 64;

/// The server that takes e-mails. `docs/notices.md` describes each field.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigSmtp {
    /// Its host.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    tls: Encryption,
    /// A PEM file with a certificate that is trusted beside those of the system.
    pub certificate: Option<PathBuf>,
    /// The name to sign in with.
    pub user: Option<String>,
    /// The password.
    pub password: Option<String>,
    /// A file with the password.
    pub password_file: Option<PathBuf>,
    /// The sender of the e-mails.
    pub from: Option<String>,
}

/// A channel. `docs/notices.md` describes each field.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigChannel {
    kind: Kind,
    occasions: Option<Vec<Occasion>>,
    to: Option<Vec<String>>,
    url: Option<String>,
    url_file: Option<PathBuf>,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Email,
    Slack,
    Teams,
    Webhook,
}

/// The channels, and what they need. Cloning them is cheap.
#[derive(Clone, Default)]
pub struct Channels {
    list: Arc<[Channel]>,
    mail: Option<Arc<MailServer>>,
    public_url: Option<Url>,
}

/// A channel.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) name: String,
    occasions: Vec<Occasion>,
    pub(super) way: Way,
}

/// How a channel is reached.
#[derive(Clone)]
pub(super) enum Way {
    Email(Vec<Mailbox>),
    Slack(String),
    Teams(String),
    Webhook(String, SigningKey),
}

/// A channel as a page shows it: without addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelInfo {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) occasions: Vec<Occasion>,
}

/// What is wrong with the configuration: the path of a value, and why. No secret is in it.
type Problem = (String, String);

impl Channels {
    /// Reads the channels of a configuration; `variable` looks into the environment.
    ///
    /// # Errors
    /// The first value that can't be used: its path, and why. No secret is in it.
    pub(crate) fn read(
        public_url: Option<&str>,
        smtp: Option<&ConfigSmtp>,
        channels: &BTreeMap<String, ConfigChannel>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Problem> {
        let mail = smtp.map(|smtp| mail_server(smtp, &variable)).transpose()?.map(Arc::new);
        let public_url = public_url.map(origin).transpose()?;
        let mut list = Vec::new();
        for (name, channel) in channels {
            let path = |field: &str| format!("channels.{name}.{field}");
            if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
                return Err(("channels".to_owned(), format!("a name has 1 to {NAME} characters")));
            }
            let way = way(channel, &path, &variable)?;
            if matches!(way, Way::Email(_)) && mail.is_none() {
                return Err((path("kind"), "e-mail needs a table [smtp]".to_owned()));
            }
            let occasions = channel.occasions.clone().unwrap_or_else(|| USUAL.to_vec());
            list.push(Channel { name: name.clone(), occasions, way });
        }
        Ok(Self { list: list.into(), mail, public_url })
    }

    /// To whom a notice goes, as it is stored.
    pub(super) fn recipients(&self, notice: &Notice) -> Vec<String> {
        match &notice.to {
            Recipient::Channels => {
                let taking = self.list.iter().filter(|channel| channel.occasions.contains(&notice.occasion));
                taking.map(|channel| format!("{CHANNEL}{}", channel.name)).collect()
            }
            Recipient::Channel(name) => vec![format!("{CHANNEL}{name}")],
            Recipient::User(name) => vec![format!("{USER}{name}")],
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&Channel> {
        self.list.iter().find(|channel| channel.name == name)
    }

    pub(super) fn mail(&self) -> Option<&MailServer> {
        self.mail.as_deref()
    }

    /// Where people open the dashboard.
    pub(crate) fn public_url(&self) -> Option<&Url> {
        self.public_url.as_ref()
    }

    /// Whether users can get e-mails.
    pub(crate) fn can_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Whether any channel takes notices of this occasion.
    pub(super) fn take(&self, occasion: Occasion) -> bool {
        self.list.iter().any(|channel| channel.occasions.contains(&occasion))
    }

    /// Whether a client for HTTP is needed.
    pub(super) fn need_client(&self) -> bool {
        self.list.iter().any(|channel| !matches!(channel.way, Way::Email(_)))
    }

    pub(crate) fn infos(&self) -> Vec<ChannelInfo> {
        let info = |channel: &Channel| ChannelInfo {
            name: channel.name.clone(),
            kind: channel.way.name(),
            occasions: channel.occasions.clone(),
        };
        self.list.iter().map(info).collect()
    }

    /// Whether the addresses of channels may be opened, as far as that can be told without resolving hosts.
    ///
    /// # Errors
    /// The first channel that can't be used, and what its host is.
    pub(crate) fn check(&self, rules: &AddressRules) -> Result<(), (String, RefusedAddress)> {
        let mut checked = self.addresses().map(|(name, address)| (name, rules.check(address)));
        checked.try_for_each(|(name, checked)| checked.map_err(|refused| (name.to_owned(), refused)))
    }

    /// The channels that have an address on the web, which may be secret.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().filter_map(|channel| Some((channel.name.as_str(), channel.way.address()?)))
    }
}

/// What stands before the name of a recipient in the database.
pub(super) const CHANNEL: &str = "channel:";
pub(super) const USER: &str = "user:";
/// What the kind of channel is called that users have, too.
pub(super) const EMAIL: &str = "email";

/// The name of a recipient.
pub(crate) fn recipient_name(recipient: &str) -> &str {
    recipient.strip_prefix(CHANNEL).or_else(|| recipient.strip_prefix(USER)).unwrap_or(recipient)
}

impl Way {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Email(_) => EMAIL,
            Self::Slack(_) => "slack",
            Self::Teams(_) => "teams",
            Self::Webhook(..) => "webhook",
        }
    }

    fn address(&self) -> Option<&str> {
        match self {
            Self::Email(_) => None,
            Self::Slack(address) | Self::Teams(address) | Self::Webhook(address, _) => Some(address),
        }
    }
}

/// Without addresses, which may be secret.
impl std::fmt::Debug for Way {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

impl std::fmt::Debug for Channels {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Channels").field(&self.list).finish()
    }
}

fn way(
    channel: &ConfigChannel,
    path: &impl Fn(&str) -> String,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<Way, Problem> {
    let foreign = [
        ("to", channel.to.is_some(), channel.kind == Kind::Email),
        ("url", channel.url.is_some(), channel.kind != Kind::Email),
        ("url_file", channel.url_file.is_some(), channel.kind != Kind::Email),
        ("secret", channel.secret.is_some(), channel.kind == Kind::Webhook),
        ("secret_file", channel.secret_file.is_some(), channel.kind == Kind::Webhook),
    ];
    if let Some((field, ..)) = foreign.iter().find(|(_, is_given, fits)| *is_given && !fits) {
        return Err((path(field), "doesn’t belong to this kind of channel".to_owned()));
    }
    if channel.kind == Kind::Email {
        let to = channel.to.as_deref().unwrap_or_default();
        if to.is_empty() {
            return Err((path("to"), "is missing: name at least one address".to_owned()));
        }
        let mailbox =
            |text: &String| text.parse().map_err(|_| (path("to"), format!("{text} is not an e-mail address")));
        return Ok(Way::Email(to.iter().map(mailbox).collect::<Result<_, _>>()?));
    }
    let url = secret(&path("url"), channel.url.as_deref(), channel.url_file.as_deref(), variable)?;
    let url = url.ok_or_else(|| (path("url"), "is missing".to_owned()))?;
    let is_web = Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    if !is_web || url.contains('\\') {
        return Err((path("url"), "needs to start with https:// or http://, and to have a host".to_owned()));
    }
    Ok(match channel.kind {
        Kind::Email | Kind::Slack => Way::Slack(url),
        Kind::Teams => Way::Teams(url),
        Kind::Webhook => {
            let given = secret(&path("secret"), channel.secret.as_deref(), channel.secret_file.as_deref(), variable)?;
            let given = given.ok_or_else(|| (path("secret"), "is missing".to_owned()))?;
            let key = SigningKey::read(&given).map_err(|problem| (path("secret"), problem))?;
            Way::Webhook(url, key)
        }
    })
}

fn mail_server(smtp: &ConfigSmtp, variable: &impl Fn(&str) -> Option<String>) -> Result<MailServer, Problem> {
    let missing = |field: &str| (format!("smtp.{field}"), "is missing".to_owned());
    let host = smtp.host.clone().filter(|host| !host.is_empty()).ok_or_else(|| missing("host"))?;
    let from = smtp.from.as_deref().ok_or_else(|| missing("from"))?;
    let from: Mailbox =
        from.parse().map_err(|_| ("smtp.from".to_owned(), format!("{from} is not an e-mail address")))?;
    let password = secret("smtp.password", smtp.password.as_deref(), smtp.password_file.as_deref(), variable)?;
    let user = match (smtp.user.clone(), password) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        (Some(_), None) => return Err(missing("password")),
        (None, Some(_)) => return Err(missing("user")),
    };
    if user.is_some() && smtp.tls == Encryption::None {
        return Err(("smtp.tls".to_owned(), "a password is sent only over an encrypted connection".to_owned()));
    }
    let certificate = match &smtp.certificate {
        Some(file) => Some(std::fs::read(file).map_err(|error| unreadable("smtp.certificate", file, &error))?),
        None => None,
    };
    MailServer::new(&host, smtp.port, smtp.tls, user, certificate.as_deref(), from)
        .map_err(|problem| ("smtp".to_owned(), problem))
}

/// A secret: a text in which `${NAME}` is replaced by the environment variable, or the content of a file.
fn secret(
    path: &str,
    text: Option<&str>,
    file: Option<&Path>,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<Option<String>, Problem> {
    match (text, file) {
        (Some(_), Some(_)) => Err((path.to_owned(), format!("is given twice: here and as {path}_file"))),
        (None, None) => Ok(None),
        (None, Some(file)) => {
            let text =
                std::fs::read_to_string(file).map_err(|error| unreadable(&format!("{path}_file"), file, &error))?;
            Ok(Some(text.trim().to_owned()))
        }
        (Some(text), None) => {
            let mut pieces = text.split("${");
            let mut filled = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let (name, rest) =
                    piece.split_once('}').ok_or_else(|| (path.to_owned(), "has a ${ without a }".to_owned()))?;
                let value = variable(name).ok_or_else(|| {
                    (path.to_owned(), format!("needs the environment variable {name}, which isn’t set"))
                })?;
                filled.push_str(&value);
                filled.push_str(rest);
            }
            Ok(Some(filled))
        }
    }
}

fn unreadable(path: &str, file: &Path, error: &std::io::Error) -> Problem {
    (path.to_owned(), format!("the file {} can’t be read: {error}", file.display()))
}

/// Reads the address of the dashboard.
fn origin(text: &str) -> Result<Url, Problem> {
    let problem = || ("public_url".to_owned(), "needs to be an address such as https://answers.example".to_owned());
    let url = Url::parse(text).map_err(|_| problem())?;
    let is_origin = matches!(url.scheme(), "https" | "http")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_origin { Ok(url) } else { Err(problem()) }
}

/// An e-mail address that somebody entered, if it is one.
pub(crate) fn readable_address(text: &str) -> Option<String> {
    const LONGEST: usize = 254;
    let text = text.trim();
    (text.len() <= LONGEST && text.parse::<Address>().is_ok()).then(|| text.to_owned())
}
