//! Which addresses responses may be forwarded to: those of the public internet, and the hosts that the configuration names.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock};

use ipnet::IpNet;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is refused, and what it is. <https://www.iana.org/assignments/iana-ipv4-special-registry> and
/// <https://www.iana.org/assignments/iana-ipv6-special-registry> list these ranges. What matches nothing here is public if it
/// is of version 4, or lies in [`GLOBAL_UNICAST`].
const REFUSED: &[(&str, &str)] = &[
    ("0.0.0.0/8", "unspecified"),                     // RFC 791
    ("10.0.0.0/8", "in a private network"),           // RFC 1918
    ("100.64.0.0/10", "in a carrier’s network"),      // RFC 6598
    ("127.0.0.0/8", "this machine"),                  // RFC 1122
    ("169.254.0.0/16", "link-local"),                 // RFC 3927
    ("172.16.0.0/12", "in a private network"),        // RFC 1918
    ("192.0.0.0/24", "reserved"),                     // RFC 6890
    ("192.0.2.0/24", "for documentation"),            // RFC 5737
    ("192.88.99.0/24", "a 6to4 relay"),               // RFC 7526
    ("192.168.0.0/16", "in a private network"),       // RFC 1918
    ("198.18.0.0/15", "for benchmarks"),              // RFC 2544
    ("198.51.100.0/24", "for documentation"),         // RFC 5737
    ("203.0.113.0/24", "for documentation"),          // RFC 5737
    ("224.0.0.0/4", "multicast"),                     // RFC 5771
    ("255.255.255.255/32", "broadcast"),              // RFC 919
    ("240.0.0.0/4", "reserved"),                      // RFC 1112
    ("::1/128", "this machine"),                      // RFC 4291
    ("::/128", "unspecified"),                        // RFC 4291
    ("::/96", "IPv4-compatible"),                     // RFC 4291
    ("::ffff:0:0/96", "IPv4-mapped"),                 // RFC 4291
    ("64:ff9b::/96", "translated to IPv4 (NAT64)"),   // RFC 6052
    ("64:ff9b:1::/48", "translated to IPv4 (NAT64)"), // RFC 8215
    ("2001:db8::/32", "for documentation"),           // RFC 3849
    ("2001::/32", "translated to IPv4 (Teredo)"),     // RFC 4380
    ("2001::/23", "reserved"),                        // RFC 2928
    ("2002::/16", "translated to IPv4 (6to4)"),       // RFC 3056
    ("3fff::/20", "for documentation"),               // RFC 9637
    ("fc00::/7", "in a private network"),             // RFC 4193
    ("fe80::/10", "link-local"),                      // RFC 4291
    ("fec0::/10", "in a private network"),            // RFC 3879
    ("ff00::/8", "multicast"),                        // RFC 4291
];

/// All of version 6 that is given out for the public internet: RFC 4291, section 2.4.
const GLOBAL_UNICAST: &str = "2000::/3";

static RANGES: LazyLock<Vec<(IpNet, &str)>> =
    LazyLock::new(|| REFUSED.iter().filter_map(|(range, class)| Some((range.parse().ok()?, *class))).collect());

/// Why nothing is sent to a host. Neither its name nor its address is in the text: both may be secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the host’s address is {0}: to allow it, name the host in forwarding.allow")]
pub struct RefusedAddress(&'static str);

/// What an address is that isn't public; None for one that is.
fn class(address: IpAddr) -> Option<&'static str> {
    let refused = RANGES.iter().find(|(range, _)| range.contains(&address)).map(|(_, class)| *class);
    let is_global = match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(_) => GLOBAL_UNICAST.parse().is_ok_and(|range: IpNet| range.contains(&address)),
    };
    refused.or((!is_global).then_some("reserved"))
}

/// Decides which hosts responses may be forwarded to, and finds their addresses.
///
/// It is the resolver of the client that connects. So the addresses that were checked are the ones connected to, and a name
/// whose address changes in between gains nothing.
#[derive(Clone)]
pub struct AddressRules {
    allowed: Arc<[String]>,
    resolver: Arc<dyn Resolve>,
}

impl AddressRules {
    /// Allows public addresses, and whatever address these hosts have: names as in an address (`crm.internal`), or
    /// addresses of IP (`10.0.0.7`, `::1`).
    ///
    /// # Errors
    /// Which of them isn't a host.
    pub fn allowing(hosts: &[impl AsRef<str>]) -> Result<Self, String> {
        let host = |text: &str| {
            // A port, a path or a user would be no part of the host.
            let fits = !text.contains(['/', '?', '#', '@', '*']);
            let is_bare = text.parse::<std::net::Ipv6Addr>().is_ok();
            let host = if is_bare { format!("[{text}]") } else { text.to_owned() };
            let url = Url::parse(&format!("http://{host}/")).ok().filter(|url| fits && url.port().is_none());
            let host = url.as_ref().and_then(normal);
            host.ok_or_else(|| format!("{text} is not a host, such as crm.internal or 10.0.0.7"))
        };
        let allowed = hosts.iter().map(|text| host(text.as_ref())).collect::<Result<_, _>>()?;
        Ok(Self { allowed, ..Self::default() })
    }

