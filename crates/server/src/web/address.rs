//! Where a request comes from, for the limits that are counted per address.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;

use crate::app::Shared;

/// The caller's address: the connection's, or what the configured proxy says. Of an IPv6 address the network counts (the
/// first 64 bits): a home line has all the rest to itself.
///
/// A header is believed only where the operator named it, and then only its last entry, which the proxy itself wrote:
/// everything before it can be made up by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<Shared> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Shared,
    ) -> Result<ClientAddress, Infallible> {
        let told = app
            .config
            .server
            .client_address_header
            .as_deref()
            .and_then(|name| {
                let told = last_entry(parts, name).and_then(parse);
                if told.is_none() {
                    tracing::warn!(
                        "the proxy tells no address in server.client_address_header: all its callers are counted as one"
                    );
                }
                told
            });
        let connected = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip());
        Ok(ClientAddress(counted(
            told.or(connected)
                .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        )))
    }
}

fn last_entry<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let value = parts.headers.get_all(name).iter().next_back()?;
    value.to_str().ok()?.rsplit(',').next()
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

/// What of an address is counted.
fn counted(address: IpAddr) -> IpAddr {
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
}
