//! The server's side of OAuth 2.0 (RFC 6749) with PKCE (RFC 7636): exchanges a code, asks who somebody is.

use std::fmt;
use std::sync::Arc;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use ring::digest;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::super::error::About;
use super::super::{Attempt, Code, LoginError};
use crate::received::Received;
use crate::rsa::PrivateKey;
use crate::system::{Again, Call, System};
use crate::{
    Chance, GatewayError, MachineClock, RetryCause, Settings, SettingsProblem, encoding, platform,
};

/// How long our own assertion counts.
const ASSERTION_LIFE: SignedDuration = SignedDuration::from_secs(60);

/// How we say who we are when a code is exchanged.
#[derive(Clone)]
pub enum ClientAuthentication {
    /// Client id and secret in a header: `client_secret_basic`.
    SecretInHeader,
    /// Client id and secret in the form: `client_secret_post`.
    SecretInForm,
    /// A short statement signed with RS256 by our key: `private_key_jwt` (RFC 7523).
    SignedStatement {
        /// The name by which the platform knows the key.
        key_id: Option<String>,
    },
    /// What an office has a contract about and no standard describes, such as SM2 over the parameters.
    Other(Arc<dyn SignsRequests>),
}

/// Signs the parameters of an exchange in a way that no standard describes.
pub trait SignsRequests: Send + Sync {
    /// Adds to the form what the platform wants. `key`: from the settings; `at`: the machine's time.
    fn sign(&self, form: &mut Vec<(String, String)>, key: &[u8], at: Timestamp);
}

/// One client at one platform.
pub(in super::super) struct OauthClient {
    pub(in super::super) system: System,
    client_id: String,
    proof: Proof,
}

/// What proves who we are.
enum Proof {
    InHeader(Zeroizing<String>),
    InForm(Zeroizing<String>),
    Statement {
        key: Box<PrivateKey>,
        key_id: Option<String>,
    },
    Other {
        hook: Arc<dyn SignsRequests>,
        key: Zeroizing<Vec<u8>>,
    },
}

/// What a code was exchanged for.
pub(in super::super) struct Exchanged {
    pub(in super::super) access_token: Zeroizing<String>,
    pub(in super::super) id_token: Option<String>,
}

impl ClientAuthentication {
    /// What is wrong with the settings' key for this.
    pub(in super::super) fn problems(&self, access: &Settings) -> Option<SettingsProblem> {
        match self {
            Self::SecretInHeader | Self::SecretInForm => access.text_key().err(),
            Self::SignedStatement { .. } => PrivateKey::read(&access.key).err(),
            Self::Other(_) => None,
        }
    }

    fn proof(self, access: &Settings) -> Result<Proof, SettingsProblem> {
        Ok(match self {
            Self::SecretInHeader => Proof::InHeader(access.text_key()?),
            Self::SecretInForm => Proof::InForm(access.text_key()?),
            Self::SignedStatement { key_id } => Proof::Statement {
                key: Box::new(PrivateKey::read(&access.key)?),
                key_id,
            },
            Self::Other(hook) => Proof::Other {
                hook,
                key: Zeroizing::new(access.key.clone()),
            },
        })
    }
}