    /// The same, with addresses found by `resolver` in place of the system.
    #[must_use]
    pub fn with_resolver(self, resolver: Arc<dyn Resolve>) -> Self {
        Self { resolver, ..self }
    }

    /// Whether an address may be opened, as far as it can be told without resolving its host.
    ///
    /// # Errors
    /// What the host is.
    pub(crate) fn check(&self, address: &str) -> Result<(), RefusedAddress> {
        let Some(host) = Url::parse(address).ok().as_ref().and_then(normal) else { return Ok(()) };
        if self.allowed.contains(&host) {
            return Ok(());
        }
        // Resolvers needn't be asked where these lead: RFC 6761, section 6.3.
        if host == "localhost" || host.ends_with(".localhost") {
            return Err(RefusedAddress("this machine"));
        }
        // Connectors open these without asking a resolver.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        literal.and_then(class).map_or(Ok(()), |class| Err(RefusedAddress(class)))
    }
}

impl AddressRules {
    /// Whether an address may be opened, with its host resolved if need be.
    ///
    /// # Errors
    /// Why not. Neither name nor address is in the text.
    pub(crate) async fn look_up(&self, address: &str) -> Result<(), String> {
        self.check(address).map_err(|refused| refused.to_string())?;
        let host = Url::parse(address).ok().as_ref().and_then(normal).unwrap_or_default();
        if host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok() {
            return Ok(());
        }
        let not_found = "its host can’t be found".to_owned();
        let Ok(name) = host.parse() else { return Err(not_found) };
        match self.resolve(name).await {
            Ok(mut found) => found.next().map(|_| ()).ok_or(not_found),
            Err(error) => Err(error.downcast_ref::<RefusedAddress>().map_or(not_found, ToString::to_string)),
        }
    }
}

/// The host of an address as it is compared: whatever its spelling, an address of IP is written in one way, and a name in
/// small ASCII letters without a dot at its end.
fn normal(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_suffix('.').unwrap_or(host).to_owned()).filter(|host| !host.is_empty())
}

impl Resolve for AddressRules {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
        let is_allowed = self.allowed.contains(&host);
        let resolving = self.resolver.resolve(name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = resolving.await?.collect();
            if is_allowed {
                return Ok(Box::new(found.into_iter()) as Addrs);
            }
            // One that isn't public is reason enough: whoever names it wants a connection to end there.
            match found.iter().find_map(|address| class(address.ip())) {
                Some(class) => Err(RefusedAddress(class).into()),
                None => Ok(Box::new(found.into_iter()) as Addrs),
            }
        })
    }
}

/// What the system knows of names.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Allows public addresses alone.
impl Default for AddressRules {
    fn default() -> Self {
        Self { allowed: Arc::default(), resolver: Arc::new(System) }
    }
}

impl fmt::Debug for AddressRules {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("AddressRules").field(&self.allowed).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn every_range_is_read() {
        assert_eq!(RANGES.len(), REFUSED.len());
    }

