//! Baidu as a way in: the page for browsers, codes of smart mini-programs in both forms, and mobile numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::logins::{Exchanged, Good, Logins};
use super::page::sent_on;
use super::people::{Holder, Platform};
use super::returning::{Asked, Returning};
use crate::aes;
use crate::baidu::{Baidu, BaiduAccount, TOKEN_S, given, worded};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::face::{Faces, baidu_checks};
use crate::faults::{self, Faults, switched};

/// Bytes of a session key.
const SESSION_KEY: usize = 24;
/// What is wrong with a code of a mini-program.
const INVALID_PARAMETER: i64 = 10_010_100;

/// Everything of Baidu: `openapi.baidu.com` with its page, `spapi.baidu.com` and `aip.baidubce.com`, for these applications.
pub fn baidu(
    accounts: Vec<BaiduAccount>,
    machine: MachineClock,
    faces: Arc<Faces>,
    logins: Arc<Logins>,
    faults: Faults,
) -> Router {
    let platform = Arc::new(Baidu::new(accounts, machine));
    let own = Arc::new(Own {
        platform: Arc::clone(&platform),
        logins,
    });
    let servers = Router::new()
        .route("/oauth/2.0/token", post(token).get(token))
        .route("/rest/2.0/passport/users/getInfo", get(user).post(user))
        .route("/oauth/jscode2sessionkey", post(session_by_secret))
        .route(
            "/rest/2.0/smartapp/getsessionkey",
            post(session_by_token).get(session_by_token),
        )
        .route("/rest/2.0/smartapp/getunionid", post(union))
        .with_state(Arc::clone(&own))
        .merge(baidu_checks(platform, faces));
    let page = Router::new()
        .route("/oauth/2.0/authorize", get(authorise))
        .with_state(own);
    page.merge(switched(servers, faults))
}

struct Own {
    platform: Arc<Baidu>,
    logins: Arc<Logins>,
}

type Given = BTreeMap<String, String>;

async fn authorise(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    let asked = Asked {
        platform: Platform::Baidu,
        app_id: text("client_id"),
        redirect_uri: text("redirect_uri"),
        state: text("state"),
        scope: text("scope"),
        returning: Returning::Standard,
        ..Asked::default()
    };
    sent_on(if text("response_type") != "code" {
        Err("response_type")
    } else if !own
        .logins
        .may_return(asked.platform, &asked.app_id, &asked.redirect_uri)
    {
        Err("this application may not return there")
    } else {
        Ok(own.logins.wait(asked))
    })
}

async fn token(State(own): State<Arc<Own>>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let given = given(query, &body);
    if given
        .get("grant_type")
        .is_none_or(|kind| kind != "authorization_code")
    {
        return worded(own.platform.grant(&given)).into_response();
    }
    match own.exchanged(&given) {
        Ok(exchanged) if exchanged.breaks => faults::reset(),
        outcome => {
            let told = outcome.map(|exchanged| {
                json!({
                    "access_token": own.logins.token(exchanged.holder),
                    "expires_in": TOKEN_S,
                    "refresh_token": own.logins.fresh("refresh"),
                    "scope": "basic",
                })
            });
            worded(told).into_response()
        }
    }
}

async fn user(State(own): State<Arc<Own>>, RawQuery(query): RawQuery, body: Bytes) -> Json<Value> {
    let given = given(query, &body);
    let token = given.get("access_token").map_or("", String::as_str);
    Json(match own.logins.of_token(Platform::Baidu, token) {
        Some(holder) => json!({
            "openid": holder.openid(),
            "unionid": holder.unionid(),
            "username": "s***x",
            "portrait": "",
        }),
        None => json!({"error_code": 110, "error_msg": "Access token invalid or no longer valid"}),
    })
}

async fn session_by_secret(State(own): State<Arc<Own>>, body: Bytes) -> Json<Value> {
    let given = given(None, &body);
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let admitted = own.platform.admit(text("client_id"), text("sk"));
    let taken = admitted
        .map_err(|_| INVALID_PARAMETER)
        .and_then(|app| own.take(Good::LogIn, app, text("code")));
    Json(match taken {
        Ok(Exchanged { holder, .. }) => json!({
            "openid": holder.openid(),
            "session_key": own.logins.session_key(&holder, SESSION_KEY),
        }),
        Err(errno) => json!({
            "errno": errno,
            "error": "parameter is invalid",
            "error_description": "refused by the sandbox",
        }),
    })
}

