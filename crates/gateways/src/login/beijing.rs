//! Beijing's unified identity (北京通), read from public client code: there is no public manual, so its contract with the office must
//! confirm every name here.
//!
//! It has no ID token and no PKCE, and encrypts in ECB without integrity: it counts only between servers, over TLS.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use domain::id::Mobile;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::error::About;
use super::mapping::person;
use super::{Answer, Attempt, Code, Facts, LoginError, Returned, Subject, WebLogin};
use crate::platform::{self, Number};
use crate::received::Received;
use crate::settings::page_address;
use crate::system::{Again, Call, System};
use crate::{
    Chance, GatewayError, MachineClock, ServiceClock, Settings, SettingsProblem, aes, encoding,
};

/// A resident ID card, in `codes/beijing_identity_cert_types.csv`.
const RESIDENT_ID_CARD: i64 = 1;
const SCOPE: &str = "user_info";

/// How to reach the platform.
#[derive(Clone, Debug)]
pub struct BeijingSettings {
    /// Address (`https://bjt.beijing.gov.cn/renzheng`), client id, and the secret of 32 hexadecimal digits.
    pub access: Settings,
    /// The page for a browser (`https://bjt.beijing.gov.cn/renzheng/open/login/goUserLogin`).
    pub page_url: String,
    /// `certLevel`s at which name, number and mobile are believed: `L3` (face or bank card matched) and `L4` (checked at a counter).
    pub accepted_levels: Vec<String>,
    /// The platform's codes that say of an exchange that the code is unknown, used or over. They are in no public text.
    pub refused_codes: Vec<i64>,
}

/// Beijing's unified identity.
pub struct BeijingLogin {
    system: System,
    client_id: String,
    secret: Zeroizing<String>,
    key: Zeroizing<Vec<u8>>,
    page: reqwest::Url,
    settings: BeijingSettings,
    clock: ServiceClock,
}

#[derive(Deserialize)]
struct Enveloped<'a> {
    meta: Meta,
    /// Of any shape, where the code is no success.
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Meta {
    code: Number,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    unique_id: String,
    cert_name: Option<String>,
    cert_no: Option<String>,
    cert_no_type: Option<Number>,
    cert_level: Option<String>,
    mobile: Option<String>,
}

impl BeijingSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(self.key().err());
        problems.extend(page_address(&self.page_url, "page_url").err());
        if self.accepted_levels.is_empty() {
            problems.push(SettingsProblem::Blank {
                setting: "accepted_levels",
            });
        }
        problems
    }

    /// The secret as the key that it also is.
    fn key(&self) -> Result<Zeroizing<Vec<u8>>, SettingsProblem> {
        HEXLOWER_PERMISSIVE
            .decode(&self.access.key)
            .ok()
            .map(Zeroizing::new)
            .filter(|key| key.len() == aes::BLOCK)
            .ok_or(SettingsProblem::Unreadable { setting: "key" })
    }
}

impl BeijingLogin {
    /// Builds the client; nothing is sent yet. `clock`: ID numbers are judged by its day. Fails with the first fault;
    /// [`BeijingSettings::problems`] lists all of them.
    pub fn new(
        settings: BeijingSettings,
        machine: MachineClock,
        clock: ServiceClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        if let Some(problem) = settings.problems().into_iter().next() {
            return Err(problem);
        }
        Ok(Self {
            system: System::new("beijing", &settings.access, machine, chance)?,
            client_id: settings.access.app_id.clone(),
            secret: settings.access.text_key()?,
            key: settings.key()?,
            page: page_address(&settings.page_url, "page_url")?,
            settings,
            clock,
        })
    }

