//! Random texts that nobody can guess.

use ring::rand::{SecureRandom, SystemRandom};

/// Random bytes.
///
/// # Errors
/// The system has no random numbers.
pub(crate) fn bytes<const COUNT: usize>() -> Result<[u8; COUNT], String> {
    let mut bytes = [0; COUNT];
    SystemRandom::new().fill(&mut bytes).map_err(|_| "the system has no random numbers".to_owned())?;
    Ok(bytes)
}

/// 128 random bits as hexadecimal digits, after a word that says what it is: secret scanners and people then know.
///
/// # Errors
/// The system has no random numbers.
pub(crate) fn random(word: &str) -> Result<String, String> {
    Ok(format!("{word}{}", hex::encode(bytes::<16>()?)))
}
