//! Baidu: the portal's log-in by Baidu's page, and smart mini-programs.
//!
//! Source: Baidu OAuth documentation; smart mini-programs, "log in", "decrypt user data", "`getSessionKeyv2`".

use data_encoding::BASE64;
use domain::id::Mobile;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::error::About;
use super::{
    Answer, Attempt, Code, Facts, HostPhone, HostSession, LoginError, MiniProgram, Returned,
    SessionKey, Subject, WebLogin,
};
use crate::settings::page_address;
use crate::system::{Again, Call};
use crate::tokens::Sent;
use crate::{BaiduCloud, Chance, MachineClock, Settings, SettingsProblem, aes, encoding, platform};

/// Bytes before the length in what is decrypted.
const RANDOM: usize = 16;
const SMART_APP: &str = "smartapp_snsapi_base";

/// Baidu's page for a browser, for one application.
pub struct BaiduWeb {
    cloud: BaiduCloud,
    page: reqwest::Url,
}

/// One smart mini-program at Baidu.
pub struct BaiduMini {
    /// The open platform.
    cloud: BaiduCloud,
    /// The host of the older form, if that is used.
    older: Option<BaiduCloud>,
}

/// How to reach Baidu as one smart mini-program.
#[derive(Clone, Debug)]
pub struct BaiduMiniSettings {
    /// Address of the open platform (`https://openapi.baidu.com`), App Key and App Secret.
    pub access: Settings,
    /// By which of Baidu's forms a code is exchanged.
    pub session: BaiduSession,
}

/// By which of Baidu's forms a code is exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaiduSession {
    /// `getsessionkey`, with a token of the server.
    WithToken,
    /// `jscode2sessionkey`, with the App Secret, at this address (`https://spapi.baidu.com`).
    WithSecret(String),
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

#[derive(Deserialize)]
struct User {
    openid: String,
    unionid: Option<String>,
}

/// Either form.
#[derive(Deserialize)]
struct Session {
    #[serde(alias = "open_id")]
    openid: String,
    session_key: String,
}

#[derive(Deserialize)]
struct InData<T> {
    data: T,
}

#[derive(Deserialize)]
struct Union {
    unionid: String,
}

#[derive(Deserialize)]
struct Phone {
    mobile: String,
}

impl BaiduWeb {
    /// Builds the client; nothing is sent yet. `access`: address (`https://openapi.baidu.com`), API key and secret key.
    /// `page_url`: Baidu's page (`https://openapi.baidu.com/oauth/2.0/authorize`).
    pub fn new(
        access: Settings,
        page_url: &str,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            page: page_address(page_url, "page_url")?,
            cloud: BaiduCloud::new(access, machine, chance)?,
        })
    }
}

impl WebLogin for BaiduWeb {
    fn app_id(&self) -> &str {
        self.cloud.client_id()
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        let mut url = self.page.clone();
        url.set_query(Some(&encoding::query(&[
            ("response_type", "code"),
            ("client_id", self.cloud.client_id()),
            ("redirect_uri", &attempt.redirect_uri),
            ("scope", "basic"),
            ("state", &attempt.state),
            ("display", "page"),
        ])));
        Box::pin(async move { Ok(url.into()) })
    }

    fn returned(&self, query: &str) -> Returned {
        Returned::read(query, "code")
    }

