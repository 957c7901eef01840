//! What every page knows about its visitor.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use domain::lang::Lang;
use http::header::ACCEPT_LANGUAGE;
use http::request::Parts;
use http::{HeaderMap, Uri};
use jiff::Timestamp;
use jiff::civil::Date;
use service::agent::{Agent, LoggedIn};
use service::token::Session;

use super::cookie_names::{CARE, LANG, WAY, bound_to_host};
use super::device::Device;
use super::request_id::RequestId;
use super::session::read;
use crate::announced::Maintenance;
use crate::i18n::Texts;
use crate::site::Operator;
use crate::state::{Shared, Web};

/// What every page knows about its visitor: language, form token, who is logged in, large type, and what its head and foot show.
#[derive(Clone, Debug)]
pub struct Page {
    /// The language of the page.
    pub lang: Lang,
    /// Its words.
    pub texts: Texts,
    /// The form token: every form carries it as `csrf`, every request by script as `X-CSRF-Token`.
    pub csrf: String,
    /// Who is logged in.
    pub logged_in: Option<LoggedIn>,
    /// Whether the page was requested, and does not answer a form. A page that answers one may hold text that is not saved yet;
    /// an unrelated button must not lead away from it.
    pub is_asked_for: bool,
    /// The device that shows it.
    pub device: Device,
    /// 关怀版: large type, fewer columns.
    pub care: bool,
    /// The code of the way by which somebody logged in with this browser the last time. From a cookie: it may say anything.
    pub last_way: Option<String>,
    /// Path of this page.
    pub path: String,
    /// Its query, for the switches that lead back to it; empty if it has none.
    pub query: String,
    /// Id of the request, shown on error pages for the help line.
    pub request_id: String,
    /// The present instant.
    pub now: Timestamp,
    /// The sandbox's day while it runs, for its banner.
    pub sandbox_day: Option<Date>,
    /// Minutes without a request after which a log-in ends.
    pub idle_minutes: u32,
    /// Who runs the service.
    pub operator: Operator,
    /// Largest picture taken, in megabytes of 1,048,576 bytes.
    pub picture_megabytes: u32,
    /// The maintenance that is announced or on.
    pub maintenance: Option<Maintenance>,
}

impl Page {
    /// The page as far as cookies and headers tell: nobody is logged in. Its form token comes from the cookie, so that a form on
    /// it can be sent even if the database could not be asked who that is.
    pub fn outside(web: &Web, headers: &HeaderMap, uri: &Uri, request_id: &str) -> Page {
        let jar = CookieJar::from_headers(headers);
        let kept = |name| {
            let name = bound_to_host(name, web.site.tls());
            jar.get(&name).map(Cookie::value)
        };
        let lang = language_of(web, headers);
        let care = kept(CARE) == Some("1");
        Page {
            lang,
            texts: web.locales.texts(lang).in_simple_words(care),
            csrf: read(web, headers).map_or_else(String::new, |token| token.form_token()),
            logged_in: None,
            is_asked_for: false,
            device: Device::of(headers),
            care,
            last_way: kept(WAY).map(str::to_owned),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            request_id: request_id.to_owned(),
            now: web.service.clock.now(),
            sandbox_day: web.site.is_sandbox.then(|| web.service.clock.today()),
            idle_minutes: web.service.settings.idle_minutes,
            operator: web.site.operator.clone(),
            picture_megabytes: web.service.settings.picture_megabytes,
            maintenance: web.announced.planned(),
        }
    }

    /// Fills in who is asking.
    pub fn enter(&mut self, session: &Session) {
        self.csrf = session.token.form_token();
        self.logged_in.clone_from(&session.logged_in);
    }

    /// The agent who is logged in, if it is one.
    pub fn agent(&self) -> Option<&Agent> {
        self.logged_in.as_ref().and_then(LoggedIn::agent)
    }

    /// The text under `key`.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key)
    }

    /// The text under `key` with its placeholders filled.
    pub fn w(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts.with(key, values)
    }
}

impl FromRequestParts<Shared> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Page, Infallible> {
        let id = parts
            .extensions
            .get::<RequestId>()
            .map_or("", |RequestId(id)| id);
        let mut page = Page::outside(web, &parts.headers, &parts.uri, id);
        page.is_asked_for = parts.method.is_safe();
        if let Some(session) = parts.extensions.get::<Session>() {
            page.enter(session);
        }
        Ok(page)
    }
}

/// The cookie of the switch wins, then the browser's order of languages; Chinese if it names neither of ours.
/// The language in which somebody reads.
pub(crate) fn language_of(web: &Web, headers: &HeaderMap) -> Lang {
    let jar = CookieJar::from_headers(headers);
    let kept = jar.get(&bound_to_host(LANG, web.site.tls()));
    let accepted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    language(kept.map(Cookie::value), accepted.unwrap_or_default())
}

fn language(cookie: Option<&str>, accepted: &str) -> Lang {
    match cookie {
        Some("zh-CN") => return Lang::Zh,
        Some("en") => return Lang::En,
        _ => {}
    }
    let mut best = (Lang::Zh, 0.0_f32);
    for entry in accepted.split(',') {
        let mut parts = entry.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
            .unwrap_or(1.0);
        let lang = match tag.split('-').next() {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => continue,
        };
        if weight > best.1 {
            best = (lang, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_over_the_browser_and_chinese_over_neither() {
        assert_eq!(language(Some("en"), "zh-CN"), Lang::En);
        assert_eq!(language(Some("fr"), "en-GB,zh;q=0.5"), Lang::En);
        assert_eq!(language(None, "fr;q=0.9, zh;q=0.4, en;q=0.7"), Lang::En);
        assert_eq!(language(None, "fr"), Lang::Zh);
        assert_eq!(language(None, ""), Lang::Zh);
        assert_eq!(language(None, "en;q=0"), Lang::Zh);
    }
}
