//! The names of our cookies.

use std::borrow::Cow;

/// The token of a visitor or of a log-in.
pub const SESSION: &str = "daiban";
/// The accounts that a browser has logged in to before.
pub const KNOWN: &str = "daiban-known";
/// The way by which somebody logged in here the last time.
pub const WAY: &str = "daiban-way";
/// The language that was chosen.
pub const LANG: &str = "lang";
/// Whether large type was chosen.
pub const CARE: &str = "care";

/// The name under which a browser keeps a cookie. `__Host-` binds it to this exact host, so that no sibling site can set or
/// overwrite it; browsers accept the prefix over TLS only.
pub fn bound_to_host(name: &'static str, tls: bool) -> Cow<'static, str> {
    if tls {
        format!("__Host-{name}").into()
    } else {
        name.into()
    }
}
