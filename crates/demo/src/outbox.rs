//! The sandbox's mailbox: every code that a person would otherwise get in another way.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use service::SentCode;

/// Holds the newest messages in memory; exists only with the sandbox.
#[derive(Debug, Default)]
pub struct Outbox(Mutex<VecDeque<SentCode>>);

const KEPT: usize = 2_000;

impl Outbox {
    /// Adds a message; beyond the limit the oldest one is dropped.
    pub fn push(&self, message: SentCode) {
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.len() == KEPT {
            messages.pop_front();
        }
        messages.push_back(message);
    }

    /// The messages, newest last, in the format of the contract.
    pub fn json(&self) -> serde_json::Value {
        let messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages.iter().map(|m| serde_json::json!({ "kind": m.kind, "to": m.to, "code": m.code, "at": m.at.to_string() })).collect()
    }

    /// The newest code sent to `to`, so that the sandbox's pages can fill it in.
    pub fn code_for(&self, to: &str) -> Option<String> {
        let messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages
            .iter()
            .rev()
            .find(|message| message.to == to)
            .map(|message| message.code.clone())
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
