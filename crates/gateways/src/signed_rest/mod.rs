//! The client of the signed REST contract, used for every outside system of the bureau that speaks it.
//!
//! *Invariant:* no answer is parsed before its signature is checked.

mod answer;
mod signature;

use crate::received::Received;
use crate::system::{Again, System};
use crate::{Chance, GatewayError, MachineClock, Settings, SettingsProblem};
use serde::{Serialize, de::DeserializeOwned};
use signature::SignedRequest;

/// One outside system that speaks the signed contract.
pub(crate) struct SignedRest {
    system: System,
    app_id: String,
    key: signature::Key,
}

/// One call. Its body is personal data, hence no `Debug`.
pub(crate) struct Call<'a, B> {
    /// For the log: what is asked, never about whom.
    pub(crate) operation: &'static str,
    /// Path below the base address, such as `/v1/kinship/verify`.
    pub(crate) path: &'a str,
    /// Sent as JSON.
    pub(crate) body: &'a B,
    /// Ties the call to the request of ours that led to it.
    pub(crate) request_id: &'a str,
}

impl SignedRest {
    pub(crate) fn new(
        name: &'static str,
        settings: Settings,
        clock: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system: System::new(name, &settings, clock, chance)?,
            app_id: settings.app_id,
            key: signature::Key::new(settings.key),
        })
    }

    /// Sends the call, retries where that helps, and returns the `data` of the answer.
    ///
    /// Every call made through here so far is a read, so a retry is idempotent.
    pub(crate) async fn ask<B: Serialize, A: DeserializeOwned>(
        &self,
        call: &Call<'_, B>,
    ) -> Result<A, GatewayError> {
        let body = serde_json::to_vec(call.body)
            .map_err(|_| GatewayError::malformed("the call cannot be written as json"))?;
        let logged = crate::system::Call {
            operation: call.operation,
            request_id: call.request_id,
            again: Again::Always,
        };
        self.system
            .ask(logged, || self.send(call.path, call.request_id, &body))
            .await
    }

    /// One attempt, with its own nonce and timestamp.
    async fn send<A: DeserializeOwned>(
        &self,
        path: &str,
        request_id: &str,
        body: &[u8],
    ) -> Result<A, GatewayError> {
        let url = self.system.address(path);
        let timestamp = signature::timestamp_text(self.system.now());
        let nonce = self.system.nonce();
        let signed = SignedRequest {
            method: "POST",
            path: url.path(),
            query: &[],
            timestamp: &timestamp,
            nonce: &nonce,
            body,
        };
        let signature = self.key.sign(&signed);
        let request = self
            .system
            .http
            .post(url)
            .header("content-type", "application/json; charset=utf-8")
            .header("x-app-id", &self.app_id)
            .header("x-timestamp", &timestamp)
            .header("x-nonce", &nonce)
            .header("x-sign-alg", signature::ALGORITHM)
            .header("x-signature", signature)
            .header("x-request-id", request_id)
            .body(body.to_vec());
        let received = Received::of(request).await?;
        answer::checked(&received, &self.key, &nonce, self.system.now())
    }
}
