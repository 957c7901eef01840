//! The proxies in front of the service.

use std::net::IpAddr;

use ipnet::IpNet;
use web::site::Proxies;

use super::reader::Reader;

/// The header that most proxies write.
const USUAL_HEADER: &str = "X-Forwarded-For";

pub(super) fn read(r: &mut Reader) -> Proxies {
    let header = r.text("server.client_address_header", "");
    let listed = r.list("server.proxies");
    let networks: Vec<IpNet> = listed.iter().filter_map(|text| network(text)).collect();
    if networks.len() < listed.len() {
        r.fault(
            "server.proxies",
            "write addresses or networks such as 10.0.0.7 or 10.1.0.0/16",
        );
    }
    if listed.is_empty() && !header.is_empty() {
        r.fault(
            "server.client_address_header",
            "is believed of nobody: write in server.proxies which addresses your proxies ask from",
        );
    }
    if header.parse::<http::HeaderName>().is_err() && !header.is_empty() {
        r.fault(
            "server.client_address_header",
            "write the name of a header, such as X-Forwarded-For",
        );
    }
    Proxies {
        networks,
        header: if header.is_empty() {
            USUAL_HEADER.to_owned()
        } else {
            header
        }
        .to_ascii_lowercase(),
    }
}

/// A network; a single address counts as a network of one.
fn network(text: &str) -> Option<IpNet> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or_else(|_| address()).ok()
}
