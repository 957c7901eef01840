//! WeChat as a way in: the page for browsers, codes of mini-programs, and mobile numbers.
//!
//! Codes of failures are WeChat's. Where a code is over, its pages name none of its own: it is told as one that is not there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::drawing;
use super::logins::{Exchanged, Good, Logins, NotTaken};
use super::page::sent_on;
use super::people::{Holder, Platform};
use super::returning::{Asked, Returning};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::face::{Faces, WechatAccount, wechat_checks};
use crate::faults::{self, Faults, switched};
use crate::wechat::{INVALID_ARGUMENTS, INVALID_GRANT_TYPE, Wechat, answer, parsed};

const INVALID_CODE: i64 = 40_029;
const CODE_USED: i64 = 40_163;
const INVALID_OPENID: i64 = 40_003;
const INVALID_PAGE: i64 = 41_030;
const INVALID_SCENE: i64 = 40_129;
const NO_RIGHT: i64 = 48_001;
const LONGEST_SCENE: usize = 32;
const SCENE_MARKS: &str = "!#$&'()*+,/:;=?@-._~";
const NO_APP_ID: i64 = 41_002;
const NO_SECRET: i64 = 41_004;
const NO_CODE: i64 = 41_008;
/// Bytes of a session key.
const SESSION_KEY: usize = 16;

/// Everything of WeChat: `api.weixin.qq.com` and the page of `open.weixin.qq.com`, for these apps. The portal's is the website
/// application; it is the one with a callback.
pub fn wechat(
    apps: Vec<WechatAccount>,
    machine: MachineClock,
    faces: Arc<Faces>,
    logins: Arc<Logins>,
    faults: Faults,
) -> Router {
    let platform = Arc::new(Wechat::new(apps, machine));
    let own = Arc::new(Own {
        platform: Arc::clone(&platform),
        logins,
    });
    let servers = Router::new()
        .route("/sns/oauth2/access_token", get(exchange))
        .route("/sns/userinfo", get(user))
        .route("/sns/jscode2session", get(log_in))
        .route("/wxa/business/getuserphonenumber", post(phone))
        .route("/wxa/getwxacodeunlimit", post(code))
        .with_state(Arc::clone(&own))
        .merge(platform.routes())
        .merge(wechat_checks(platform, faces));
    let page = Router::new()
        .route("/connect/qrconnect", get(authorise))
        .with_state(own);
    page.merge(switched(servers, faults))
}

struct Own {
    platform: Arc<Wechat>,
    logins: Arc<Logins>,
}

#[derive(Deserialize)]
struct Phone {
    code: String,
    openid: Option<String>,
}

type Given = BTreeMap<String, String>;

async fn authorise(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    sent_on(own.page(&given))
}

async fn exchange(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    own.exchanged(&given, "code", Good::AtPage, |exchanged| {
        let holder = exchanged.holder;
        json!({
            "openid": holder.openid(),
            "unionid": holder.unionid(),
            "scope": "snsapi_login",
            "expires_in": 7_200,
            "refresh_token": own.logins.fresh("refresh"),
            "access_token": own.logins.token(holder),
        })
    })
}

async fn log_in(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    own.exchanged(&given, "js_code", Good::LogIn, |exchanged| {
        let holder = exchanged.holder;
        json!({
            "openid": holder.openid(),
            "unionid": holder.unionid(),
            "session_key": own.logins.session_key(&holder, SESSION_KEY),
        })
    })
}

async fn user(State(own): State<Arc<Own>>, RawQuery(query): RawQuery) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).map_or("", String::as_str);
    let holder = own.logins.of_token(Platform::Wechat, text("access_token"));
    let outcome = match holder {
        None => Err(crate::wechat::INVALID_TOKEN),
        Some(holder) if holder.openid() != text("openid") => Err(INVALID_OPENID),
        Some(holder) => Ok(json!({
            "openid": holder.openid(),
            "unionid": holder.unionid(),
            "nickname": "sandbox",
            "sex": 0,
            "province": "",
            "city": "",
            "country": "",
            "headimgurl": "",
            "privilege": [],
        })),
    };
    answer(outcome).into_response()
}

