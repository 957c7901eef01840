//! The announced maintenance: as the settings said at startup, or when they were last read again.

use std::sync::RwLock;

use domain::lang::{Lang, Text};
use jiff::Timestamp;

/// A maintenance with both its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// The operator's own sentence, in both languages; may be empty.
    pub words: Text,
}

/// What is announced now. A change does not affect requests in flight.
#[derive(Debug)]
pub struct Announced(RwLock<Option<Maintenance>>);

const UNBROKEN: &str = "nobody panics while holding a maintenance";

impl Announced {
    /// Starts with this maintenance, or with none.
    pub fn new(planned: Option<Maintenance>) -> Self {
        Self(RwLock::new(planned))
    }

    /// The maintenance that is announced or under way, if any.
    pub fn planned(&self) -> Option<Maintenance> {
        self.0.read().expect(UNBROKEN).clone()
    }

    /// Replaces the announcement; `None` withdraws it.
    pub fn announce(&self, planned: Option<Maintenance>) {
        *self.0.write().expect(UNBROKEN) = planned;
    }
}

impl Maintenance {
    /// Whether it is announced and has not begun.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        now < self.from
    }

    /// Whether the service is closed.
    pub fn is_on(&self, now: Timestamp) -> bool {
        (self.from..self.until).contains(&now)
    }

    /// The operator's own sentence.
    pub fn words(&self, lang: Lang) -> &str {
        self.words.get(lang)
    }
}
