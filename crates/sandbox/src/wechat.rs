//! WeChat's apps and the tokens that their servers ask with.
//!
//! Every answer has the status 200; a failure is an `errcode`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::sha256;

pub(crate) const INVALID_SECRET: i64 = 40_125;
pub(crate) const INVALID_TOKEN: i64 = 40_001;
pub(crate) const INVALID_APP_ID: i64 = 40_013;
pub(crate) const INVALID_GRANT_TYPE: i64 = 40_002;
pub(crate) const INVALID_ARGUMENTS: i64 = 40_097;

/// Life of a token, in seconds.
const TOKEN_S: i64 = 7_200;
/// How long an old token goes on beside a new one, and how long before its end a stable one is renewed, in seconds.
const OVERLAP_S: i64 = 300;

/// One app, as made for whom the sandbox lets in.
#[derive(Clone)]
pub struct WechatAccount {
    /// The app id.
    pub app_id: String,
    /// The app's secret.
    pub secret: String,
}

/// The part of WeChat that everything else of it shares.
pub(crate) struct Wechat {
    apps: Vec<WechatAccount>,
    machine: MachineClock,
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

impl Wechat {
    pub(crate) fn new(apps: Vec<WechatAccount>, machine: MachineClock) -> Self {
        Self {
            apps,
            machine,
            tokens: Mutex::default(),
        }
    }

    /// The addresses at which tokens are asked for.
    pub(crate) fn routes(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/cgi-bin/token", get(plain_token))
            .route("/cgi-bin/stable_token", post(stable_token))
            .with_state(Arc::clone(self))
    }

    /// Checks an app's secret.
    pub(crate) fn admit(&self, app_id: &str, secret: &str) -> Result<(), i64> {
        let app = self.apps.iter().find(|app| app.app_id == app_id);
        if app.ok_or(INVALID_APP_ID)?.secret == secret {
            Ok(())
        } else {
            Err(INVALID_SECRET)
        }
    }

    /// The app whose token a request carries.
    pub(crate) fn app_of(&self, query: Option<&str>) -> Result<String, i64> {
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
        self.admit(app_id, secret)?;
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
}

/// What a body of JSON says.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, i64> {
    serde_json::from_slice(body).map_err(|_| INVALID_ARGUMENTS)
}

/// An answer, or the code of a failure.
pub(crate) fn answer(outcome: Result<Value, i64>) -> Json<Value> {
    Json(
        outcome.unwrap_or_else(|code| json!({"errcode": code, "errmsg": "refused by the sandbox"})),
    )
}

async fn plain_token(
    State(platform): State<Arc<Wechat>>,
    RawQuery(query): RawQuery,
) -> Json<Value> {
    let given: BTreeMap<_, _> = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    answer(platform.grant(text("grant_type"), text("appid"), text("secret"), true))
}

async fn stable_token(State(platform): State<Arc<Wechat>>, body: Bytes) -> Json<Value> {
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
