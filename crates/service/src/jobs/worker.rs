//! This process as a job worker.

use tokio::sync::{Semaphore, watch};

use super::kind::Lane;
use crate::chance::Chance;

const OWNER_BYTES: usize = 8;

/// This process as a job worker.
pub struct Jobs {
    /// Its name in leases: random, so that no two processes share it.
    pub(super) owner: String,
    moved: watch::Sender<()>,
    prompt: Semaphore,
    messages: Semaphore,
    upkeep: Semaphore,
}

impl Jobs {
    /// A worker with its own random name.
    pub fn new(chance: &Chance) -> Jobs {
        Jobs {
            owner: chance.hex::<OWNER_BYTES>(),
            moved: watch::Sender::new(()),
            prompt: Semaphore::new(Lane::Prompt.workers()),
            messages: Semaphore::new(Lane::Messages.workers()),
            upkeep: Semaphore::new(Lane::Upkeep.workers()),
        }
    }

    /// Makes the process look for jobs now, because the clock was moved. A commit that makes a job due does so by itself.
    pub fn ring(&self) {
        self.moved.send_replace(());
    }

    /// Changes whenever the process is to look for jobs.
    pub(super) fn rung(&self) -> watch::Receiver<()> {
        self.moved.subscribe()
    }

    /// The permits of a lane: one for each job at once.
    pub(super) fn permits(&self, lane: Lane) -> &Semaphore {
        match lane {
            Lane::Prompt => &self.prompt,
            Lane::Messages => &self.messages,
            Lane::Upkeep => &self.upkeep,
        }
    }
}
