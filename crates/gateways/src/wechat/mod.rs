//! The server interface of WeChat: one app, its token, and calls that carry it.
//!
//! Source: WeChat open documentation, "`getStableAccessToken`", "`getAccessToken`", "`getVerifyId`", "`queryVerifyInfo`".

mod answer;

use crate::encoding;
use crate::received::Received;
use crate::system::{Call, System};
use crate::tokens::{self, Sent, TakesToken, Tokens};
use crate::{Chance, GatewayError, MachineClock, Settings, SettingsProblem};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use zeroize::Zeroizing;

/// How to reach WeChat as one app.
#[derive(Clone, Debug)]
pub struct WechatSettings {
    /// Address (`https://api.weixin.qq.com`), app id and app secret.
    pub access: Settings,
    /// How the token for server calls is got.
    pub token: WechatToken,
}

/// How the token for server calls is got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WechatToken {
    /// `stable_token` in its normal mode: WeChat gives every process the same one until shortly before its end, so processes share
    /// it without knowing of each other. Within a process one call renews it while the others wait.
    Stable,
    /// `token`: each new one ends the one before within five minutes, so only one process may ask.
    Plain,
}

/// One app at WeChat. Everything of it shares this value, and so its token.
pub struct WechatApp {
    system: System,
    app_id: String,
    secret: Zeroizing<String>,
    token: WechatToken,
    tokens: Tokens,
}

impl WechatSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(self.access.text_key().err());
        problems
    }
}

impl WechatApp {
    /// Builds the client; nothing is sent yet. Fails with the first fault; [`WechatSettings::problems`] lists all of them.
    pub fn new(
        settings: WechatSettings,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system: System::new("wechat", &settings.access, machine, chance)?,
            secret: settings.access.text_key()?,
            app_id: settings.access.app_id,
            token: settings.token,
            tokens: Tokens::default(),
        })
    }

    /// Posts JSON with the app's token.
    pub(crate) async fn post<A: DeserializeOwned + Send>(
        &self,
        call: Call<'_>,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<A, GatewayError> {
        tokens::post(self, call, path, &Sent::json(body)?).await
    }

    /// Posts JSON with the app's token, for a picture.
    pub(crate) async fn post_for_picture(
        &self,
        call: Call<'_>,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Received, GatewayError> {
        let read = |_: &Self, received: &Received| answer::picture(received);
        tokens::post_and_read(self, call, path, &Sent::json(body)?, read).await
    }

    /// Exchanges a code that counts once, with the app's secret. Both stand in the address, which is never logged.
    pub(crate) async fn exchange<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        path: &str,
        code: (&str, &str),
    ) -> Result<A, GatewayError> {
        let query = encoding::query(&[
            ("appid", &self.app_id),
            ("secret", &self.secret),
            code,
            ("grant_type", "authorization_code"),
        ]);
        let attempt = async || {
            let mut url = self.system.address(path);
            url.set_query(Some(&query));
            answer::checked(&Received::of(self.system.http.get(url)).await?)
        };
        self.system.ask(call, attempt).await
    }

    /// Our name there.
    pub fn app_id(&self) -> &str {
        &self.app_id
    }
}

impl TakesToken for WechatApp {
    fn system(&self) -> &System {
        &self.system
    }

    fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    fn refuses_token(code: &str) -> bool {
        answer::refuses_token(code)
    }

    fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
        answer::checked(received)
    }

    async fn new_token(&self) -> Result<(String, i64), GatewayError> {
        let http = &self.system.http;
        let request = match self.token {
            WechatToken::Stable => {
                let body = json!({
                    "grant_type": "client_credential",
                    "appid": self.app_id,
                    "secret": *self.secret,
                    "force_refresh": false,
                });
                http.post(self.system.address("/cgi-bin/stable_token"))
                    .header("content-type", "application/json; charset=utf-8")
                    .body(body.to_string())
            }
            WechatToken::Plain => {
                let mut url = self.system.address("/cgi-bin/token");
                url.query_pairs_mut()
                    .append_pair("grant_type", "client_credential")
                    .append_pair("appid", &self.app_id)
                    .append_pair("secret", &self.secret);
                http.get(url)
            }
        };
        let granted: answer::Granted = answer::checked(&Received::of(request).await?)?;
        Ok((granted.access_token, granted.expires_in.0))
    }
}
