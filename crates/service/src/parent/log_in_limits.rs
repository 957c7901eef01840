//! How often a password may be tried.
//!
//! Names are no secret: an ex-partner knows the mobile, a clerk the ID number. So what is counted under a name alone must
//! be much before it holds its owner up, and even then a browser that has logged in before does not wait. What was typed
//! is counted whether somebody has that name or not, and names of one person are never counted together or forgotten
//! together: else a few tries could tell whose mobile belongs to whose ID number.

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

/// A name over all addresses. Fifty wrong passwords within a day close it for an hour; after it fifty more are needed, or
/// one try an hour would keep it closed for good. A hundred addresses guess no faster than twelve hundred times a day.
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
    /// The name that was typed.
    pub(super) login: String,
    /// Where the try comes from.
    pub(super) address: IpAddr,
}

/// What a try was counted under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// The name, with and without the address.
    Name {
        /// Whether this try closed the log-in by password, should it turn out to be wrong.
        closes: bool,
    },
    /// The browser alone, which has logged in to this account before.
    Browser(String),
}

impl LogInLimits {
    /// The limits of this service for a caller at `address`.
    pub(super) fn of(service: &Service, address: IpAddr) -> LogInLimits {
        let settings = &service.settings;
        let loosened = settings.loosened(Some(address));
        let per_address = settings.login_tries_per_address.saturating_mul(loosened);
        LogInLimits {
            // A carrier's whole town may stand behind one address: those who guess there must not keep it waiting for long.
            address: Limit {
                longest_delay: LONGEST_OF_AN_ADDRESS,
                ..growing("login_address", per_address)
            },
            account: growing("login_account", settings.login_tries_per_account),
            browser: growing("login_browser", settings.login_tries_per_account),
        }
    }

    /// Counts a try, or says why there is none. `known`: what the browser is counted under, if it has logged in to this
    /// account before. It has a limit of its own, so that a stolen mark lets nobody guess without end.
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
        // Looked at first: whoever meets a closed name must not wait longer for having tried. Counted last: a try that
        // has to wait guesses nothing, and must not help to close a name.
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

    /// Forgets what a try with the right password was counted under, and nothing else. Of the address, and of the name over all
    /// addresses, only this one try is taken back: an owner who comes and goes must not give those who guess a new start.
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
    /// No address has a slash: two names at two addresses never read the same.
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
