//! What every face works with.

use std::ops::Deref;
use std::sync::Arc;

use crate::announced::Announced;
use crate::i18n::Locales;
use crate::shares::Shares;
use crate::shedding::Shedding;
use crate::site::Site;
use crate::streams::Streams;
use crate::transfers::Transfers;

/// What every face works with, shared by every request. A type of our own, so that we can implement extractors for types of the
/// use cases.
#[derive(Clone)]
pub struct Shared(Arc<Web>);

/// The service, and what else its faces need.
pub struct Web {
    /// What use cases work with.
    pub service: service::Shared,
    /// What the operator says about where people find the service.
    pub site: Site,
    /// The words of the pages.
    pub locales: Locales,
    /// The announced maintenance, which the operator may change at runtime.
    pub announced: Announced,
    /// How many forms with pictures are received at once: bounds the memory they take.
    pub uploads: Transfers,
    /// How many whole pictures are sent at once.
    pub downloads: Transfers,
    /// How many requests of one address behind a proxy are answered at once.
    pub shares: Shares,
    /// Load shedding for expensive pages.
    pub shedding: Shedding,
    /// How many pages listen for changes at once.
    pub streams: Streams,
}

impl Shared {
    /// Shares what is wired, with all limits unused.
    pub fn new(
        service: service::Shared,
        site: Site,
        locales: Locales,
        announced: Announced,
    ) -> Shared {
        Shared(Arc::new(Web {
            service,
            site,
            locales,
            announced,
            uploads: Transfers::up(),
            downloads: Transfers::down(),
            shares: Shares::default(),
            shedding: Shedding::default(),
            streams: Streams::default(),
        }))
    }
}

impl Web {
    /// Whether the service is closed for maintenance now.
    pub fn is_closed(&self) -> bool {
        let planned = self.announced.planned();
        planned.is_some_and(|planned| planned.is_on(self.service.clock.now()))
    }
}

impl Deref for Shared {
    type Target = Web;

    fn deref(&self) -> &Web {
        &self.0
    }
}
