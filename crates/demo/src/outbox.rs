//! The sandbox's mailbox: every code and message that a person would otherwise get in another way.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use sandbox::sms::{Kind, Taken};
use serde_json::{Value, json};
use service::SentCode;

/// Holds the newest messages in memory; exists only with the sandbox.
#[derive(Default)]
pub struct Outbox(Mutex<VecDeque<Sent>>);

/// Something that was sent. Not printed: it may be a code.
enum Sent {
    /// The answer of a picture, which nobody gets.
    Picture(SentCode),
    /// What a platform of short messages took.
    Message(Taken),
}

/// A short message, as its mobile shows it.
pub(crate) struct Shown {
    pub(crate) to: String,
    pub(crate) text: String,
    /// The language of the text.
    pub(crate) lang: String,
    pub(crate) at: Timestamp,
}

const KEPT: usize = 2_000;

impl Outbox {
    /// Adds the answer of a picture code; beyond the limit the oldest entry is dropped.
    pub fn push(&self, code: SentCode) {
        self.add(Sent::Picture(code));
    }

    /// Adds a short message, in the same way.
    pub(crate) fn take(&self, message: Taken) {
        self.add(Sent::Message(message));
    }

    /// The entries, newest last, in the format of the contract.
    pub fn json(&self) -> Value {
        self.lock().iter().map(Sent::json).collect()
    }

    /// The newest code sent to `to`, a challenge or a mobile, so that the sandbox's pages can fill it in.
    pub fn code_for(&self, to: &str) -> Option<String> {
        let sent = self.lock();
        let mut codes = sent.iter().rev().filter_map(Sent::code);
        codes
            .find(|(known, _)| *known == to)
            .map(|(_, code)| code.to_owned())
    }

    /// The short messages, newest first.
    pub(crate) fn messages(&self) -> Vec<Shown> {
        let sent = self.lock();
        let messages = sent.iter().rev().filter_map(|sent| match sent {
            Sent::Picture(_) => None,
            Sent::Message(message) => Some(Shown {
                to: message.mobile.clone(),
                text: message.text.clone(),
                lang: message.language.clone(),
                at: message.at,
            }),
        });
        messages.collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn add(&self, sent: Sent) {
        let mut all = self.lock();
        if all.len() == KEPT {
            all.pop_front();
        }
        all.push_back(sent);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sent {
    /// Whom a code went to, and the code.
    fn code(&self) -> Option<(&str, &str)> {
        match self {
            Sent::Picture(sent) => Some((sent.to.as_str(), sent.code.as_str())),
            Sent::Message(message) if message.kind == Kind::Code => {
                let mut values = message.values.iter();
                let (_, code) = values.find(|(name, _)| name == "code")?;
                Some((message.mobile.as_str(), code.as_str()))
            }
            Sent::Message(_) => None,
        }
    }

    fn json(&self) -> Value {
        match (self, self.code()) {
            (Sent::Picture(sent), _) => {
                json!({ "kind": sent.kind, "to": sent.to, "code": sent.code, "at": sent.at.to_string() })
            }
            (Sent::Message(sent), Some((to, code))) => {
                json!({ "kind": "sms", "to": to, "code": code, "at": sent.at.to_string() })
            }
            (Sent::Message(sent), None) => json!({
                "kind": "message", "to": sent.mobile, "template": sent.template, "text": sent.text,
                "at": sent.at.to_string(),
            }),
        }
    }
}
