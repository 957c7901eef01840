//! How many pages may hear of changes at once: each keeps a connection open for minutes.
//!
//! In memory only, for this process: what they hear is read from the database, whichever process changed it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::errors::PageError;
use crate::app::Shared;

/// The pages that listen, by account.
#[derive(Debug, Default)]
pub struct Streams(Mutex<HashMap<Uuid, usize>>);

/// A window or two, and what a reload leaves behind for a moment.
const OF_AN_ACCOUNT: usize = 4;
/// Half of the connections that the service takes.
const OF_ALL: usize = 400;
const WAIT_S: u64 = 60;

/// A page that listens. Gives its seat back when dropped.
pub(crate) struct Seat {
    app: Shared,
    account: Uuid,
}

impl Seat {
    /// A seat for a page of `account`.
    ///
    /// # Errors
    /// [`PageError::TooManyTries`] when the account has its share, [`PageError::Unavailable`] when all are taken.
    pub(crate) fn take(app: &Shared, account: Uuid) -> Result<Seat, PageError> {
        app.streams.enter(account)?;
        Ok(Seat {
            app: app.clone(),
            account,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.app.streams.leave(self.account);
    }
}

impl Streams {
    fn enter(&self, account: Uuid) -> Result<(), PageError> {
        let mut taken = self.lock();
        if taken.get(&account).copied().unwrap_or(0) >= OF_AN_ACCOUNT {
            return Err(PageError::TooManyTries { wait_s: WAIT_S });
        }
        if taken.values().sum::<usize>() >= OF_ALL {
            return Err(PageError::Unavailable);
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
            Err(PageError::TooManyTries { .. })
        ));
        streams.leave(one);
        assert!(streams.enter(one).is_ok());
        for number in OF_AN_ACCOUNT..OF_ALL {
            let other = Uuid::from_u128(number as u128);
            assert!(streams.enter(other).is_ok(), "{number}");
        }
        assert!(matches!(
            streams.enter(Uuid::from_u128(9999)),
            Err(PageError::Unavailable)
        ));
        (0..OF_AN_ACCOUNT).for_each(|_| streams.leave(one));
        assert!(!streams.lock().contains_key(&one));
    }
}
