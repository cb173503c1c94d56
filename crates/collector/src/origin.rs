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

fn is_any(origins: &[Origin]) -> bool {
    origins.iter().any(|origin| origin.0 == "*")
}

/// Answers preflight requests, and tells browsers which of the pages may read the answers.
pub(crate) fn cors(origins: &[Origin]) -> CorsLayer {
    let any = is_any(origins);
    let allowed = match any {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(origins.iter().map(|origin| origin.0.clone())),
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

/// Whether a page may post answers: one of a configured site, one of this server itself, or something that is no
/// page and sends no `Origin`.
///
/// CORS alone keeps other sites from reading the answer. It doesn't keep them from posting, since `text/plain` needs
/// no preflight.
pub(crate) fn may_post(origins: &[Origin], headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    is_any(origins) || origins.iter().any(|allowed| allowed.0 == origin) || is_same(origin, headers)
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
}
