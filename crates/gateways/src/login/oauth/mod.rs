//! OAuth 2.0 with configurable addresses, fields and signing: for platforms whose interface only registered departments get, the
//! national platform and the electronic social security card.
//!
//! Source: RFC 6749, RFC 7636, RFC 9700. Which fields such a platform has is in its contract with the office, so it is a setting.

mod client;

use super::jose::{Expected, PublishedKeys};
use super::mapping::FieldMap;
use super::{Answer, Attempt, Code, Facts, LoginError, Returned, WebLogin};
use crate::settings::page_address;
use crate::{Chance, MachineClock, ServiceClock, Settings, SettingsProblem};

pub use client::{ClientAuthentication, SignsRequests};
pub(super) use client::{Extras, OauthClient, checked};

/// How to reach a platform by OAuth 2.0.
#[derive(Clone, Debug)]
pub struct OauthSettings {
    /// Address before the paths, client id, and the client's secret or private key.
    pub access: Settings,
    /// The platform's page for a browser.
    pub page_url: String,
    /// Where a code is exchanged.
    pub token_path: String,
    /// What is asked for.
    pub scope: String,
    /// How we say who we are.
    pub authentication: ClientAuthentication,
    /// Whether the platform knows PKCE.
    pub pkce: bool,
    /// Where the platform says who it is.
    pub told_in: ToldIn,
    /// Which fields say what.
    pub fields: FieldMap,
}

/// Where a platform says who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldIn {
    /// In an answer of this path, asked with the access token.
    UserInfo {
        /// The path.
        path: String,
    },
    /// In a signed token that comes with the access token.
    IdToken {
        /// Who signs it.
        issuer: String,
        /// The path of its keys.
        keys_path: String,
    },
}

/// A platform by OAuth 2.0.
pub struct OauthLogin {
    client: OauthClient,
    page: reqwest::Url,
    settings: OauthSettings,
    keys: PublishedKeys,
    clock: ServiceClock,
}

impl OauthSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(self.authentication.problems(&self.access));
        problems.extend(page_address(&self.page_url, "page_url").err());
        let (path, setting) = match &self.told_in {
            ToldIn::UserInfo { path } => (path, "user_info_path"),
            ToldIn::IdToken { keys_path, .. } => (keys_path, "keys_path"),
        };
        for (path, setting) in [(&self.token_path, "token_path"), (path, setting)] {
            if !path.starts_with('/') {
                problems.push(SettingsProblem::Unreadable { setting });
            }
        }
        if matches!(&self.told_in, ToldIn::IdToken { issuer, .. } if issuer.is_empty()) {
            problems.push(SettingsProblem::Blank { setting: "issuer" });
        }
        problems.extend(self.fields.problems());
        problems
    }
}

impl OauthLogin {
    /// Builds the client; nothing is sent yet. `name`: the platform's, for the log. `clock`: ID numbers are judged by its day.
    /// Fails with the first fault; [`OauthSettings::problems`] lists all of them.
    pub fn new(
        name: &'static str,
        settings: OauthSettings,
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
            page: page_address(&settings.page_url, "page_url")?,
            settings,
            keys: PublishedKeys::default(),
            clock,
        })
    }
}

impl WebLogin for OauthLogin {
    fn app_id(&self) -> &str {
        self.client.client_id()
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        let with = Extras {
            nonce: matches!(self.settings.told_in, ToldIn::IdToken { .. }),
            pkce: self.settings.pkce,
        };
        let page = self
            .client
            .page(&self.page, &self.settings.scope, attempt, with);
        Box::pin(async move { Ok(page) })
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
            let system = &self.client.system;
            let url = system.address(&self.settings.token_path);
            let exchanged = self
                .client
                .exchange(&url, code, attempt, self.settings.pkce, request_id)
                .await?;
            let told = match &self.settings.told_in {
                ToldIn::UserInfo { path } => {
                    let url = system.address(path);
                    self.client
                        .user_info(&url, &exchanged.access_token, request_id)
                        .await?
                }
                ToldIn::IdToken { issuer, keys_path } => {
                    let token = exchanged
                        .id_token
                        .ok_or(LoginError::malformed("the answer has no id token"))?;
                    let expected = Expected {
                        issuer,
                        client_id: self.client.client_id(),
                        nonce: &attempt.nonce,
                        access_token: &exchanged.access_token,
                        now: system.now(),
                    };
                    let url = system.address(keys_path);
                    self.keys
                        .claims(system, &url, &token, expected, request_id)
                        .await
                        .map_err(LoginError::Unanswered)?
                }
            };
            self.settings
                .fields
                .facts(&told, self.client.client_id(), &self.clock)
        })
    }
}
