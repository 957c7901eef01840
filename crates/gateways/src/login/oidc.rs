//! Generic OpenID Connect: what the issuer publishes of itself, PKCE always, and an ID token that is checked.
//!
//! Source: OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636, RFC 9207, RFC 9700.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

use super::error::{About, NotAdmitted};
use super::jose::{Expected, PublishedKeys};
use super::mapping::FieldMap;
use super::oauth::{ClientAuthentication, Extras, OauthClient, checked};
use super::{Answer, Attempt, Code, Facts, LoginError, Returned, WebLogin};
use crate::received::Received;
use crate::settings::page_address;
use crate::system::{Again, Call};
use crate::{Chance, GatewayError, MachineClock, ServiceClock, Settings, SettingsProblem};

/// How long what an issuer publishes of itself is believed without being read again.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// How to reach an issuer.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The issuer, to the letter, as address; client id, and the client's secret or private key.
    pub access: Settings,
    /// Origins besides the issuer's (`https://a.example`) at which it may have its addresses. Nothing else is called.
    pub further_origins: Vec<String>,
    /// What is asked for, `openid` with it.
    pub scope: String,
    /// How we say who we are.
    pub authentication: ClientAuthentication,
    /// Whether the issuer is asked for more than its token says.
    pub user_info: bool,
    /// Which claims say what.
    pub fields: FieldMap,
}

/// An issuer of OpenID Connect.
pub struct OidcLogin {
    client: OauthClient,
    settings: OidcSettings,
    origins: Vec<String>,
    published: Mutex<Option<(Arc<Endpoints>, Timestamp)>>,
    keys: PublishedKeys,
    clock: ServiceClock,
}

/// What an issuer publishes of itself.
#[derive(Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

struct Endpoints {
    page: Url,
    token: Url,
    user_info: Option<Url>,
    keys: Url,
    says_who_returns: bool,
}

impl OidcSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(self.authentication.problems(&self.access));
        if !self.scope.split(' ').any(|one| one == "openid") {
            problems.push(SettingsProblem::Unreadable { setting: "scope" });
        }
        problems.extend(self.origins().err());
        problems.extend(self.fields.problems());
        problems
    }

    fn origins(&self) -> Result<Vec<String>, SettingsProblem> {
        let own = self.access.checked_base_url()?;
        let further = self.further_origins.iter();
        let further = further.map(|text| page_address(text, "further_origins"));
        let all = std::iter::once(Ok(own)).chain(further);
        all.map(|url| url.map(|url| url.origin().ascii_serialization()))
            .collect()
    }
}

impl OidcLogin {
    /// Builds the client; nothing is sent yet. `name`: the issuer's, for the log. `clock`: ID numbers are judged by its day.
    /// Fails with the first fault; [`OidcSettings::problems`] lists all of them.
    pub fn new(
        name: &'static str,
        settings: OidcSettings,
        machine: MachineClock,
        clock: ServiceClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        if let Some(problem) = settings.problems().into_iter().next() {
            return Err(problem);
        }
        let (access, authentication) = (settings.access.clone(), settings.authentication.clone());
        Ok(Self {
            client: OauthClient::new(name, access, authentication, machine, chance)?,
            origins: settings.origins()?,
            settings,
            published: Mutex::default(),
            keys: PublishedKeys::default(),
            clock,
        })
    }

    /// What the issuer publishes, as last read. Calls wait while one of them reads it.
    async fn endpoints(&self, request_id: &str) -> Result<Arc<Endpoints>, GatewayError> {
        let now = self.client.system.now();
        let mut kept = self.published.lock().await;
        if let Some((endpoints, at)) = &*kept
            && now.duration_since(*at) < LIFE
        {
            return Ok(Arc::clone(endpoints));
        }
        let endpoints = Arc::new(self.read(request_id).await?);
        *kept = Some((Arc::clone(&endpoints), now));
        Ok(endpoints)
    }

