//! Checks across several settings.

use web::site::{is_loopback, is_tls};

use super::Config;
use super::reader::Reader;

impl Config {
    /// What one key alone cannot show, for any command.
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

    /// What the outside world needs: the registry, or the sandbox with its two switches.
    pub(super) fn check_outside(&self, r: &mut Reader) {
        if self.sandbox.enabled {
            if cfg!(not(feature = "demo")) {
                r.fault(
                    "sandbox.enabled",
                    "this program was built without the sandbox: build it with the feature `demo`",
                );
            }
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
            let may_be_plain = is_loopback(&self.server.public_url) || self.server.allow_plain_http;
            if !is_tls(&self.server.public_url) && !may_be_plain && !r.is_wrong("server.public_url")
            {
                r.fault(
                    "server.public_url",
                    "without https everybody on the way reads along: write the https:// address of the proxy in front, or set server.allow_plain_http = true as well",
                );
            }
            if self.registry.base_url.is_empty() {
                r.fault("registry.base_url", "is required without the sandbox: write the address of the register's interface");
            }
            if self.registry.key.is_empty() && !r.is_wrong("registry.key_file") {
                r.fault("registry.key", "is required without the sandbox: set it by DAIBAN__REGISTRY__KEY or registry.key_file rather than here");
            }
        }
    }

    /// Whether other machines can reach the service: directly, or through a proxy in front, which shows in a public address of
    /// its own or in the proxies' addresses.
    fn reaches_beyond_loopback(&self) -> bool {
        !self.server.listen.ip().is_loopback()
            || !self.sandbox.listen.ip().is_loopback()
            || !self.server.proxies.is_empty()
            || !is_loopback(&self.server.public_url)
    }
}
