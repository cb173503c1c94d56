//! Which responses come from building and trying a site, and not from its visitors.

use askwell_survey::Value;

use crate::document::Document;

/// Names of hosts, or parts of them, under which sites are built and tried.
const STAGES: [&str; 9] = ["staging", "stage", "preview", "dev", "develop", "test", "testing", "qa", "uat"];
/// Ends of names that belong to nobody's public site: RFC 2606 and RFC 6762, and what tools use.
const LOCAL: [&str; 5] = ["localhost", "local", "test", "invalid", "internal"];

/// Which hosts' responses are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestTraffic {
    /// Hosts whose responses are marked as well: a name, or `*.name` for all below it.
    pub hosts: Vec<String>,
    /// Hosts whose responses count, whatever they are called.
    pub production_hosts: Vec<String>,
    /// Whether pages on this machine count, as they do while the collector is tried out.
    pub local_counts: bool,
}

impl TestTraffic {
    /// Whether `document` is of that sort: it says so itself (`test: true`, or the attribute), or its page's host does.
    pub(crate) fn is_test(&self, document: &Document) -> bool {
        if says_so(document.value.get("test")) {
            return true;
        }
        if says_so(document.value.get("attributes").and_then(|attributes| attributes.get("test"))) {
            return true;
        }
        let host = host(&document.response.context.page.url);
        host.is_some_and(|host| self.is_test_host(&host))
    }

    fn is_test_host(&self, host: &str) -> bool {
        if self.production_hosts.iter().any(|pattern| fits(pattern, host)) {
            return false;
        }
        if self.hosts.iter().any(|pattern| fits(pattern, host)) {
            return true;
        }
        if is_local(host) {
            return !self.local_counts;
        }
        is_stage(host)
    }
}

fn says_so(value: Option<&Value>) -> bool {
    value.is_some_and(|value| *value == Value::Bool(true) || value.as_text() == Some("true"))
}

/// The host of an address, in small letters and without port.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if scheme == "file" {
        return Some("localhost".to_owned());
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => authority.split(':').next()?,
    };
    Some(name.trim_end_matches('.').to_ascii_lowercase())
}

fn fits(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(domain) => host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        None => pattern == host,
    }
}

fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
            std::net::IpAddr::V6(address) => {
                address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
            }
        };
    }
    host.rsplit('.').next().is_some_and(|last| LOCAL.contains(&last))
}

/// Whether a label before the domain itself names a stage: `staging.shop.example`, `shop-preview.host.example`. The domain
/// may be called as it likes.
fn is_stage(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let before = labels.len().saturating_sub(2);
    labels[..before].iter().any(|label| {
        STAGES.iter().any(|stage| {
            label == stage
                || label.strip_prefix(stage).is_some_and(|rest| rest.starts_with('-'))
                || label.strip_suffix(stage).is_some_and(|rest| rest.ends_with('-'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_tells_a_stage_from_a_shop() {
        let table = [
            ("https://shop.example/thanks", false),
            ("https://www.test.example/", false),
            ("https://test-kitchen.example/", false),
            ("https://contest.shop.example/", false),
            ("https://staging.shop.example/thanks", true),
            ("https://shop-preview.host.example/", true),
            ("https://dev-7.shop.example:8443/", true),
            ("http://localhost:3000/", true),
            ("http://127.0.0.1:8787/shop/", true),
            ("http://[::1]:8787/", true),
            ("http://192.168.1.20/", true),
            ("http://shop.test/", true),
            ("file:///home/page.html", true),
            ("https://localhost@shop.example/", false),
            ("", false),
        ];
        let rules = TestTraffic::default();
        for (url, expected) in table {
            assert_eq!(host(url).is_some_and(|host| rules.is_test_host(&host)), expected, "{url}");
        }
    }

    #[test]
    fn the_operator_knows_better() {
        let rules = TestTraffic {
            hosts: vec!["*.example.net".to_owned(), "old.shop.example".to_owned()],
            production_hosts: vec!["dev.shop.example".to_owned()],
            local_counts: true,
        };
        for (host, expected) in [
            ("shop.example.net", true),
            ("old.shop.example", true),
            ("dev.shop.example", false),
            ("staging.shop.example", true),
            ("localhost", false),
        ] {
            assert_eq!(rules.is_test_host(host), expected, "{host}");
        }
    }
}
