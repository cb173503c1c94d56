//! Who may read the report.

use askwell_survey::Timestamp;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use hmac::Mac;

use crate::error::ApiError;
use crate::key::{self, MessageKey};
use crate::settings::Settings;
use crate::state::now;

/// Why someone may not read the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// There is a read key, and the request doesn't show it.
    KeyNeeded,
    /// There is none, and the request may come from another machine.
    OnlyHere,
}

/// How someone may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Granted {
    /// Without a key, or with one in a header.
    Quietly,
    /// With a key in the address, where it shouldn't stay.
    ByAddress,
    /// Signed in.
    SignedIn,
}

/// What those are told who may read it only from the collector's own machine.
pub(crate) const ONLY_HERE: &str = "Without a read key the report can be read on the collector’s own machine only, \
    and not through a proxy. Start the collector with --read-key to read it from elsewhere.";

/// The cookie of those who signed in.
const COOKIE: &str = "askwell_report";
/// How long they stay so.
const DAYS: f64 = 30.0;

/// Whether the request may read the report. With a read key, it has to show that or the cookie of someone who did.
/// Without one, it has to come from this machine: to a loopback address, by a loopback name, and through no proxy.
/// The name matters because a web page elsewhere can give its own name this machine's address.
pub(crate) fn check(settings: &Settings, headers: &HeaderMap, uri: &Uri, now: Timestamp) -> Result<Granted, Denied> {
    let Some(read_key) = &settings.read_key else {
        let here = settings.listen.ip().is_loopback() && names_this_machine(headers) && !came_through_proxy(headers);
        return if here { Ok(Granted::Quietly) } else { Err(Denied::OnlyHere) };
    };
    if key::in_query(uri).is_some_and(|shown| read_key.is(&shown)) {
        return Ok(Granted::ByAddress);
    }
    if key::shown(headers, uri).is_some_and(|shown| read_key.is(&shown)) {
        return Ok(Granted::Quietly);
    }
    match cookie(headers) {
        Some(token) if is_valid(read_key, token, now) => Ok(Granted::SignedIn),
        _ => Err(Denied::KeyNeeded),
    }
}

/// The same for programs: they are told what is needed.
pub(crate) fn demand(settings: &Settings, headers: &HeaderMap, uri: &Uri) -> Result<(), ApiError> {
    match check(settings, headers, uri, now()) {
        Ok(_) => Ok(()),
        Err(Denied::KeyNeeded) => {
            Err(ApiError::unauthorized("A read key is needed: `Authorization: Bearer KEY`, or `?key=KEY`."))
        }
        Err(Denied::OnlyHere) => Err(ApiError::new(StatusCode::FORBIDDEN, "only_here", ONLY_HERE)),
    }
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    // What follows the last colon is the port, unless that colon stands inside the brackets of an IPv6 address.
    let name = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(name, _)| name);
    name == "localhost" || name == "[::1]" || name.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback())
}

fn came_through_proxy(headers: &HeaderMap) -> bool {
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// The `Set-Cookie` of someone who showed the key at `now`. It holds no key, but a seal made with it on the day it
/// ends, so that changing the key signs everybody out.
pub(crate) fn sign_in(read_key: &MessageKey, now: Timestamp, over_https: bool) -> String {
    let until = now.after_days(DAYS).millis() / 1000;
    let seal: String =
        read_key.seal(&sealed(until)).finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    set_cookie(&format!("{until}.{seal}"), (DAYS * 86_400.0) as u64, over_https)
}

/// The `Set-Cookie` of someone who leaves.
pub(crate) fn sign_out(over_https: bool) -> String {
    set_cookie("", 0, over_https)
}

fn set_cookie(value: &str, seconds: u64, over_https: bool) -> String {
    let secure = if over_https { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

fn sealed(until: u64) -> String {
    format!("askwell report until {until}")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE).and_then(|rest| rest.strip_prefix('=')))
}

fn is_valid(read_key: &MessageKey, token: &str, now: Timestamp) -> bool {
    let Some((until, seal)) = token.split_once('.') else { return false };
    let (Ok(until), Some(seal)) = (until.parse::<u64>(), bytes(seal)) else { return false };
    until > now.millis() / 1000 && read_key.seal(&sealed(until)).verify_slice(&seal).is_ok()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn without_a_read_key_only_this_machine_reads() {
        let local = Settings::local("x.db");
        let elsewhere = Settings { listen: "0.0.0.0:1".parse().unwrap(), ..local.clone() };
        let may = |settings: &Settings, pairs: &[(&str, &str)]| {
            check(settings, &headers(pairs), &Uri::from_static("/report"), Timestamp::default()).is_ok()
        };
        for host in ["127.0.0.1:8787", "localhost:8787", "localhost", "[::1]:8787", "[::1]"] {
            assert!(may(&local, &[("host", host)]), "{host}");
            assert!(!may(&local, &[("host", host), ("x-forwarded-for", "203.0.113.9")]), "{host} through a proxy");
            assert!(!may(&elsewhere, &[("host", host)]), "{host} on an address others reach");
        }
        for host in ["rebound.example:8787", "localhost.rebound.example", "127.0.0.1.rebound.example", ""] {
            assert!(!may(&local, &[("host", host)]), "{host}");
        }
        assert!(!may(&local, &[]));
    }

    #[test]
    fn whoever_signed_in_stays_so_for_thirty_days_and_as_long_as_the_key_does() {
        let key = MessageKey::new("read").unwrap();
        let settings = Settings { read_key: Some(key.clone()), ..Settings::local("x.db") };
        let cookie = sign_in(&key, moment("2026-11-01T00:00:00Z"), true);
        let (pair, attributes) = cookie.split_once(';').unwrap();
        assert_eq!(attributes, " Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
        assert!(!pair.contains("read="), "{pair}");
        let may = |settings: &Settings, pair: &str, now| {
            let cookies = format!("other=1; {pair}");
            check(settings, &headers(&[("cookie", &cookies)]), &Uri::from_static("/report"), moment(now)).is_ok()
        };
        assert!(may(&settings, pair, "2026-11-30T00:00:00Z"));
        assert!(!may(&settings, pair, "2026-12-01T00:00:00Z"));
        assert!(!may(&settings, &pair.replace("=1", "=2"), "2026-11-30T00:00:00Z"));
        assert!(!may(&settings, "askwell_report=", "2026-11-30T00:00:00Z"));
        let changed = Settings { read_key: Some(MessageKey::new("read2").unwrap()), ..settings };
        assert!(!may(&changed, pair, "2026-11-30T00:00:00Z"));
    }
}
