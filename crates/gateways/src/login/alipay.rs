//! Alipay: the portal's log-in by Alipay's page, and mini-programs.
//!
//! Source: Alipay open documentation, "user information authorisation", "`alipay.system.oauth.token`", "member's mobile number".

use std::fmt;
use std::sync::Arc;

use data_encoding::BASE64;
use domain::id::Mobile;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::error::About;
use super::{
    Answer, Attempt, Code, Facts, HostPhone, HostSession, LoginError, MiniProgram, Returned,
    Subject, WebLogin,
};
use crate::settings::page_address;
use crate::system::{Again, Call};
use crate::{AlipayApp, SettingsProblem, aes, encoding, platform};

const KEY_BYTES: usize = 16;
/// The published mode has no vector of its own.
const ZERO_IV: [u8; aes::BLOCK] = [0; aes::BLOCK];

/// Alipay's page for a browser, for one app.
pub struct AlipayWeb {
    app: Arc<AlipayApp>,
    page: reqwest::Url,
}

/// One mini-program at Alipay.
pub struct AlipayMini {
    app: Arc<AlipayApp>,
    encrypt_key: AlipayEncryptKey,
}

/// The key that the console gives an app for what is encrypted to it. Never printed.
#[derive(Clone)]
pub struct AlipayEncryptKey(Zeroizing<[u8; KEY_BYTES]>);

#[derive(Deserialize)]
struct Granted {
    /// New apps get this,
    #[serde(rename = "open_id")]
    open: Option<String>,
    /// old ones this.
    #[serde(rename = "user_id")]
    user: Option<String>,
    #[serde(rename = "union_id")]
    union: Option<String>,
}

/// What `my.getPhoneNumber` gave.
#[derive(Deserialize)]
struct Handed {
    response: String,
    sign: Option<String>,
    #[serde(default)]
    sign_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Plain {
    code: Option<String>,
    sub_code: Option<String>,
    mobile: Option<String>,
}

impl AlipayEncryptKey {
    /// Reads the console's base64, of 16 bytes.
    pub fn read(text: &str) -> Result<Self, SettingsProblem> {
        let key = BASE64.decode(text.trim().as_bytes()).map(Zeroizing::new);
        key.ok()
            .and_then(|key| key.as_slice().try_into().ok())
            .map(|key| Self(Zeroizing::new(key)))
            .ok_or(SettingsProblem::Unreadable {
                setting: "encrypt_key",
            })
    }
}

impl AlipayWeb {
    /// `page_url`: Alipay's page (`https://openauth.alipay.com/oauth2/publicAppAuthorize.htm`).
    pub fn new(app: Arc<AlipayApp>, page_url: &str) -> Result<Self, SettingsProblem> {
        let page = page_address(page_url, "page_url")?;
        Ok(Self { app, page })
    }
}

impl WebLogin for AlipayWeb {
    fn app_id(&self) -> &str {
        self.app.app_id()
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        let mut url = self.page.clone();
        url.set_query(Some(&encoding::query(&[
            ("app_id", self.app.app_id()),
            ("scope", "auth_user"),
            ("redirect_uri", &attempt.redirect_uri),
            ("state", &attempt.state),
        ])));
        Box::pin(async move { Ok(url.into()) })
    }

    fn returned(&self, query: &str) -> Returned {
        let returned = Returned::read(query, "auth_code");
        match (&returned, Returned::value(query, "app_id")) {
            (Returned::Code { state, .. }, Some(app_id)) if app_id != self.app.app_id() => {
                Returned::Failed {
                    state: state.clone(),
                    code: "other_app".into(),
                }
            }
            _ => returned,
        }
    }

    fn finish<'a>(
        &'a self,
        code: &'a Code,
        _: &'a Attempt,
        request_id: &'a str,
    ) -> Answer<'a, Facts> {
        Box::pin(async move {
            Ok(Facts {
                subject: subject(&self.app, &code.text, request_id).await?,
                person: None,
                mobile: None,
            })
        })
    }
}

impl AlipayMini {
    /// The mini-program of this app.
    pub fn new(app: Arc<AlipayApp>, encrypt_key: AlipayEncryptKey) -> Self {
        Self { app, encrypt_key }
    }