    fn finish<'a>(
        &'a self,
        code: &'a Code,
        attempt: &'a Attempt,
        request_id: &'a str,
    ) -> Answer<'a, Facts> {
        Box::pin(async move {
            let call = |operation, again| Call {
                operation,
                request_id,
                again,
            };
            let form = [
                ("grant_type", "authorization_code"),
                ("code", &code.text),
                ("client_id", self.cloud.client_id()),
                ("client_secret", self.cloud.secret()),
                ("redirect_uri", &attempt.redirect_uri),
            ];
            let exchange = call("exchange code", Again::UnlessItMayBeDone);
            let granted = self.cloud.post_form(exchange, "/oauth/2.0/token", &form);
            let granted: Granted = granted
                .await
                .map_err(|error| LoginError::of(error, about))?;
            let path = "/rest/2.0/passport/users/getInfo";
            let ask = call("ask who it is", Again::Always);
            let user = self.cloud.get(ask, path, &granted.access_token).await;
            let user: User = user.map_err(|error| LoginError::of(error, |_| About::Us))?;
            Ok(Facts {
                subject: subject(&self.cloud, user.openid, user.unionid)?,
                person: None,
                mobile: None,
            })
        })
    }
}

impl BaiduMiniSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(self.access.text_key().err());
        if let BaiduSession::WithSecret(address) = &self.session {
            problems.extend(page_address(address, "session_url").err());
        }
        problems
    }
}

impl BaiduMini {
    /// Builds the client; nothing is sent yet. Fails with the first fault; [`BaiduMiniSettings::problems`] lists all of them.
    pub fn new(
        settings: BaiduMiniSettings,
        machine: MachineClock,
        mut chance: impl FnMut() -> Chance,
    ) -> Result<Self, SettingsProblem> {
        if let Some(problem) = settings.problems().into_iter().next() {
            return Err(problem);
        }
        let older = match settings.session {
            BaiduSession::WithToken => None,
            BaiduSession::WithSecret(base_url) => {
                let access = Settings {
                    base_url,
                    ..settings.access.clone()
                };
                Some(BaiduCloud::new(access, machine.clone(), chance())?)
            }
        };
        let cloud = BaiduCloud::new(settings.access, machine, chance())?.scoped(SMART_APP);
        Ok(Self { cloud, older })
    }

    async fn session(&self, code: &str, request_id: &str) -> Result<Session, LoginError> {
        let call = Call {
            operation: "log in",
            request_id,
            again: Again::UnlessItMayBeDone,
        };
        let session = if let Some(older) = &self.older {
            let form = [
                ("code", code),
                ("client_id", older.client_id()),
                ("sk", older.secret()),
            ];
            older
                .post_form(call, "/oauth/jscode2sessionkey", &form)
                .await
        } else {
            let sent = Sent::Query(encoding::query(&[("code", code)]));
            let path = "/rest/2.0/smartapp/getsessionkey";
            let data = self.cloud.post_with_token(call, path, &sent).await;
            data.map(|InData { data }: InData<Session>| data)
        };
        session.map_err(|error| LoginError::of(error, about))
    }

    /// The person's id for all apps of one owner. Log-in does without it: its code is used up by now.
    async fn union(&self, openid: &str, request_id: &str) -> Option<String> {
        let call = Call {
            operation: "ask for the id of all apps",
            request_id,
            again: Again::Always,
        };
        let sent = Sent::Form(encoding::query(&[("openid", openid)]));
        let path = "/rest/2.0/smartapp/getunionid";
        let answer = self.cloud.post_with_token(call, path, &sent).await;
        let InData { data }: InData<Union> = answer.ok()?;
        Some(data.unionid)
    }
}

impl MiniProgram for BaiduMini {
    fn app_id(&self) -> &str {
        self.cloud.client_id()
    }

