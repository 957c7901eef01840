//! How often a password may be tried.
//!
//! Names are no secret: an ex-partner knows the mobile, a clerk the ID number. So a limit on a name alone must be high before it
//! delays the owner, and even then a browser that has logged in before does not wait. A typed name is counted whether or not
//! somebody has it, and the names of one person are never counted or cleared together: otherwise a few tries could reveal whose
//! mobile belongs to whose ID number.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use store::limits::{self, Attempt, Limit};
use store::{StoreError, Tx};

use super::log_in_problem::LogInProblem;
use crate::Service;

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_OF_AN_ADDRESS: SignedDuration = SignedDuration::from_mins(1);
const CLOSED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// A name across all addresses. Fifty wrong passwords within a day close it for an hour; then it takes fifty more, or one try an
/// hour would keep it closed for good. A hundred addresses guess no faster than twelve hundred times a day.
const NAME: Limit = Limit {
    kind: "login_name",
    window: SignedDuration::from_hours(24),
    free: 50,
    first_delay: CLOSED_FOR,
    longest_delay: CLOSED_FOR,
};

/// The limits of the log-in.
#[derive(Clone, Copy)]
pub(super) struct LogInLimits {
    address: Limit,
    account: Limit,
    browser: Limit,
}

/// Who tries.
#[derive(Clone)]
pub(super) struct Trying {
    /// The typed name.
    pub(super) login: String,
    /// The address that the try comes from.
    pub(super) address: IpAddr,
}

/// The subject that a try was counted under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// The name, with and without the address.
    Name {
        /// Whether this try closes the log-in by password if it turns out to be wrong.
        closes: bool,
    },
    /// Only the browser, which has logged in to this account before.
    Browser(String),
}

impl LogInLimits {
    /// The limits of this service for a caller at `address`.
    pub(super) fn of(service: &Service, address: IpAddr) -> LogInLimits {
        let settings = &service.settings;
        let loosened = settings.loosened(Some(address));
        let per_address = settings.login_tries_per_address.saturating_mul(loosened);
        LogInLimits {
            // A whole town may share one address of its carrier: guessers there must not delay it for long.
            address: Limit {
                longest_delay: LONGEST_OF_AN_ADDRESS,
                ..growing("login_address", per_address)
            },
            account: growing("login_account", settings.login_tries_per_account),
            browser: growing("login_browser", settings.login_tries_per_account),
        }
    }

    /// Counts a try, or says why it is refused. `known`: the subject of the browser, if it has logged in to this account before.
    /// It has its own limit, so that a stolen mark lets nobody guess without end.
    pub(super) async fn count(
        &self,
        tx: &Tx,
        trying: &Trying,
        known: Option<String>,
        now: Timestamp,
    ) -> Result<Result<Counted, LogInProblem>, StoreError> {
        let wait = |until| {
            Ok(Err(LogInProblem::TooManyTries {
                wait_s: seconds(now, until),
            }))
        };
        let closed = |until| {
            Ok(Err(LogInProblem::Closed {
                wait_s: seconds(now, until),
            }))
        };
        if let Some(browser) = known {
            return match limits::attempt(tx, &self.browser, &browser, now).await? {
                Attempt::Wait { until } => wait(until),
                Attempt::Allowed { .. } => Ok(Ok(Counted::Browser(browser))),
            };
        }
        let address = trying.address.to_string();
        if let Attempt::Wait { until } = limits::attempt(tx, &self.address, &address, now).await? {
            return wait(until);
        }
        // Checked first: trying a closed name must not make the wait longer. Counted last: a try that has to wait guesses
        // nothing, and must not help to close a name.
        if let Attempt::Wait { until } = limits::look(tx, &NAME, &trying.login, now).await? {
            return closed(until);
        }
        let here = trying.name_and_address();
        if let Attempt::Wait { until } = limits::attempt(tx, &self.account, &here, now).await? {
            return wait(until);
        }
        match limits::attempt(tx, &NAME, &trying.login, now).await? {
            Attempt::Wait { until } => closed(until),
            Attempt::Allowed { hits } => Ok(Ok(Counted::Name {
                closes: hits >= NAME.free,
            })),
        }
    }

    /// Clears the count of a try with the right password, and nothing else. For the address, and for the name across all
    /// addresses, only this one try is undone: an owner's log-ins must not give guessers a new start.
    pub(super) async fn forget(
        &self,
        tx: &Tx,
        trying: &Trying,
        counted: &Counted,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match counted {
            Counted::Browser(browser) => limits::forget(tx, self.browser.kind, browser).await,
            Counted::Name { .. } => {
                limits::forget(tx, self.account.kind, &trying.name_and_address()).await?;
                limits::take_back(tx, &self.address, &trying.address.to_string(), now).await?;
                limits::take_back(tx, &NAME, &trying.login, now).await
            }
        }
    }
}

impl Trying {
    /// No address has a slash, so two names at two addresses never read the same.
    fn name_and_address(&self) -> String {
        format!("{}/{}", self.address, self.login)
    }
}

fn growing(kind: &'static str, free: u32) -> Limit {
    Limit {
        kind,
        window: WINDOW,
        free,
        first_delay: FIRST_DELAY,
        longest_delay: WINDOW,
    }
}

/// Whole seconds from `now` to `until`, rounded up.
pub(crate) fn seconds(now: Timestamp, until: Timestamp) -> u64 {
    let wait = until.duration_since(now);
    u64::try_from(wait.as_secs()).unwrap_or(0) + u64::from(wait.subsec_nanos() > 0)
}