    /// Nothing in what Alipay hands out says when, or to whom: whoever is given it twice must remember that it was.
    fn number(&self, native: &Value) -> Result<HostPhone, LoginError> {
        let unreadable = || LoginError::no_phone("unreadable");
        let text = native["response"].as_str().ok_or_else(unreadable)?;
        let handed: Handed = serde_json::from_str(text).map_err(|_| unreadable())?;
        if handed.response.starts_with('{') {
            // An error in plain text. It may stop us, nothing more, so it need not be Alipay's.
            let error: Plain = serde_json::from_str(&handed.response).map_err(|_| unreadable())?;
            let code = error.sub_code.or(error.code).unwrap_or_default();
            return Err(LoginError::no_phone(&platform::code(&code)));
        }
        // The quotation marks belong to what is signed.
        let signed = format!("\"{}\"", handed.response);
        let sign = handed.sign.unwrap_or_default();
        if handed.sign_type != "RSA2" || !self.app.is_alipays(signed.as_bytes(), &sign) {
            return Err(LoginError::no_phone("signature"));
        }
        let sealed = BASE64.decode(handed.response.as_bytes());
        let plain = sealed
            .ok()
            .and_then(|sealed| aes::cbc_128_opened(&*self.encrypt_key.0, &ZERO_IV, &sealed))
            .ok_or_else(|| LoginError::no_phone("encryption"))?;
        let plain: Plain = serde_json::from_slice(&plain).map_err(|_| unreadable())?;
        if plain.code.as_deref() != Some("10000") {
            let code = plain.sub_code.or(plain.code).unwrap_or_default();
            return Err(LoginError::no_phone(&platform::code(&code)));
        }
        let mobile = Mobile::parse(&plain.mobile.unwrap_or_default())
            .map_err(|_| LoginError::no_phone("no_mobile"))?;
        Ok(HostPhone {
            mobile,
            // The member that is signed, and not the text around it, in which spaces may be added.
            once: Some(handed.response),
        })
    }
}

impl MiniProgram for AlipayMini {
    fn app_id(&self) -> &str {
        self.app.app_id()
    }

    fn log_in<'a>(&'a self, code: &'a str, request_id: &'a str) -> Answer<'a, HostSession> {
        Box::pin(async move {
            Ok(HostSession {
                subject: subject(&self.app, code, request_id).await?,
                secret: None,
            })
        })
    }

    fn phone<'a>(
        &'a self,
        native: &'a Value,
        _: &'a HostSession,
        _: &'a str,
    ) -> Answer<'a, HostPhone> {
        Box::pin(async move { self.number(native) })
    }
}

/// Exchanges a code, which page and mini-program get alike.
async fn subject(app: &AlipayApp, code: &str, request_id: &str) -> Result<Subject, LoginError> {
    let call = Call {
        operation: "exchange code",
        request_id,
        again: Again::UnlessItMayBeDone,
    };
    // Parameters of their own: this method takes no `biz_content`.
    let own = [
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.to_owned()),
    ];
    let granted = app.call_with(call, "alipay.system.oauth.token", &own).await;
    let granted: Granted = granted.map_err(|error| LoginError::of(error, about))?;
    let present = |text: Option<String>| text.filter(|text| !text.is_empty());
    let id = |text| platform::id(text).map_err(LoginError::Unanswered);
    let own_id = present(granted.open).or(present(granted.user));
    Ok(Subject {
        app_id: app.app_id().to_owned(),
        id: id(own_id.ok_or(LoginError::malformed("the answer names nobody"))?)?,
        union: present(granted.union).map(id).transpose()?,
    })
}

/// `isv.code-invalid` and its kin.
fn about(code: &str) -> About {
    if code.starts_with("isv.code-") {
        About::Code
    } else {
        About::Us
    }
}

impl fmt::Debug for AlipayEncryptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlipayEncryptKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of the wire formats.
    #[test]
    fn opens_the_vector_of_the_wire_formats() {
        let key = AlipayEncryptKey::read("AAECAwQFBgcICQoLDA0ODw==").unwrap();
        let sealed = "igATcyTqqgv1AFpBiHJyVf94zn4d80DWhHrnUhty+8Q/+ltIdvj950Noj/r12KZAklKvOpqKQpdL7FVWls5LKQ==";
        let sealed = BASE64.decode(sealed.as_bytes()).unwrap();
        let plain = aes::cbc_128_opened(&*key.0, &ZERO_IV, &sealed).unwrap();
        assert_eq!(
            str::from_utf8(&plain),
            Ok(r#"{"code":"10000","msg":"Success","mobile":"13711112222"}"#)
        );
        assert_eq!(format!("{key:?}"), "AlipayEncryptKey(***)");
        for text in ["", "AAEC", "no base64", "AAECAwQFBgcICQoLDA0ODxA="] {
            assert!(AlipayEncryptKey::read(text).is_err(), "{text}");
        }
    }
}
