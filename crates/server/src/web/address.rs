//! Where a request comes from, for the limits that are counted per address.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;

use crate::app::Shared;

/// The caller's address: the connection's, or what the configured proxy says.
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
                let value = parts
                    .headers
                    .get_all(name)
                    .iter()
                    .next_back()?
                    .to_str()
                    .ok()?;
                value.rsplit(',').next()?.trim().parse().ok()
            });
        let connected = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip());
        Ok(ClientAddress(
            told.or(connected)
                .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        ))
    }
}
