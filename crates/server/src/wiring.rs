//! Puts the service together: data, content, the outside world or its stand-in, and the listener.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use gateways::registry::{Registry, RegistryClient};
use sandbox::registry as twin;
use sandbox::{World, WorldError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::announced::Announced;
use crate::app::{App, Sandbox, Shared};
use crate::config::{Config, RegistryConfig};
use crate::data::{self, NewKeys};
use crate::sandbox_pages::{accounts as sandbox_accounts, day as sandbox_day};
use crate::web::headers;
use crate::web::listen::{self, Manners, Patience};
use crate::web::shares::Shares;
use crate::web::shedding::Shedding;
use crate::web::streams::Streams;
use crate::web::transfers::Transfers;
use service::chance::Chance;
use service::clock::Clock;
use service::jobs::{self, Jobs};
use service::passwords::Passwords;
use service::pool::{OfOne, Pool};
use service::releases::OlderReleases;
use service::work::Work;
use service::{CodeSink, Service, releases};

use crate::{content, routes};

/// A service that runs: its address, and the way to stop it.
pub struct Running {
    /// What it works with.
    pub app: Shared,
    /// Where it listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    working: JoinHandle<()>,
    twin: Option<Twin>,
}

/// The sandbox's register on its own port. It stops last: a service that drains its requests still has questions.
struct Twin {
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What the sandbox's register has to end its answers.
const TWIN_STOPS: Duration = Duration::from_secs(3);
/// Pictures of the log-in drawn at once, a millisecond each.
pub(crate) const CODE_WORKERS: usize = 2;
/// Pictures of the log-in that may wait for their turn.
const WAITING_CODES: usize = 256;
/// Pictures that may wait for their turn. Those that are sent wait in places of their own (`web/uploads.rs`).
const WAITING_PICTURES: usize = 256;
/// Of one account: what a browser asks for at once in two windows, and the phones beside it.
const PICTURES_OF_ONE: OfOne = OfOne {
    waiting: 16,
    rest: Duration::from_secs(2),
};
/// The sandbox's families are the same everywhere on the same day.
const WORLD_SEED: u64 = 20_261_122;
const SANDBOX_KEY_BYTES: usize = 32;

/// Opens the data, makes it current, and starts everything.
///
/// # Errors
/// What the operator must mend, in words for the operator.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    let locales = content::load_locales(&config.content).map_err(all_of)?;
    let files = content::release_files(&config.content).map_err(all_of)?;
    let release = releases::release_of(&files).map_err(all_of)?;
    let (clock, chance) = (Clock::machine(), Chance::machine());
    let store = data::open(&config, NewKeys::of(&config)).await?;
    store
        .migrate()
        .await
        .context("the database cannot be brought up to date")?;
    data::claim(&store, config.sandbox.enabled).await?;
    if config.operator.name_zh.is_empty() && !config.sandbox.enabled {
        tracing::warn!(
            "operator.name_zh is empty: no page names who answers for the personal data"
        );
    }
    data::claim_pictures(&store, &config, &chance).await?;

    if config.sandbox.enabled {
        sandbox_day::erase_where_wished(&store, &world_folder(&config)).await?;
    }
    releases::publish(&store, &release, files, clock.now()).await?;

    let passwords = Passwords::new(config.limits.password_workers as usize, &chance);
    let (sandbox, twin, registry) = if config.sandbox.enabled {
        sandbox_day::take_up(&store, &clock, config.sandbox.day).await?;
        let world = open_world(&config, &clock).await?;
        sandbox_accounts::make(&store, &world, &passwords, &chance, &clock).await?;
        let key = chance.hex::<SANDBOX_KEY_BYTES>();
        let (twin, address) = start_twin(&config, Arc::clone(&world), &clock, &key).await?;
        let registry = RegistryConfig {
            base_url: format!("http://{address}"),
            key: key.into(),
            ..config.registry.clone()
        };
        (
            Some(Sandbox {
                world,
                outbox: Arc::default(),
            }),
            Some(twin),
            registry,
        )
    } else {
        (None, None, config.registry.clone())
    };
    let failures = if sandbox.is_some() {
        Failures::AreTold
    } else {
        Failures::AreSigns
    };
    let service = Service {
        settings: config.of_the_service(),
        registry: connect_registry(&registry, failures, &clock, &chance)?,
        picture_work: Pool::in_turns(
            config.limits.picture_workers as usize,
            WAITING_PICTURES,
            PICTURES_OF_ONE,
        ),
        code_work: Pool::new(CODE_WORKERS, WAITING_CODES),
        codes: code_sink(sandbox.as_ref()),
        work: Work::default(),
        jobs: Jobs::new(&chance),
        release: Arc::new(release),
        older_releases: OlderReleases::default(),
        stopping: AtomicBool::new(false),
        clock,
        chance,
        store,
        passwords,
    };
    let app = Shared::new(App {
        service: Arc::new(service),
        uploads: Transfers::up(),
        downloads: Transfers::down(),
        shares: Shares::default(),
        shedding: Shedding::default(),
        streams: Streams::default(),
        announced: Announced::new(config.maintenance.planned()),
        config,
        locales,
        sandbox,
    });
    jobs::begin(&app).await?;
    let (stop, stopping) = watch::channel(false);
    let (address, serving) = begin_to_serve(&app, stopping.clone()).await?;
    let patience = Duration::from_secs(app.config.server.stop_seconds.into());
    let working = tokio::spawn(jobs::run(Arc::clone(&app.service), stopping, patience));
    tracing::info!(%address, sandbox = app.sandbox.is_some(), release = app.release.number(), "ready");
    Ok(Running {
        app,
        address,
        stop,
        serving,
        working,
        twin,
    })
}

impl Running {
    /// Stops taking requests and jobs, finishes those begun as far as `server.stop_seconds` allow, stops the sandbox's register,
    /// and closes the data last.
    ///
    /// # Errors
    /// When the data could not be closed well; what was acknowledged is safe all the same.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.app.stopping.store(true, Ordering::Relaxed);
        self.stop.send_replace(true);
        self.serving.await?;
        self.working.await?;
        let patience = Duration::from_secs(self.app.config.server.stop_seconds.into());
        if tokio::time::timeout(patience, self.app.work.ended())
            .await
            .is_err()
        {
            tracing::warn!(
                "an outside system did not answer in time; its question stays on record"
            );
        }
        if let Some(mut twin) = self.twin {
            twin.stop.send_replace(true);
            match tokio::time::timeout(TWIN_STOPS, &mut twin.serving).await {
                Ok(stopped) => stopped??,
                Err(_) => twin.serving.abort(),
            }
        }
        self.app
            .store
            .close()
            .await
            .context("the database could not be closed")?;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Where the answers of codes go.
fn code_sink(sandbox: Option<&Sandbox>) -> CodeSink {
    match sandbox {
        Some(sandbox) => {
            let outbox = Arc::clone(&sandbox.outbox);
            Box::new(move |code| outbox.push(code))
        }
        None => Box::new(drop),
    }
}

/// Listens, and serves whoever comes until told to stop.
async fn begin_to_serve(
    app: &Shared,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<(SocketAddr, JoinHandle<()>)> {
    let server = &app.config.server;
    let listener = TcpListener::bind(server.listen)
        .await
        .with_context(|| format!("cannot listen on {} (server.listen)", server.listen))?;
    let address = listener.local_addr()?;
    let proxies = server.proxies.clone();
    let manners = Manners {
        is_proxy: Box::new(move |address| proxies.contain(address)),
        headers: headers::of_every_answer(server.tls()),
    };
    let loosened = app.settings.loosened(Some(address.ip())) as usize;
    let serving = tokio::spawn(listen::serve(
        listener,
        routes::router(app),
        Patience::of(server.stop_seconds, loosened),
        manners,
        told(stopping),
    ));
    Ok((address, serving))
}

fn world_folder(config: &Config) -> PathBuf {
    config.data.folder.join("sandbox")
}

/// Families are made once, for the day of the first start, and kept.
async fn open_world(config: &Config, clock: &Clock) -> anyhow::Result<Arc<World>> {
    let (folder, day) = (world_folder(config), clock.today());
    let world = tokio::task::spawn_blocking(move || World::open(&folder, day, WORLD_SEED)).await?;
    world.map(Arc::new).map_err(|error| {
        let cure = match &error {
            WorldError::Folder { .. } => String::new(),
            WorldError::Unreadable { .. } => format!(
                "; stop the service, remove {} (data.folder) and, where data.database_url names a database, make that one empty",
                config.data.folder.display()
            ),
        };
        anyhow::Error::new(error)
            .context(format!("the sandbox's families cannot be opened{cure}"))
    })
}

async fn start_twin(
    config: &Config,
    world: Arc<World>,
    clock: &Clock,
    key: &str,
) -> anyhow::Result<(Twin, SocketAddr)> {
    let listener = TcpListener::bind(config.sandbox.listen)
        .await
        .with_context(|| {
            format!(
                "cannot listen on {} (sandbox.listen)",
                config.sandbox.listen
            )
        })?;
    let address = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let settings = twin::Settings {
        app_id: config.registry.app_id.clone(),
        key: key.to_owned(),
    };
    let clock = clock.clone();
    let serving = tokio::spawn(twin::serve(
        listener,
        world,
        Arc::new(move || clock.now()),
        settings,
        told(stopping),
    ));
    Ok((Twin { stop, serving }, address))
}

/// What it means that the register fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failures {
    /// It is unwell, and better left alone for a while.
    AreSigns,
    /// The story of a family of the sandbox wants it.
    AreTold,
}

fn connect_registry(
    config: &RegistryConfig,
    failures: Failures,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Arc<dyn Registry>> {
    let mut settings = gateways::registry::Settings::new(
        &config.base_url,
        &config.app_id,
        config.key.reveal().as_bytes().to_vec(),
    );
    settings.connect_timeout_ms = config.connect_timeout_ms.into();
    settings.timeout_ms = config.timeout_ms.into();
    settings.whole_call_ms = config.timeout_ms.into();
    settings.retries = config.retries;
    if failures == Failures::AreTold {
        // A pause after failures in a row would carry over from the families whose register fails to all others.
        settings.failures_to_pause = u32::MAX;
    }
    let problems = settings.problems();
    if !problems.is_empty() {
        let lines: Vec<String> = problems
            .iter()
            .map(|problem| format!("registry: {problem}"))
            .collect();
        bail!(lines.join("\n"));
    }
    let clock = clock.clone();
    Ok(Arc::new(RegistryClient::new(
        settings,
        Arc::new(move || clock.now()),
        Box::new(chance.fork()),
    )?))
}

/// Ends when the service is told to stop.
async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone: as good as being told.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// Every problem on its own line, as one error.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
pub(crate) fn all_of<P: ToString>(problems: Vec<P>) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow::Error::msg(lines.join("\n"))
}
