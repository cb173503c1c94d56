//! Passwords of users. They are stored as Argon2id has them, in the PHC format.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::sync::Semaphore;

/// Characters of a password, at least. NIST SP 800-63B asks for 8, and more where nothing else is needed.
const SHORTEST: usize = 12;
/// Characters at most: hashing more costs time.
const LONGEST: usize = 256;
/// Passwords that are hashed at the same time. Each takes 19 MiB of memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// What is compared where there is no such user, so that it takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// What is stored of a password.
///
/// # Errors
/// It is too short or too long, or the system has no random numbers.
pub(crate) async fn hash(password: &str) -> Result<String, String> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(format!("a password needs {SHORTEST} to {LONGEST} characters"));
    }
    let password = password.to_owned();
    blocking(move || hash_now(&password)).await?
}

/// Whether `password` is the one of which `stored` is stored; without a user, it isn't.
pub(crate) async fn is_right(password: &str, stored: Option<String>) -> bool {
    if password.chars().count() > LONGEST {
        return false;
    }
    let password = password.to_owned();
    let compare = move || {
        let is_known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && is_known
    };
    blocking(compare).await.unwrap_or(false)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let _place = AT_ONCE.acquire().await.map_err(|error| error.to_string())?;
    tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string())
}

fn hash_now(password: &str) -> Result<String, String> {
    let mut salt = [0; 16];
    SystemRandom::new().fill(&mut salt).map_err(|_| "the system has no random numbers".to_owned())?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| error.to_string())?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_is_the_password() {
        let stored = hash("correct horse battery").await.unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(is_right("correct horse battery", Some(stored.clone())).await);
        assert!(!is_right("correct horse batter", Some(stored)).await);
        assert!(!is_right("nobody has this password", None).await);
        assert!(hash("short").await.unwrap_err().contains("12 to 256 characters"));
    }
}
