//! The sandbox next to the service: families, their registry and the platforms on ports of their own, what is sent.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::civil::Date;
use sandbox::{MachineClock, World, WorldClock, WorldError, registry};
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::hosts;
use super::outbox::Outbox;
use super::platforms::{self, Approved, Around, Serving};
use super::shown::Sandbox;
use super::stopping::told;
use super::switches::Switches;
use super::{accounts, day};

/// Where the sandbox runs, and from which day.
pub struct Settings {
    /// Where its registry listens. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Folder of its families.
    pub folder: PathBuf,
    /// How many random families it has beside those written by hand.
    pub drawn: u32,
    /// Folder of drawn papers that several sandboxes share; without it, that of the families.
    pub papers: Option<PathBuf>,
    /// Folder of the built mini-programs, whose previews are shown.
    pub previews: PathBuf,
    /// Day the clock starts at; without it, the day that was stored, or today.
    pub day: Option<Date>,
    /// The service's name at the registry.
    pub app_id: String,
    /// The service's public address, without a trailing slash: its pages are those of the authorities too.
    pub public_url: String,
    /// What the platforms of short messages have approved.
    pub messages: Approved,
}

/// The sandbox while it runs.
pub struct Begun {
    /// What its pages show.
    pub sandbox: Sandbox,
    /// Where its registry can be reached.
    pub base_url: String,
    /// The key that signs the registry's requests and answers.
    pub key: String,
    stop: watch::Sender<bool>,
    serving: Serving,
}

/// How long registry and platforms may take to finish their answers.
const STOPS: Duration = Duration::from_secs(3);
/// The families are the same everywhere on the same day.
const SEED: u64 = 20_261_122;
const KEY_BYTES: usize = 32;

/// Sets the clock, makes the families and their accounts if there are none yet, and starts the registry and the
/// platforms.
///
/// # Errors
/// What the operator must fix, in words for the operator.
pub async fn begin(
    settings: Settings,
    store: &Store,
    passwords: &Passwords,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Begun> {
    day::take_up(store, clock, settings.day).await?;
    let world = open_world(
        settings.folder,
        settings.papers,
        clock.today(),
        settings.drawn,
    )
    .await?;
    accounts::make(store, &world, passwords, chance, clock).await?;
    let key = chance.hex::<KEY_BYTES>();
    let listen = settings.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen} (sandbox.listen)"))?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let (stop, stopping) = watch::channel(false);
    let known_to_both = registry::Settings {
        app_id: settings.app_id,
        key: key.clone(),
    };
    let (machine, world_clock) = (clock.machine_clock(), clock.service_clock());
    let outbox = Arc::new(Outbox::default());
    let switches = Arc::new(Switches::default());
    let around = Around {
        at: listen.ip(),
        clock,
        chance,
        switches: &switches,
        stopping: &stopping,
    };
    let (platforms, mut serving) = platforms::begin(&around, &outbox, &settings.messages).await?;
    let known = Arc::clone(&world);
    let (hosts, of_hosts) = hosts::begin(&around, &settings.public_url, known).await?;
    serving.extend(of_hosts);
    serving.push(tokio::spawn(registry::serve(
        listener,
        Arc::clone(&world),
        MachineClock::new(move || machine.now()),
        WorldClock::new(move || world_clock.now()),
        known_to_both,
        told(stopping),
    )));
    Ok(Begun {
        sandbox: Sandbox {
            world,
            outbox,
            platforms: Arc::new(platforms),
            hosts: Arc::new(hosts),
            switches,
            previews: settings.previews,
        },
        base_url,
        key,
        stop,
        serving,
    })
}

impl Begun {
    /// Stops registry and platforms. Must come last: a service that is draining its requests may still ask them.
    ///
    /// # Errors
    /// When one of them failed.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        for mut serving in self.serving {
            match tokio::time::timeout(STOPS, &mut serving).await {
                Ok(stopped) => stopped??,
                Err(_) => serving.abort(),
            }
        }
        Ok(())
    }
}

/// Families are made once, for the day of the first start, and kept.
async fn open_world(
    folder: PathBuf,
    papers: Option<PathBuf>,
    day: Date,
    drawn: u32,
) -> anyhow::Result<Arc<World>> {
    let data = folder.parent().unwrap_or(&folder).display().to_string();
    let world = tokio::task::spawn_blocking(move || World::open(&folder, day, SEED, drawn)).await?;
    let world = world.map(|world| match &papers {
        Some(shared) => world.with_papers_in(shared),
        None => world,
    });
    world.map(Arc::new).map_err(|error| {
        let cure = match &error {
            WorldError::Folder { .. } => String::new(),
            WorldError::Unreadable { .. } => format!(
                "; stop the service, remove {data} (data.folder) and, where data.database_url names a database, make that one empty"
            ),
        };
        anyhow::Error::new(error)
            .context(format!("the sandbox's families cannot be opened{cure}"))
    })
}
