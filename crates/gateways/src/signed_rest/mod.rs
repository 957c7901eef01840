//! The client of the signed REST contract, used for every outside system of the bureau that speaks it.
//!
//! *Invariant:* no answer is parsed before its signature is checked; bodies, names and numbers are never logged.

mod answer;
mod settings;
mod signature;

use crate::breaker::Breaker;
use crate::retry::Backoff;
use crate::{Chance, GatewayError, MachineClock, RetryCause};
use data_encoding::HEXLOWER;
use serde::{Serialize, de::DeserializeOwned};
use signature::SignedRequest;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use settings::{Settings, SettingsProblem};

/// One outside system that speaks the signed contract.
pub(crate) struct SignedRest {
    /// Its name, for the log.
    system: &'static str,
    http: reqwest::Client,
    /// Scheme, host and the path before `/v1`, without a trailing slash.
    base: reqwest::Url,
    app_id: String,
    key: signature::Key,
    whole_call: Duration,
    backoff: Backoff,
    breaker: Mutex<Breaker>,
    clock: MachineClock,
    chance: Mutex<Chance>,
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
        system: &'static str,
        settings: Settings,
        clock: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            system,
            http: settings.http_client()?,
            base: settings.checked_base_url()?,
            whole_call: Duration::from_millis(settings.whole_call_ms),
            backoff: Backoff {
                first: Duration::from_millis(settings.first_wait_ms),
                retries: settings.retries,
            },
            breaker: Mutex::new(settings.breaker()),
            app_id: settings.app_id,
            key: signature::Key::new(settings.key),
            clock,
            chance: Mutex::new(chance),
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
        let began = tokio::time::Instant::now();
        let mut attempts = 0;
        let outcome = loop {
            let outcome = self.attempt(call.path, call.request_id, &body).await;
            attempts += 1;
            let Err(GatewayError::Retry { cause }) = &outcome else {
                break outcome;
            };
            // While calls are paused, a retry would only be refused again.
            let wait = if *cause == RetryCause::Paused {
                None
            } else {
                self.backoff.wait(attempts - 1, &mut **lock(&self.chance))
            };
            match wait {
                Some(wait) if began.elapsed() + wait < self.whole_call => {
                    tokio::time::sleep(wait).await;
                }
                _ => break outcome,
            }
        };
        let data = outcome.and_then(|answer| answer::data(&answer));
        log(
            self.system,
            call.operation,
            call.request_id,
            attempts,
            began.elapsed(),
            data.as_ref().err(),
        );
        data
    }

    /// One attempt, with its own nonce and timestamp.
    async fn attempt(
        &self,
        path: &str,
        request_id: &str,
        body: &[u8],
    ) -> Result<Vec<u8>, GatewayError> {
        if !lock(&self.breaker).admits(self.clock.now()) {
            return Err(GatewayError::retry(RetryCause::Paused));
        }
        let outcome = self.send(path, request_id, body).await;
        let mut breaker = lock(&self.breaker);
        match &outcome {
            // A refusal is an answer: the system works.
            Ok(_) | Err(GatewayError::Refused { .. }) => breaker.succeeded(),
            Err(GatewayError::Retry { .. } | GatewayError::Malformed { .. }) => {
                breaker.failed(self.clock.now());
            }
        }
        outcome
    }

    async fn send(
        &self,
        path: &str,
        request_id: &str,
        body: &[u8],
    ) -> Result<Vec<u8>, GatewayError> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        let timestamp = signature::timestamp_text(self.clock.now());
        let nonce = self.nonce();
        let signed = SignedRequest {
            method: "POST",
            path: url.path(),
            query: &[],
            timestamp: &timestamp,
            nonce: &nonce,
            body,
        };
        let signature = self.key.sign(&signed);
        let response = self
            .http
            .post(url)
            .header("content-type", "application/json; charset=utf-8")
            .header("x-app-id", &self.app_id)
            .header("x-timestamp", &timestamp)
            .header("x-nonce", &nonce)
            .header("x-sign-alg", signature::ALGORITHM)
            .header("x-signature", signature)
            .header("x-request-id", request_id)
            .body(body.to_vec())
            .send()
            .await
            .map_err(|error| answer::transport_error(&error))?;
        answer::checked(response, &self.key, &nonce, self.clock.now()).await
    }

    /// A nonce of 16 random bytes as 32 hexadecimal digits, fresh for each attempt.
    fn nonce(&self) -> String {
        let mut bytes = [0; 16];
        rand::Rng::fill_bytes(&mut **lock(&self.chance), &mut bytes);
        HEXLOWER.encode(&bytes)
    }
}

/// The state behind these locks is consistent after every statement, so a panic elsewhere cannot corrupt it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Logs that a call was made and how it went; never its content.
fn log(
    system: &str,
    operation: &str,
    request_id: &str,
    attempts: u32,
    took: Duration,
    error: Option<&GatewayError>,
) {
    let elapsed_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match error {
        None => tracing::info!(
            system, operation, request_id, attempts, elapsed_ms, "answered"
        ),
        Some(error) => {
            tracing::warn!(system, operation, request_id, attempts, elapsed_ms, %error, "gave no answer");
        }
    }
}
