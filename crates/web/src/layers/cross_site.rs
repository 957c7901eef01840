//! Refuses requests that another site makes a browser send, whatever token they carry.
//!
//! The form token proves the same; this is the second line of defence. A browser itself says where a request comes from: in
//! `Sec-Fetch-Site`, if it supports that, else in `Origin`. Our own pages send the origin `null`, because their referrer policy
//! is `no-referrer` (Fetch standard, "append a request Origin header"), so that value alone says nothing.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, Method};

use crate::errors::RequestError;
use crate::form::drain;
use crate::state::Shared;

/// Layer around every route. Requests that only read may come from anywhere: links lead here.
pub(crate) async fn check(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let own = &web.site.public_url;
    if only_reads || !is_of_another_site(request.headers(), own) {
        return next.run(request).await;
    }
    drain(request.into_body()).await;
    RequestError::FormToken.into_response()
}

/// `own`: the public address; a proxy in front may put another host into the request.
fn is_of_another_site(headers: &HeaderMap, own: &str) -> bool {
    let said = headers.get("sec-fetch-site");
    if let Some(site) = said.filter(|site| !site.is_empty()) {
        // `none`: the person repeats the request with a key of the browser, such as reload.
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(ORIGIN).filter(|origin| *origin != "null") else {
        return false;
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    origin != own && (authority.is_none() || authority != host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_site_sent_it() {
        let said = |lines: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.insert(*name, value.parse().unwrap());
            }
            is_of_another_site(&headers, "https://card.example.cn")
        };
        let host = ("host", "card.example.cn");
        let site = "sec-fetch-site";
        assert!(
            !said(&[host]),
            "no browser, or an old one: the token decides"
        );
        assert!(!said(&[host, (site, "same-origin"), ("origin", "null")]));
        assert!(!said(&[host, (site, "none")]));
        assert!(!said(&[host, ("origin", "https://card.example.cn")]));
        assert!(!said(&[host, ("origin", "null")]));
        assert!(!said(&[
            ("host", "10.0.0.7:8420"),
            ("origin", "https://card.example.cn")
        ]));
        assert!(!said(&[host, (site, "")]));
        for other in ["cross-site", "same-site", "SAME-ORIGIN"] {
            assert!(said(&[host, (site, other)]), "{other}");
        }
        for other in [
            "https://evil.example",
            "https://card.example.cn.evil.example",
            "https://card.example.cn:444",
            "card.example.cn",
            "",
        ] {
            assert!(said(&[host, ("origin", other)]), "{other}");
        }
    }
}
