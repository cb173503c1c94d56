//! The identity of a response: what makes sending it twice harmless.

use std::fmt;

use crate::Timestamp;

/// A UUID of version 7: milliseconds first, so that a store keeps responses in the order they began.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseId(String);

impl ResponseId {
    /// An identifier made at `now` from ten random bytes, which must come from a cryptographic source.
    pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&now.millis().to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        Self(text)
    }

    /// Reads an identifier: a UUID of version 7, in small letters with hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 36
            && text.bytes().enumerate().all(|(index, byte)| match index {
                8 | 13 | 18 | 23 => byte == b'-',
                14 => byte == b'7',
                19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
                _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            });
        fits.then(|| Self(text.to_owned()))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_standard_is_made_from_its_parts() {
        // RFC 9562, A.6
        let random = [0x0c, 0xc3, 0x98, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
        let id = ResponseId::new(Timestamp::from_millis(1_645_557_742_000.0), random);
        assert_eq!(id.as_str(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    #[test]
    fn other_identifiers_are_refused() {
        for text in [
            "",
            "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
            "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
            "017f22e279b07cc398c4dc0c0c07398f",
        ] {
            assert_eq!(ResponseId::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_identifier_made_can_be_read(now in 0f64..2e14, random: [u8; 10]) {
            let id = ResponseId::new(Timestamp::from_millis(now), random);
            prop_assert_eq!(ResponseId::parse(id.as_str()), Some(id));
        }
    }
}
