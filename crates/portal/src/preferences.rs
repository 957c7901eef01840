//! Language and large type: cookies in the browser, kept for a year.

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::lang::Lang;
use http::header::SET_COOKIE;
use serde::Deserialize;
use web::cookie_names::{CARE, LANG, bound_to_host};
use web::errors::RequestError;
use web::page::Page;
use web::return_address::safe_return;
use web::{Shared, Web};

use super::addresses;

/// The page on which the switch was used.
#[derive(Deserialize)]
pub(super) struct Back {
    back: Option<String>,
}

const SECONDS_KEPT: u32 = 365 * 24 * 60 * 60;

/// A choice in the query of the page itself, if no other address may name that page.
#[derive(Deserialize)]
pub(super) struct Look {
    lang: Option<String>,
    care: Option<String>,
}

impl Look {
    /// The choice that a button of the header sends with a form: `look:lang=en`, `look:care=on`.
    pub(super) fn of_button(action: &str) -> Option<Look> {
        let (name, value) = action.strip_prefix("look:")?.split_once('=')?;
        let value = Some(value.to_owned());
        match name {
            "lang" => Some(Look {
                lang: value,
                care: None,
            }),
            "care" => Some(Look {
                lang: None,
                care: value,
            }),
            _ => None,
        }
    }

    /// Shows the page as chosen, before the browser sends the cookie.
    pub(super) fn apply(&self, web: &Web, page: &mut Page) {
        if let Some(lang) = self.lang.as_deref().and_then(known_language) {
            page.lang = if lang == Lang::En.tag() {
                Lang::En
            } else {
                Lang::Zh
            };
        }
        if let Some(care) = self.care.as_deref().and_then(known_state) {
            page.care = care == "1";
        }
        page.texts = web.locales.texts(page.lang).in_simple_words(page.care);
    }

    /// The cookie that keeps the choice, if it is valid.
    pub(super) fn cookie(&self, web: &Web) -> Option<String> {
        let lang = self.lang.as_deref().and_then(known_language);
        let care = self.care.as_deref().and_then(known_state);
        lang.map(|lang| cookie(web, LANG, lang))
            .or_else(|| care.map(|care| cookie(web, CARE, care)))
    }
}

/// `/language/{lang}`
pub(super) async fn language(
    State(web): State<Shared>,
    Path(lang): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, RequestError> {
    let lang = known_language(&lang).ok_or(RequestError::NotFound)?;
    Ok(keep(cookie(&web, LANG, lang), &query))
}

/// `/care/{state}`
pub(super) async fn care(
    State(web): State<Shared>,
    Path(state): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, RequestError> {
    let care = known_state(&state).ok_or(RequestError::NotFound)?;
    Ok(keep(cookie(&web, CARE, care), &query))
}

fn known_language(lang: &str) -> Option<&'static str> {
    ["zh-CN", "en"].into_iter().find(|known| *known == lang)
}

/// What the cookie holds for large type on or off.
fn known_state(state: &str) -> Option<&'static str> {
    match state {
        "on" => Some("1"),
        "off" => Some("0"),
        _ => None,
    }
}

fn cookie(web: &Web, name: &'static str, value: &str) -> String {
    let tls = web.site.tls();
    let (name, secure) = (bound_to_host(name, tls), if tls { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; Max-Age={SECONDS_KEPT}; SameSite=Lax; HttpOnly{secure}")
}

fn keep(cookie: String, query: &Back) -> Response {
    let back = query
        .back
        .as_deref()
        .and_then(safe_return)
        .unwrap_or(addresses::HOME);
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(back)).into_response()
}
