//! The names of our cookies.

use std::borrow::Cow;

/// Who a browser is.
pub(crate) const SESSION: &str = "daiban";
/// In which accounts a browser has logged in before.
pub(crate) const KNOWN: &str = "daiban-known";
/// The language that was chosen.
pub(crate) const LANG: &str = "lang";
/// Whether large type was chosen.
pub(crate) const CARE: &str = "care";

/// The name under which a browser keeps a cookie. `__Host-` binds it to this very host, so that no sister site can plant one or wipe it out;
/// browsers take it over TLS only.
pub(crate) fn bound_to_host(name: &'static str, tls: bool) -> Cow<'static, str> {
    if tls {
        format!("__Host-{name}").into()
    } else {
        name.into()
    }
}
