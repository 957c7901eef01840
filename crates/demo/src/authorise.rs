//! `/sandbox/authorise`: the page of a platform at which somebody says who comes, and whether they agree.

use axum::Extension;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use portal::draw::draw;
use portal::layout::layout;
use sandbox::login::Platform;
use serde::Deserialize;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::page::{Authorise, Comer};
use super::shown::Sandbox;

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// The log-in that waits.
    id: String,
}

/// `GET /sandbox/authorise?id=`
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
    Query(Asking { id }): Query<Asking>,
) -> Result<Response, RequestError> {
    let waiting = sandbox.hosts.logins.waiting(&id);
    let waiting = waiting.ok_or(RequestError::NotFound)?;
    let agents = sandbox.world.accounts().into_iter();
    let comers = agents.map(|agent| Comer {
        username: agent.username,
        name: agent.name,
    });
    let platform = match waiting.platform {
        Platform::Wechat => page.t("providers.wechat"),
        Platform::Alipay => page.t("providers.alipay"),
        Platform::Baidu => page.t("providers.baidu"),
        Platform::National => page.t("providers.national"),
        Platform::Essc => page.t("providers.essc"),
        Platform::Oidc => page.t("sandbox.oidc"),
        Platform::Beijing => page.t("sandbox.beijing"),
    };
    let shown = draw(&Authorise {
        page: layout(&page, page.t("sandbox.authorise")),
        id,
        platform: platform.to_owned(),
        comers: comers.collect(),
    })?;
    Ok(shown.into_response())
}

/// `POST /sandbox/authorise`
pub(super) async fn post(
    Extension(sandbox): Extension<Sandbox>,
    posted: Posted,
) -> Result<Redirect, RequestError> {
    let logins = &sandbox.hosts.logins;
    let (id, person) = (posted.text("id"), posted.text("person"));
    let back = match posted.text("decision") {
        "grant" => logins.grant(id, person),
        "break" => logins.break_off(id, person),
        "refuse" => logins.refuse(id),
        _ => return Err(RequestError::Unreadable),
    };
    back.map(|to| Redirect::to(&to))
        .ok_or(RequestError::NotFound)
}
