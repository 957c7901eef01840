//! This process as a job worker.

use tokio::sync::{Mutex, Notify};

use crate::chance::Chance;

const OWNER_BYTES: usize = 8;

/// This process as a job worker.
pub struct Jobs {
    /// Its name in leases: random, so that no two processes share it.
    pub(super) owner: String,
    pub(super) bell: Notify,
    /// One job at a time: the machine is there for parents first.
    pub(super) turn: Mutex<()>,
}

impl Jobs {
    /// A worker with its own random name.
    pub fn new(chance: &Chance) -> Jobs {
        Jobs {
            owner: chance.hex::<OWNER_BYTES>(),
            bell: Notify::new(),
            turn: Mutex::new(()),
        }
    }

    /// Makes the process look for jobs now: something was enqueued, or the clock was moved.
    pub fn ring(&self) {
        self.bell.notify_one();
    }
}
