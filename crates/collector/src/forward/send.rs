//! One request to an endpoint, and what came of it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use askwell_survey::Value;
use askwell_survey::outbox::Reply;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::{Action, Attempt, Policy};
use reqwest::{Client, Method, Response, Url};

use super::address::{AddressRules, RefusedAddress};
use super::endpoints::{HIDDEN, Secrets};

/// For what says nothing else.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Redirections that are followed one after another.
const HOPS: usize = 10;
/// Bytes of an answer that are read, to find a word of explanation in it and to keep the connection.
const READ: usize = 16 * 1024;
/// What stands for a status where nothing was sent, since it could lead elsewhere: "Unprocessable content".
const UNUSABLE: u16 = 422;
/// What is said where nothing came back in time.
pub(crate) const NO_ANSWER: &str = "no answer in time";
/// The longest word of explanation.
const WORD: usize = 64;

/// Sends requests.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    rules: AddressRules,
    refusing: Client,
    following: Client,
}

/// A request to an endpoint.
#[derive(Debug)]
pub(crate) struct Prepared {
    method: Method,
    address: String,
    headers: HeaderMap,
    body: Option<String>,
    timeout: Duration,
    follows: bool,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) reply: Reply,
    /// What there is to say of it, for the log. No address and no secret is in it.
    pub(crate) detail: String,
    /// What the endpoint answered, as it came.
    pub(super) answer: String,
}

impl Outcome {
    /// Nothing came back, for this reason.
    fn nothing(detail: String) -> Self {
        Self { reply: Reply::Nothing, detail, answer: String::new() }
    }
}

impl Sender {
    /// Makes one that connects only where `rules` allow it. Certificates are judged by what the system trusts.
    pub(crate) fn new(rules: &AddressRules) -> Result<Self, reqwest::Error> {
        // It is there already if there is another sender in this process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = |redirects| {
            let name = concat!("askwell-collector/", env!("CARGO_PKG_VERSION"));
            let client = Client::builder().user_agent(name).redirect(redirects).dns_resolver(Arc::new(rules.clone()));
            // Where an endpoint redirects to needn't learn its address. A proxy that the environment names would look up
            // hosts by itself, and connect to addresses that nobody has checked.
            client.referer(false).no_proxy().build()
        };
        let (refusing, following) = (client(Policy::none())?, client(Policy::custom(within_origin))?);
        Ok(Self { rules: rules.clone(), refusing, following })
    }

    /// Sends what an endpoint gets: `document`, which its `template` of an address belongs to.
    pub(super) async fn send(&self, template: &str, document: &Value, secrets: &Secrets) -> Outcome {
        match Prepared::of(template, document) {
            Ok(prepared) => self.open(prepared, secrets).await,
            Err(detail) => {
                let (reply, detail) = (Reply::Status { status: UNUSABLE, wait: 0.0 }, detail.to_owned());
                Outcome { reply, detail, answer: String::new() }
            }
        }
    }

    /// Sends a request.
    pub(crate) async fn open(&self, prepared: Prepared, secrets: &Secrets) -> Outcome {
        let Prepared { method, address, headers, body, timeout, follows } = prepared;
        if let Err(refused) = self.rules.check(&address) {
            return Outcome::nothing(refused.to_string());
        }
        let client = if follows { &self.following } else { &self.refusing };
        let builder = client.request(method, address).timeout(timeout).headers(headers);
        let builder = body.into_iter().fold(builder, |builder, body| builder.body(body));
        match builder.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let wait = wait(response.headers(), SystemTime::now());
                let answer = body_of(response).await;
                let detail = secrets.hide(word(&answer).unwrap_or_default());
                Outcome { reply: Reply::Status { status, wait }, detail, answer }
            }
            Err(error) => Outcome::nothing(reason(&error)),
        }
    }
}

