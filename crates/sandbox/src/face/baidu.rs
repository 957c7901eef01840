//! Baidu's real-name check by a page.
//!
//! How a check is told that its person left, or did nothing for too long, is not published: the words `USER_CANCEL` and
//! `TIME_OUT` are our own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use axum::{Json, Router};
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::checks::{Asked, Authority, Check, Faces, Verdict};
use crate::baidu::{Baidu, BaiduAccount, INVALID_PARAMETERS};
use crate::clocks::MachineClock;

/// Life of a check, in seconds.
const CHECK_S: i64 = 2 * 3_600;

/// The part of `aip.baidubce.com` that checks faces, for one application.
pub fn baidu(account: BaiduAccount, machine: MachineClock, faces: Arc<Faces>) -> Router {
    let platform = Arc::new(Baidu::new(vec![account], machine));
    let tokens = platform.routes();
    tokens.merge(baidu_checks(platform, faces))
}

/// The addresses of the check alone.
pub(crate) fn baidu_checks(platform: Arc<Baidu>, faces: Arc<Faces>) -> Router {
    const PATH: &str = "/rpc/2.0/brain/solution/faceprint";
    let checking = Checking {
        platform,
        faces,
        begun: AtomicU64::new(0),
    };
    Router::new()
        .route(&format!("{PATH}/verifyToken/generate"), post(generate))
        .route(&format!("{PATH}/idcard/submit"), post(submit))
        .route(&format!("{PATH}/result/getall"), post(result))
        .with_state(Arc::new(checking))
}

struct Checking {
    platform: Arc<Baidu>,
    faces: Arc<Faces>,
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

async fn generate(
    State(checking): State<Arc<Checking>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = checking.asked(query.as_deref(), &body).and_then(
        |(account, asked): (&BaiduAccount, Generate)| {
            let plan_id = match &asked.plan_id {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if plan_id != account.plan_id {
                return Err(INVALID_PARAMETERS);
            }
            let mut check = Asked {
                app_id: account.client_id.clone(),
                passed_url: asked.redirect_config.success_url,
                failed_url: asked.redirect_config.failed_url,
                ..Asked::default()
            };
            // Baidu takes no id of the attempt: each call begins a check.
            check.attempt = checking.begun.fetch_add(1, Ordering::Relaxed).to_string();
            let life = SignedDuration::from_secs(CHECK_S);
            let begun = checking.faces.begin(Authority::Baidu, check, life);
            let token = begun.ok_or(INVALID_PARAMETERS)?;
            Ok(json!({ "verify_token": token }))
        },
    );
    answer(outcome)
}

async fn submit(
    State(checking): State<Arc<Checking>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = checking.asked(query.as_deref(), &body).and_then(
        |(account, asked): (&BaiduAccount, Submit)| {
            if asked.id_name.is_empty() || asked.id_no.is_empty() || asked.certificate_type != 0 {
                return Err(INVALID_PARAMETERS);
            }
            checking.find(account, &asked.verify_token)?;
            checking
                .faces
                .change(&asked.verify_token, |check| {
                    check.name = asked.id_name;
                    check.id_number = asked.id_no;
                })
                .ok_or(INVALID_PARAMETERS)?;
            Ok(json!(1))
        },
    );
    answer(outcome)
}

async fn result(
    State(checking): State<Arc<Checking>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let outcome = checking.asked(query.as_deref(), &body).and_then(
        |(account, asked): (&BaiduAccount, Asking)| {
            let check = checking.find(account, &asked.verify_token)?;
            let attempts: Vec<Value> = attempt(&check).into_iter().collect();
            Ok(json!({"verify_count": attempts.len(), "verify_result": attempts}))
        },
    );
    answer(outcome)
}

impl Checking {
    /// What a request with a good token asks, and for which application.
    fn asked<T: DeserializeOwned>(
        &self,
        query: Option<&str>,
        body: &[u8],
    ) -> Result<(&BaiduAccount, T), i64> {
        let account = self.platform.app_of(query)?;
        let asked = serde_json::from_slice(body).map_err(|_| INVALID_PARAMETERS)?;
        Ok((account, asked))
    }

    fn find(&self, account: &BaiduAccount, token: &str) -> Result<Check, i64> {
        self.faces
            .find(Authority::Baidu, &account.client_id, token)
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
