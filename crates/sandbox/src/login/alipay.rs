//! Alipay as a way in: the page for browsers, `alipay.system.oauth.token`, and mobile numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::logins::{Good, Logins};
use super::page::sent_on;
use super::people::Platform;
use super::returning::{Asked, Returning};
use crate::aes;
use crate::alipay::{
    AlipayAccount, AlipayKeys, Answer, Answers, Key, Parameters, Refusal, gateway,
};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::face::{AlipayChecks, Faces};
use crate::faults::{Faults, switched};

/// Longest state that Alipay takes.
const LONGEST_STATE: usize = 100;
const TOKEN_S: i64 = 1_296_000;

/// Everything of Alipay: the gateway of `openapi.alipay.com` and the page of `openauth.alipay.com`, for these apps. `None` when a
/// private key cannot be read.
pub fn alipay(
    accounts: Vec<AlipayAccount>,
    machine: MachineClock,
    faces: Arc<Faces>,
    logins: Arc<Logins>,
    faults: Faults,
) -> Option<Router> {
    let methods: Vec<Box<dyn Answers>> = vec![
        Box::new(AlipayChecks(faces)),
        Box::new(Own(Arc::clone(&logins))),
    ];
    let page = Router::new()
        .route("/oauth2/publicAppAuthorize.htm", get(authorise))
        .with_state(logins);
    Some(page.merge(switched(gateway(accounts, machine, methods)?, faults)))
}

/// The methods that say who somebody is.
struct Own(Arc<Logins>);

impl Answers for Own {
    fn answered(
        &self,
        method: &str,
        given: &Parameters,
        account: &AlipayAccount,
    ) -> Result<Answer, Refusal> {
        match method {
            "alipay.system.oauth.token" => self.token(given, account),
            "alipay.user.info.share" => self.user(given, account),
            _ => Err(Refusal::Method),
        }
    }
}

impl Own {
    fn token(&self, given: &Parameters, account: &AlipayAccount) -> Result<Answer, Refusal> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        match text("grant_type") {
            "authorization_code" => {}
            "" => return Err(Refusal::Missing("isv.missing-grant-type")),
            _ => return Err(Refusal::GrantType),
        }
        let code = text("code");
        if code.is_empty() {
            return Err(Refusal::Missing("isv.missing-code"));
        }
        // A code of the page and one of a mini-program are exchanged alike.
        let take = |good| {
            self.0
                .exchange(good, Platform::Alipay, &account.app_id, code)
        };
        let exchanged = take(Good::LogIn).or_else(|_| take(Good::AtPage));
        let exchanged = exchanged.map_err(|_| Refusal::Code)?;
        if exchanged.breaks {
            return Ok(Answer::Nothing);
        }
        let now = self.0.machine().now();
        let holder = exchanged.holder;
        // New apps are told no `user_id`.
        Ok(Answer::Bare(json!({
            "open_id": holder.openid(),
            "union_id": holder.unionid(),
            "auth_start": now.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            "expires_in": TOKEN_S,
            "re_expires_in": TOKEN_S,
            "refresh_token": self.0.fresh("refresh"),
            "access_token": self.0.token(holder),
        })))
    }

    fn user(&self, given: &Parameters, account: &AlipayAccount) -> Result<Answer, Refusal> {
        let token = given.get("auth_token").map_or("", String::as_str);
        let holder = self.0.of_token(Platform::Alipay, token);
        let holder = holder.filter(|holder| holder.app_id == account.app_id);
        let holder = holder.ok_or(Refusal::AccessToken)?;
        Ok(Answer::Member(json!({
            "open_id": holder.openid(),
            "nick_name": "sandbox",
            "avatar": "",
        })))
    }
}

async fn authorise(State(logins): State<Arc<Logins>>, RawQuery(query): RawQuery) -> Response {
    let given: BTreeMap<_, _> = pairs(&query.unwrap_or_default()).into_iter().collect();
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    let asked = Asked {
        platform: Platform::Alipay,
        app_id: text("app_id"),
        redirect_uri: text("redirect_uri"),
        state: text("state"),
        scope: text("scope"),
        returning: Returning::Alipay,
        ..Asked::default()
    };
    let is_known = ["auth_user", "auth_base"].contains(&&*asked.scope);
    sent_on(if !is_known || asked.state.len() > LONGEST_STATE {
        Err("scope or state")
    } else if !logins.may_return(asked.platform, &asked.app_id, &asked.redirect_uri) {
        Err("this app may not return there")
    } else {
        Ok(logins.wait(asked))
    })
}

/// What `my.getPhoneNumber` answers the app: the number encrypted to the app, and signed by Alipay for it. `press`: no two presses of
/// the button give the same; members that nobody knows are normal.
pub(super) fn phone_native(keys: &AlipayKeys, mobile: &str, press: &str) -> Option<Value> {
    let told = json!({"code": "10000", "msg": "Success", "mobile": mobile, "requestId": press});
    let plain = told.to_string();
    let key = BASE64.decode(keys.encrypt_key.as_bytes()).ok()?;
    let response = BASE64.encode(&aes::cbc_128_sealed(&key, [0; 16], plain.as_bytes())?);
    // The quotation marks are part of what is signed.
    let sign = Key::read(&keys.alipay_private)?.sign(&format!("\"{response}\""));
    let handed = json!({
        "response": response,
        "sign": sign,
        "sign_type": "RSA2",
        "encrypt_type": "AES",
        "charset": "UTF-8",
    });
    Some(json!({ "response": handed.to_string() }))
}
