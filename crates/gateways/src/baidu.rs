//! Baidu: one application of its AI cloud or open platform, its token, and calls with and without it.
//!
//! Source: Baidu AI Cloud, "access token", "H5 real-name check"; Baidu OAuth documentation; Baidu's smart mini-programs.

use crate::encoding;
use crate::platform::{self, Number};
use crate::received::Received;
use crate::system::{Call, System};
use crate::tokens::{self, Sent, TakesToken, Tokens};
use crate::{Chance, GatewayError, MachineClock, Settings, SettingsProblem};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

/// One application at Baidu. Everything of it shares this value, and so its token.
pub struct BaiduCloud {
    system: System,
    client_id: String,
    secret: Zeroizing<String>,
    /// What its token is for, where that must be said.
    scope: Option<&'static str>,
    tokens: Tokens,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Number,
}

#[derive(Deserialize)]
struct MayFail {
    success: Option<bool>,
    error_code: Option<Number>,
    errno: Option<Number>,
    /// Failures of the token's address: a word.
    error: Option<String>,
}

impl BaiduCloud {
    /// Builds the client; nothing is sent yet. `access`: address (`https://aip.baidubce.com`), API key and secret key. Fails
    /// with the first fault; [`Settings::problems`] lists all of them.
    pub fn new(
        access: Settings,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system: System::new("baidu", &access, machine, chance)?,
            secret: access.text_key()?,
            client_id: access.app_id,
            scope: None,
            tokens: Tokens::default(),
        })
    }

    /// The same with a token for this scope.
    pub(crate) fn scoped(self, scope: &'static str) -> Self {
        let scope = Some(scope);
        Self { scope, ..self }
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// Posts with the token.
    pub(crate) async fn post_with_token<A: DeserializeOwned + Send>(
        &self,
        call: Call<'_>,
        path: &str,
        sent: &Sent,
    ) -> Result<A, GatewayError> {
        tokens::post(self, call, path, sent).await
    }

    /// Posts a form that says by itself who we are.
    pub(crate) async fn post_form<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<A, GatewayError> {
        let form = encoding::query(form);
        let attempt = async || checked(&Received::of(self.form(path, form.clone())).await?);
        self.system.ask(call, attempt).await
    }

    /// Reads with the token of a person.
    pub(crate) async fn get<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        path: &str,
        access_token: &str,
    ) -> Result<A, GatewayError> {
        let attempt = async || {
            let mut url = self.system.address(path);
            url.query_pairs_mut()
                .append_pair("access_token", access_token);
            checked(&Received::of(self.system.http.get(url)).await?)
        };
        self.system.ask(call, attempt).await
    }

    fn form(&self, path: &str, form: String) -> reqwest::RequestBuilder {
        let url = self.system.address(path);
        let request = self.system.http.post(url);
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
    }

    /// Posts JSON with the token.
    pub(crate) async fn post<A: DeserializeOwned + Send>(
        &self,
        call: Call<'_>,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<A, GatewayError> {
        self.post_with_token(call, path, &Sent::json(body)?).await
    }
}

impl TakesToken for BaiduCloud {
    fn system(&self) -> &System {
        &self.system
    }

    fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The token is invalid, or over.
    fn refuses_token(code: &str) -> bool {
        ["110", "111"].contains(&code)
    }

    fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
        checked(received)
    }

    async fn new_token(&self) -> Result<(String, i64), GatewayError> {
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", &*self.client_id),
            ("client_secret", &*self.secret),
        ];
        form.extend(self.scope.map(|scope| ("scope", scope)));
        let request = self.form("/oauth/2.0/token", encoding::query(&form));
        let granted: Granted = checked(&Received::of(request).await?)?;
        Ok((granted.access_token, granted.expires_in.0))
    }
}

/// The answer's own part, once it is no failure. Failures come with status 200, too.
fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
    let Ok(failure) = serde_json::from_slice::<MayFail>(&received.body) else {
        return Err(received
            .unwell()
            .unwrap_or(GatewayError::malformed("the answer is no json object")));
    };
    let errno = failure.errno.map_or(0, |number| number.0);
    if let Some(word) = failure.error.filter(|_| errno == 0) {
        return Err(platform::refused(&word, false));
    }
    let code = failure.error_code.map_or(errno, |number| number.0);
    if code != 0 || failure.success == Some(false) {
        // Busy (1, 2, 282000), and more calls than allowed in a second, a day, or together (4, 17, 18).
        let passes = [1, 2, 4, 17, 18, 282_000].contains(&code);
        return Err(platform::refused(&code.to_string(), passes));
    }
    serde_json::from_slice(&received.body)
        .map_err(|_| GatewayError::malformed("the answer has not the published shape"))
}
