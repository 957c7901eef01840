//! The population registry.

use gateways::registry::Settings;

use super::reader::{Reader, at_least_one};

pub(super) fn read(r: &mut Reader) -> Settings {
    let base_url = r.text("registry.base_url", "");
    let timeout_ms = r.number("registry.timeout_ms", 5_000, at_least_one).into();
    Settings {
        connect_timeout_ms: r
            .number("registry.connect_timeout_ms", 2_000, at_least_one)
            .into(),
        timeout_ms,
        whole_call_ms: timeout_ms,
        retries: r.number("registry.retries", 2, |_| None),
        ..Settings::new(
            base_url.trim_end_matches('/'),
            r.text("registry.app_id", "daiban"),
            r.secret("registry.key", "registry.key_file").into_bytes(),
        )
    }
}
