//! Baidu's real-name check by a page, and the token that it is asked with.
//!
//! Every answer has the status 200; a failure is an `error_code`. How a check is told that its person left, or did nothing for too
//! long, is not published: the words `USER_CANCEL` and `TIME_OUT` are our own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::checks::{Asked, Authority, Check, Faces, Verdict};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::sha256;

const INVALID_PARAMETERS: i64 = 216_100;
const NO_TOKEN: i64 = 110;
const TOKEN_OVER: i64 = 111;

/// Life of an access token, in seconds.
const TOKEN_S: i64 = 30 * 24 * 3_600;
/// Life of a check, in seconds.
const CHECK_S: i64 = 2 * 3_600;

/// One application, as made for whom the sandbox lets in.
#[derive(Clone)]
pub struct BaiduAccount {
    /// The API key.
    pub client_id: String,
    /// The secret key.
    pub secret: String,
    /// The plan of the console.
    pub plan_id: String,
}

/// The part of `aip.baidubce.com` that checks faces, for one application.
pub fn baidu(account: BaiduAccount, machine: MachineClock, faces: Arc<Faces>) -> Router {
    const PATH: &str = "/rpc/2.0/brain/solution/faceprint";
    let platform = Platform {
        account,
        machine,
        faces,
        tokens: Mutex::default(),
        begun: AtomicU64::new(0),
    };
    Router::new()
        .route("/oauth/2.0/token", post(token).get(token))
        .route(&format!("{PATH}/verifyToken/generate"), post(generate))
        .route(&format!("{PATH}/idcard/submit"), post(submit))
        .route(&format!("{PATH}/result/getall"), post(result))
        .with_state(Arc::new(platform))
}

struct Platform {
    account: BaiduAccount,
    machine: MachineClock,
    faces: Arc<Faces>,
    tokens: Mutex<BTreeMap<String, Timestamp>>,
    begun: AtomicU64,
}

#[derive(Deserialize)]
struct Generate {
    plan_id: Value,
    #[serde(default)]
    redirect_config: Redirect,
}

#[derive(Default, Deserialize)]
struct Redirect {
    success_url: Option<String>,
    failed_url: Option<String>,
}

#[derive(Deserialize)]
struct Submit {
    verify_token: String,
    id_name: String,
    id_no: String,
    certificate_type: i64,
}

#[derive(Deserialize)]
struct Asking {
    verify_token: String,
}

async fn token(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let mut given: BTreeMap<_, _> = pairs(&query.unwrap_or_default()).into_iter().collect();
    given.extend(pairs(&String::from_utf8_lossy(&body)));
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let account = &platform.account;
    let failure = if text("grant_type") != "client_credentials" {
        Some("unsupported_grant_type")
    } else if text("client_id") != account.client_id || text("client_secret") != account.secret {
        Some("invalid_client")
    } else {
        None
    };
    if let Some(error) = failure {
        return Json(json!({"error": error, "error_description": "refused by the sandbox"}));
    }
    let now = platform.machine.now();
    let mut tokens = platform
        .tokens
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let token = format!(
        "24.{}",
        sha256::digest_of(format!("{} {now} {}", account.secret, tokens.len()).as_bytes())
    );
    tokens.insert(token.clone(), now + SignedDuration::from_secs(TOKEN_S));
    Json(json!({"access_token": token, "expires_in": TOKEN_S, "scope": "brain_all_scope"}))
}

async fn generate(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = platform
        .asked(query.as_deref(), &body)
        .and_then(|asked: Generate| {
            let plan_id = match &asked.plan_id {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if plan_id != platform.account.plan_id {
                return Err(INVALID_PARAMETERS);
            }
            let mut check = Asked {
                app_id: platform.account.client_id.clone(),
                passed_url: asked.redirect_config.success_url,
                failed_url: asked.redirect_config.failed_url,
                ..Asked::default()
            };
            // Baidu takes no id of the attempt: each call begins a check.
            check.attempt = platform.begun.fetch_add(1, Ordering::Relaxed).to_string();
            let life = SignedDuration::from_secs(CHECK_S);
            let begun = platform.faces.begin(Authority::Baidu, check, life);
            let token = begun.ok_or(INVALID_PARAMETERS)?;
            Ok(json!({ "verify_token": token }))
        });
    answer(outcome)
}

async fn submit(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = platform
        .asked(query.as_deref(), &body)
        .and_then(|asked: Submit| {
            if asked.id_name.is_empty() || asked.id_no.is_empty() || asked.certificate_type != 0 {
                return Err(INVALID_PARAMETERS);
            }
            platform.find(&asked.verify_token)?;
            platform
                .faces
                .change(&asked.verify_token, |check| {
                    check.name = asked.id_name;
                    check.id_number = asked.id_no;
                })
                .ok_or(INVALID_PARAMETERS)?;
            Ok(json!(1))
        });
    answer(outcome)
}

async fn result(
    State(platform): State<Arc<Platform>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = platform
        .asked(query.as_deref(), &body)
        .and_then(|asked: Asking| {
            let check = platform.find(&asked.verify_token)?;
            let attempts: Vec<Value> = attempt(&check).into_iter().collect();
            Ok(json!({"verify_count": attempts.len(), "verify_result": attempts}))
        });
    answer(outcome)
}

impl Platform {
    /// What a request with a good token asks.
    fn asked<T: DeserializeOwned>(&self, query: Option<&str>, body: &[u8]) -> Result<T, i64> {
        let given = pairs(query.unwrap_or_default());
        let token = given.iter().find(|(name, _)| name == "access_token");
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let until = token.and_then(|(_, token)| tokens.get(token));
        if self.machine.now() >= *until.ok_or(NO_TOKEN)? {
            return Err(TOKEN_OVER);
        }
        serde_json::from_slice(body).map_err(|_| INVALID_PARAMETERS)
    }

    fn find(&self, token: &str) -> Result<Check, i64> {
        self.faces
            .find(Authority::Baidu, &self.account.client_id, token)
            .ok_or(INVALID_PARAMETERS)
    }
}

/// The one attempt of a check that is over.
fn attempt(check: &Check) -> Option<Value> {
    let code = match check.verdict {
        Verdict::Waiting => return None,
        Verdict::Passed => "0",
        Verdict::NoSuchIdentity => "222351",
        Verdict::OtherFace => "223120",
        Verdict::Cancelled => "USER_CANCEL",
        Verdict::TimedOut => "TIME_OUT",
    };
    let passed = check.verdict == Verdict::Passed;
    let score = if passed { 92.5 } else { 12.5 };
    Some(json!({
        "order": 1,
        "is_verify_passed": passed,
        "code": code,
        "message": "",
        "verify_detail": {"score": score, "threshold": 80},
        "idcard_confirm": {"name": check.asked.name, "idcard_number": check.asked.id_number, "idcard_type": 0},
    }))
}

fn answer(outcome: Result<Value, i64>) -> Json<Value> {
    Json(match outcome {
        Ok(result) => json!({"success": true, "result": result, "log_id": "0"}),
        Err(code) => {
            json!({"success": false, "error_code": code, "error_msg": "refused by the sandbox"})
        }
    })
}
