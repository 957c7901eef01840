//! How many face checks there may be.
//!
//! Each costs money at the authority, and each that fails is a try at being somebody else. They are counted when they begin, so that
//! no number of them at once is more; what passed or ended before the face was looked at is taken back.

use domain::id::CitizenId;
use jiff::{SignedDuration, Timestamp};
use store::limits::{self, Attempt, Limit};
use store::{StoreError, Tx};
use uuid::Uuid;

use crate::ServiceError;
use crate::login::log_in_limits::seconds;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Checks of an account that did not pass.
const ACCOUNT: Limit = strict("face_account", 5);
/// Checks of a person, whoever says to be them, that did not pass. Not counted for an account that has proved to be theirs: a
/// stranger who types their name must not keep them waiting there.
const PERSON: Limit = strict("face_person", 5);
/// All checks of an account but those that passed: also those that it left.
const BEGUN: Limit = strict("face_begun", 10);

/// The counts that one check touches.
#[derive(Clone)]
pub(super) struct FaceCounts {
    account: String,
    person: Option<String>,
}

/// How a check ended, as far as it is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// It passed, or never began.
    No,
    /// It was left before anybody was recognised or not.
    AsLeft,
}

impl FaceCounts {
    /// `typed`: the ID number, where it is only typed.
    pub(super) fn of(account: Uuid, typed: Option<&CitizenId>) -> FaceCounts {
        FaceCounts {
            account: account.to_string(),
            person: typed.map(|number| number.as_str().to_owned()),
        }
    }

    /// Counts a check, in a transaction that is rolled back where one count is full.
    ///
    /// # Errors
    /// [`ServiceError::TooManyTries`] where one is; those of the store.
    pub(super) async fn count(&self, tx: &Tx, now: Timestamp) -> Result<(), ServiceError> {
        let (account, person) = (&self.account, &self.person);
        let own = [(&ACCOUNT, account), (&BEGUN, account)];
        let theirs = person.iter().map(|person| (&PERSON, person));
        for (limit, subject) in own.into_iter().chain(theirs) {
            if let Attempt::Wait { until } = limits::attempt(tx, limit, subject, now).await? {
                let wait_s = seconds(now, until);
                return Err(ServiceError::TooManyTries { wait_s });
            }
        }
        Ok(())
    }

    /// Takes back what a check that ended like this was counted for.
    pub(super) async fn take_back(
        &self,
        tx: &Tx,
        counts: Counts,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        limits::take_back(tx, &ACCOUNT, &self.account, now).await?;
        if let Some(person) = &self.person {
            limits::take_back(tx, &PERSON, person, now).await?;
        }
        if counts == Counts::No {
            limits::take_back(tx, &BEGUN, &self.account, now).await?;
        }
        Ok(())
    }
}

/// At most so many within an hour, then none for an hour after the last one.
const fn strict(kind: &'static str, most: u32) -> Limit {
    Limit {
        kind,
        window: HOUR,
        free: most,
        first_delay: HOUR,
        longest_delay: HOUR,
    }
}