impl Prepared {
    /// What an endpoint gets: the response itself, or the `request` that it came to. What is said of pages alone in it,
    /// `credentials` and `mode`, means nothing here: there are no cookies, and every answer can be read. `template` is the
    /// endpoint's address with its placeholders.
    ///
    /// # Errors
    /// It would lead elsewhere.
    pub(super) fn of(template: &str, document: &Value) -> Result<Self, &'static str> {
        let request = document.get("request");
        let text = |field| request.and_then(|request| request.get(field)).and_then(Value::as_text);
        let address = text("url").unwrap_or(template);
        if !same_origin(template, address) {
            return Err("the response would lead to another host than the file names");
        }
        let method = text("method").and_then(|method| Method::from_bytes(method.as_bytes()).ok());
        let (headers, body) = match request {
            Some(request) => (headers(request.get("headers")), text("body").map(str::to_owned)),
            None => {
                let json = HeaderValue::from_static("application/json");
                (HeaderMap::from_iter([(CONTENT_TYPE, json)]), Some(document.to_json()))
            }
        };
        Ok(Self {
            method: method.unwrap_or(Method::POST),
            address: address.to_owned(),
            headers,
            body,
            timeout: timeout(request),
            follows: text("redirect") == Some("follow"),
        })
    }

    /// A post of JSON to an address of the configuration, which redirects nowhere.
    pub(crate) fn json(address: &str, body: String, mut headers: HeaderMap) -> Self {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let (address, body) = (address.to_owned(), Some(body));
        Self { method: Method::POST, address, headers, body, timeout: TIMEOUT, follows: false }
    }

    /// The request as text. Values of headers are hidden unless they say of what type the body is, a name and a password in
    /// the address are, and so is what came from the environment.
    pub(super) fn to_text(&self, secrets: &Secrets) -> String {
        let mut address = Url::parse(&self.address).map_or_else(
            |_| String::new(),
            |mut url| {
                // An address that can't have them has none.
                let _ = url.set_username("").and_then(|()| url.set_password(None));
                url.to_string()
            },
        );
        address.insert(0, ' ');
        let mut text = format!("{}{address}\n", self.method);
        for (name, value) in &self.headers {
            let value = if name == CONTENT_TYPE { value.to_str().unwrap_or(HIDDEN) } else { HIDDEN };
            text.push_str(&format!("{name}: {value}\n"));
        }
        if let Some(body) = &self.body {
            text.push('\n');
            text.push_str(body);
        }
        secrets.hide(&text)
    }
}

/// Follows a redirection only within the origin that the file names: another one would get the response, and the headers
/// that hold secrets. What isn't followed is the endpoint's answer, with its 3xx.
fn within_origin(attempt: Attempt<'_>) -> Action {
    let first = attempt.previous().first().map(|url| url.origin());
    if attempt.previous().len() > HOPS || first != Some(attempt.url().origin()) {
        attempt.stop()
    } else {
        attempt.follow()
    }
}

/// Whether an address leads where its template does. Placeholders stand behind the host, and look like any other text there.
fn same_origin(template: &str, address: &str) -> bool {
    let origin = |text: &str| Url::parse(text).ok().map(|url| url.origin());
    let named = template.split("{{").next().unwrap_or_default();
    origin(named).is_some_and(|named| Some(named) == origin(address))
}

fn timeout(request: Option<&Value>) -> Duration {
    match request.and_then(|request| request.get("timeout")) {
        Some(Value::Number(milliseconds)) => Duration::from_millis(*milliseconds as u64),
        _ => TIMEOUT,
    }
}

/// The headers, which were judged when the file was read. What can't be one after all, such as one that recalls a group
/// there is none of, is left out.
fn headers(headers: Option<&Value>) -> HeaderMap {
    let Some(Value::Map(entries)) = headers else { return HeaderMap::new() };
    let header = |(name, value): &(String, Value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value.as_text()?).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    };
    entries.iter().filter_map(header).collect()
}

