//! One request to an endpoint, and what came of it.

use std::time::{Duration, SystemTime};

use askwell_survey::Value;
use askwell_survey::outbox::Reply;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};

use super::endpoints::Secrets;

/// For what says nothing else.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Redirections that are followed one after another.
const HOPS: usize = 10;
/// Bytes of an answer that are read, to find a word of explanation in it and to keep the connection.
const READ: usize = 16 * 1024;
/// The longest word of explanation.
const WORD: usize = 64;

/// Sends requests.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    refusing: Client,
    following: Client,
}

/// What came of a request.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) reply: Reply,
    /// What there is to say of it, for the log. No address and no secret is in it.
    pub(super) said: String,
}

impl Sender {
    /// Makes one. Certificates are judged by what the system trusts.
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        // It is there already if there is another sender in this process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = |redirects| {
            let name = concat!("askwell-collector/", env!("CARGO_PKG_VERSION"));
            // Where an endpoint redirects to needn't learn its address.
            Client::builder().user_agent(name).redirect(redirects).referer(false).build()
        };
        Ok(Self { refusing: client(Policy::none())?, following: client(Policy::limited(HOPS))? })
    }

    /// Sends what an endpoint gets: the response itself, or the `request` that it came to. What is said of pages alone
    /// in it, `credentials` and `mode`, means nothing here: there are no cookies, and every answer can be read.
    pub(super) async fn send(&self, name: &str, document: &Value, secrets: &Secrets) -> Outcome {
        let request = document.get("request");
        let text = |field| request.and_then(|request| request.get(field)).and_then(Value::as_text);
        let address = text("url").unwrap_or(name);
        let client = if text("redirect") == Some("follow") { &self.following } else { &self.refusing };
        let method = text("method").and_then(|method| Method::from_bytes(method.as_bytes()).ok());
        let mut builder = client.request(method.unwrap_or(Method::POST), address).timeout(timeout(request));
        builder = match request {
            Some(request) => {
                let body = text("body").map(str::to_owned);
                let builder = builder.headers(headers(request.get("headers")));
                body.into_iter().fold(builder, |builder, body| builder.body(body))
            }
            None => builder.header("content-type", "application/json").body(document.to_json()),
        };
        match builder.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let wait = wait(response.headers(), SystemTime::now());
                let word = word(response).await.unwrap_or_default();
                Outcome { reply: Reply::Status { status, wait }, said: secrets.hide(&word) }
            }
            Err(error) => Outcome { reply: Reply::Nothing, said: secrets.hide(&reason(error)).replace(address, "…") },
        }
    }
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

/// What an answer says, if that is one word, as in Slack's `channel_not_found`. Anything longer may repeat what was sent,
/// and what visitors wrote is not for the log.
async fn word(mut response: Response) -> Option<String> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > READ {
            return None;
        }
    }
    let word = std::str::from_utf8(&body).ok()?.trim_ascii();
    let is_word = !word.is_empty()
        && word.len() <= WORD
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_word.then(|| word.to_owned())
}

/// Why there was no answer, without the address.
fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
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
}
