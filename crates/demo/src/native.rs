//! `/sandbox/native/<host>`: the native side of a host, for programs that play a mini-program in the hands of a person.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::StatusCode;
use sandbox::Channel;
use sandbox::face::{Authority, Outcome};
use sandbox::login::{NotHanded, Platform};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use web::errors::Plain;

use super::shown::Sandbox;

/// What every call says.
#[derive(Deserialize)]
struct Asked {
    person: String,
    channel: Option<String>,
}

/// What the call of a face check says besides.
#[derive(Deserialize)]
struct Facing {
    check: Value,
    outcome: String,
}

/// `POST /sandbox/native/{host}/login-code`: `{"code"}`
pub(super) async fn login_code(
    Extension(sandbox): Extension<Sandbox>,
    Path(host): Path<String>,
    body: String,
) -> Response {
    told(parsed(&host, &body).and_then(|(host, channel, asked)| {
        let telephone = &sandbox.hosts.telephone;
        let code = telephone.login_code(host, channel, &asked.person);
        code.map(|code| json!({ "code": code })).map_err(refused)
    }))
}

/// `POST /sandbox/native/{host}/phone`: `{"native"}`, or 409 `no_phone`
pub(super) async fn phone(
    Extension(sandbox): Extension<Sandbox>,
    Path(host): Path<String>,
    body: String,
) -> Response {
    told(parsed(&host, &body).and_then(|(host, channel, asked)| {
        let telephone = &sandbox.hosts.telephone;
        let native = telephone.phone(host, channel, &asked.person);
        native
            .map(|native| json!({ "native": native }))
            .map_err(refused)
    }))
}

/// `POST /sandbox/native/{host}/face`: `{"native"}`, what the native call answers once the person has been before the camera
pub(super) async fn face(
    Extension(sandbox): Extension<Sandbox>,
    Path(host): Path<String>,
    body: String,
) -> Response {
    told(parsed(&host, &body).and_then(|(host, _, asked)| {
        let facing: Facing = json(&body)?;
        let outcome = match facing.outcome.as_str() {
            "pass" => Outcome::Pass,
            "fail" => Outcome::Fail,
            "cancel" => Outcome::Cancel,
            "timeout" => Outcome::Timeout,
            _ => return Err(Refusal(StatusCode::UNPROCESSABLE_ENTITY, "outcome")),
        };
        let mut agents = sandbox.world.accounts().into_iter();
        let agent = agents.find(|agent| agent.username == asked.person);
        let agent = agent.ok_or(refused(NotHanded::NoPerson))?;
        let (authority, id) = check(host, &facing.check).ok_or(NO_CHECK)?;
        let faces = &sandbox.hosts.faces;
        let waits = faces
            .waiting(&id)
            .is_some_and(|one| one.authority == authority);
        let ended = waits.then(|| faces.end(&id, &agent.id_number, outcome));
        let ended = ended.flatten().ok_or(NO_CHECK)?;
        Ok(json!({ "native": answered(host, &id, outcome, ended.return_to.as_deref()) }))
    }))
}

/// Why a call is refused: the status, and a code.
struct Refusal(StatusCode, &'static str);

const NO_CHECK: Refusal = Refusal(StatusCode::NOT_FOUND, "no_check");

/// The authority of a host, and the check's id in what our service handed to the client.
pub(super) fn check(host: Platform, native: &Value) -> Option<(Authority, String)> {
    let text = |name: &str| native[name].as_str().map(str::to_owned);
    match host {
        Platform::Wechat => Some((Authority::Wechat, text("verifyId")?)),
        Platform::Alipay => Some((Authority::Alipay, text("certifyId")?)),
        // A page in a web-view: its address names the check.
        _ => {
            let url = text("url")?;
            let (_, rest) = url.split_once("token=")?;
            let id = rest.split('&').next()?.to_owned();
            Some((Authority::Baidu, id))
        }
    }
}

/// What the native call answers its program. It says that the dialogue is over, and proves nothing.
pub(super) fn answered(
    host: Platform,
    id: &str,
    outcome: Outcome,
    return_to: Option<&str>,
) -> Value {
    match host {
        Platform::Wechat => {
            let (code, text) = match outcome {
                Outcome::Pass => (0, "requestFacialVerify:ok"),
                Outcome::Fail => (90_100, "requestFacialVerify:fail"),
                Outcome::Cancel => (90_004, "requestFacialVerify:fail cancel"),
                Outcome::Timeout => (90_107, "requestFacialVerify:fail timeout"),
            };
            json!({"errCode": code, "errMsg": text, "verifyResult": id})
        }
        Platform::Alipay => {
            let status = match outcome {
                Outcome::Pass => "9000",
                Outcome::Cancel => "6001",
                Outcome::Fail | Outcome::Timeout => "4000",
            };
            json!({"resultStatus": status, "result": {"certifyId": id}})
        }
        // The page leads its web-view back.
        _ => json!({ "url": return_to }),
    }
}

fn parsed(host: &str, body: &str) -> Result<(Platform, Channel, Asked), Refusal> {
    let hosts = [Platform::Wechat, Platform::Alipay, Platform::Baidu];
    let host = hosts.into_iter().find(|known| known.word() == host);
    let asked: Asked = json(body)?;
    let word = asked.channel.as_deref();
    let word = word.unwrap_or(Channel::Jingtong.word());
    let channel = Channel::ALL.into_iter().find(|known| known.word() == word);
    match (host, channel) {
        (Some(host), Some(channel)) => Ok((host, channel, asked)),
        _ => Err(refused(NotHanded::NoApp)),
    }
}

fn json<T: DeserializeOwned>(body: &str) -> Result<T, Refusal> {
    serde_json::from_str(body).map_err(|_| Refusal(StatusCode::UNPROCESSABLE_ENTITY, "body"))
}

fn refused(why: NotHanded) -> Refusal {
    match why {
        NotHanded::NoPerson => Refusal(StatusCode::NOT_FOUND, "no_person"),
        NotHanded::NoApp => Refusal(StatusCode::NOT_FOUND, "no_app"),
        NotHanded::NoPhone => Refusal(StatusCode::CONFLICT, "no_phone"),
    }
}

fn told(outcome: Result<Value, Refusal>) -> Response {
    match outcome {
        Ok(told) => Json(told).into_response(),
        Err(Refusal(status, code)) => {
            let said = (status, Json(json!({ "code": code }))).into_response();
            (Extension(Plain), said).into_response()
        }
    }
}
