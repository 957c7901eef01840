//! Beijing's unified identity, as public client code speaks to it. Codes of failures are in no public text: these are our own.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde_json::{Value, json};

use super::logins::{Exchanged, Good, Logins};
use super::page::sent_on;
use super::people::{Holder, Platform};
use super::returning::{Asked, Returning};
use crate::aes;
use crate::encoding::pairs;
use crate::faults::{self, Faults, switched};
use crate::world::Sex;

/// Who asks is not who they say, or said it at another time.
const NOT_ADMITTED: i64 = 401;
/// The code is unknown, used, over, or of another address.
const INVALID_CODE: i64 = 40_001;
const INVALID_TOKEN: i64 = 40_002;
/// How far the time in `auth_token` may differ, in milliseconds.
const SKEW_MS: i64 = 60_000;
/// Life of a token, in milliseconds.
const TOKEN_MS: i64 = 7_200_000;

/// The client that the sandbox lets in.
#[derive(Clone)]
pub struct BeijingAccount {
    /// The client id.
    pub client_id: String,
    /// The secret: 32 hexadecimal digits.
    pub secret: String,
}

/// The platform for this client; its addresses begin with `/renzheng`.
pub fn beijing(account: BeijingAccount, logins: Arc<Logins>, faults: Faults) -> Router {
    let own = Arc::new(Own { account, logins });
    let servers = Router::new()
        .route("/renzheng/api/oauth/getAccessToken", post(token))
        .route("/renzheng/api/info/getUserInfo", get(user))
        .with_state(Arc::clone(&own));
    let page = Router::new()
        .route("/renzheng/open/login/goUserLogin", get(authorise))
        .route("/renzheng/open/m/login/goUserLogin", get(authorise))
        .with_state(own);
    page.merge(switched(servers, faults))
}

struct Own {
    account: BeijingAccount,
    logins: Arc<Logins>,
}

type Given = BTreeMap<String, String>;

async fn authorise(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    let asked = Asked {
        platform: Platform::Beijing,
        app_id: text("client_id"),
        redirect_uri: text("redirect_uri"),
        state: text("state"),
        scope: text("scope"),
        returning: Returning::Quiet,
        ..Asked::default()
    };
    sent_on(
        if text("response_type") != "code" || asked.scope != "user_info" {
            Err("response_type or scope")
        } else if asked.app_id != own.account.client_id
            || !own
                .logins
                .may_return(asked.platform, &asked.app_id, &asked.redirect_uri)
        {
            Err("this client may not return there")
        } else {
            Ok(own.logins.wait(asked))
        },
    )
}

async fn token(State(own): State<Arc<Own>>, body: Bytes) -> Response {
    let given: Given = pairs(&String::from_utf8_lossy(&body)).into_iter().collect();
    match own.exchanged(&given) {
        Ok(exchanged) if exchanged.breaks => faults::reset(),
        outcome => {
            let told = outcome.map(|exchanged| {
                let now = own.logins.machine().now();
                json!({
                    "access_token": own.logins.token(exchanged.holder),
                    "token_type": "bearer",
                    // An instant, not a duration.
                    "expires_in": now.as_millisecond() + TOKEN_MS,
                    "refresh_token": own.logins.fresh("refresh"),
                })
            });
            enveloped(told).into_response()
        }
    }
}

async fn user(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Json<Value> {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    let token = given.get("access_token").map_or("", String::as_str);
    let holder = own.logins.of_token(Platform::Beijing, token);
    enveloped(
        holder
            .and_then(|holder| own.told(&holder))
            .ok_or(INVALID_TOKEN),
    )
}

impl Own {
    fn exchanged(&self, given: &Given) -> Result<Exchanged, i64> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        if text("client_id") != self.account.client_id || !self.admits(text("auth_token")) {
            return Err(NOT_ADMITTED);
        }
        let code = text("grant_code");
        let exchanged = self.logins.exchange(
            Good::AtPage,
            Platform::Beijing,
            &self.account.client_id,
            code,
        );
        exchanged
            .ok()
            .filter(|exchanged| exchanged.asked.redirect_uri == text("redirect_uri"))
            .filter(|_| text("grant_type") == "authorization_code")
            .ok_or(INVALID_CODE)
    }

    /// Whether a token says who we let in, and that it was made just now.
    fn admits(&self, auth_token: &str) -> bool {
        let sealed = HEXLOWER_PERMISSIVE.decode(auth_token.as_bytes()).ok();
        let plain = sealed.and_then(|sealed| aes::ecb_128_opened(&self.key()?, &sealed));
        let plain = plain.and_then(|plain| String::from_utf8(plain).ok());
        let expected = format!("{}:{}:", self.account.client_id, self.account.secret);
        let at_ms = plain
            .as_deref()
            .and_then(|plain| plain.strip_prefix(&expected))
            .and_then(|at_ms| at_ms.parse::<i64>().ok());
        let now_ms = self.logins.machine().now().as_millisecond();
        at_ms.is_some_and(|at_ms| (now_ms - at_ms).abs() <= SKEW_MS)
    }

    fn told(&self, holder: &Holder) -> Option<Value> {
        let world = self.logins.world();
        let agent = holder.agent(world)?;
        let person = world.person(&agent.id_number)?;
        let number = aes::ecb_128_sealed(&self.key()?, agent.id_number.as_bytes())?;
        Some(json!({
            "uniqueId": holder.openid(),
            "userName": agent.username,
            "certName": agent.name,
            "certNo": HEXLOWER_PERMISSIVE.encode(&number),
            "certNoType": "1",
            "certLevel": "L3",
            // Not the codes of GB/T 2261.1.
            "sex": match person.sex { Sex::Male => "0", Sex::Female => "1" },
            "birthDay": person.birth_date.strftime("%Y%m%d").to_string(),
            "mobile": agent.mobile,
            "clientId": self.account.client_id,
            "version": "1",
        }))
    }

    fn key(&self) -> Option<Vec<u8>> {
        HEXLOWER_PERMISSIVE
            .decode(self.account.secret.as_bytes())
            .ok()
    }
}

fn enveloped(outcome: Result<Value, i64>) -> Json<Value> {
    Json(match outcome {
        Ok(data) => json!({"meta": {"code": 0, "message": "success"}, "data": data}),
        Err(code) => {
            json!({"meta": {"code": code, "message": "refused by the sandbox"}, "data": null})
        }
    })
}
