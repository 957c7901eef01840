//! The life of a call to an outside system, whatever its protocol: pauses, attempts, waits between them, and the log.
//!
//! *Invariant:* bodies, names and numbers are never logged.

use crate::breaker::Breaker;
use crate::retry::Backoff;
use crate::{Chance, GatewayError, MachineClock, RetryCause, Settings, SettingsProblem};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// One outside system over HTTP.
pub(crate) struct System {
    /// Its name, for the log.
    name: &'static str,
    pub(crate) http: reqwest::Client,
    /// Scheme, host and the path before that of an operation.
    base: reqwest::Url,
    whole_call: Duration,
    backoff: Backoff,
    breaker: Mutex<Breaker>,
    clock: MachineClock,
    chance: Mutex<Chance>,
}

/// What the log says of a call.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    /// What is asked, never about whom.
    pub(crate) operation: &'static str,
    /// Ties the call to the request of ours that led to it.
    pub(crate) request_id: &'a str,
    /// Which failures are tried again at once.
    pub(crate) again: Again,
}

/// Which failures are tried again at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// All that may pass: the call is a read, or the other end knows a repetition.
    Always,
    /// Those after which the system has certainly done nothing: the call would have an effect twice.
    UnlessItMayBeDone,
}

impl System {
    pub(crate) fn new(
        name: &'static str,
        settings: &Settings,
        clock: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            name,
            http: settings.http_client()?,
            base: settings.checked_base_url()?,
            whole_call: Duration::from_millis(settings.whole_call_ms),
            backoff: settings.backoff(),
            breaker: Mutex::new(settings.breaker()),
            clock,
            chance: Mutex::new(chance),
        })
    }

    /// Makes attempts until one has an answer, no other one would help, or the time of the whole call is over.
    pub(crate) async fn ask<A, F: Future<Output = Result<A, GatewayError>>>(
        &self,
        call: Call<'_>,
        attempt: impl Fn() -> F,
    ) -> Result<A, GatewayError> {
        let began = tokio::time::Instant::now();
        let mut attempts = 0;
        let outcome = loop {
            let outcome = self.attempt(&attempt).await;
            attempts += 1;
            let Err(GatewayError::Retry { cause }) = &outcome else {
                break outcome;
            };
            let wait = call
                .again
                .helps(cause)
                .then(|| self.backoff.wait(attempts - 1, &mut **lock(&self.chance)))
                .flatten();
            match wait {
                Some(wait) if began.elapsed() + wait < self.whole_call => {
                    tokio::time::sleep(wait).await;
                }
                _ => break outcome,
            }
        };
        self.log(call, attempts, began.elapsed(), outcome.as_ref().err());
        outcome
    }

    async fn attempt<A, F: Future<Output = Result<A, GatewayError>>>(
        &self,
        attempt: &impl Fn() -> F,
    ) -> Result<A, GatewayError> {
        if !lock(&self.breaker).admits(self.now()) {
            return Err(GatewayError::retry(RetryCause::Paused));
        }
        let outcome = attempt().await;
        let mut breaker = lock(&self.breaker);
        match &outcome {
            // A refusal is an answer: the system works.
            Ok(_) | Err(GatewayError::Refused { .. }) => breaker.succeeded(),
            Err(GatewayError::Retry { .. } | GatewayError::Malformed { .. }) => {
                breaker.failed(self.now());
            }
        }
        outcome
    }

    /// The address of an operation. `path` begins with a slash.
    pub(crate) fn address(&self, path: &str) -> reqwest::Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }

    /// The machine's time, which dates what is sent.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A nonce of 16 random bytes as 32 hexadecimal digits, fresh for each attempt.
    pub(crate) fn nonce(&self) -> String {
        let mut bytes = [0; 16];
        rand::Rng::fill_bytes(&mut **lock(&self.chance), &mut bytes);
        HEXLOWER.encode(&bytes)
    }

    /// Says that a call was made and how it went; never its content.
    fn log(&self, call: Call<'_>, attempts: u32, took: Duration, error: Option<&GatewayError>) {
        let Call {
            operation,
            request_id,
            ..
        } = call;
        let (system, elapsed_ms) = (
            self.name,
            u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        );
        match error {
            None => tracing::info!(
                system, operation, request_id, attempts, elapsed_ms, "answered"
            ),
            Some(error) => {
                tracing::warn!(system, operation, request_id, attempts, elapsed_ms, %error, "gave no answer");
            }
        }
    }
}

impl Again {
    fn helps(self, cause: &RetryCause) -> bool {
        match cause {
            // While calls are paused, a retry would only be refused again.
            RetryCause::Paused => false,
            // The request may have arrived.
            RetryCause::TimedOut | RetryCause::Interrupted => self == Self::Always,
            // A gateway (502, 504) says that of a request that it passed on, and 500 may come after half of the work.
            RetryCause::Unavailable { status } => {
                self == Self::Always || matches!(status, 429 | 503)
            }
            RetryCause::NoConnection | RetryCause::Temporary { .. } => true,
        }
    }
}

/// The state behind these locks is consistent after every statement, so a panic elsewhere cannot corrupt it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