    #[test]
    fn an_address_is_public_or_what_it_is_called() {
        let table = [
            ("0.0.0.0", Some("unspecified")),
            ("0.1.2.3", Some("unspecified")),
            ("10.255.255.255", Some("in a private network")),
            ("11.0.0.0", None),
            ("100.63.255.255", None),
            ("100.64.0.1", Some("in a carrier’s network")),
            ("100.128.0.0", None),
            ("127.1.2.3", Some("this machine")),
            ("169.254.169.254", Some("link-local")),
            ("172.15.255.255", None),
            ("172.16.0.1", Some("in a private network")),
            ("172.32.0.0", None),
            ("192.0.0.8", Some("reserved")),
            ("192.88.99.1", Some("a 6to4 relay")),
            ("192.168.0.1", Some("in a private network")),
            ("198.19.255.255", Some("for benchmarks")),
            ("198.20.0.0", None),
            ("223.255.255.255", None),
            ("224.0.0.251", Some("multicast")),
            ("240.0.0.1", Some("reserved")),
            ("255.255.255.255", Some("broadcast")),
            ("8.8.8.8", None),
            ("::", Some("unspecified")),
            ("::1", Some("this machine")),
            ("::7f00:1", Some("IPv4-compatible")),
            ("::ffff:127.0.0.1", Some("IPv4-mapped")),
            ("::ffff:8.8.8.8", Some("IPv4-mapped")),
            ("::ffff:0:7f00:1", Some("reserved")),
            ("64:ff9b::7f00:1", Some("translated to IPv4 (NAT64)")),
            ("64:ff9b:1::a00:1", Some("translated to IPv4 (NAT64)")),
            ("100::1", Some("reserved")),
            ("2001::1", Some("translated to IPv4 (Teredo)")),
            ("2001:20::1", Some("reserved")),
            ("2001:db8::1", Some("for documentation")),
            ("2001:4860:4860::8888", None),
            ("2002:7f00:1::", Some("translated to IPv4 (6to4)")),
            ("3fff::1", Some("for documentation")),
            ("4000::1", Some("reserved")),
            ("fc00::1", Some("in a private network")),
            ("fd12:3456::1", Some("in a private network")),
            ("fe80::1", Some("link-local")),
            ("fec0::1", Some("in a private network")),
            ("ff02::1", Some("multicast")),
        ];
        for (address, expected) in table {
            assert_eq!(class(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn this_machine_is_recognised_in_every_spelling() {
        let rules = AddressRules::default();
        for host in [
            "127.0.0.1",
            "127.0.0.1.",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "0177.0000000000000001",
            "%31%32%37.0.0.1",
            "１２７.0.0.1",
            "127。0。0。1",
            "public.example@127.0.0.1",
            "public.example:x@0x7f.1",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[2002:7f00:1::]",
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "0",
            "0.0.0.0",
        ] {
            let address = format!("http://{host}:8080/x");
            assert!(rules.check(&address).is_err(), "{host}");
        }
        // Zones are no part of an address on the web.
        assert!(Url::parse("http://[fe80::1%25eth0]/").is_err() && Url::parse("http://[::1%lo]/").is_err());
        for host in ["public.example", "8.8.8.8", "[2001:4860:4860::8888]", "localhost.example", "127.0.0.1.example"] {
            assert_eq!(rules.check(&format!("https://{host}/x")), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_host_is_allowed_by_name_however_it_is_written() {
        let rules = AddressRules::allowing(&["CRM.internal.", "127.0.0.1", "::1", "localhost"]).unwrap();
        for host in ["crm.internal", "127.1", "[::1]", "localhost", "localhost."] {
            assert_eq!(rules.check(&format!("http://{host}/")), Ok(()), "{host}");
        }
        assert!(rules.check("http://127.0.0.2/").is_err() && rules.check("http://a.localhost/").is_err());
        for text in ["", "http://crm.internal", "crm.internal:81", "crm.internal/x", "a b", "user@crm.internal", "*"] {
            assert!(AddressRules::allowing(&[text]).is_err(), "{text}");
        }
    }

    /// Answers one list of addresses after another, and counts how often it was asked.
    struct Changing(Vec<&'static [&'static str]>, AtomicUsize);

    impl Resolve for Changing {
        fn resolve(&self, _: Name) -> Resolving {
            let turn = self.1.fetch_add(1, Ordering::Relaxed) % self.0.len();
            let found: Vec<SocketAddr> =
                self.0[turn].iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
            Box::pin(async move { Ok(Box::new(found.into_iter()) as Addrs) })
        }
    }

    #[tokio::test]
    async fn what_is_connected_to_is_what_was_checked() {
        const PUBLIC: &[&str] = &["8.8.8.8", "2001:4860:4860::8888"];
        let answers: Vec<&'static [&'static str]> = vec![PUBLIC, &["127.0.0.1"], PUBLIC, &["8.8.8.8", "10.0.0.1"]];
        let resolver = Arc::new(Changing(answers, AtomicUsize::new(0)));
        let rules = AddressRules::default().with_resolver(resolver.clone());
        let mut found = Vec::new();
        for asked in 1..=4 {
            let resolved = rules.resolve("rebinding.example".parse().unwrap()).await;
            found.push(
                resolved.ok().map(|addresses| addresses.map(|address| address.ip().to_string()).collect::<Vec<_>>()),
            );
            assert_eq!(resolver.1.load(Ordering::Relaxed), asked, "each connection asks once");
        }
        let public: Vec<_> = PUBLIC.iter().map(ToString::to_string).collect();
        assert_eq!(found, [Some(public.clone()), None, Some(public), None]);
        let rules = AddressRules::allowing(&["crm.internal"]).unwrap().with_resolver(resolver);
        for name in ["crm.internal", "CRM.internal."] {
            assert!(rules.resolve(name.parse().unwrap()).await.is_ok(), "{name}");
        }
    }
}
