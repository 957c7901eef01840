//! How many codes are sent by short message: to a mobile, from a browser, from an address, and by the site.
//!
//! Each costs money, disturbs whoever has the number, and opens five guesses. A mobile gets one a minute, and some an hour and a
//! day. From the second on of a mobile, a browser or an address a picture code keeps programs away.
//!
//! Two counts guard a mobile. The one that makes somebody wait goes by what was typed: a mobile, or a log-in name. The other goes by
//! the mobile that is reached, and tells nobody: else whoever asks for a code for a log-in name, and then for one for a mobile,
//! would learn from the wait that they are one person's. Where only that one is full, nothing is sent, and nothing is said.

use domain::id::Mobile;
use jiff::{SignedDuration, Timestamp};
use store::limits::{self, Attempt, Limit};
use store::rolling::{self, Rolling, Window};
use store::{StoreError, Tx};

use super::code_ask::{CodeAsk, Recipient};
use super::log_in_limits::seconds;
use crate::budgets::DAY;
use crate::{Service, ServiceError};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// The site's codes of a day are folded into so many minutes: else their row would be as long as there are codes.
const SITE_GRAIN: SignedDuration = SignedDuration::from_mins(15);

/// The counts that one wish for a code touches.
#[derive(Clone)]
pub(super) struct CodeCounts {
    asked: Rolling,
    reached: Rolling,
    address: Rolling,
    site: Rolling,
    /// The site's budget of a day.
    most_of_the_site: u32,
    /// What was typed.
    to: String,
    /// Whose wish it is: an account, or a visitor's browser.
    who: String,
    from: Option<String>,
    /// Codes for an address before it needs picture codes.
    plain_of_an_address: u32,
}

/// What may be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Free,
    PictureCodeNeeded,
    Wait { wait_s: u64 },
}

/// Counts only: nobody waits.
const BROWSER: Limit = Limit {
    kind: "sms_browser",
    window: DAY,
    free: u32::MAX,
    first_delay: SignedDuration::ZERO,
    longest_delay: SignedDuration::ZERO,
};

impl CodeCounts {
    pub(super) fn of(service: &Service, ask: &CodeAsk, to: &Recipient) -> CodeCounts {
        let set = &service.settings;
        let loosened = set.loosened(ask.from);
        let window = |length, most| Window { length, most };
        let of_a_mobile = |kind| Rolling {
            kind,
            windows: vec![
                window(MINUTE, 1),
                window(HOUR, set.sms_per_hour),
                window(DAY, set.sms_per_day),
            ],
            grain: SignedDuration::ZERO,
        };
        let most_of_the_site = set.sms_per_site.saturating_mul(loosened);
        let account = ask.purpose.account();
        CodeCounts {
            asked: of_a_mobile("sms_asked"),
            reached: of_a_mobile("sms_reached"),
            address: Rolling {
                kind: "sms_address",
                windows: vec![window(HOUR, set.sms_per_address.saturating_mul(loosened))],
                grain: MINUTE,
            },
            site: Rolling {
                kind: "sms_site",
                windows: vec![window(DAY, most_of_the_site)],
                grain: SITE_GRAIN,
            },
            most_of_the_site,
            to: to.as_str().to_owned(),
            who: account.map_or_else(|| ask.browser.form_token(), |id| id.to_string()),
            from: ask.from.map(|from| from.to_string()),
            plain_of_an_address: loosened,
        }
    }

    /// What may be done now, without counting.
    pub(super) async fn look(&self, tx: &Tx, now: Timestamp) -> Result<Standing, StoreError> {
        match rolling::look(tx, &self.asked, &self.to, now).await? {
            Attempt::Wait { until } => return Ok(wait(now, until)),
            Attempt::Allowed { hits: 0 } => {}
            Attempt::Allowed { .. } => return Ok(Standing::PictureCodeNeeded),
        }
        let browser = limits::look(tx, &BROWSER, &self.who, now).await?;
        if !matches!(browser, Attempt::Allowed { hits: 0 }) {
            return Ok(Standing::PictureCodeNeeded);
        }
        let Some(from) = &self.from else {
            return Ok(Standing::Free);
        };
        Ok(match rolling::look(tx, &self.address, from, now).await? {
            Attempt::Wait { until } => wait(now, until),
            Attempt::Allowed { hits } if hits >= self.plain_of_an_address => {
                Standing::PictureCodeNeeded
            }
            Attempt::Allowed { .. } => Standing::Free,
        })
    }

    /// Counts a code, in a transaction that is rolled back where one count is full. Whether it was the site's last one.
    ///
    /// # Errors
    /// [`ServiceError::TooManyTries`] for the recipient or the address, [`ServiceError::Busy`] for the site.
    pub(super) async fn count(&self, tx: &Tx, now: Timestamp) -> Result<bool, ServiceError> {
        let full = |until| ServiceError::TooManyTries {
            wait_s: seconds(now, until),
        };
        if let Attempt::Wait { until } = rolling::attempt(tx, &self.asked, &self.to, now).await? {
            return Err(full(until));
        }
        if let Attempt::Wait { until } = limits::attempt(tx, &BROWSER, &self.who, now).await? {
            return Err(full(until));
        }
        if let Some(from) = &self.from
            && let Attempt::Wait { until } = rolling::attempt(tx, &self.address, from, now).await?
        {
            return Err(full(until));
        }
        match rolling::attempt(tx, &self.site, "site", now).await? {
            Attempt::Allowed { hits } => Ok(hits == self.most_of_the_site),
            Attempt::Wait { .. } => Err(ServiceError::Busy(
                "the site has sent all its codes of the day".into(),
            )),
        }
    }

    /// Counts a code to the mobile that is reached. `false` when it has got too many already; then it is not counted. Without a
    /// mobile the same is counted for nobody.
    pub(super) async fn count_reached(
        &self,
        tx: &Tx,
        mobile: Option<Mobile>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let nobody = format!("nobody/{}", self.to);
        let subject = mobile.as_ref().map_or(nobody.as_str(), Mobile::as_str);
        let counted = rolling::attempt(tx, &self.reached, subject, now).await?;
        Ok(matches!(counted, Attempt::Allowed { .. }))
    }

    /// Takes back what was counted for the recipient, because the message could not be sent. Address and site stay counted: who
    /// causes such messages on purpose must not do so without end.
    pub(super) async fn take_back(
        &self,
        tx: &Tx,
        mobile: &Mobile,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        rolling::take_back(tx, &self.asked, &self.to, now).await?;
        rolling::take_back(tx, &self.reached, mobile.as_str(), now).await
    }
}

fn wait(now: Timestamp, until: Timestamp) -> Standing {
    Standing::Wait {
        wait_s: seconds(now, until),
    }
}
