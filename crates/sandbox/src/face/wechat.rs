//! WeChat's face check 2.0.
//!
//! Where the published pages give no code for a failure (a check that is not there, or is about somebody else), the code here is
//! our own choice.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use axum::{Json, Router};
use data_encoding::BASE64;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::checks::{Asked, Authority, Faces, Verdict};
use crate::clocks::MachineClock;
use crate::sha256;
use crate::wechat::{INVALID_ARGUMENTS, Wechat, WechatAccount, answer, parsed};

/// Life of a check, in seconds.
const CHECK_S: i64 = 3_600;

/// The part of `api.weixin.qq.com` that checks faces, for these apps.
pub fn wechat(apps: Vec<WechatAccount>, machine: MachineClock, faces: Arc<Faces>) -> Router {
    let platform = Arc::new(Wechat::new(apps, machine));
    let tokens = platform.routes();
    tokens.merge(wechat_checks(platform, faces))
}

/// The addresses of the check alone.
pub(crate) fn wechat_checks(platform: Arc<Wechat>, faces: Arc<Faces>) -> Router {
    Router::new()
        .route("/cityservice/face/identify/getverifyid", post(begin))
        .route("/cityservice/face/identify/queryverifyinfo", post(query))
        .with_state(Arc::new(Checking { platform, faces }))
}

struct Checking {
    platform: Arc<Wechat>,
    faces: Arc<Faces>,
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

async fn begin(
    State(checking): State<Arc<Checking>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = checking
        .platform
        .app_of(query.as_deref())
        .and_then(|app_id| {
            let wanted: Begin = parsed(&body)?;
            let texts = [
                &wanted.out_seq_no,
                &wanted.openid,
                &wanted.cert_info.name,
                &wanted.cert_info.number,
            ];
            if texts.iter().any(|text| text.is_empty()) || wanted.cert_info.kind != "IDENTITY_CARD"
            {
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
            let begun = checking.faces.begin(Authority::Wechat, asked, life);
            let id = begun.ok_or(INVALID_ARGUMENTS)?;
            Ok(json!({"errcode": 0, "errmsg": "ok", "verify_id": id, "expires_in": CHECK_S}))
        });
    answer(outcome)
}

async fn query(
    State(checking): State<Arc<Checking>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = checking
        .platform
        .app_of(query.as_deref())
        .and_then(|app_id| {
            let query: Query = parsed(&body)?;
            let check = checking
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