    async fn read(&self, request_id: &str) -> Result<Endpoints, GatewayError> {
        let system = &self.client.system;
        let call = Call {
            operation: "read what the issuer publishes",
            request_id,
            again: Again::Always,
        };
        let attempt = async || {
            let url = system.address("/.well-known/openid-configuration");
            let told = checked(&Received::of(system.http.get(url)).await?)?;
            let published = serde_json::from_value(Value::Object(told));
            let published: Published = published
                .map_err(|_| GatewayError::malformed("the issuer does not publish what it must"))?;
            self.endpoints_of(&published)
        };
        system.ask(call, attempt).await
    }

    fn endpoints_of(&self, published: &Published) -> Result<Endpoints, GatewayError> {
        // To the letter, since tokens name it so; a slash at the end of the settings' address is another issuer.
        if published.issuer != self.settings.access.base_url {
            return Err(GatewayError::malformed("another issuer answers"));
        }
        let url = |text: &str| {
            text.parse()
                .ok()
                .filter(|url: &Url| self.origins.contains(&url.origin().ascii_serialization()))
                .ok_or(GatewayError::malformed(
                    "the issuer has an address at a host that is not in the settings",
                ))
        };
        Ok(Endpoints {
            page: url(&published.authorization_endpoint)?,
            token: url(&published.token_endpoint)?,
            user_info: published
                .userinfo_endpoint
                .as_deref()
                .map(url)
                .transpose()?,
            keys: url(&published.jwks_uri)?,
            says_who_returns: published.authorization_response_iss_parameter_supported,
        })
    }

    /// The mix-up defence of RFC 9207: a code of one issuer is not handed to another.
    fn is_of_issuer(&self, code: &Code, endpoints: &Endpoints) -> bool {
        match &code.issuer {
            Some(issuer) => *issuer == self.settings.access.base_url,
            None => !endpoints.says_who_returns,
        }
    }
}

impl WebLogin for OidcLogin {
    fn app_id(&self) -> &str {
        self.client.client_id()
    }

    fn authorize_url<'a>(
        &'a self,
        attempt: &'a Attempt,
        request_id: &'a str,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let endpoints = self.endpoints(request_id).await;
            let endpoints = endpoints.map_err(|error| LoginError::of(error, |_| About::Us))?;
            let with = Extras {
                nonce: true,
                pkce: true,
            };
            let scope = &self.settings.scope;
            Ok(self.client.page(&endpoints.page, scope, attempt, with))
        })
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
            let endpoints = self.endpoints(request_id).await;
            let endpoints = endpoints.map_err(|error| LoginError::of(error, |_| About::Us))?;
            if !self.is_of_issuer(code, &endpoints) {
                return Err(LoginError::NotAdmitted {
                    why: NotAdmitted::Code,
                    code: "other_issuer".into(),
                });
            }
            let exchanged = self
                .client
                .exchange(&endpoints.token, code, attempt, true, request_id)
                .await?;
            let token = exchanged
                .id_token
                .ok_or(LoginError::malformed("the answer has no id token"))?;
            let system = &self.client.system;
            let expected = Expected {
                issuer: &self.settings.access.base_url,
                client_id: self.client.client_id(),
                nonce: &attempt.nonce,
                access_token: &exchanged.access_token,
                now: system.now(),
            };
            let claims = self
                .keys
                .claims(system, &endpoints.keys, &token, expected, request_id)
                .await;
            let mut told = claims.map_err(LoginError::Unanswered)?;
            if let Some(url) = endpoints
                .user_info
                .as_ref()
                .filter(|_| self.settings.user_info)
            {
                let more = self
                    .client
                    .user_info(url, &exchanged.access_token, request_id)
                    .await?;
                // OpenID Connect Core 1.0, 5.3.2: an answer about somebody else must not be used.
                if more.get("sub") != told.get("sub") {
                    return Err(LoginError::malformed("the answer is about somebody else"));
                }
                told.extend(more);
            }
            self.settings
                .fields
                .facts(&told, self.client.client_id(), &self.clock)
        })
    }
}
