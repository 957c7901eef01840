//! What every use case works with.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::release::Release;
use gateways::registry::Registry;
use sandbox::World;
use store::Store;

use crate::announced::Announced;
use crate::cases::jobs::Jobs;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::Locales;
use crate::outbox::Outbox;
use crate::passwords::Passwords;
use crate::pool::Pool;
use crate::releases::OlderReleases;
use crate::web::shares::Shares;
use crate::web::shedding::Shedding;
use crate::web::streams::Streams;
use crate::web::transfers::Transfers;
use crate::work::Work;

/// The wired service, shared by every request.
pub type Shared = Arc<App>;

/// The wired service: what every use case takes first.
pub struct App {
    /// What the operator set.
    pub config: Config,
    /// The maintenance that is announced, which the operator may change meanwhile.
    pub announced: Announced,
    /// The one clock.
    pub clock: Clock,
    /// The one source of chance.
    pub chance: Chance,
    /// The database and the sealed pictures.
    pub store: Store,
    /// The flows, catalogue, code tables and texts in force.
    pub release: Arc<Release>,
    /// The releases that older drafts come from.
    pub older_releases: OlderReleases,
    /// The words of the pages.
    pub locales: Locales,
    /// The register of the population.
    pub registry: Arc<dyn Registry>,
    /// Checks passwords, few at once.
    pub passwords: Passwords,
    /// Works on pictures, few at once.
    pub picture_work: Pool,
    /// Draws the pictures of the log-in: apart from those that parents send, which must not wait for them.
    pub code_work: Pool,
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
    /// What is seen through though its browser has gone.
    pub work: Work,
    /// This process as a worker on jobs.
    pub jobs: Jobs,
    /// The stand-in for the outside world, while it runs.
    pub sandbox: Option<Sandbox>,
    /// Set once the service has been told to stop.
    pub stopping: AtomicBool,
}

/// The stand-in for the outside world as the service's own pages show it.
pub struct Sandbox {
    /// The families.
    pub world: Arc<World>,
    /// The codes that were "sent".
    pub outbox: Outbox,
}

/// With the sandbox, tests do from one address what many families do from theirs.
const LOOSENED: u32 = 100;

impl App {
    /// By how much limits per address and for the site, and drafts and pictures per account, are higher for who asks from
    /// `address`: nobody but the sandbox's tests on this machine.
    pub fn loosened(&self, address: Option<IpAddr>) -> u32 {
        let is_test = self.sandbox.is_some() && address.is_some_and(|from| from.is_loopback());
        if is_test { LOOSENED } else { 1 }
    }

    /// Whether the service has been told to stop.
    pub fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}
