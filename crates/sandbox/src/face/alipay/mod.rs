//! Alipay's gateway, as far as it certifies people: `alipay.user.certify.open.*` and the family that took its place under
//! another name, signed both ways with `RSA2`. Refusals are signed too.
//!
//! Words for what went wrong in front of the camera, and the code of a check that is not there, are not published: they are our own.

mod account;
mod gate;
mod keys;
mod methods;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use serde_json::json;

pub use account::{AlipayAccount, AlipayKeys};

use super::checks::Faces;
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use gate::{Gate, Parameters};
use keys::Key;
use methods::{Answer, Refusal};

/// The part of `openapi.alipay.com` that certifies people, for one app. `None` when a private key cannot be read.
pub fn alipay(account: AlipayAccount, machine: MachineClock, faces: Arc<Faces>) -> Option<Router> {
    let platform = Platform {
        gate: Gate::new(
            account.app_id.clone(),
            Key::read(&account.keys.app_private)?,
        ),
        own: Key::read(&account.keys.alipay_private)?,
        account,
        machine,
        faces,
    };
    let router = Router::new()
        .route("/gateway.do", any(answer))
        .with_state(Arc::new(platform));
    Some(router)
}

struct Platform {
    account: AlipayAccount,
    gate: Gate,
    own: Key,
    machine: MachineClock,
    faces: Arc<Faces>,
}

async fn answer(
    State(platform): State<Arc<Platform>>,
    http_method: Method,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let mut given: Parameters = pairs(&query.unwrap_or_default()).into_iter().collect();
    if http_method == Method::POST {
        given.extend(pairs(&String::from_utf8_lossy(&body)));
    }
    let method = given.get("method").cloned().unwrap_or_default();
    let outcome = platform
        .gate
        .admit(&given, platform.machine.now())
        .and_then(|()| {
            let biz_content = given.get("biz_content").map_or("", String::as_str);
            methods::answered(&method, biz_content, &platform.account, &platform.faces)
        });
    let (name, member) = match outcome {
        Ok(Answer::Page(address)) => {
            return (StatusCode::FOUND, [(LOCATION, address)]).into_response();
        }
        Ok(Answer::Member(mut member)) => {
            member["code"] = "10000".into();
            member["msg"] = "Success".into();
            (method, member)
        }
        Err(refusal) => {
            let (code, msg, sub_code) = refusal.parts();
            let member = json!({"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "refused by the sandbox"});
            let name = if refusal == Refusal::Method {
                String::new()
            } else {
                method
            };
            (name, member)
        }
    };
    let name = if name.is_empty() {
        "error_response".to_owned()
    } else {
        format!("{}_response", name.replace('.', "_"))
    };
    let member = member.to_string();
    let sign = platform.own.sign(&member);
    // Put together by hand: the signature covers the member as it is written here.
    let body = format!(r#"{{{}:{member},"sign":"{sign}"}}"#, json!(name));
    ([(CONTENT_TYPE, "application/json;charset=utf-8")], body).into_response()
}
