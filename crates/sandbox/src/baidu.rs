//! Baidu's applications and the tokens that their servers ask with.
//!
//! Every answer has the status 200; a failure is an `error_code`, at the token's address a word.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::sha256;

pub(crate) const INVALID_PARAMETERS: i64 = 216_100;
const NO_TOKEN: i64 = 110;
const TOKEN_OVER: i64 = 111;

/// Life of an access token, in seconds.
pub(crate) const TOKEN_S: i64 = 30 * 24 * 3_600;

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

/// The part of Baidu that everything else of it shares.
pub(crate) struct Baidu {
    apps: Vec<BaiduAccount>,
    machine: MachineClock,
    /// Tokens with their application and end.
    tokens: Mutex<BTreeMap<String, (String, Timestamp)>>,
}

impl Baidu {
    pub(crate) fn new(apps: Vec<BaiduAccount>, machine: MachineClock) -> Self {
        Self {
            apps,
            machine,
            tokens: Mutex::default(),
        }
    }

    /// The address at which tokens are asked for.
    pub(crate) fn routes(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/oauth/2.0/token", post(token).get(token))
            .with_state(Arc::clone(self))
    }

    /// Checks an application's secret.
    pub(crate) fn admit(
        &self,
        client_id: &str,
        secret: &str,
    ) -> Result<&BaiduAccount, &'static str> {
        self.apps
            .iter()
            .find(|app| app.client_id == client_id && app.secret == secret)
            .ok_or("invalid_client")
    }

    /// A token for an application.
    pub(crate) fn grant(&self, given: &BTreeMap<String, String>) -> Result<Value, &'static str> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        if text("grant_type") != "client_credentials" {
            return Err("unsupported_grant_type");
        }
        let app = self.admit(text("client_id"), text("client_secret"))?;
        let now = self.machine.now();
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let token = format!(
            "24.{}",
            sha256::digest_of(format!("{} {now} {}", app.secret, tokens.len()).as_bytes())
        );
        let until = now + SignedDuration::from_secs(TOKEN_S);
        tokens.insert(token.clone(), (app.client_id.clone(), until));
        let scope = match text("scope") {
            "" => "brain_all_scope",
            scope => scope,
        };
        Ok(json!({"access_token": token, "expires_in": TOKEN_S, "scope": scope}))
    }

    /// The application whose token a request carries.
    pub(crate) fn app_of(&self, query: Option<&str>) -> Result<&BaiduAccount, i64> {
        let given = pairs(query.unwrap_or_default());
        let token = given.iter().find(|(name, _)| name == "access_token");
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let known = token.and_then(|(_, token)| tokens.get(token));
        let (client_id, until) = known.ok_or(NO_TOKEN)?;
        if self.machine.now() >= *until {
            return Err(TOKEN_OVER);
        }
        let app = self.apps.iter().find(|app| app.client_id == *client_id);
        app.ok_or(NO_TOKEN)
    }
}

/// Everything that a request gives, in its address or its form.
pub(crate) fn given(query: Option<String>, body: &[u8]) -> BTreeMap<String, String> {
    let mut given: BTreeMap<_, _> = pairs(&query.unwrap_or_default()).into_iter().collect();
    given.extend(pairs(&String::from_utf8_lossy(body)));
    given
}

/// An answer of the token's address, or the word of a failure.
pub(crate) fn worded(outcome: Result<Value, &'static str>) -> Json<Value> {
    let refused = |word| json!({"error": word, "error_description": "refused by the sandbox"});
    Json(outcome.unwrap_or_else(refused))
}

async fn token(
    State(platform): State<Arc<Baidu>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    worded(platform.grant(&given(query, &body)))
}
