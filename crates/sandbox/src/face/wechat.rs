//! WeChat's face check 2.0 and the tokens that it is asked with.
//!
//! Every answer has the status 200; a failure is an `errcode`. Where the published pages give no code for a failure (a check that
//! is not there, or is about somebody else), the code here is our own choice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::BASE64;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::checks::{Asked, Authority, Faces, Verdict};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::sha256;

const INVALID_SECRET: i64 = 40_125;
const INVALID_TOKEN: i64 = 40_001;
const INVALID_APP_ID: i64 = 40_013;
const INVALID_GRANT_TYPE: i64 = 40_002;
const INVALID_ARGUMENTS: i64 = 40_097;

/// Life of a token, in seconds.
const TOKEN_S: i64 = 7_200;
/// How long an old token goes on beside a new one, and how long before its end a stable one is renewed, in seconds.
const OVERLAP_S: i64 = 300;
/// Life of a check, in seconds.
const CHECK_S: i64 = 3_600;

/// One app, as made for whom the sandbox lets in.
#[derive(Clone)]
pub struct WechatAccount {
    /// The app id.
    pub app_id: String,
    /// The app's secret.
    pub secret: String,
}

/// The part of `api.weixin.qq.com` that checks faces, for these apps.
pub fn wechat(apps: Vec<WechatAccount>, machine: MachineClock, faces: Arc<Faces>) -> Router {
    let platform = Platform {
        apps,
        machine,
        faces,
        tokens: Mutex::default(),
    };
    Router::new()
        .route("/cgi-bin/token", get(plain_token))
        .route("/cgi-bin/stable_token", post(stable_token))
        .route("/cityservice/face/identify/getverifyid", post(begin))
        .route("/cityservice/face/identify/queryverifyinfo", post(query))
        .with_state(Arc::new(platform))
}

struct Platform {
    apps: Vec<WechatAccount>,
    machine: MachineClock,
    faces: Arc<Faces>,
    /// Tokens with their app and end.
    tokens: Mutex<BTreeMap<String, (String, Timestamp)>>,
}

#[derive(Deserialize)]
struct StableToken {
    grant_type: String,
    appid: String,
    secret: String,
    #[serde(default)]
    force_refresh: bool,
}

#[derive(Deserialize)]
struct Begin {
    out_seq_no: String,
    cert_info: CertInfo,
    openid: String,
}

#[derive(Deserialize)]
struct CertInfo {
    #[serde(rename = "cert_type")]
    kind: String,
    #[serde(rename = "cert_name")]
    name: String,
    #[serde(rename = "cert_no")]
    number: String,
}

#[derive(Deserialize)]
struct Query {
    verify_id: String,
    out_seq_no: String,
    cert_hash: String,
    openid: String,
}

async fn plain_token(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let given: BTreeMap<_, _> = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    answer(platform.grant(text("grant_type"), text("appid"), text("secret"), true))
}

async fn stable_token(State(platform): State<Arc<Platform>>, body: Bytes) -> Json<Value> {
    let outcome = parsed(&body).and_then(|asked: StableToken| {
        platform.grant(
            &asked.grant_type,
            &asked.appid,
            &asked.secret,
            asked.force_refresh,
        )
    });
    answer(outcome)
}

async fn begin(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = platform.app_of(query.as_deref()).and_then(|app_id| {
        let wanted: Begin = parsed(&body)?;
        let texts = [
            &wanted.out_seq_no,
            &wanted.openid,
            &wanted.cert_info.name,
            &wanted.cert_info.number,
        ];
        if texts.iter().any(|text| text.is_empty()) || wanted.cert_info.kind != "IDENTITY_CARD" {
            return Err(INVALID_ARGUMENTS);
        }
        let asked = Asked {
            app_id,
            attempt: wanted.out_seq_no,
            name: wanted.cert_info.name,
            id_number: wanted.cert_info.number,
            subject: wanted.openid,
            ..Asked::default()
        };
        let life = SignedDuration::from_secs(CHECK_S);
        let begun = platform.faces.begin(Authority::Wechat, asked, life);
        let id = begun.ok_or(INVALID_ARGUMENTS)?;
        Ok(json!({"errcode": 0, "errmsg": "ok", "verify_id": id, "expires_in": CHECK_S}))
    });
    answer(outcome)
}