async fn session_by_token(
    State(own): State<Arc<Own>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Json<Value> {
    let taken = own.platform.app_of(query.as_deref()).map(|app| {
        let given = given(query, &body);
        let code = given.get("code").map_or("", String::as_str);
        own.take(Good::LogIn, app, code)
            .map(|exchanged| exchanged.holder)
    });
    own.in_data(taken, |holder| {
        json!({
            "open_id": holder.openid(),
            "session_key": own.logins.session_key(&holder, SESSION_KEY),
        })
    })
}

async fn union(State(own): State<Arc<Own>>, RawQuery(query): RawQuery, body: Bytes) -> Json<Value> {
    let taken = own.platform.app_of(query.as_deref()).map(|app| {
        let given = given(query, &body);
        let openid = given.get("openid").map_or("", String::as_str);
        own.known(app, openid).ok_or(INVALID_PARAMETER)
    });
    own.in_data(taken, |holder| json!({ "unionid": holder.unionid() }))
}

impl Own {
    fn exchanged(&self, given: &Given) -> Result<Exchanged, &'static str> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        let app = self
            .platform
            .admit(text("client_id"), text("client_secret"))?;
        let taken = self.take(Good::AtPage, app, text("code"));
        let exchanged = taken.map_err(|_| "invalid_grant")?;
        if exchanged.asked.redirect_uri == text("redirect_uri") {
            Ok(exchanged)
        } else {
            Err("redirect_uri_mismatch")
        }
    }

    fn take(&self, good: Good, app: &BaiduAccount, code: &str) -> Result<Exchanged, i64> {
        self.logins
            .exchange(good, Platform::Baidu, &app.client_id, code)
            .map_err(|_| INVALID_PARAMETER)
    }

    /// An answer of the newer form: a bad token is told otherwise than the rest.
    fn in_data(
        &self,
        taken: Result<Result<Holder, i64>, i64>,
        data: impl FnOnce(Holder) -> Value,
    ) -> Json<Value> {
        let now = self.logins.machine().now().as_second();
        Json(match taken {
            Ok(Ok(holder)) => json!({
                "errno": 0,
                "msg": "success",
                "data": data(holder),
                "request_id": "0",
                "timestamp": now,
            }),
            Ok(Err(errno)) => json!({"errno": errno, "msg": "refused by the sandbox"}),
            Err(code) => json!({"error_code": code, "error_msg": "refused by the sandbox"}),
        })
    }

    /// The person with this id for this application.
    fn known(&self, app: &BaiduAccount, openid: &str) -> Option<Holder> {
        let cases = self.logins.world().cases().iter();
        cases
            .map(|case| Holder {
                platform: Platform::Baidu,
                app_id: app.client_id.clone(),
                person: case.agent.id_number.clone(),
            })
            .find(|holder| holder.openid() == openid)
    }
}

/// What the phone button hands to the app: the number encrypted with the key that Baidu shares with this client.
pub(super) fn phone_native(logins: &Logins, holder: &Holder, mobile: &str) -> Option<Value> {
    let key = BASE64
        .decode(logins.session_key(holder, SESSION_KEY).as_bytes())
        .ok()?;
    let json = json!({ "mobile": mobile }).to_string();
    let mut plain = logins.fresh_bytes("padding")[..16].to_vec();
    plain.extend(u32::try_from(json.len()).ok()?.to_be_bytes());
    plain.extend(json.bytes().chain(holder.app_id.bytes()));
    let iv: [u8; 16] = logins.fresh_bytes("vector")[..16].try_into().ok()?;
    let sealed = aes::cbc_192_sealed_padded_to_32(&key, iv, &plain)?;
    Some(json!({"encryptedData": BASE64.encode(&sealed), "iv": BASE64.encode(&iv)}))
}