    async fn exchange(
        &self,
        code: &Code,
        attempt: &Attempt,
        request_id: &str,
    ) -> Result<Granted, GatewayError> {
        let call = Call {
            operation: "exchange code",
            request_id,
            again: Again::UnlessItMayBeDone,
        };
        let attempt = async || {
            let now_ms = self.system.now().as_millisecond();
            let token = auth_token(&self.client_id, &self.secret, now_ms, &self.key)
                .ok_or(GatewayError::malformed("the secret is no key"))?;
            let form = encoding::query(&[
                ("client_id", &self.client_id),
                ("redirect_uri", &attempt.redirect_uri),
                ("grant_type", "authorization_code"),
                ("grant_code", &code.text),
                ("auth_token", &token),
                ("scope", SCOPE),
                ("state", &attempt.state),
            ]);
            let url = self.system.address("/api/oauth/getAccessToken");
            let request = self.system.http.post(url);
            let request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form);
            checked(&Received::of(request).await?)
        };
        self.system.ask(call, attempt).await
    }

    async fn user(&self, access_token: &str, request_id: &str) -> Result<User, GatewayError> {
        let call = Call {
            operation: "ask who it is",
            request_id,
            again: Again::Always,
        };
        let attempt = async || {
            let mut url = self.system.address("/api/info/getUserInfo");
            url.query_pairs_mut()
                .append_pair("access_token", access_token);
            checked(&Received::of(self.system.http.get(url)).await?)
        };
        self.system.ask(call, attempt).await
    }

    fn facts(&self, user: User) -> Result<Facts, LoginError> {
        let id = platform::id(user.unique_id).map_err(LoginError::Unanswered)?;
        let level = user.cert_level.unwrap_or_default();
        let is_believed = self.settings.accepted_levels.contains(&level);
        let is_id_card = user
            .cert_no_type
            .is_some_and(|kind| kind.0 == RESIDENT_ID_CARD);
        let number = user
            .cert_no
            .filter(|_| is_believed && is_id_card)
            .map(|sealed| number(&sealed, &self.key))
            .transpose()?;
        Ok(Facts {
            subject: Subject {
                app_id: self.client_id.clone(),
                id,
                union: None,
            },
            person: user
                .cert_name
                .zip(number)
                .and_then(|(name, number)| person(&name, &number, &self.clock)),
            mobile: user
                .mobile
                .filter(|_| is_believed)
                .and_then(|mobile| Mobile::parse(&mobile).ok()),
        })
    }

    /// What a code of an exchange is about.
    fn about(&self, code: &str) -> About {
        let refuses = |known: &i64| known.to_string() == code;
        if self.settings.refused_codes.iter().any(refuses) {
            About::Code
        } else {
            About::Us
        }
    }
}

impl WebLogin for BeijingLogin {
    fn app_id(&self) -> &str {
        &self.client_id
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        let mut url = self.page.clone();
        url.set_query(Some(&encoding::query(&[
            ("client_id", &self.client_id),
            ("redirect_uri", &attempt.redirect_uri),
            ("response_type", "code"),
            ("scope", SCOPE),
            ("state", &attempt.state),
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
            let granted = self.exchange(code, attempt, request_id).await;
            let granted =
                granted.map_err(|error| LoginError::of(error, |code| self.about(code)))?;
            let user = self.user(&granted.access_token, request_id).await;
            self.facts(user.map_err(|error| LoginError::of(error, |_| About::Us))?)
        })
    }
}

/// Who we are and when, encrypted with our secret.
fn auth_token(client_id: &str, secret: &str, now_ms: i64, key: &[u8]) -> Option<String> {
    let plain = Zeroizing::new(format!("{client_id}:{secret}:{now_ms}"));
    let sealed = aes::ecb_128_sealed(key, plain.as_bytes())?;
    Some(HEXLOWER.encode(&sealed))
}

/// An ID number as the platform encrypts it.
fn number(sealed: &str, key: &[u8]) -> Result<String, LoginError> {
    let sealed = HEXLOWER_PERMISSIVE.decode(sealed.as_bytes()).ok();
    sealed
        .and_then(|sealed| aes::ecb_128_opened(key, &sealed))
        .and_then(|plain| String::from_utf8(plain.to_vec()).ok())
        .ok_or(LoginError::malformed("the id number cannot be decrypted"))
}

/// The answer's own part, once it is no failure.
fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
    if let Some(unwell) = received.unwell() {
        return Err(unwell);
    }
    let Enveloped { meta, data } = serde_json::from_slice(&received.body)
        .map_err(|_| GatewayError::malformed("the answer has not the known shape"))?;
    match meta.code.0 {
        0 => data
            .and_then(|data| serde_json::from_str(data.get()).ok())
            .ok_or(GatewayError::malformed(
                "the answer has not the known shape",
            )),
        code => Err(platform::refused(&code.to_string(), false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "00112233445566778899aabbccddeeff";

    /// The vectors of the wire formats.
    #[test]
    fn encrypts_who_we_are_and_decrypts_numbers() {
        let key = HEXLOWER.decode(SECRET.as_bytes()).unwrap();
        assert_eq!(
            auth_token("100000000001", SECRET, 1_700_000_000_000, &key).unwrap(),
            "7b3ec9ca989592ff71f4e8e96d2f2074f582c19f6f1d06046595d4a44ee03c6b97833cfffe1aca0a34f0ae3b59fabac7203442dfb411fdc47dbe2d8ddc32b950"
        );
        let sealed = "89555bc8ffbbd9918c0dbb574ef42b9f2f750f599d9c191300c56ff1ee599937";
        assert_eq!(number(sealed, &key).unwrap(), "11010519491231002X");
        for other in ["", "00", "zz", &sealed.replace('8', "7")] {
            assert!(number(other, &key).is_err(), "{other}");
        }
    }
}
