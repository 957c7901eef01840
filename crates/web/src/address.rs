//! Where a request comes from, for the limits that are counted per address.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use http::{Extensions, HeaderMap};

use crate::site::Proxies;
use crate::state::Shared;

/// The caller's address: the connection's, or the one that a trusted proxy reports. An IPv6 address counts by its network (the
/// first 64 bits): a home line owns all the rest.
///
/// A proxy is trusted only if it connects from an address that the operator named, and then only for the last entry of its header
/// that is not itself a proxy: the caller can forge everything before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<Shared> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        web: &Shared,
    ) -> Result<ClientAddress, Infallible> {
        Ok(ClientAddress(caller(
            &web.site.proxies,
            connected(&parts.extensions),
            &parts.headers,
        )))
    }
}

/// The address that a connection comes from.
pub fn connected(extensions: &Extensions) -> IpAddr {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| {
            address.ip()
        })
}

/// The address that a request over a connection from `connected` is counted for.
pub fn caller(proxies: &Proxies, connected: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !proxies.contain(connected) {
        return counted(connected);
    }
    let lines = headers.get_all(proxies.header.as_str()).iter().rev();
    let told = lines
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','))
        .map(parse)
        .find(|entry| entry.is_none_or(|entry| !proxies.contain(entry)));
    if let Some(told) = told.flatten() {
        return counted(told);
    }
    tracing::warn!(
        "a proxy tells no address in server.client_address_header: all its callers are counted as one"
    );
    counted(connected)
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn parse(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(entry).parse() {
        return Some(address);
    }
    entry.parse::<SocketAddr>().ok().map(|address| address.ip())
}

/// The part of an address that limits count by.
pub fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => {
            let network = v6.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(entry: &str) -> String {
        parse(entry).map_or_else(|| "none".to_owned(), |address| counted(address).to_string())
    }

    #[test]
    fn one_caller_has_one_address_however_a_proxy_writes_it() {
        for (entry, counted) in [
            ("203.0.113.7", "203.0.113.7"),
            (" 203.0.113.7:5678", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::"),
            ("[2001:db8:1:2::9]", "2001:db8:1:2::"),
            ("::1", "::1"),
            ("unknown", "none"),
            ("", "none"),
        ] {
            assert_eq!(of(entry), counted, "{entry}");
        }
    }

    #[test]
    fn a_proxy_is_believed_in_the_last_entry_that_is_no_proxys() {
        let networks = ["10.0.0.0/8", "2001:db8::7/128"];
        let proxies = Proxies {
            networks: networks.map(|network| network.parse().unwrap()).into(),
            header: "x-forwarded-for".to_owned(),
        };
        let told = |connected: &str, lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            caller(&proxies, connected.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(told("10.0.0.1", &["1.1.1.1, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(
            told("10.0.0.1", &["1.1.1.1", "203.0.113.7, 10.9.9.9"]),
            "203.0.113.7"
        );
        assert_eq!(told("::ffff:10.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(told("2001:db8::7", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(told("203.0.113.9", &["1.1.1.1"]), "203.0.113.9", "no proxy");
        assert_eq!(told("10.0.0.1", &["1.1.1.1, unknown"]), "10.0.0.1");
        assert_eq!(told("10.0.0.1", &[]), "10.0.0.1");
    }
}
