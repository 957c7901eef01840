//! Alipay's gateway: signed requests of one app, and answers whose signature is checked over the bytes that came.
//!
//! Source: Alipay open documentation, "common parameters", "sign and verify by yourself".

mod answer;
mod keys;

use crate::received::Received;
use crate::system::{Call, System};
use crate::{Chance, GatewayError, MachineClock, Settings, SettingsProblem};
use domain::day::beijing_time;
use keys::{PrivateKey, PublicKey};
use serde::de::DeserializeOwned;
use serde_json::Value;

const PATH: &str = "/gateway.do";

/// How to reach Alipay as one app.
#[derive(Clone, Debug)]
pub struct AlipaySettings {
    /// Address before `/gateway.do` (`https://openapi.alipay.com`), app id, and the app's private key: PKCS#1 or PKCS#8 in base64,
    /// with or without PEM's first and last line.
    pub access: Settings,
    /// Alipay's public key, in base64 or PEM.
    pub public_key: String,
}

/// One app at Alipay.
pub struct AlipayApp {
    system: System,
    app_id: String,
    ours: PrivateKey,
    theirs: PublicKey,
}

impl AlipaySettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = self.access.problems();
        problems.extend(PrivateKey::read(&self.access.key).err());
        problems.extend(PublicKey::read(&self.public_key).err());
        problems
    }
}

impl AlipayApp {
    /// Builds the client; nothing is sent yet. Fails with the first fault; [`AlipaySettings::problems`] lists all of them.
    pub fn new(
        settings: AlipaySettings,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system: System::new("alipay", &settings.access, machine, chance)?,
            ours: PrivateKey::read(&settings.access.key)?,
            theirs: PublicKey::read(&settings.public_key)?,
            app_id: settings.access.app_id,
        })
    }

    /// Calls a method. What it is about stands in the body, the rest in the address.
    pub(crate) async fn call<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        method: &str,
        biz_content: &Value,
    ) -> Result<A, GatewayError> {
        let biz_content = biz_content.to_string();
        self.system
            .ask(call, || self.attempt(method, &biz_content))
            .await
    }

    /// A signed address for a client to open, of a method that a server does not call.
    pub(crate) fn page(&self, method: &str, biz_content: &Value) -> String {
        let biz_content = biz_content.to_string();
        let mut parameters = self.signed(method, &biz_content);
        parameters.push(("biz_content", biz_content));
        let mut url = self.system.address(PATH);
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }

    async fn attempt<A: DeserializeOwned>(
        &self,
        method: &str,
        biz_content: &str,
    ) -> Result<A, GatewayError> {
        let mut url = self.system.address(PATH);
        url.query_pairs_mut()
            .extend_pairs(self.signed(method, biz_content));
        let body = crate::encoding::canonical_query(&[("biz_content", biz_content)]);
        let request = self
            .system
            .http
            .post(url)
            .header(
                "content-type",
                "application/x-www-form-urlencoded;charset=utf-8",
            )
            .body(body);
        answer::checked(&Received::of(request).await?, method, &self.theirs)
    }

    /// The common parameters with the signature over them and `biz_content`.
    fn signed(&self, method: &str, biz_content: &str) -> Vec<(&'static str, String)> {
        let timestamp = beijing_time(self.system.now()).strftime("%Y-%m-%d %H:%M:%S");
        let mut parameters = vec![
            ("app_id", self.app_id.clone()),
            ("biz_content", biz_content.to_owned()),
            ("charset", "utf-8".to_owned()),
            ("format", "JSON".to_owned()),
            ("method", method.to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", timestamp.to_string()),
            ("version", "1.0".to_owned()),
        ];
        let sign = self.ours.sign(&text_to_sign(&parameters));
        parameters.retain(|(name, _)| *name != "biz_content");
        parameters.push(("sign", sign));
        parameters
    }
}

/// Names and values, raw, in the order of the names.
fn text_to_sign(sorted: &[(&str, String)]) -> String {
    let pairs: Vec<_> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}
