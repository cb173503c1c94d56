//! The cookie of those who signed in. It holds a random token, of which the database knows a hash.

use askwell_survey::Timestamp;
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use super::key::KeyDigest;
use super::token;
use crate::origin;
use crate::store::{Session, Store, StoreError};

/// The cookie's name where the connection is encrypted. Browsers take one of such a name from the host itself alone, and
/// only with `Secure`: another site of the same domain can't put its own in its place.
const SECURE_NAME: &str = "__Host-askwell";
/// Its name on this machine, without encryption.
const LOCAL_NAME: &str = "askwell";
/// How long a session lasts.
pub(crate) const DAYS: f64 = 30.0;

/// Opens a session and returns its cookie. Whatever token the browser had before isn't used again.
pub(crate) async fn open(
    store: &Store,
    account: Option<&str>,
    key_digest: Option<KeyDigest>,
    now: Timestamp,
    headers: &HeaderMap,
) -> Result<HeaderValue, StoreError> {
    let token = token::random("").map_err(StoreError::Refused)?;
    let session = Session {
        hash: KeyDigest::of(&token).to_hex(),
        account: account.map(str::to_owned),
        key_digest: key_digest.map(KeyDigest::to_hex),
        expires_at: now.after_days(DAYS),
    };
    close(store, headers).await?;
    store.open_session(&session, now).await?;
    Ok(cookie(&token, (DAYS * 86_400.0) as i64, headers))
}

/// The session of a request, if it has one that holds.
pub(crate) async fn find(store: &Store, now: Timestamp, headers: &HeaderMap) -> Result<Option<Session>, StoreError> {
    match token(headers) {
        Some(token) => store.session(&KeyDigest::of(&token).to_hex(), now).await,
        None => Ok(None),
    }
}

/// Ends the session of a request.
pub(crate) async fn close(store: &Store, headers: &HeaderMap) -> Result<(), StoreError> {
    match token(headers) {
        Some(token) => store.close_session(&KeyDigest::of(&token).to_hex()).await,
        None => Ok(()),
    }
}

/// The cookie that takes the place of one that has ended.
pub(crate) fn ended(headers: &HeaderMap) -> HeaderValue {
    cookie("", 0, headers)
}

fn token(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let cookie = jar.get(SECURE_NAME).or_else(|| jar.get(LOCAL_NAME))?;
    Some(cookie.value().to_owned()).filter(|token| !token.is_empty())
}

/// `Secure`, unless the request says that it was made to this machine without encryption: what a proxy in between has
/// decrypted, nothing here can see.
fn cookie(token: &str, seconds: i64, headers: &HeaderMap) -> HeaderValue {
    let local = origin::is_local_without_tls(headers);
    let name = if local { LOCAL_NAME } else { SECURE_NAME };
    let mut cookie = Cookie::new(name, token.to_owned());
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    cookie.set_secure(!local);
    let text = format!("{cookie}; Max-Age={seconds}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// Puts a cookie into an answer.
pub(crate) fn set(headers: &mut HeaderMap, cookie: HeaderValue) {
    headers.append(header::SET_COOKIE, cookie);
}
