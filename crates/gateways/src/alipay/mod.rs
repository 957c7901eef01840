//! Alipay's gateway: signed requests of one app, and answers whose signature is checked over the bytes that came.
//!
//! Source: Alipay open documentation, "common parameters", "sign and verify by yourself".

mod answer;

use crate::received::Received;
use crate::rsa::{PrivateKey, PublicKey};
use crate::system::{Call, System};
use crate::{Chance, GatewayError, MachineClock, Settings, SettingsProblem};
use domain::day::beijing_time;
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

    /// Calls a method about this `biz_content`.
    pub(crate) async fn call<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        method: &str,
        biz_content: &Value,
    ) -> Result<A, GatewayError> {
        let own = [("biz_content", biz_content.to_string())];
        self.call_with(call, method, &own).await
    }

    /// Calls a method with these parameters of its own, which stand in the body; the common ones stand in the address.
    pub(crate) async fn call_with<A: DeserializeOwned>(
        &self,
        call: Call<'_>,
        method: &str,
        own: &[(&'static str, String)],
    ) -> Result<A, GatewayError> {
        self.system.ask(call, || self.attempt(method, own)).await
    }

    /// Whether Alipay signed these bytes.
    pub(crate) fn is_alipays(&self, bytes: &[u8], signature: &str) -> bool {
        self.theirs.fits(bytes, signature)
    }

    /// Our name there.
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// A signed address for a client to open, of a method that a server does not call.
    pub(crate) fn page(&self, method: &str, biz_content: &Value) -> String {
        let own = [("biz_content", biz_content.to_string())];
        let parameters = self.signed(method, &own).into_iter().chain(own);
        let mut url = self.system.address(PATH);
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }

    async fn attempt<A: DeserializeOwned>(
        &self,
        method: &str,
        own: &[(&'static str, String)],
    ) -> Result<A, GatewayError> {
        let mut url = self.system.address(PATH);
        url.query_pairs_mut().extend_pairs(self.signed(method, own));
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, &**value)).collect();
        let request = self
            .system
            .http
            .post(url)
            .header(
                "content-type",
                "application/x-www-form-urlencoded;charset=utf-8",
            )
            .body(crate::encoding::query(&own));
        answer::checked(&Received::of(request).await?, method, &self.theirs)
    }

    /// The common parameters with the signature over them and the method's own.
    fn signed(&self, method: &str, own: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
        let timestamp = beijing_time(self.system.now()).strftime("%Y-%m-%d %H:%M:%S");
        let mut common = vec![
            ("app_id", self.app_id.clone()),
            ("charset", "utf-8".to_owned()),
            ("format", "JSON".to_owned()),
            ("method", method.to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", timestamp.to_string()),
            ("version", "1.0".to_owned()),
        ];
        let mut all: Vec<_> = common.iter().chain(own).cloned().collect();
        all.sort_unstable();
        common.push(("sign", self.ours.sign(&text_to_sign(&all))));
        common
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
