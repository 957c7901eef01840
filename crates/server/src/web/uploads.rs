//! How many forms with pictures are taken in at once, so that neither one person nor slow lines stop the others.
//!
//! A form may come over a slow line for minutes and holds its pictures in memory meanwhile. So the places are many, each
//! account has a few of them only, and the memory for all is one sum. Who finds no place waits a little, then is told to
//! try again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::errors::PageError;

/// The places, and the memory for the pictures of all.
pub struct Uploads {
    places: Semaphore,
    memory: Semaphore,
    accounts: Mutex<HashMap<Uuid, Account>>,
    limits: UploadLimits,
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
/// Memory is counted in pieces of this size.
const PIECE_BYTES: usize = 16 * 1024;

struct Account {
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

/// Keeps an account in the table as long as one of its forms needs it.
struct Entry<'a> {
    uploads: &'a Uploads,
    account: Uuid,
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
            accounts: Mutex::default(),
            limits,
        }
    }

    /// How long a sender may be silent.
    pub(crate) fn silence(&self) -> Duration {
        self.limits.silence
    }

    /// A place for a form of `account`.
    ///
    /// # Errors
    /// [`PageError::Unavailable`] when none comes free in time.
    pub(crate) async fn place(&self, account: Uuid) -> Result<Place<'_>, PageError> {
        let (entry, own) = self.enter(account)?;
        let both = async {
            // The account's own first: who waits for that takes nobody else's place.
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

    fn enter(&self, account: Uuid) -> Result<(Entry<'_>, Arc<Semaphore>), PageError> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let found = accounts.entry(account).or_insert_with(|| Account {
            places: Arc::new(Semaphore::new(self.limits.of_an_account)),
            forms: 0,
        });
        // As many may wait as may go: more is no parent.
        if found.forms >= 2 * self.limits.of_an_account {
            return Err(PageError::Unavailable);
        }
        found.forms += 1;
        let places = Arc::clone(&found.places);
        let entry = Entry {
            uploads: self,
            account,
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
        let mut accounts = self
            .uploads
            .accounts
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(account) = accounts.get_mut(&self.account) {
            account.forms -= 1;
            if account.forms == 0 {
                accounts.remove(&self.account);
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
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let first = uploads.place(one).await.unwrap();
        let _second = uploads.place(one).await.unwrap();
        assert!(uploads.place(one).await.is_err());
        let theirs = uploads.place(other).await.unwrap();
        assert!(uploads.place(other).await.is_err(), "three in all");
        drop((first, theirs));
        let _third = uploads.place(one).await.unwrap();
        assert_eq!(uploads.accounts.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn memory_is_one_sum_for_all_and_comes_back() {
        let uploads = uploads();
        let mut one = uploads.place(Uuid::from_u128(1)).await.unwrap();
        let mut other = uploads.place(Uuid::from_u128(2)).await.unwrap();
        one.hold(3 * PIECE_BYTES).await.unwrap();
        one.hold(3 * PIECE_BYTES - 1).await.unwrap();
        assert!(other.hold(2 * PIECE_BYTES).await.is_err());
        drop(one);
        other.hold(4 * PIECE_BYTES).await.unwrap();
    }
}