/// For how many milliseconds an answer asks to be left alone; nothing if it doesn't, or not in a way that can be read.
fn wait(headers: &HeaderMap, now: SystemTime) -> f64 {
    let Some(asked) = headers.get(RETRY_AFTER).and_then(|asked| asked.to_str().ok()) else { return 0.0 };
    if let Ok(seconds) = asked.trim().parse::<u32>() {
        return f64::from(seconds) * 1_000.0;
    }
    let moment = httpdate::parse_http_date(asked).ok();
    moment.and_then(|moment| moment.duration_since(now).ok()).map_or(0.0, |wait| wait.as_millis() as f64)
}

/// The beginning of an answer's body.
async fn body_of(mut response: Response) -> String {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > READ {
            body.truncate(READ);
            break;
        }
    }
    String::from_utf8_lossy(&body).into_owned()
}

/// What an answer says, if that is one word, as in Slack's `channel_not_found`. Anything longer may repeat what was sent,
/// and what visitors wrote is not for the log.
fn word(answer: &str) -> Option<&str> {
    let word = answer.trim_ascii();
    let is_word = !word.is_empty()
        && word.len() <= WORD
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_word.then_some(word)
}

/// Why there was no answer, in words that hold no name and no address: errors of the system and of certificates do.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return NO_ANSWER.to_owned();
    }
    let otherwise = if error.is_connect() { "the host can’t be found or reached" } else { "the connection broke" };
    reason_of(error).unwrap_or_else(|| otherwise.to_owned())
}

/// What an error comes from, if that is known, in such words.
pub(crate) fn reason_of(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let known = |reason: &str| Some(reason.to_owned());
    let mut source = Some(error);
    while let Some(error) = source {
        if let Some(refused) = error.downcast_ref::<RefusedAddress>() {
            return Some(refused.to_string());
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return known(of_tls(error));
        }
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            // TLS errors come wrapped into those of the system.
            if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                return known(of_tls(inner));
            }
            match error.kind() {
                std::io::ErrorKind::ConnectionRefused => return known("the connection was refused"),
                std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::UnexpectedEof => {
                    return known("the connection broke");
                }
                _ => {}
            }
        }
        source = error.source();
    }
    None
}

fn of_tls(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Certificate;
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            Certificate::Expired | Certificate::ExpiredContext { .. } => "its certificate has expired",
            Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => "its certificate isn’t valid yet",
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                "its certificate is for another host"
            }
            Certificate::UnknownIssuer => "its certificate is by an issuer that this system doesn’t trust",
            Certificate::Revoked => "its certificate was revoked",
            _ => "its certificate isn’t valid",
        },
        _ => "no encrypted connection could be made",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date_and_anything_else_is_none() {
        let now = httpdate::parse_http_date("Sat, 21 Nov 2026 10:00:00 GMT").unwrap();
        let table = [
            ("120", 120_000.0),
            (" 0 ", 0.0),
            ("Sat, 21 Nov 2026 10:02:00 GMT", 120_000.0),
            ("Sat, 21 Nov 2026 09:00:00 GMT", 0.0),
            ("-5", 0.0),
            ("soon", 0.0),
            ("", 0.0),
            ("4294967295", 4_294_967_295_000.0),
            ("99999999999999999999", 0.0),
        ];
        for (asked, expected) in table {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(asked).unwrap())]);
            assert_eq!(wait(&headers, now), expected, "{asked:?}");
        }
        assert_eq!(wait(&HeaderMap::new(), now), 0.0);
    }

    #[test]
    fn an_address_leads_where_its_template_does() {
        let table = [
            ("https://a.example/{{answer:x}}", "https://a.example/y", true),
            ("https://a.example/x", "https://a.example/x", true),
            ("https://a.example/{{answer:x}}", "https://a.example:444/y", false),
            ("https://a.example/{{answer:x}}", "http://a.example/y", false),
            ("https:\\\\{{answer:x}}", "https:\\\\other.example", false),
            ("{{answer:x}}", "https://a.example/", false),
        ];
        for (template, address, fits) in table {
            assert_eq!(same_origin(template, address), fits, "{template} {address}");
        }
    }
}
