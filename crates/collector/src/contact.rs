//! What a response says of who answered, encrypted where it is stored. The key is outside the database: whoever has a copy
//! of the database alone, as in a backup, reads scores and comments, and no names and addresses.
//!
//! What is personal is taken out of the document and put back, sealed with AES-256-GCM, as one text. A person and an e-mail
//! address are found by keyed hashes (HMAC-SHA-256).

use askwell_survey::Value;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::personal;

/// Under which name the sealed text stands in a document.
pub(crate) const SEALED: &str = "sealed";
/// How it begins: the way it was made.
const VERSION: &str = "1:";

/// Takes out of a document what it says of who answered, sealed or not.
pub(crate) fn strip(document: &mut Value) {
    personal::take(document);
    unseal(document);
}

/// Takes the sealed text out of a document.
fn unseal(document: &mut Value) {
    if let Value::Map(fields) = document {
        fields.retain(|(name, _)| name != SEALED);
    }
}

/// The key.
#[derive(Clone)]
pub struct ContactKey {
    sealing: std::sync::Arc<LessSafeKey>,
    finding: hmac::Key,
    id: String,
}

impl ContactKey {
    /// Reads a key of 64 hexadecimal digits, as `openssl rand -hex 32` makes one.
    ///
    /// # Errors
    /// It isn't one. The text isn't repeated.
    pub fn new(text: &str) -> Result<Self, String> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .map_err(|_| "a contact key is 64 hexadecimal digits: `openssl rand -hex 32` makes one".to_owned())?;
        let whole = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
        // A key for each purpose: what one gives away says nothing of the others.
        let derived = |purpose: &[u8]| hmac::sign(&whole, purpose);
        let sealing = UnboundKey::new(&AES_256_GCM, derived(b"askwell contact sealing").as_ref())
            .map_err(|_| "the contact key can’t be used".to_owned())?;
        Ok(Self {
            sealing: std::sync::Arc::new(LessSafeKey::new(sealing)),
            finding: hmac::Key::new(hmac::HMAC_SHA256, derived(b"askwell contact finding").as_ref()),
            id: hex::encode(&derived(b"askwell contact identifier").as_ref()[..8]),
        })
    }

    /// By what it is told from another one, and which gives nothing of it away.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What stands for a person or an address where it is looked for.
    pub(crate) fn hash(&self, text: &str) -> String {
        hex::encode(hmac::sign(&self.finding, text.trim().to_lowercase().as_bytes()).as_ref())
    }

    /// Seals what is personal in the document of the response `id`.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn seal(&self, id: &str, document: &mut Value) -> Result<(), String> {
        let parts = personal::take(document);
        if parts == Value::object() {
            return Ok(());
        }
        document.set(SEALED, Value::from(self.sealed(id, &parts.to_json())?.as_str()));
        Ok(())
    }

    /// Seals what an endpoint answered to the response `id`.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn seal_answer(&self, id: &str, answer: &str) -> Result<String, String> {
        self.sealed(&of_answer(id), answer)
    }

    /// Such an answer again; one that was never sealed as it is.
    pub(crate) fn open_answer(&self, id: &str, answer: &str) -> String {
        self.opened_text(&of_answer(id), answer)
    }

    /// Seals what somebody noted about the response `id`.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn seal_note(&self, id: &str, note: &str) -> Result<String, String> {
        self.sealed(&of_note(id), note)
    }

    /// Such a note again; one that was never sealed as it is.
    pub(crate) fn open_note(&self, id: &str, note: &str) -> String {
        self.opened_text(&of_note(id), note)
    }

    /// Seals a text that belongs to `of`: it opens for nothing else.
    fn sealed(&self, of: &str, text: &str) -> Result<String, String> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| "the system has no random numbers".to_owned())?;
        let mut text = text.as_bytes().to_vec();
        self.sealing
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(of.as_bytes()), &mut text)
            .map_err(|_| "a document could not be sealed".to_owned())?;
        Ok(format!("{VERSION}{}{}", hex::encode(nonce), hex::encode(text)))
    }

    /// Puts what was sealed back in its place.
    ///
    /// # Errors
    /// It was sealed with another key, or belongs to another response.
    pub(crate) fn open(&self, id: &str, document: &mut Value) -> Result<(), String> {
        let Some(sealed) = document.get(SEALED).and_then(Value::as_text) else { return Ok(()) };
        let opened = self.opened(id, sealed).ok_or("what is personal was sealed with another contact key")?;
        unseal(document);
        personal::put(document, opened);
        Ok(())
    }

    fn opened_text(&self, of: &str, text: &str) -> String {
        let opened = self.unsealed(of, text).and_then(|bytes| String::from_utf8(bytes).ok());
        opened.unwrap_or_else(|| text.to_owned())
    }

    fn opened(&self, id: &str, sealed: &str) -> Option<Value> {
        serde_json::from_slice(&self.unsealed(id, sealed)?).ok()
    }

    fn unsealed(&self, of: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = hex::decode(sealed.strip_prefix(VERSION)?).ok()?;
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        self.sealing.open_in_place(nonce, Aad::from(of.as_bytes()), text).ok().map(|text| text.to_vec())
    }
}

/// What an endpoint's answer belongs to.
fn of_answer(id: &str) -> String {
    format!("{id} answer")
}

/// What a note belongs to.
fn of_note(id: &str) -> String {
    format!("{id} note")
}

impl std::fmt::Debug for ContactKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ContactKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    fn key(digit: &str) -> ContactKey {
        ContactKey::new(&digit.repeat(64)).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_for_the_same_response() {
        let document: Value = serde_json::from_str(
            r#"{"score":6,"answers":{"contact":{"email":"a@example.org"},"reason":"Late"},"person":{"id":"c-17"}}"#,
        )
        .unwrap();
        let mut sealed = document.clone();
        key("a").seal(ID, &mut sealed).unwrap();
        let text = sealed.to_json();
        assert!(text.contains("Late") && !text.contains("example.org") && !text.contains("c-17"), "{text}");
        let mut opened = sealed.clone();
        key("a").open(ID, &mut opened).unwrap();
        let sorted = |value: &Value| serde_json::from_str::<serde_json::Value>(&value.to_json()).unwrap();
        assert_eq!(sorted(&opened), sorted(&document));
        assert!(key("b").open(ID, &mut sealed.clone()).is_err());
        assert!(key("a").open("another response", &mut sealed.clone()).is_err());
        let answer = key("a").seal_answer(ID, "no a@example.org").unwrap();
        assert!(!answer.contains("example") && key("b").open_answer(ID, &answer) == answer);
        assert_eq!(key("a").open_answer(ID, &answer), "no a@example.org");
        assert_eq!(key("a").open_answer(ID, "never sealed"), "never sealed");
        let mut again = document.clone();
        key("a").seal(ID, &mut again).unwrap();
        assert_ne!(again, sealed, "no two are sealed alike");
    }

    #[test]
    fn what_is_not_personal_stays_as_it_is() {
        let mut document: Value = serde_json::from_str(r#"{"score":9,"answers":{"score":9},"person":{}}"#).unwrap();
        let before = document.clone();
        key("a").seal(ID, &mut document).unwrap();
        assert_eq!(document, before);
    }

    #[test]
    fn a_person_is_found_by_a_hash_that_only_the_key_makes() {
        assert_eq!(key("a").hash(" A@Example.org "), key("a").hash("a@example.org"));
        assert_ne!(key("a").hash("a@example.org"), key("b").hash("a@example.org"));
        assert!(ContactKey::new("secret").unwrap_err().contains("64 hexadecimal digits"));
    }
}
