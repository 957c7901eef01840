//! The names of our cookies.

use std::borrow::Cow;

/// Who a browser is.
pub const SESSION: &str = "daiban";
/// In which accounts a browser has logged in before.
pub const KNOWN: &str = "daiban-known";
/// The language that was chosen.
pub const LANG: &str = "lang";
/// Whether large type was chosen.
pub const CARE: &str = "care";

/// The name under which a browser keeps a cookie. `__Host-` binds it to this very host, so that no sister site can plant one or wipe it out;
/// browsers take it over TLS only.
pub fn bound_to_host(name: &'static str, tls: bool) -> Cow<'static, str> {
    if tls {
        format!("__Host-{name}").into()
    } else {
        name.into()
    }
}
