//! The maintenance that is announced: as the settings said at the start, or when they were last read again.

use std::sync::RwLock;

use crate::config::Maintenance;

/// What is announced now. Changing it touches no request that has begun.
#[derive(Debug)]
pub struct Announced(RwLock<Option<Maintenance>>);

const UNBROKEN: &str = "nobody panics while holding a maintenance";

impl Announced {
    /// Begins with this one, or with none.
    pub fn new(planned: Option<Maintenance>) -> Self {
        Self(RwLock::new(planned))
    }

    /// The maintenance that is announced or on, where there is one.
    pub fn planned(&self) -> Option<Maintenance> {
        self.0.read().expect(UNBROKEN).clone()
    }

    /// Announces this one in its place, or none.
    pub fn announce(&self, planned: Option<Maintenance>) {
        *self.0.write().expect(UNBROKEN) = planned;
    }
}