async fn query(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = platform.app_of(query.as_deref()).and_then(|app_id| {
        let query: Query = parsed(&body)?;
        let check = platform
            .faces
            .find(Authority::Wechat, &app_id, &query.verify_id)
            .ok_or(INVALID_ARGUMENTS)?;
        let asked = &check.asked;
        if asked.attempt != query.out_seq_no
            || asked.subject != query.openid
            || cert_hash(asked) != query.cert_hash
        {
            return Err(INVALID_ARGUMENTS);
        }
        let mut found = json!({"errcode": 0, "errmsg": "ok"});
        let result = match check.verdict {
            Verdict::Waiting => return Ok(found),
            Verdict::Passed => 10_000,
            Verdict::NoSuchIdentity => 10_003,
            Verdict::OtherFace => 10_004,
            Verdict::Cancelled => 90_004,
            Verdict::TimedOut => 90_107,
        };
        found["verify_ret"] = result.into();
        Ok(found)
    });
    answer(outcome)
}

impl Platform {
    /// A token for an app. A `fresh` one ends the others within minutes.
    fn grant(
        &self,
        grant_type: &str,
        app_id: &str,
        secret: &str,
        fresh: bool,
    ) -> Result<Value, i64> {
        if grant_type != "client_credential" {
            return Err(INVALID_GRANT_TYPE);
        }
        let app = self.apps.iter().find(|app| app.app_id == app_id);
        if app.ok_or(INVALID_APP_ID)?.secret != secret {
            return Err(INVALID_SECRET);
        }
        let now = self.machine.now();
        let later = |seconds| now + SignedDuration::from_secs(seconds);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|_, (_, until)| now < *until);
        let current = tokens
            .iter()
            .find(|(_, (of, until))| of == app_id && later(OVERLAP_S) < *until)
            .map(|(token, (_, until))| (token.clone(), *until));
        if let Some((token, until)) = current
            && !fresh
        {
            let left_s = until.as_second() - now.as_second();
            return Ok(json!({"access_token": token, "expires_in": left_s}));
        }
        for (_, (of, until)) in tokens.iter_mut() {
            if of == app_id {
                *until = later(OVERLAP_S).min(*until);
            }
        }
        let token = sha256::digest_of(format!("{secret} {now} {}", tokens.len()).as_bytes());
        tokens.insert(token.clone(), (app_id.to_owned(), later(TOKEN_S)));
        Ok(json!({"access_token": token, "expires_in": TOKEN_S}))
    }

    /// The app whose token a request carries.
    fn app_of(&self, query: Option<&str>) -> Result<String, i64> {
        let given = pairs(query.unwrap_or_default());
        let token = given.iter().find(|(name, _)| name == "access_token");
        let (_, token) = token.ok_or(INVALID_TOKEN)?;
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens
            .get(token)
            .filter(|(_, until)| self.machine.now() < *until)
            .map(|(app_id, _)| app_id.clone())
            .ok_or(INVALID_TOKEN)
    }
}

/// Lower-case hex of SHA-256 over type, name and number in base64.
fn cert_hash(asked: &Asked) -> String {
    let base64 = |text: &str| BASE64.encode(text.as_bytes());
    let text = format!(
        "cert_type={}&cert_name={}&cert_no={}",
        base64("IDENTITY_CARD"),
        base64(&asked.name),
        base64(&asked.id_number)
    );
    sha256::digest_of(text.as_bytes())
}

fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, i64> {
    serde_json::from_slice(body).map_err(|_| INVALID_ARGUMENTS)
}

fn answer(outcome: Result<Value, i64>) -> Json<Value> {
    Json(
        outcome.unwrap_or_else(|code| json!({"errcode": code, "errmsg": "refused by the sandbox"})),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_the_vector_of_the_description() {
        let asked = Asked {
            name: "张三".into(),
            id_number: "310101199801011234".into(),
            ..Asked::default()
        };
        assert_eq!(
            cert_hash(&asked),
            "3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b"
        );
    }
}