async fn phone(State(own): State<Arc<Own>>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let outcome = own.platform.app_of(query.as_deref()).and_then(|app_id| {
        let asked: Phone = parsed(&body)?;
        let exchanged = own.take(Good::Phone, &app_id, &asked.code)?;
        let openid = exchanged.holder.openid();
        if asked.openid.is_some_and(|other| other != openid) {
            return Err(INVALID_OPENID);
        }
        let agent = exchanged.holder.agent(own.logins.world());
        let mobile = agent.map_or("", |agent| &agent.mobile);
        Ok(json!({
            "errcode": 0,
            "errmsg": "ok",
            "phone_info": {
                "phoneNumber": mobile,
                "purePhoneNumber": mobile,
                "countryCode": 86,
                "watermark": {"timestamp": own.logins.machine().now().as_second(), "appid": app_id},
            },
        }))
    });
    answer(outcome).into_response()
}

#[derive(Deserialize)]
struct AskedCode {
    scene: String,
    #[serde(default)]
    page: String,
    #[serde(default = "usual_width_px")]
    width: u32,
    #[serde(default = "release")]
    env_version: String,
}

const fn usual_width_px() -> u32 {
    430
}

fn release() -> String {
    "release".to_owned()
}

/// The code of a mini-program. The portal's app is a website and has none.
async fn code(State(own): State<Arc<Own>>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let drawn = own.platform.app_of(query.as_deref()).and_then(|app_id| {
        let asked: AskedCode = parsed(&body)?;
        let is_website = own
            .logins
            .callbacks_of(Platform::Wechat, &app_id)
            .next()
            .is_some();
        let is_mark = |mark: char| mark.is_ascii_alphanumeric() || SCENE_MARKS.contains(mark);
        if is_website {
            Err(NO_RIGHT)
        } else if !(1..=LONGEST_SCENE).contains(&asked.scene.len())
            || !asked.scene.chars().all(is_mark)
        {
            Err(INVALID_SCENE)
        } else if asked.page.starts_with('/') || asked.page.contains(['?', '#']) {
            Err(INVALID_PAGE)
        } else if !(280..=1_280).contains(&asked.width)
            || !["release", "trial", "develop"].contains(&&*asked.env_version)
        {
            Err(INVALID_ARGUMENTS)
        } else {
            Ok(drawing::code(&asked.scene, asked.width))
        }
    });
    match drawn {
        Ok(png) => ([("content-type", "image/png")], png).into_response(),
        Err(failure) => answer(Err(failure)).into_response(),
    }
}

impl Own {
    fn page(&self, given: &Given) -> Result<String, &'static str> {
        let text = |name: &str| given.get(name).cloned().unwrap_or_default();
        let asked = Asked {
            platform: Platform::Wechat,
            app_id: text("appid"),
            redirect_uri: text("redirect_uri"),
            state: text("state"),
            scope: text("scope"),
            returning: Returning::Quiet,
            ..Asked::default()
        };
        if text("response_type") != "code" || asked.scope != "snsapi_login" {
            return Err("response_type or scope");
        }
        // WeChat compares the registered domain alone.
        let is_registered = self
            .logins
            .callbacks_of(Platform::Wechat, &asked.app_id)
            .any(|callback| host(&callback.redirect_uri) == host(&asked.redirect_uri));
        if !is_registered {
            return Err("this app may not return there");
        }
        Ok(self.logins.wait(asked))
    }

    fn exchanged(
        &self,
        given: &Given,
        code: &str,
        good: Good,
        told: impl FnOnce(Exchanged) -> Value,
    ) -> Response {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        let missing = [("appid", NO_APP_ID), ("secret", NO_SECRET), (code, NO_CODE)]
            .into_iter()
            .find(|(name, _)| text(name).is_empty());
        let outcome = match missing {
            Some((_, failure)) => Err(failure),
            None if text("grant_type") != "authorization_code" => Err(INVALID_GRANT_TYPE),
            None => self
                .platform
                .admit(text("appid"), text("secret"))
                .and_then(|()| self.take(good, text("appid"), text(code))),
        };
        match outcome {
            Ok(exchanged) if exchanged.breaks => faults::reset(),
            outcome => answer(outcome.map(told)).into_response(),
        }
    }

    fn take(&self, good: Good, app_id: &str, code: &str) -> Result<Exchanged, i64> {
        let outcome = self.logins.exchange(good, Platform::Wechat, app_id, code);
        outcome.map_err(|why| match why {
            NotTaken::Used => CODE_USED,
            NotTaken::Unknown | NotTaken::Over => INVALID_CODE,
        })
    }
}

fn host(address: &str) -> &str {
    let behind = address.split_once("://").map_or("", |(_, rest)| rest);
    behind.split(['/', '?', '#']).next().unwrap_or_default()
}

/// What the phone button hands to the app.
pub(super) fn phone_native(logins: &Logins, holder: Holder) -> Value {
    let asked = Asked::default();
    json!({ "code": logins.issue(Good::Phone, holder, asked, false) })
}
