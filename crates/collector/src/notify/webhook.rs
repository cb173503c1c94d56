//! Webhooks by Standard Webhooks 1.0: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use askwell_survey::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use ring::hmac;

/// What stands before a secret.
const PREFIX: &str = "whsec_";
/// Bytes that a secret has, by the specification.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// What a receiver recognises our webhooks by.
#[derive(Clone)]
pub(super) struct SigningKey(hmac::Key);

impl SigningKey {
    /// Reads `whsec_` and base64.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let bytes = text.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        let bytes = bytes.filter(|bytes| LENGTHS.contains(&bytes.len()));
        let key = bytes.map(|bytes| Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)));
        key.ok_or_else(|| format!("needs to be {PREFIX} and 24 to 64 bytes as base64"))
    }

    /// The headers of a message; `id` stays the same when it is sent again.
    pub(super) fn headers(&self, id: &str, now: Timestamp, body: &str) -> HeaderMap {
        let seconds = (now.millis() / 1_000).to_string();
        let signature = STANDARD.encode(hmac::sign(&self.0, format!("{id}.{seconds}.{body}").as_bytes()));
        let header = |name, value: &str| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?));
        [("webhook-id", id), ("webhook-timestamp", &seconds), ("webhook-signature", &format!("v1,{signature}"))]
            .into_iter()
            .filter_map(|(name, value)| header(name, value))
            .collect()
    }
}
