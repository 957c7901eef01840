//! Headers that every answer carries.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use crate::state::Shared;

/// Nothing from another host, nothing inline, no framing of our pages, no `<base>`, no plugin. `data:` pictures are allowed for
/// the picture code of the log-in, which exists only in its page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const OWN_FORMS: &str = "form-action 'self'";

/// Extension of a page whose form leads on to another site (scheme, host and port). Browsers follow no such redirect unless the page
/// says so.
#[derive(Clone, Debug)]
pub struct FormsLeadTo(pub String);

const PERMISSIONS: &str = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";

pub(crate) async fn add(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let leads_to = response.extensions_mut().remove();
    let headers = response.headers_mut();
    // An answer that does not say otherwise may be personal. Files of the program say so themselves.
    let is_personal = !headers.contains_key(CACHE_CONTROL);
    headers.extend(of_every_answer(web.site.tls()));
    if let Some(FormsLeadTo(origin)) = leads_to
        && let Ok(policy) =
            HeaderValue::try_from(POLICY.replace(OWN_FORMS, &format!("{OWN_FORMS} {origin}")))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if is_personal {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(VARY, HeaderValue::from_static("accept-language, cookie"));
    }
    response
}

/// Headers of every answer, over TLS or not.
pub fn of_every_answer(tls: bool) -> HeaderMap {
    let same_origin = HeaderValue::from_static("same-origin");
    let mut headers = HeaderMap::from_iter([
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static(PERMISSIONS),
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            same_origin.clone(),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            same_origin,
        ),
    ]);
    if tls {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    headers
}
