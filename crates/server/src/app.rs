//! What every page works with.

use std::ops::Deref;
use std::sync::Arc;

use sandbox::World;
use service::Service;

use crate::announced::Announced;
use crate::config::Config;
use crate::i18n::Locales;
use crate::outbox::Outbox;
use crate::web::shares::Shares;
use crate::web::shedding::Shedding;
use crate::web::streams::Streams;
use crate::web::transfers::Transfers;

/// The wired service, shared by every request. A type of our own, so that extractors of what use cases know can be written for it.
#[derive(Clone)]
pub struct Shared(Arc<App>);

/// The service with what its pages need besides.
pub struct App {
    /// What use cases work with.
    pub service: service::Shared,
    /// What the operator set.
    pub config: Config,
    /// The maintenance that is announced, which the operator may change meanwhile.
    pub announced: Announced,
    /// The words of the pages.
    pub locales: Locales,
    /// How many forms with pictures are taken in at once: bounds the memory they take.
    pub uploads: Transfers,
    /// How many whole pictures are sent at once.
    pub downloads: Transfers,
    /// How many requests of one address behind a proxy are answered at once.
    pub shares: Shares,
    /// Who asks for too many log-in pages.
    pub shedding: Shedding,
    /// How many pages hear of changes at once.
    pub streams: Streams,
    /// The stand-in for the outside world, while it runs.
    pub sandbox: Option<Sandbox>,
}

/// The stand-in for the outside world as the service's own pages show it.
pub struct Sandbox {
    /// The families.
    pub world: Arc<World>,
    /// The codes that were "sent".
    pub outbox: Arc<Outbox>,
}

impl Shared {
    /// Shares the wired service.
    pub fn new(app: App) -> Shared {
        Shared(Arc::new(app))
    }
}

impl Deref for Shared {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

/// Use cases take the service alone.
impl Deref for App {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}
