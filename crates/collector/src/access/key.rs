//! Keys, and how a request shows one.

use std::fmt;

use axum::http::{HeaderMap, Uri};
use axum_extra::headers::authorization::Bearer;
use axum_extra::headers::{Authorization, HeaderMapExt};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Characters of a key that opens reports, at least: fewer could be guessed.
pub(crate) const READ_KEY_LENGTH: usize = 16;

/// A shared secret, of letters, digits and `-._~`: characters that stand in a header and in an address as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key of 1 to 256 characters.
    ///
    /// # Errors
    /// What a key must look like. The text isn't repeated: it may be a secret that was mistyped.
    pub fn new(text: &str) -> Result<Self, String> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if text.is_empty() || text.len() > 256 || !text.bytes().all(fits) {
            return Err("a key is made of 1 to 256 letters, digits and the characters - . _ ~".to_owned());
        }
        Ok(Self(text.to_owned()))
    }

    /// A key that opens reports: of 16 characters at least.
    ///
    /// # Errors
    /// What such a key must look like.
    pub fn for_reading(text: &str) -> Result<Self, String> {
        if text.len() < READ_KEY_LENGTH {
            return Err(format!(
                "a read key has {READ_KEY_LENGTH} characters at least: `openssl rand -hex 16` makes one"
            ));
        }
        Self::new(text)
    }

    /// What is compared in its place.
    pub(crate) fn digest(&self) -> KeyDigest {
        KeyDigest::of(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

impl std::str::FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::new(text)
    }
}

/// SHA-256 of a key or a token. They are random and long, so nothing slower is needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyDigest([u8; 32]);

impl KeyDigest {
    pub(crate) fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Reads what [`KeyDigest::to_hex`] writes.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        hex::decode_to_slice(text, &mut digest).ok()?;
        Some(Self(digest))
    }

    pub(crate) fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// Takes the same time whatever differs.
    pub(crate) fn is(self, other: Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// The key in a request's `Authorization: Bearer KEY`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    headers.typed_get::<Authorization<Bearer>>().map(|header| header.token().to_owned())
}

/// The key in the address, where headers can't be set.
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
            assert_eq!(Key::new(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn a_read_key_is_too_long_to_be_guessed() {
        assert!(Key::for_reading("short").unwrap_err().contains("16 characters at least"));
        assert!(Key::for_reading("0123456789abcdef").is_ok());
    }

    #[test]
    fn only_the_whole_key_is_the_key() {
        let key = Key::new("one").unwrap();
        for (shown, is_it) in [("one", true), ("on", false), ("one2", false), ("", false)] {
            assert_eq!(key.digest().is(KeyDigest::of(shown)), is_it, "{shown}");
        }
        let digest = key.digest();
        assert!(KeyDigest::from_hex(&digest.to_hex()).unwrap().is(digest));
        assert!(KeyDigest::from_hex("zz").is_none());
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", Key::new("secret").unwrap()), "Key(…)");
        assert!(!Key::new("a secret").unwrap_err().contains("secret"));
    }
}
