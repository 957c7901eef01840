//! Log-in by a code that is scanned with a telephone on which its person is logged in already.
//!
//! The browser shows the code and two digits, and takes its log-in as soon as the telephone has let it in: by a stream of events, or
//! without script by a link.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::channel::{Channel, Host};
use futures::stream;
use http::HeaderMap;
use serde::Deserialize;
use service::login::host_codes::{HostCode, host_codes};
use service::login::platform_visit::VisitProblem;
use service::login::portal_login::{
    Look, Ticket, begin_portal_login, look_at_portal_login, show_portal_login,
};
use service::login::ways::LogInWay;
use service::token::{Session, Token};
use uuid::Uuid;
use web::Shared;
use web::address::ClientAddress;
use web::device::named_browser;
use web::errors::RequestError;
use web::page::Page;
use web::return_address::safe_return;
use web::streams::Seat;

use super::addresses::{self, SERVICE};
use super::pages::qr_login::{HostCodeShown, OpenOnPhone, QrLogin};
use super::platform_login::enter;
use super::{code, draw::draw, layout::layout, wording};

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    to: Option<String>,
}

/// `GET /login/qr`: a new code, which ends the one that this browser showed before.
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    offered(&web)?;
    let to = asking.to.as_deref().and_then(safe_return);
    let to = to.unwrap_or(SERVICE);
    let place = place(&headers, address);
    let ticket = begin_portal_login(&web.service, &session.token, &place, to).await?;
    shown(&web, &page, &ticket, false).await
}

/// `GET /login/qr/{ticket}`: whether the telephone has let this browser in.
pub(super) async fn look(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    Path(ticket): Path<String>,
) -> Result<Response, RequestError> {
    offered(&web)?;
    let failed = |why: VisitProblem| {
        let to = addresses::log_in_failed(why.code(), SERVICE);
        Ok(Redirect::to(&to).into_response())
    };
    match look_at_portal_login(&web.service, &session.token, &ticket).await? {
        Look::Waits { digits, expires_at } => {
            let waits = Ticket {
                id: ticket,
                digits,
                expires_at,
            };
            shown(&web, &page, &waits, true).await
        }
        Look::In { token, next } => {
            enter(&web, page, token, LogInWay::Qr.code(), &next, address).await
        }
        Look::Refused => failed(VisitProblem::Refused),
        Look::Over => failed(VisitProblem::Expired),
    }
}

/// `GET /q/{ticket}`: for a telephone whose camera opened the code in a browser, not in one of the apps.
pub(super) async fn on_a_phone(
    State(web): State<Shared>,
    page: Page,
    Path(ticket): Path<String>,
) -> Result<Response, RequestError> {
    offered(&web)?;
    show_portal_login(&web.service, &ticket).await?;
    let here = web
        .site
        .is_sandbox
        .then(|| addresses::played_phone(&ticket));
    let shown = OpenOnPhone {
        page: layout(&page, page.t("qr_login.phone_title")),
        here_url: here.unwrap_or_default(),
    };
    Ok(draw(&shown)?.into_response())
}

fn offered(web: &Shared) -> Result<(), RequestError> {
    let is_offered = web.service.gateways.ways.contains(&LogInWay::Qr);
    is_offered.then_some(()).ok_or(RequestError::NotFound)
}

async fn shown(
    web: &Shared,
    page: &Page,
    ticket: &Ticket,
    has_looked: bool,
) -> Result<Response, RequestError> {
    let path = addresses::scanned(&ticket.id);
    let host_codes = host_codes(&web.service, &ticket.id, &page.request_id).await;
    let host_codes = host_codes.iter().map(|code| host_code(page, code));
    let beyond_reach = web.site.is_sandbox && web.site.is_seen_here_alone();
    let shown = QrLogin {
        page: layout(page, page.t("qr_login.title")),
        picture: code::data_address(&format!("{}{path}", web.site.public_url))?,
        host_codes: host_codes.collect(),
        until: wording::time(ticket.expires_at),
        look_url: addresses::look_at_qr(&ticket.id),
        changes_url: addresses::qr_changes(&ticket.id),
        ticket: ticket.id.clone(),
        digits: ticket.digits.clone(),
        has_looked,
        here_url: if beyond_reach {
            addresses::played_phone(&ticket.id)
        } else {
            String::new()
        },
    };
    Ok(draw(&shown)?.into_response())
}

