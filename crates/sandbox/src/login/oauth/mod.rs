//! Platforms that speak OAuth 2.0: an issuer of OpenID Connect, and two whose interface is not public, the national platform and the
//! electronic social security card. What those two say, and where, is our own: a contract with them decides.

mod account;
mod keys;
mod server;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::logins::Logins;
use super::people::{Holder, Platform};
use crate::faults::{Faults, switched};
use server::{Server, TellsIn};

pub use account::OauthAccount;
pub use keys::Algorithm;

/// An issuer of OpenID Connect at this address: `/.well-known/openid-configuration` leads to the rest.
pub fn oidc(issuer: String, account: OauthAccount, logins: Arc<Logins>, faults: Faults) -> Router {
    let server = Server::new(issuer, Platform::Oidc, account, logins, claims_of_oidc);
    let more = Router::new()
        .route("/.well-known/openid-configuration", get(server::published))
        .route("/oauth2/userinfo", get(server::user).post(server::user))
        .route("/oauth2/keys", get(server::keys));
    whole(server, more, faults)
}

/// The national platform: it tells by an answer at `/oauth2/userinfo`.
pub fn national(
    issuer: String,
    account: OauthAccount,
    logins: Arc<Logins>,
    faults: Faults,
) -> Router {
    let platform = Platform::National;
    let server = Server::new(issuer, platform, account, logins, told_by_national)
        .telling_in(TellsIn::Answer);
    let more = Router::new().route("/oauth2/userinfo", get(server::user));
    whole(server, more, faults)
}

/// The electronic social security card: it tells in a signed token, with keys at `/oauth2/keys`.
pub fn essc(issuer: String, account: OauthAccount, logins: Arc<Logins>, faults: Faults) -> Router {
    let server = Server::new(issuer, Platform::Essc, account, logins, claims_of_essc)
        .telling_in(TellsIn::Token);
    let more = Router::new().route("/oauth2/keys", get(server::keys));
    whole(server, more, faults)
}

fn whole(server: Server, more: Router<Arc<Server>>, faults: Faults) -> Router {
    let server = Arc::new(server);
    let servers = more
        .route("/oauth2/token", post(server::token))
        .with_state(Arc::clone(&server));
    let page = Router::new()
        .route("/oauth2/authorize", get(server::authorise))
        .with_state(server);
    page.merge(switched(servers, faults))
}

/// OpenID Connect's own names.
fn claims_of_oidc(holder: &Holder, logins: &Logins) -> Value {
    let mut told = json!({ "sub": holder.openid() });
    if let Some(agent) = holder.agent(logins.world()) {
        told["name"] = agent.name.as_str().into();
        if !agent.mobile.is_empty() {
            told["phone_number"] = format!("+86{}", agent.mobile).into();
            told["phone_number_verified"] = true.into();
        }
    }
    told
}

fn claims_of_essc(holder: &Holder, logins: &Logins) -> Value {
    let mut told = json!({"sub": holder.openid(), "level": "L3"});
    if let Some(agent) = holder.agent(logins.world()) {
        told["name"] = agent.name.as_str().into();
        told["id_number"] = agent.id_number.as_str().into();
        if !agent.mobile.is_empty() {
            told["mobile"] = agent.mobile.as_str().into();
        }
    }
    told
}

fn told_by_national(holder: &Holder, logins: &Logins) -> Value {
    let mut data = json!({"uid": holder.openid(), "level": "L3"});
    if let Some(agent) = holder.agent(logins.world()) {
        data["xm"] = agent.name.as_str().into();
        data["zjhm"] = agent.id_number.as_str().into();
        if !agent.mobile.is_empty() {
            data["sjhm"] = agent.mobile.as_str().into();
        }
    }
    json!({"code": "0", "message": "success", "data": data})
}
