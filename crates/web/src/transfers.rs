//! How many pictures are in transit at once, in forms or on the way to a viewer, so that neither one person nor slow lines block
//! the others.
//!
//! On a slow line a form may take minutes, and it holds its pictures in memory meanwhile. So there are many permits, only a few
//! for each account, and one memory budget for all. A code for a phone has one permit of its own: whoever photographed the code
//! cannot keep anybody from saving. A transfer that finds no permit waits a little, then is told to try again. Whole pictures
//! that are sent have permits of the same kind, counted apart.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use store::sessions::TokenHash;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::errors::RequestError;

/// The permits, and the memory budget for all pictures.
pub struct Transfers(Arc<Inner>);

struct Inner {
    places: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    senders: Mutex<HashMap<Sender, Share>>,
    limits: TransferLimits,
}

/// Whose transfer it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// An agent who is logged in, by account.
    Agent(Uuid),
    /// Whoever holds a code for a phone, by the code's hash.
    Phone(TokenHash),
}

/// Limits and timeouts.
#[derive(Clone, Copy, Debug)]
pub struct TransferLimits {
    /// Transfers at once.
    pub places: usize,
    /// Transfers at once of one account.
    pub of_an_account: usize,
    /// Memory for all, in bytes.
    pub memory_bytes: usize,
    /// How long to wait for a permit, or for memory.
    pub wait: Duration,
    /// How long the sender may be silent.
    pub silence: Duration,
}

/// Lets four pictures that are chosen one after the other on a slow line upload side by side.
const UPLOADS: TransferLimits = TransferLimits {
    places: 64,
    of_an_account: 4,
    memory_bytes: 512 * 1024 * 1024,
    wait: Duration::from_secs(10),
    silence: Duration::from_secs(15),
};
/// Whole pictures, of which a person opens one or two. Each takes some megabytes, held until the last byte is sent.
const DOWNLOADS: TransferLimits = TransferLimits {
    places: 128,
    of_an_account: 6,
    ..UPLOADS
};
/// A code is good for one picture.
const OF_A_PHONE: usize = 1;
/// Memory is counted in pieces of this size.
const PIECE_BYTES: usize = 16 * 1024;

struct Share {
    places: Arc<Semaphore>,
    /// Forms that hold a permit or wait for one.
    forms: usize,
}

/// A permit. Gives itself and its memory back when dropped.
pub struct TransferPermit {
    uploads: Arc<Inner>,
    memory: Vec<OwnedSemaphorePermit>,
    paid_bytes: usize,
    _everyones: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
    _entry: Entry,
}

/// Bytes of an upload that hold the permit under which they arrived.
struct Held {
    bytes: Bytes,
    _place: Arc<TransferPermit>,
}

/// Keeps a sender in the table while one of its transfers needs it.
struct Entry {
    uploads: Arc<Inner>,
    sender: Sender,
}

impl Transfers {
    /// Permits for forms that bring pictures.
    pub fn up() -> Transfers {
        Transfers::new(UPLOADS)
    }

    /// Permits for pictures that are sent whole.
    pub fn down() -> Transfers {
        Transfers::new(DOWNLOADS)
    }

    /// Permits under these limits.
    pub fn new(limits: TransferLimits) -> Transfers {
        Transfers(Arc::new(Inner {
            places: Arc::new(Semaphore::new(limits.places)),
            memory: Arc::new(Semaphore::new(limits.memory_bytes / PIECE_BYTES)),
            senders: Mutex::default(),
            limits,
        }))
    }

    /// How long a sender may be silent.
    pub fn silence(&self) -> Duration {
        self.0.limits.silence
    }

    /// A permit for a transfer of `sender`.
    ///
    /// # Errors
    /// [`RequestError::Unavailable`] if none comes free in time.
    pub async fn place(&self, sender: Sender) -> Result<TransferPermit, RequestError> {
        let uploads = &self.0;
        let (entry, own) = uploads.enter(sender)?;
        let both = async {
            // The sender's own permit first: waiting for it takes nobody else's.
            let own = own.acquire_owned().await.ok()?;
            let everyones = Arc::clone(&uploads.places).acquire_owned().await.ok()?;
            Some((own, everyones))
        };
        let (own, everyones) = in_time(uploads.limits.wait, both).await?;
        Ok(TransferPermit {
            uploads: Arc::clone(uploads),
            memory: Vec::new(),
            paid_bytes: 0,
            _everyones: everyones,
            _own: own,
            _entry: entry,
        })
    }
}

impl Inner {
    fn enter(self: &Arc<Inner>, sender: Sender) -> Result<(Entry, Arc<Semaphore>), RequestError> {
        let share = match sender {
            Sender::Agent(_) => self.limits.of_an_account,
            Sender::Phone(_) => OF_A_PHONE,
        };
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let found = senders.entry(sender.clone()).or_insert_with(|| Share {
            places: Arc::new(Semaphore::new(share)),
            forms: 0,
        });
        // As many may wait as may run: no parent sends more.
        if found.forms >= 2 * share {
            return Err(RequestError::Unavailable);
        }
        found.forms += 1;
        let places = Arc::clone(&found.places);
        let entry = Entry {
            uploads: Arc::clone(self),
            sender,
        };
        Ok((entry, places))
    }
}

impl TransferPermit {
    /// Reserves memory, so that this form holds `bytes` in total.
    ///
    /// # Errors
    /// [`RequestError::Unavailable`] if none comes free in time.
    pub async fn hold(&mut self, bytes: usize) -> Result<(), RequestError> {
        while self.paid_bytes < bytes {
            let wait = self.uploads.limits.wait;
            let memory = Arc::clone(&self.uploads.memory);
            let piece = async { memory.acquire_owned().await.ok() };
            self.memory.push(in_time(wait, piece).await?);
            self.paid_bytes += PIECE_BYTES;
        }
        Ok(())
    }

    /// The bytes that arrived under this permit. Wherever they go, the permit is held as long as one copy of them lives: while
    /// they wait to be decoded, and while a thread works on them even if nobody waits for it any more.
    pub fn keep(self: &Arc<TransferPermit>, bytes: Bytes) -> Bytes {
        Bytes::from_owner(Held {
            bytes,
            _place: Arc::clone(self),
        })
    }
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Entry {
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

async fn in_time<T>(
    wait: Duration,
    turn: impl Future<Output = Option<T>>,
) -> Result<T, RequestError> {
    tokio::time::timeout(wait, turn)
        .await
        .ok()
        .flatten()
        .ok_or(RequestError::Unavailable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(number: u128) -> Sender {
        Sender::Agent(Uuid::from_u128(number))
    }

    fn uploads() -> Transfers {
        Transfers::new(TransferLimits {
            places: 3,
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
        assert_eq!(uploads.0.senders.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_place_is_taken_as_long_as_its_bytes_live() {
        let uploads = uploads();
        let mut place = uploads.place(agent(1)).await.unwrap();
        place.hold(4 * PIECE_BYTES).await.unwrap();
        let bytes = Arc::new(place).keep(Bytes::from_static(b"picture"));
        let copy = bytes.slice(1..);
        drop(bytes);
        let mut other = uploads.place(agent(2)).await.unwrap();
        assert!(other.hold(1).await.is_err());
        assert_eq!(copy, "icture");
        drop(copy);
        other.hold(4 * PIECE_BYTES).await.unwrap();
        drop(other);
        assert!(uploads.0.senders.lock().unwrap().is_empty());
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
