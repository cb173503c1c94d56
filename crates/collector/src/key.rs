//! Keys, and how a request shows one.

use std::fmt;

use axum::http::{HeaderMap, Uri, header};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A shared secret, of letters, digits and `-._~`: characters that stand in a header and in an address as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageKey(String);

impl MessageKey {
    /// A key of 1 to 256 characters.
    ///
    /// # Errors
    /// What a key must look like.
    pub fn new(text: &str) -> Result<Self, String> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if text.is_empty() || text.len() > 256 || !text.bytes().all(fits) {
            return Err("a key is made of 1 to 256 letters, digits and the characters - . _ ~".to_owned());
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether `shown` is this key. Takes the same time whichever character differs: what is compared are digests.
    pub(crate) fn is(&self, shown: &str) -> bool {
        Sha256::digest(&self.0).ct_eq(&Sha256::digest(shown)).into()
    }

    /// A seal on `text` that only those who have the key can make or check.
    pub(crate) fn seal(&self, text: &str) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut seal = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_bytes()).expect("any length is a key");
        seal.update(text.as_bytes());
        seal
    }
}

impl fmt::Debug for MessageKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

impl std::str::FromStr for MessageKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::new(text)
    }
}

/// Whether `shown` is one of `keys`. All of them are compared, so the time doesn't tell which one it was.
pub(crate) fn is_one_of(keys: &[MessageKey], shown: &str) -> bool {
    keys.iter().fold(false, |found, key| found | key.is(shown))
}

/// The key a request shows: `Authorization: Bearer KEY`, or `?key=KEY` where headers can't be set.
pub(crate) fn shown(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    bearer(headers).map(str::to_owned).or_else(|| in_query(uri))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// The key in the address.
pub(crate) fn in_query(uri: &Uri) -> Option<String> {
    let pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_of_characters_that_need_no_escaping() {
        for (text, fits) in
            [("demo", true), ("A-z_0.9~", true), ("", false), ("a b", false), ("a+b", false), ("ü", false)]
        {
            assert_eq!(MessageKey::new(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn only_the_whole_key_is_the_key() {
        let keys = [MessageKey::new("one").unwrap(), MessageKey::new("two").unwrap()];
        for (shown, found) in [("one", true), ("two", true), ("on", false), ("onetwo", false), ("", false)] {
            assert_eq!(is_one_of(&keys, shown), found, "{shown}");
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", MessageKey::new("secret").unwrap()), "Key(…)");
    }
}
