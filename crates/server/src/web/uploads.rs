//! How many forms with pictures are taken in at once, so that neither one person nor slow lines stop the others.
//!
//! A form may come over a slow line for minutes and holds its pictures in memory meanwhile. So the places are many, each
//! account has a few of them only, and the memory for all is one sum. A code for a phone has one place of its own: whoever
//! photographed it stops nobody from saving. Who finds no place waits a little, then is told to
//! try again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::sessions::TokenHash;
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::errors::PageError;

/// The places, and the memory for the pictures of all.
pub struct Uploads {
    places: Semaphore,
    memory: Semaphore,
    senders: Mutex<HashMap<Sender, Share>>,
    limits: UploadLimits,
}

/// Whose form it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sender {
    /// An agent who is logged in, by account.
    Agent(Uuid),
    /// Whoever holds a code for a phone, by the code's hash.
    Phone(TokenHash),
}

/// How many, and how patient.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Forms at once.
    pub forms: usize,
    /// Forms at once of one account.
    pub of_an_account: usize,
    /// Memory for all, in bytes.
    pub memory_bytes: usize,
    /// How long a form waits for a place, or for memory.
    pub wait: Duration,
    /// How long the sender may be silent.
    pub silence: Duration,
}

/// Four pictures chosen one after the other on a slow line still go up side by side.
const LIMITS: UploadLimits = UploadLimits {
    forms: 64,
    of_an_account: 4,
    memory_bytes: 512 * 1024 * 1024,
    wait: Duration::from_secs(10),
    silence: Duration::from_secs(15),
};
/// A code is good for one picture.
const OF_A_PHONE: usize = 1;
/// Memory is counted in pieces of this size.
const PIECE_BYTES: usize = 16 * 1024;

struct Share {
    places: Arc<Semaphore>,
    /// Forms that hold a place or wait for one.
    forms: usize,
}

/// A place. Gives itself and the memory back when dropped.
pub(crate) struct Place<'a> {
    uploads: &'a Uploads,
    memory: Vec<SemaphorePermit<'a>>,
    paid_bytes: usize,
    _everyones: SemaphorePermit<'a>,
    _own: tokio::sync::OwnedSemaphorePermit,
    _entry: Entry<'a>,
}

/// Keeps a sender in the table as long as one of its forms needs it.
struct Entry<'a> {
    uploads: &'a Uploads,
    sender: Sender,
}

impl Default for Uploads {
    fn default() -> Uploads {
        Uploads::new(LIMITS)
    }
}

impl Uploads {
    /// Places under these limits.
    pub fn new(limits: UploadLimits) -> Uploads {
        Uploads {
            places: Semaphore::new(limits.forms),
            memory: Semaphore::new(limits.memory_bytes / PIECE_BYTES),
            senders: Mutex::default(),
            limits,
        }
    }

    /// How long a sender may be silent.
    pub(crate) fn silence(&self) -> Duration {
        self.limits.silence
    }

    /// A place for a form of `sender`.
    ///
    /// # Errors
    /// [`PageError::Unavailable`] when none comes free in time.
    pub(crate) async fn place(&self, sender: Sender) -> Result<Place<'_>, PageError> {
        let (entry, own) = self.enter(sender)?;
        let both = async {
            // The sender's own first: who waits for that takes nobody else's place.
            let own = own.acquire_owned().await.ok()?;
            Some((own, self.places.acquire().await.ok()?))
        };
        let (own, everyones) = in_time(self.limits.wait, both).await?;
        Ok(Place {
            uploads: self,
            memory: Vec::new(),
            paid_bytes: 0,
            _everyones: everyones,
            _own: own,
            _entry: entry,
        })
    }

    fn enter(&self, sender: Sender) -> Result<(Entry<'_>, Arc<Semaphore>), PageError> {
        let share = match sender {
            Sender::Agent(_) => self.limits.of_an_account,
            Sender::Phone(_) => OF_A_PHONE,
        };
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let found = senders.entry(sender.clone()).or_insert_with(|| Share {
            places: Arc::new(Semaphore::new(share)),
            forms: 0,
        });
        // As many may wait as may go: more is no parent.
        if found.forms >= 2 * share {
            return Err(PageError::Unavailable);
        }
        found.forms += 1;
        let places = Arc::clone(&found.places);
        let entry = Entry {
            uploads: self,
            sender,
        };
        Ok((entry, places))
    }
}

impl Place<'_> {
    /// Pays for memory, so that this form holds `bytes` in all.
    ///
    /// # Errors
    /// [`PageError::Unavailable`] when none comes free in time.
    pub(crate) async fn hold(&mut self, bytes: usize) -> Result<(), PageError> {
        while self.paid_bytes < bytes {
            let wait = self.uploads.limits.wait;
            let piece = async { self.uploads.memory.acquire().await.ok() };
            self.memory.push(in_time(wait, piece).await?);
            self.paid_bytes += PIECE_BYTES;
        }
        Ok(())
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let mut senders = self
            .uploads
            .senders
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = senders.get_mut(&self.sender) {
            share.forms -= 1;
            if share.forms == 0 {
                senders.remove(&self.sender);
            }
        }
    }
}

async fn in_time<T>(wait: Duration, turn: impl Future<Output = Option<T>>) -> Result<T, PageError> {
    tokio::time::timeout(wait, turn)
        .await
        .ok()
        .flatten()
        .ok_or(PageError::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(number: u128) -> Sender {
        Sender::Agent(Uuid::from_u128(number))
    }

    fn uploads() -> Uploads {
        Uploads::new(UploadLimits {
            forms: 3,
            of_an_account: 2,
            memory_bytes: 4 * PIECE_BYTES,
            wait: Duration::from_millis(20),
            silence: Duration::from_millis(20),
        })
    }

    #[tokio::test]
    async fn one_account_leaves_places_to_the_others() {
        let uploads = uploads();
        let (one, other) = (agent(1), agent(2));
        let first = uploads.place(one.clone()).await.unwrap();
        let _second = uploads.place(one.clone()).await.unwrap();
        assert!(uploads.place(one.clone()).await.is_err());
        let theirs = uploads.place(other.clone()).await.unwrap();
        assert!(uploads.place(other).await.is_err(), "three in all");
        drop((first, theirs));
        let _third = uploads.place(one).await.unwrap();
        assert_eq!(uploads.senders.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_code_has_one_place_of_its_own() {
        let uploads = uploads();
        let code = Sender::Phone(TokenHash::of("code"));
        let _one = uploads.place(code.clone()).await.unwrap();
        assert!(uploads.place(code).await.is_err());
        let other = Sender::Phone(TokenHash::of("another"));
        assert!(uploads.place(other).await.is_ok());
        assert!(uploads.place(agent(1)).await.is_ok());
    }

    #[tokio::test]
    async fn memory_is_one_sum_for_all_and_comes_back() {
        let uploads = uploads();
        let mut one = uploads.place(agent(1)).await.unwrap();
        let mut other = uploads.place(agent(2)).await.unwrap();
        one.hold(3 * PIECE_BYTES).await.unwrap();
        one.hold(3 * PIECE_BYTES - 1).await.unwrap();
        assert!(other.hold(2 * PIECE_BYTES).await.is_err());
        drop(one);
        other.hold(4 * PIECE_BYTES).await.unwrap();
    }
}