fn host_code(page: &Page, code: &HostCode) -> HostCodeShown {
    let app = match code.channel {
        Channel::Portal | Channel::Jingtong => page.t("account.session_jingtong"),
        Channel::Yikatong => page.t("account.session_yikatong"),
    };
    let host = match code.host {
        Host::Web | Host::WeChat => page.t("providers.wechat"),
        Host::Alipay => page.t("providers.alipay"),
        Host::Baidu => page.t("providers.baidu"),
    };
    HostCodeShown {
        host: code.host.code(),
        channel: code.channel.code(),
        picture: code::in_address(code.picture.kind, &code.picture.bytes),
        title: page.w("qr_login.host_code", &[("app", app), ("host", host)]),
    }
}

/// Where a browser is, as its person may recognise it: the names of system and browser, and the network without its last part. The
/// same in every language.
fn place(headers: &HeaderMap, address: IpAddr) -> String {
    let network = match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}::")
        }
    };
    match named_browser(headers) {
        Some(name) => format!("{name} · {network}"),
        None => network,
    }
}

/// Between two looks.
const BREATH: Duration = Duration::from_millis(500);
/// Proxies close a connection that is silent for a minute.
const COMMENT_EVERY: Duration = Duration::from_secs(20);

struct Watch {
    web: Shared,
    browser: Token,
    ticket: String,
    ended: bool,
    _seat: Seat,
}

/// `GET /login/qr/{ticket}/changes`: one event as soon as the ticket is decided or over. It takes nothing: the look does.
pub(super) async fn changes(
    State(web): State<Shared>,
    session: Session,
    ClientAddress(address): ClientAddress,
    Path(ticket): Path<String>,
) -> Result<Response, RequestError> {
    offered(&web)?;
    let watch = Watch {
        _seat: web.streams.take(seat_of(address))?,
        browser: session.token,
        web,
        ticket,
        ended: false,
    };
    let events =
        Sse::new(stream::unfold(watch, next)).keep_alive(KeepAlive::new().interval(COMMENT_EVERY));
    // nginx would buffer the events and deliver them together.
    Ok((AppendHeaders([("X-Accel-Buffering", "no")]), events).into_response())
}

async fn next(watch: Watch) -> Option<(Result<Event, Infallible>, Watch)> {
    if watch.ended {
        return None;
    }
    loop {
        let Watch {
            web,
            browser,
            ticket,
            ..
        } = &watch;
        if web.service.is_stopping() || web.is_closed() {
            return None;
        }
        match service::login::portal_login::is_waiting(&web.service, browser, ticket).await {
            Ok(true) | Err(service::ServiceError::Busy(_)) => {}
            Ok(false) => {
                let event = Event::default().event("decided").data("look");
                return Some((
                    Ok(event),
                    Watch {
                        ended: true,
                        ..watch
                    },
                ));
            }
            Err(_) => return None,
        }
        tokio::time::sleep(BREATH).await;
    }
}

/// The seats of an address: nobody is logged in yet.
fn seat_of(address: IpAddr) -> Uuid {
    let bits = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    };
    Uuid::from_u128(bits)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::USER_AGENT;

    use super::*;

    #[test]
    fn a_place_names_browser_and_network_and_no_single_machine() {
        for (agent, address, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                "203.0.113.7",
                "Windows, Edge · 203.0.113.*",
            ),
            ("curl/8.0", "203.0.113.7", "203.0.113.*"),
            ("", "2001:db8:1:2::7", "2001:db8:1::"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_static(agent));
            assert_eq!(place(&headers, address.parse().unwrap()), expected);
        }
    }
}
