//! Daily budgets of an account, of all accounts from one address, and of the whole site.
//!
//! Nobody reaches them by hand. They keep a loop, a stolen account or a hundred made-up ones from filling the disk and from
//! probing a registry with names and numbers. A refused request is not counted.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use store::Tx;
use store::limits::{self, Attempt, Budget};
use uuid::Uuid;

use super::agent::Agent;
use super::login::log_in_limits::seconds;
use crate::Service;
use crate::ServiceError;

/// A daily budget as it applies to one agent.
#[derive(Clone, Debug)]
pub(super) struct DayBudget {
    account: Uuid,
    from: Option<IpAddr>,
    of_an_account: Budget,
    of_an_address: Budget,
    of_the_site: Budget,
}

/// The names under which one thing is counted.
#[derive(Clone, Copy)]
struct Kinds {
    account: &'static str,
    address: &'static str,
    site: &'static str,
}

/// The site is counted in this many parts, each with its share of the budget: a single row would be locked by everybody at once.
const SITE_PARTS: u32 = 16;

pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);

const DRAFTS: Kinds = Kinds {
    account: "drafts_begun",
    address: "drafts_begun_address",
    site: "drafts_begun_site",
};
const PICTURES: Kinds = Kinds {
    account: "picture_kilobytes",
    address: "picture_kilobytes_address",
    site: "picture_kilobytes_site",
};
const CHILDREN: Kinds = Kinds {
    account: "children_asked",
    address: "children_asked_address",
    site: "children_asked_site",
};

impl DayBudget {
    /// Applications begun.
    pub(super) fn drafts(service: &Service, agent: &Agent) -> DayBudget {
        let loosened = service.settings.loosened(agent.from);
        DayBudget::of(
            service,
            agent,
            DRAFTS,
            service.settings.drafts_per_day,
            loosened,
        )
    }

    /// Pictures sent, in kilobytes, rounded up.
    pub(super) fn picture_kilobytes(service: &Service, agent: &Agent) -> DayBudget {
        let most = service
            .settings
            .picture_megabytes_per_day
            .saturating_mul(1024);
        let loosened = service.settings.loosened(agent.from);
        DayBudget::of(service, agent, PICTURES, most, loosened)
    }

    /// Children that the registry is asked about.
    pub(super) fn children(service: &Service, agent: &Agent) -> DayBudget {
        DayBudget::of(
            service,
            agent,
            CHILDREN,
            service.settings.lookups_per_day,
            1,
        )
    }

    /// `loosened`: factor for the account's own budget; those of the address and the site are loosened in any case.
    fn of(service: &Service, agent: &Agent, kinds: Kinds, most: u32, loosened: u32) -> DayBudget {
        let set = &service.settings;
        let besides = service.settings.loosened(agent.from);
        let times = |times: u32| most.saturating_mul(times).saturating_mul(besides);
        let budget = |kind, most| Budget {
            kind,
            window: DAY,
            most,
        };
        DayBudget {
            account: agent.account,
            from: agent.from,
            of_an_account: budget(kinds.account, most.saturating_mul(loosened)),
            of_an_address: budget(kinds.address, times(set.times_per_address)),
            of_the_site: budget(kinds.site, times(set.times_per_site).div_ceil(SITE_PARTS)),
        }
    }

    /// Spends `amount` from all three, in a transaction that is rolled back if one of them has too little left.
    ///
    /// # Errors
    /// [`ServiceError::TooManyTries`] for the account or its address, [`ServiceError::Busy`] for the site.
    pub(super) async fn spend(
        &self,
        tx: &Tx,
        amount: u32,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let account = self.account.to_string();
        let address = self.from.map(|from| from.to_string());
        let own = std::iter::once((&self.of_an_account, account));
        let theirs = address.map(|address| (&self.of_an_address, address));
        for (budget, subject) in own.chain(theirs) {
            if let Attempt::Wait { until } =
                limits::spend(tx, budget, &subject, amount, now).await?
            {
                let wait_s = seconds(now, until);
                return Err(ServiceError::TooManyTries { wait_s });
            }
        }
        // The account's own part first; the others only once that is spent.
        let own = self.account.as_u128() % u128::from(SITE_PARTS);
        for part in 0..u128::from(SITE_PARTS) {
            let site = format!("site/{}", (own + part) % u128::from(SITE_PARTS));
            if let Attempt::Allowed { .. } =
                limits::spend(tx, &self.of_the_site, &site, amount, now).await?
            {
                return Ok(());
            }
        }
        let kind = self.of_the_site.kind;
        Err(ServiceError::Busy(format!(
            "the site has spent its {kind} of the day"
        )))
    }
}
