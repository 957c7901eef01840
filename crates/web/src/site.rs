//! Where people find the service, as its operator describes it.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

/// Where people find the service.
#[derive(Clone, Debug)]
pub struct Site {
    /// The public address, without a trailing slash. If it begins with `https`, cookies are marked for TLS and HSTS is sent.
    pub public_url: String,
    /// The proxies in front: only they are believed about whom they speak for.
    pub proxies: Proxies,
    /// Who runs the service.
    pub operator: Operator,
    /// Whether nothing here is real; every page then says so.
    pub is_sandbox: bool,
    /// The path of a drawing by its name, for anybody, as long as this release lasts; `None` where there is no such drawing.
    pub drawing: fn(&str) -> Option<String>,
}

/// Who runs the service, as its pages say.
#[derive(Clone, Debug, Default)]
pub struct Operator {
    /// 主办单位, in Chinese; empty if not given.
    pub name_zh: String,
    /// 主办单位, in English; empty if not given.
    pub name_en: String,
    /// ICP filing number; empty when there is none.
    pub icp: String,
    /// 网站标识码; empty when there is none.
    pub site_code: String,
    /// When somebody answers the hotlines, in Chinese; empty if not given.
    pub help_hours_zh: String,
    /// The same in English.
    pub help_hours_en: String,
}

/// The proxies in front, and the header in which they report the caller's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    /// Their addresses and networks.
    pub networks: Vec<IpNet>,
    /// Lower-case name of the header; only its last entry that is not a proxy counts.
    pub header: String,
}

impl Site {
    /// The whole address of a drawing.
    pub fn drawing_url(&self, name: &str) -> Option<String> {
        let path = (self.drawing)(name)?;
        Some(format!("{}{path}", self.public_url))
    }

    /// Whether people reach the service over TLS.
    pub fn tls(&self) -> bool {
        is_tls(&self.public_url)
    }

    /// Whether the public address leads only to this machine: no phone can open it.
    pub fn is_seen_here_alone(&self) -> bool {
        is_loopback(&self.public_url)
    }
}

impl Proxies {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.networks.is_empty()
    }

    /// Whether an address is one of theirs.
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }
}

/// Whether a URL is reached over TLS.
pub fn is_tls(url: &str) -> bool {
    url.starts_with("https://")
}

/// Whether the host of a URL is this machine.
pub fn is_loopback(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Ok(address) = authority.parse::<SocketAddr>() {
        return address.ip().is_loopback();
    }
    let host = authority.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = host.parse::<IpAddr>() {
        return ip.is_loopback();
    }
    let name = authority
        .rsplit_once(':')
        .map_or(authority, |(name, _)| name);
    name.eq_ignore_ascii_case("localhost")
}
