//! WeChat: the portal's log-in by a QR code of WeChat's page, and mini-programs.
//!
//! Source: WeChat open documentation, "website application", "`code2Session`", "`getPhoneNumber`".

use std::sync::Arc;

use domain::id::Mobile;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::About;
use super::wechat_code;
use super::{
    Answer, Attempt, Code, CodePicture, Facts, HostPhone, HostSession, LoginError, MiniProgram,
    Returned, SessionKey, Subject, WebLogin,
};
use crate::platform::{self, Number};
use crate::settings::page_address;
use crate::system::{Again, Call};
use crate::{GatewayError, SettingsProblem, WechatApp, encoding};

/// WeChat's page for a browser, for one website application.
pub struct WechatWeb {
    app: Arc<WechatApp>,
    page: reqwest::Url,
}

/// One mini-program at WeChat.
pub struct WechatMini {
    app: Arc<WechatApp>,
    /// The page that its codes open.
    code_page: Option<String>,
}

#[derive(Deserialize)]
struct Session {
    openid: String,
    unionid: Option<String>,
    /// Mini-programs only.
    #[serde(rename = "session_key")]
    key: Option<String>,
}

#[derive(Deserialize)]
struct Phone {
    phone_info: PhoneInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneInfo {
    pure_phone_number: String,
    country_code: Number,
    watermark: Watermark,
}

#[derive(Deserialize)]
struct Watermark {
    appid: String,
}

impl WechatWeb {
    /// `page_url`: WeChat's page (`https://open.weixin.qq.com/connect/qrconnect`). The app's token is not used for this.
    pub fn new(app: Arc<WechatApp>, page_url: &str) -> Result<Self, SettingsProblem> {
        let page = page_address(page_url, "page_url")?;
        Ok(Self { app, page })
    }
}

impl WebLogin for WechatWeb {
    fn app_id(&self) -> &str {
        self.app.app_id()
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        let mut url = self.page.clone();
        // In the published order, which is the one that is known to work.
        url.set_query(Some(&encoding::query(&[
            ("appid", self.app.app_id()),
            ("redirect_uri", &attempt.redirect_uri),
            ("response_type", "code"),
            ("scope", "snsapi_login"),
            ("state", &attempt.state),
        ])));
        url.set_fragment(Some("wechat_redirect"));
        Box::pin(async move { Ok(url.into()) })
    }

    fn returned(&self, query: &str) -> Returned {
        Returned::read(query, "code")
    }

    fn finish<'a>(
        &'a self,
        code: &'a Code,
        _: &'a Attempt,
        request_id: &'a str,
    ) -> Answer<'a, Facts> {
        Box::pin(async move {
            let call = Call {
                operation: "exchange code",
                request_id,
                again: Again::UnlessItMayBeDone,
            };
            let path = "/sns/oauth2/access_token";
            let session = self.app.exchange(call, path, ("code", &code.text)).await;
            let session: Session = session.map_err(|error| LoginError::of(error, about_code))?;
            Ok(Facts {
                subject: session.subject(&self.app)?,
                person: None,
                mobile: None,
            })
        })
    }
}

impl WechatMini {
    /// The mini-program of this app.
    pub fn new(app: Arc<WechatApp>) -> Self {
        Self {
            app,
            code_page: None,
        }
    }

    /// The page that codes of this mini-program open, such as `pages/portal_login/index`: without a slash in front, or a query.
    #[must_use]
    pub fn with_code_page(mut self, page: &str) -> Self {
        self.code_page = Some(page.to_owned()).filter(|page| !page.is_empty());
        self
    }
}

impl MiniProgram for WechatMini {
    fn app_id(&self) -> &str {
        self.app.app_id()
    }

    fn code<'a>(&'a self, text: &'a str, request_id: &'a str) -> Option<Answer<'a, CodePicture>> {
        let page = self.code_page.as_deref()?;
        Some(wechat_code::drawn(&self.app, page, text, request_id))
    }

    fn log_in<'a>(&'a self, code: &'a str, request_id: &'a str) -> Answer<'a, HostSession> {
        Box::pin(async move {
            let call = Call {
                operation: "log in",
                request_id,
                again: Again::UnlessItMayBeDone,
            };
            let path = "/sns/jscode2session";
            let session = self.app.exchange(call, path, ("js_code", code)).await;
            let session: Session = session.map_err(|error| LoginError::of(error, about_code))?;
            let subject = session.subject(&self.app)?;
            let key = session
                .key
                .ok_or(LoginError::malformed("the answer has no session key"))?;
            Ok(HostSession {
                subject,
                secret: Some(SessionKey::new(key)),
            })
        })
    }

    fn phone<'a>(
        &'a self,
        native: &'a Value,
        session: &'a HostSession,
        request_id: &'a str,
    ) -> Answer<'a, HostPhone> {
        Box::pin(async move {
            let code = native["code"].as_str().unwrap_or_default();
            if code.is_empty() {
                return Err(LoginError::no_phone("no_code"));
            }
            // With the openid, a code that another person's button gave is refused.
            let body = json!({ "code": code, "openid": session.subject.id });
            let call = Call {
                operation: "read phone number",
                request_id,
                again: Again::UnlessItMayBeDone,
            };
            let path = "/wxa/business/getuserphonenumber";
            let phone = self.app.post(call, path, &body).await;
            let phone: Phone = phone.map_err(|error| LoginError::of(error, about_phone))?;
            let mobile = phone.phone_info.mobile(self.app.app_id())?;
            // WeChat takes the code once.
            Ok(HostPhone { mobile, once: None })
        })
    }
}

impl Session {
    fn subject(&self, app: &WechatApp) -> Result<Subject, LoginError> {
        let union = self.unionid.clone().filter(|union| !union.is_empty());
        let id = |text: String| platform::id(text).map_err(LoginError::Unanswered);
        Ok(Subject {
            app_id: app.app_id().to_owned(),
            id: id(self.openid.clone())?,
            union: union.map(id).transpose()?,
        })
    }
}

impl PhoneInfo {
    fn mobile(&self, app_id: &str) -> Result<Mobile, LoginError> {
        if self.watermark.appid != app_id {
            return Err(LoginError::Unanswered(GatewayError::malformed(
                "the number is of another app",
            )));
        }
        if self.country_code.0 != 86 {
            return Err(LoginError::no_phone("other_country"));
        }
        Mobile::parse(&self.pure_phone_number).map_err(|_| LoginError::no_phone("no_mobile"))
    }
}

/// 40029: no such code, 40163: it was used, 41008: there is none, 42003: it is over; 40226: the person is blocked.
fn about_code(code: &str) -> About {
    match code {
        "40029" | "40163" | "41008" | "42003" => About::Code,
        "40226" => About::Person,
        _ => About::Us,
    }
}

/// The same codes, of the phone button's code; 40003: it is of another person.
fn about_phone(code: &str) -> About {
    match code {
        "40003" | "40029" | "40163" | "41008" | "42003" => About::Phone,
        _ => About::Us,
    }
}