    fn log_in<'a>(&'a self, code: &'a str, request_id: &'a str) -> Answer<'a, HostSession> {
        Box::pin(async move {
            let session = self.session(code, request_id).await?;
            let union = self.union(&session.openid, request_id).await;
            Ok(HostSession {
                subject: subject(&self.cloud, session.openid, union)?,
                secret: Some(SessionKey::new(session.session_key)),
            })
        })
    }

    fn phone<'a>(
        &'a self,
        native: &'a Value,
        session: &'a HostSession,
        _: &'a str,
    ) -> Answer<'a, HostPhone> {
        Box::pin(async move {
            let text = |name: &str| native[name].as_str().unwrap_or_default();
            let key = session.secret.as_ref().map_or("", SessionKey::expose);
            let plain = opened(
                text("encryptedData"),
                text("iv"),
                key,
                self.cloud.client_id(),
            );
            let plain = plain.ok_or_else(|| LoginError::no_phone("encryption"))?;
            let phone: Phone =
                serde_json::from_slice(&plain).map_err(|_| LoginError::no_phone("unreadable"))?;
            let mobile =
                Mobile::parse(&phone.mobile).map_err(|_| LoginError::no_phone("no_mobile"))?;
            Ok(HostPhone {
                mobile,
                // Only the session's own key opens it, but as often as it is asked to. The vector is not part of it: it changes
                // nothing but the random bytes in front.
                once: Some(text("encryptedData").to_owned()),
            })
        })
    }
}

fn subject(
    cloud: &BaiduCloud,
    openid: String,
    union: Option<String>,
) -> Result<Subject, LoginError> {
    let id = |text| platform::id(text).map_err(LoginError::Unanswered);
    Ok(Subject {
        app_id: cloud.client_id().to_owned(),
        id: id(openid)?,
        union: union
            .filter(|union| !union.is_empty())
            .map(id)
            .transpose()?,
    })
}

/// The JSON in what Baidu encrypted for this app: 16 random bytes, its length in 4 bytes, itself, and the App Key.
fn opened(sealed: &str, iv: &str, session_key: &str, app_key: &str) -> Option<Zeroizing<Vec<u8>>> {
    let base64 = |text: &str| BASE64.decode(text.as_bytes()).ok();
    let key = Zeroizing::new(base64(session_key)?);
    let plain = aes::cbc_192_opened_padded_to_32(&key, &base64(iv)?, &base64(sealed)?)?;
    let (length, rest) = plain.get(RANDOM..)?.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (json, owner) = rest.split_at_checked(length)?;
    (owner == app_key.as_bytes()).then(|| Zeroizing::new(json.to_vec()))
}

/// By word at the token's address; 10010100 for a code that is wrong, used or over, by number at the mini-program's.
fn about(code: &str) -> About {
    match code {
        "invalid_grant" | "expired_token" | "10010100" => About::Code,
        _ => About::Us,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP_KEY: &str = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
    const SESSION_KEY: &str = "1df09d0a1677dd72b8325aec59576e0c";
    const IV: &str = "1df09d0a1677dd72b8325Q==";
    const SEALED: &str = concat!(
        "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+",
        "ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==",
    );

    /// The vector of the wire formats: Baidu's own sample.
    #[test]
    fn opens_what_baidu_encrypted() {
        let plain = opened(SEALED, IV, SESSION_KEY, APP_KEY).unwrap();
        let expected =
            r#"{"openid":"open_id","nickname":"baidu_user","headimgurl":"url of image","sex":1}"#;
        assert_eq!(str::from_utf8(&plain), Ok(expected));
    }

    #[test]
    fn another_app_key_vector_or_text_opens_nothing() {
        let altered = SEALED.replacen('O', "P", 1);
        for (sealed, iv, key, app) in [
            (SEALED, IV, SESSION_KEY, "another-app"),
            (SEALED, IV, "2df09d0a1677dd72b8325aec59576e0c", APP_KEY),
            (SEALED, IV, "", APP_KEY),
            (SEALED, "", SESSION_KEY, APP_KEY),
            ("", IV, SESSION_KEY, APP_KEY),
            ("AAAA", IV, SESSION_KEY, APP_KEY),
            (&SEALED[..64], IV, SESSION_KEY, APP_KEY),
        ] {
            assert!(
                opened(sealed, iv, key, app).is_none(),
                "{sealed} {iv} {key}"
            );
        }
        // The first block is random, but to alter it alters the length in the second one.
        assert!(opened(&altered, IV, SESSION_KEY, APP_KEY).is_none());
    }
}
