//! How many pages may listen for changes at once: each keeps a connection open for minutes.
//!
//! In memory only, for this process: what they hear is read from the database, whichever process changed it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::errors::RequestError;

/// The pages that listen, by account.
#[derive(Clone, Debug, Default)]
pub struct Streams(Arc<Mutex<HashMap<Uuid, usize>>>);

/// A window or two, and what a reload leaves behind for a moment.
const OF_AN_ACCOUNT: usize = 4;
/// Half of the connections that the service takes.
const OF_ALL: usize = 400;
const WAIT_S: u64 = 60;

/// The seat of a page that listens. Given back when dropped.
pub struct Seat {
    streams: Streams,
    account: Uuid,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.streams.leave(self.account);
    }
}

impl Streams {
    /// A seat for a page of `account`.
    ///
    /// # Errors
    /// [`RequestError::TooManyTries`] if the account has used its share, [`RequestError::Unavailable`] if all are taken.
    pub fn take(&self, account: Uuid) -> Result<Seat, RequestError> {
        self.enter(account)?;
        Ok(Seat {
            streams: self.clone(),
            account,
        })
    }

    fn enter(&self, account: Uuid) -> Result<(), RequestError> {
        let mut taken = self.lock();
        if taken.get(&account).copied().unwrap_or(0) >= OF_AN_ACCOUNT {
            return Err(RequestError::TooManyTries { wait_s: WAIT_S });
        }
        if taken.values().sum::<usize>() >= OF_ALL {
            return Err(RequestError::Unavailable);
        }
        *taken.entry(account).or_default() += 1;
        Ok(())
    }

    fn leave(&self, account: Uuid) {
        let mut taken = self.lock();
        if let Some(count) = taken.get_mut(&account) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&account);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_has_few_seats_and_all_have_many() {
        let streams = Streams::default();
        let one = Uuid::from_u128(0);
        assert!((0..OF_AN_ACCOUNT).all(|_| streams.enter(one).is_ok()));
        assert!(matches!(
            streams.enter(one),
            Err(RequestError::TooManyTries { .. })
        ));
        streams.leave(one);
        assert!(streams.enter(one).is_ok());
        for number in OF_AN_ACCOUNT..OF_ALL {
            let other = Uuid::from_u128(number as u128);
            assert!(streams.enter(other).is_ok(), "{number}");
        }
        assert!(matches!(
            streams.enter(Uuid::from_u128(9999)),
            Err(RequestError::Unavailable)
        ));
        (0..OF_AN_ACCOUNT).for_each(|_| streams.leave(one));
        assert!(!streams.lock().contains_key(&one));
    }
}
