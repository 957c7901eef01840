//! What settings must say together.

use std::net::{IpAddr, SocketAddr};

use super::reader::Reader;
use super::{Config, ServerConfig};

impl ServerConfig {
    /// Whether the address that people see leads nowhere but to this machine: no phone can open it.
    pub fn is_seen_here_alone(&self) -> bool {
        is_loopback_url(&self.public_url)
    }
}

impl Config {
    /// What one key alone cannot show, whatever the command.
    pub(super) fn check(&mut self, r: &mut Reader) {
        if self.server.public_url.is_empty() {
            self.server.public_url = format!("http://{}", self.server.listen);
        }
        if !self.server.public_url.starts_with("http://")
            && !self.server.public_url.starts_with("https://")
        {
            r.fault("server.public_url", "must begin with http:// or https://");
        }
        self.maintenance.check(r);
    }

    /// What the outside world needs: the register, or the sandbox behind its two switches.
    pub(super) fn check_outside(&self, r: &mut Reader) {
        if self.sandbox.enabled {
            if self.reaches_beyond_loopback() && !self.sandbox.allow_beyond_loopback {
                r.fault(
                    "sandbox.enabled",
                    "the sandbox must not be reachable from other machines: listen on 127.0.0.1, with a server.public_url on the loopback (or none) and no server.proxies, or set sandbox.allow_beyond_loopback = true as well",
                );
            }
        } else {
            if self.sandbox.day.is_some() {
                r.fault("sandbox.day", "the clock can only be set with the sandbox: set sandbox.enabled = true or give --sandbox");
            }
            let may_be_plain = self.server.is_seen_here_alone() || self.server.allow_plain_http;
            if !self.server.tls() && !may_be_plain && !r.is_wrong("server.public_url") {
                r.fault(
                    "server.public_url",
                    "without https everybody on the way reads along: write the https:// address of the proxy in front, or set server.allow_plain_http = true as well",
                );
            }
            if self.registry.base_url.is_empty() {
                r.fault("registry.base_url", "is required without the sandbox: write the address of the register's interface");
            }
            if self.registry.key.is_empty() {
                r.fault("registry.key", "is required without the sandbox: set it by DAIBAN__REGISTRY__KEY rather than in the file");
            }
        }
    }

    /// Whether other machines may come in: straight, or through a proxy in front, which a public address of its own or
    /// the proxies' addresses give away.
    fn reaches_beyond_loopback(&self) -> bool {
        !self.server.listen.ip().is_loopback()
            || !self.sandbox.listen.ip().is_loopback()
            || !self.server.proxies.is_empty()
            || !self.server.is_seen_here_alone()
    }
}

/// Whether the host of a URL is this machine's own.
fn is_loopback_url(url: &str) -> bool {
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
