//! Who a request comes from.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::HeaderMap;

/// Whose request it is. The server puts the connection's other end into each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// The address of the client of `peer`, which may be the last of `proxies` that stand before the collector.
///
/// Each proxy appends the address it was called from to `X-Forwarded-For`. So the last entries are those of the proxies,
/// and whatever a client writes itself stands before them, and isn't believed.
pub(crate) fn address(peer: Option<Peer>, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(address)| address.ip().to_canonical());
    let Some(skipped) = proxies.checked_sub(1) else { return peer };
    let lists = headers.get_all("x-forwarded-for").iter().filter_map(|list| list.to_str().ok());
    let entries: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    let entry = entries.iter().rev().nth(skipped);
    entry.and_then(|text| parse(text)).map_or(peer, |address| address.to_canonical())
}

/// An address, with a port or without.
fn parse(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// Whether an address says nothing of who is behind it: many can be, as behind a proxy on the same machine that wasn't
/// configured.
pub(crate) fn may_be_many(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_unspecified(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unspecified(),
    }
}

/// What stands for an address where requests are counted: one line of a provider has a whole network of version 6.
pub(crate) fn network(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address) >> 64 | 1 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_claims_to_be_is_not_believed() {
        let peer = Some(Peer("203.0.113.1:5000".parse().unwrap()));
        let table = [
            (0, "198.51.100.7", "203.0.113.1"),
            (1, "198.51.100.7", "198.51.100.7"),
            (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
            (2, "10.9.9.9, 198.51.100.7, 192.0.2.8", "198.51.100.7"),
            (2, "198.51.100.7", "203.0.113.1"),
            (1, "198.51.100.7:1234", "198.51.100.7"),
            (1, "[2001:db8::1]:1234", "2001:db8::1"),
            (1, "::ffff:198.51.100.7", "198.51.100.7"),
            (1, "unknown", "203.0.113.1"),
            (1, "", "203.0.113.1"),
        ];
        for (proxies, list, expected) in table {
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), list.parse().unwrap())]);
            assert_eq!(address(peer, &headers, proxies).to_string(), expected, "{proxies} {list}");
        }
    }

    #[test]
    fn a_network_of_version_6_counts_as_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("203.0.113.1"), network("203.0.113.2"));
    }
}
