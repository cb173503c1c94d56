//! The sites whose pages may post answers.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// A site, as browsers name it in the `Origin` header: `https://shop.example`. Or `*` for every site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl std::str::FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("{what}; an origin looks like https://shop.example"));
        if text == "*" {
            return Ok(Self(HeaderValue::from_static("*")));
        }
        let Some(host) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
            return wrong("does not start with https:// or http://");
        };
        if host.is_empty() || host.contains(['/', '?', '#', '@']) {
            return wrong("holds more than a scheme, a host and a port");
        }
        if !host.bytes().all(|byte| byte.is_ascii_graphic()) || host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return wrong("is not written as browsers write it, in small ASCII letters");
        }
        HeaderValue::from_str(text).map(Self).or_else(|_| wrong("is not a host"))
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0.to_str().unwrap_or_default())
    }
}

fn is_any(origins: &[Origin]) -> bool {
    origins.iter().any(|origin| origin.0 == "*")
}

/// Answers preflight requests, and tells browsers which of the pages may read the answers. `also_allowed` knows the sites
/// of keys.
pub(crate) fn cors(
    origins: &[Origin],
    also_allowed: impl Fn(&HeaderValue) -> bool + Clone + Send + Sync + 'static,
) -> CorsLayer {
    let any = is_any(origins);
    let listed = origins.to_vec();
    let allowed = if any {
        AllowOrigin::any()
    } else {
        AllowOrigin::predicate(move |origin, _| listed.iter().any(|known| known.0 == origin) || also_allowed(origin))
    };
    CorsLayer::new()
        .allow_origin(allowed)
        // A beacon that carries JSON always sends credentials, and is lost unless they are allowed. Nothing here
        // reads them. Browsers refuse the combination with `*`.
        .allow_credentials(!any)
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_hours(2))
}

/// Lets pages of every site read what is no secret.
pub(crate) fn public() -> CorsLayer {
    CorsLayer::new().allow_origin(AllowOrigin::any()).allow_methods([Method::GET])
}

impl Origin {
    /// Whether a browser's `Origin` header names it.
    pub(crate) fn is(&self, origin: &HeaderValue) -> bool {
        self.0 == "*" || self.0 == origin
    }
}

/// Whether a page may post responses: one of a configured site, one of this server itself, or something that is no
/// page and sends no `Origin`.
///
/// CORS alone keeps other sites from reading the answer. It doesn't keep them from posting, since `text/plain` needs
/// no preflight.
pub(crate) fn may_post(origins: &[Origin], headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    origins.iter().any(|allowed| allowed.is(origin)) || is_same(origin, headers)
}

/// Whether a form that changes something was sent by a page of this server, or by something that is no page.
pub(crate) fn is_own(headers: &HeaderMap) -> bool {
    match headers.get(header::ORIGIN) {
        Some(origin) => is_same(origin, headers),
        None => headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none"),
    }
}

/// Whether `origin` is this server, as the browser says or as the host's name shows.
fn is_same(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    // The browser knows what a proxy in between may have rewritten.
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let host_of_origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host_of_origin.is_some() && host_of_origin == host
}

/// Whether a request was made to this machine by one of its own names.
pub(crate) fn names_this_machine(headers: &HeaderMap) -> bool {
    headers.get(header::HOST).and_then(|host| host.to_str().ok()).is_some_and(is_local)
}

/// Whether a page was opened on this machine without encryption. Only its browser can tell: a proxy that decrypts may be
/// on this machine as well.
pub(crate) fn is_local_without_tls(headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    origin.and_then(|origin| origin.strip_prefix("http://")).is_some_and(is_local)
}

fn is_local(host: &str) -> bool {
    // What follows the last colon is the port, unless that colon stands inside the brackets of an IPv6 address.
    let name = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(name, _)| name);
    name == "localhost" || name == "[::1]" || name.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let table = [
            ("https://shop.example", true),
            ("http://localhost:8080", true),
            ("*", true),
            ("https://shop.example/", false),
            ("https://Shop.example", false),
            ("shop.example", false),
            ("https://", false),
            ("https://ä.example", false),
        ];
        for (text, fits) in table {
            assert_eq!(text.parse::<Origin>().is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn pages_of_other_sites_may_not_post() {
        let shop = ["https://shop.example".parse().unwrap()];
        let table: [(&[(&str, &str)], bool); 8] = [
            (&[], true),
            (&[("origin", "https://shop.example")], true),
            (&[("origin", "https://other.example")], false),
            (&[("origin", "https://shop.example.other.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "http://127.0.0.1:8787"), ("host", "127.0.0.1:8787")], true),
            (&[("origin", "https://a.example"), ("host", "10.0.0.1"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "https://a.example"), ("host", "a.example"), ("sec-fetch-site", "cross-site")], false),
        ];
        for (pairs, may) in table {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            assert_eq!(may_post(&shop, &headers), may, "{pairs:?}");
        }
        let other = HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static("https://other.example"))]);
        assert!(may_post(&["*".parse().unwrap()], &other));
    }

    #[test]
    fn this_machine_is_told_from_names_that_only_look_like_it() {
        let table = [
            ("127.0.0.1:8787", true),
            ("localhost:8787", true),
            ("localhost", true),
            ("[::1]:8787", true),
            ("[::1]", true),
            ("rebound.example:8787", false),
            ("localhost.rebound.example", false),
            ("127.0.0.1.rebound.example", false),
            ("", false),
        ];
        for (host, local) in table {
            assert_eq!(is_local(host), local, "{host}");
        }
    }

    #[test]
    fn a_form_of_another_site_is_told_from_an_own_one() {
        let table: [(&[(&str, &str)], bool); 7] = [
            (&[("origin", "https://a.example"), ("host", "a.example")], true),
            (&[("origin", "https://other.example"), ("host", "a.example")], false),
            (&[("origin", "null"), ("host", "a.example")], false),
            (&[("origin", "https://a.example"), ("host", "127.0.0.1"), ("sec-fetch-site", "same-origin")], true),
            (&[("host", "a.example"), ("sec-fetch-site", "cross-site")], false),
            (&[("host", "a.example"), ("sec-fetch-site", "same-site")], false),
            (&[("host", "a.example")], true),
        ];
        for (pairs, own) in table {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            assert_eq!(is_own(&headers), own, "{pairs:?}");
        }
    }
}
