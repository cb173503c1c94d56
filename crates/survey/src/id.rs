//! The identity of a response: what makes sending it twice harmless.

use std::fmt;

use uuid::{Builder, Uuid, Variant};

use crate::Timestamp;

/// A UUID of version 7: milliseconds first, so that a store keeps responses in the order they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseId(Uuid);

impl ResponseId {
    /// An identifier made at `now` from ten random bytes, which must come from a cryptographic source.
    pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
        Self(Builder::from_unix_timestamp_millis(now.millis(), &random).into_uuid())
    }

    /// Reads an identifier: a UUID of version 7, in small letters with hyphens.
    ///
    /// By hand: the crate reads four other notations as well, which would be in every visitor's download.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = text.chars().filter(|character| *character != '-').map(|character| character.to_digit(16));
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            *byte = (digits.next()?? << 4 | digits.next()??) as u8;
        }
        let id = Self(Uuid::from_bytes(bytes));
        // Writing it again checks the hyphens, the length, and that the letters are small.
        let is_seven = id.0.get_version_num() == 7 && id.0.get_variant() == Variant::RFC4122;
        (is_seven && id.to_text() == text).then_some(id)
    }

    /// Its last byte: the last two hexadecimal digits, which are random.
    pub fn last_byte(self) -> u8 {
        self.0.as_bytes()[15]
    }

    /// The identifier as text.
    pub fn to_text(self) -> String {
        self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.to_text())
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
        assert_eq!(id.to_text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        assert_eq!(id.last_byte(), 0x8f);
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
            prop_assert_eq!(ResponseId::parse(&id.to_text()), Some(id));
        }
    }
}