impl OauthClient {
    pub(in super::super) fn new(
        name: &'static str,
        access: Settings,
        authentication: ClientAuthentication,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system: System::new(name, &access, machine, chance)?,
            proof: authentication.proof(&access)?,
            client_id: access.app_id,
        })
    }

    pub(in super::super) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The platform's page with the parameters of this log-in.
    pub(in super::super) fn page(
        &self,
        page: &Url,
        scope: &str,
        attempt: &Attempt,
        with: Extras,
    ) -> String {
        let challenge = challenge(&attempt.code_verifier);
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &attempt.redirect_uri),
            ("scope", scope),
            ("state", &attempt.state),
        ];
        if with.nonce {
            pairs.push(("nonce", &attempt.nonce));
        }
        if with.pkce {
            pairs.push(("code_challenge", &challenge));
            pairs.push(("code_challenge_method", "S256"));
        }
        let mut url = page.clone();
        let own = encoding::query(&pairs);
        let query = match url.query() {
            Some(theirs) if !theirs.is_empty() => format!("{theirs}&{own}"),
            _ => own,
        };
        url.set_query(Some(&query));
        url.into()
    }

    /// Exchanges a code, which counts once.
    pub(in super::super) async fn exchange(
        &self,
        url: &Url,
        code: &Code,
        attempt: &Attempt,
        pkce: bool,
        request_id: &str,
    ) -> Result<Exchanged, LoginError> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", &code.text),
            ("redirect_uri", &attempt.redirect_uri),
        ];
        if pkce {
            form.push(("code_verifier", &attempt.code_verifier));
        }
        let form: Vec<(String, String)> = form
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let call = Call {
            operation: "exchange code",
            request_id,
            again: Again::UnlessItMayBeDone,
        };
        let attempt = async || checked(&Received::of(self.authenticated(url, form.clone())).await?);
        let told = self.system.ask(call, attempt).await;
        let told = told.map_err(|error| LoginError::of(error, about))?;
        let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        let access_token = text("access_token")
            .filter(|token| token.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or(LoginError::malformed("the answer has no access token"))?;
        Ok(Exchanged {
            access_token: Zeroizing::new(access_token),
            id_token: text("id_token"),
        })
    }

    /// Asks who the person of this token is.
    pub(in super::super) async fn user_info(
        &self,
        url: &Url,
        access_token: &str,
        request_id: &str,
    ) -> Result<Map<String, Value>, LoginError> {
        let call = Call {
            operation: "ask who it is",
            request_id,
            again: Again::Always,
        };
        let attempt = async || {
            let request = self.system.http.get(url.clone());
            checked(&Received::of(request.bearer_auth(access_token)).await?)
        };
        let told = self.system.ask(call, attempt).await;
        told.map_err(|error| LoginError::of(error, |_| About::Us))
    }

    fn authenticated(&self, url: &Url, mut form: Vec<(String, String)>) -> reqwest::RequestBuilder {
        let mut request = self.system.http.post(url.clone());
        let client_id = || ("client_id".to_owned(), self.client_id.clone());
        match &self.proof {
            Proof::InHeader(secret) => {
                // RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
                let [id, secret] = [&*self.client_id, &**secret].map(encoding::percent_encoded);
                let joined = Zeroizing::new(format!("{id}:{secret}"));
                let value = format!("Basic {}", BASE64.encode(joined.as_bytes()));
                request = request.header("authorization", value);
            }
            Proof::InForm(secret) => {
                form.extend([client_id(), ("client_secret".into(), secret.to_string())]);
            }
            Proof::Statement { key, key_id } => {
                let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                let statement = self.statement(url, key, key_id.as_deref());
                form.extend([
                    client_id(),
                    ("client_assertion_type".into(), kind.into()),
                    ("client_assertion".into(), statement),
                ]);
            }
            Proof::Other { hook, key } => {
                form.push(client_id());
                hook.sign(&mut form, key, self.system.now());
            }
        }
        let pairs: Vec<(&str, &str)> = form.iter().map(|(name, text)| (&**name, &**text)).collect();
        request
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoding::query(&pairs))
    }

    /// That we are this client, for this address, now and once.
    fn statement(&self, url: &Url, key: &PrivateKey, key_id: Option<&str>) -> String {
        let mut header = json!({"alg": "RS256", "typ": "JWT"});
        if let Some(key_id) = key_id {
            header["kid"] = key_id.into();
        }
        let now = self.system.now();
        let until = now + ASSERTION_LIFE;
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": url.as_str(),
            "jti": self.system.nonce(),
            "iat": now.as_second(),
            "exp": until.as_second(),
        });
        let [header, claims] =
            [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        let signed = format!("{header}.{claims}");
        let signature = BASE64URL_NOPAD.encode(&key.signature(&signed));
        format!("{signed}.{signature}")
    }
}

/// What goes to the page besides the parameters of OAuth 2.0.
#[derive(Clone, Copy)]
pub(in super::super) struct Extras {
    pub(in super::super) nonce: bool,
    pub(in super::super) pkce: bool,
}

/// The challenge of a verifier: S256.
fn challenge(verifier: &str) -> String {
    BASE64URL_NOPAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()).as_ref())
}

/// The members of an answer that is no failure.
pub(in super::super) fn checked(received: &Received) -> Result<Map<String, Value>, GatewayError> {
    if let Some(unwell) = received.unwell() {
        return Err(unwell);
    }
    let told: Map<String, Value> = serde_json::from_slice(&received.body)
        .map_err(|_| GatewayError::malformed("the answer is no json object"))?;
    match told.get("error").and_then(Value::as_str) {
        // It has not begun; `server_error` may come after half of the work.
        Some(word @ "temporarily_unavailable") => Err(platform::refused(word, true)),
        Some("server_error") => Err(GatewayError::retry(RetryCause::Unavailable { status: 500 })),
        Some(word) => Err(platform::refused(word, false)),
        None if (200..300).contains(&received.status) => Ok(told),
        None => Err(GatewayError::malformed("the answer has an unknown status")),
    }
}

/// What an error of RFC 6749, 5.2 is about.
fn about(word: &str) -> About {
    match word {
        "invalid_grant" => About::Code,
        "access_denied" => About::Person,
        _ => About::Us,
    }
}

impl fmt::Debug for ClientAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SecretInHeader => f.write_str("SecretInHeader"),
            Self::SecretInForm => f.write_str("SecretInForm"),
            Self::SignedStatement { key_id } => write!(f, "SignedStatement({key_id:?})"),
            Self::Other(_) => f.write_str("Other"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_the_standards() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
