//! Random texts that nobody can guess.

use ring::rand::{SecureRandom, SystemRandom};

/// 128 random bits as hexadecimal digits, after a word that says what it is: secret scanners and people then know.
///
/// # Errors
/// The system has no random numbers.
pub(crate) fn random(word: &str) -> Result<String, String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| "the system has no random numbers".to_owned())?;
    Ok(format!("{word}{}", hex::encode(bytes)))
}
