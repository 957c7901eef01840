//! Puts the service together: data, content, the outside world or its stand-in, and the listener.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use service::chance::Chance;
use service::clock::Clock;
use service::jobs::{self, Jobs};
use service::passwords::Passwords;
use service::pool::{OfOne, Pool};
use service::releases::{self, OlderReleases, Releases};
use service::tasks::Tasks;
use service::work::Work;
use service::{Gateways, Service};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::Shared;
use web::announced::Announced;
use web::layers::headers;
use web::listen::{self, Manners, Patience};

use crate::config::Config;
use crate::data::{self, NewKeys};
use crate::stand_in::{self, StandIn};
use crate::{content, routes};
use crate::{logins, outside};

/// A running service: its address, and how to stop it.
pub struct Running {
    /// What its faces work with.
    pub web: Shared,
    /// Where it listens.
    pub address: SocketAddr,
    /// The sandbox, if there is one.
    pub stand_in: Option<StandIn>,
    stop: watch::Sender<bool>,
    stops_within: Duration,
    serving: JoinHandle<()>,
    working: JoinHandle<()>,
}

/// Pictures of the log-in drawn at once, a millisecond each.
pub(crate) const CODE_WORKERS: usize = 2;
/// Pictures of the log-in that may wait to be drawn.
const WAITING_CODES: usize = 256;
/// Pictures that may wait to be processed. Uploads wait for permits of their own (`web::transfers`).
const WAITING_PICTURES: usize = 256;
/// Per account: what a browser requests at once in two windows, and the phones next to it.
const PICTURES_OF_ONE: OfOne = OfOne {
    waiting: 16,
    rest: Duration::from_secs(2),
};

/// Opens the data, brings it up to date, and starts everything.
///
/// # Errors
/// What the operator must fix, in words for the operator.
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
    stand_in::erase_where_wished(&config, &store).await?;
    releases::publish(&store, &release, files, clock.now()).await?;

    let passwords = Passwords::new(config.limits.password_workers as usize, &chance);
    let stand_in = stand_in::begin(&config, &store, &passwords, &clock, &chance, &locales).await?;
    let login = logins::settings(&config, stand_in.as_ref());
    let apps = outside::host_apps(&login, &clock, &chance)?;
    let mini_programs = logins::mini_programs(&login, &apps, &clock, &chance)?;
    let web_logins = logins::web_logins(&config, &login, &apps, &clock, &chance)?;
    let service = Service {
        settings: config.of_the_service(),
        rules: Releases {
            in_force: Arc::new(release),
            older: OlderReleases::default(),
        },
        gateways: Gateways {
            registry: outside::registry(&config, stand_in.as_ref(), &clock, &chance)?,
            sms: outside::sms(&config, stand_in.as_ref(), &clock, &chance)?,
            faces: outside::faces(&config, stand_in.as_ref(), &apps, &clock, &chance)?,
            ways: logins::ways(&login, &web_logins, &mini_programs)?,
            mini_programs,
            message_templates: login.messages.clone(),
            web_logins,
            codes: stand_in
                .as_ref()
                .map_or_else(|| Box::new(drop), StandIn::codes),
        },
        work: Work {
            passwords,
            pictures: Pool::in_turns(
                config.limits.picture_workers as usize,
                WAITING_PICTURES,
                PICTURES_OF_ONE,
            ),
            codes: Pool::new(CODE_WORKERS, WAITING_CODES),
            tasks: Tasks::default(),
        },
        jobs: Jobs::new(&chance),
        stopping: AtomicBool::new(false),
        clock,
        chance,
        store,
    };
    let web = Shared::new(
        Arc::new(service),
        config.site(),
        locales,
        Announced::new(config.maintenance.planned()),
    );
    jobs::begin(&web.service).await?;
    let (stop, stopping) = watch::channel(false);
    let stops_within = Duration::from_secs(config.server.stop_seconds.into());
    let (address, serving) =
        begin_to_serve(&config, &web, stand_in.as_ref(), stopping.clone()).await?;
    let working = tokio::spawn(jobs::run(Arc::clone(&web.service), stopping, stops_within));
    tracing::info!(%address, sandbox = stand_in.is_some(), release = web.service.rules.in_force.number(), "ready");
    Ok(Running {
        web,
        address,
        stand_in,
        stop,
        stops_within,
        serving,
        working,
    })
}

impl Running {
    /// Stops accepting requests and jobs, drains those in flight as far as `server.stop_seconds` allows, stops the sandbox, and
    /// closes the data last.
    ///
    /// # Errors
    /// If the data could not be closed properly; what was acknowledged is safe all the same.
    pub async fn stop(self) -> anyhow::Result<()> {
        let service = &self.web.service;
        service.stopping.store(true, Ordering::Relaxed);
        self.stop.send_replace(true);
        self.serving.await?;
        self.working.await?;
        if tokio::time::timeout(self.stops_within, service.work.tasks.ended())
            .await
            .is_err()
        {
            tracing::warn!(
                "an outside system did not answer in time; its question stays on record"
            );
        }
        if let Some(stand_in) = self.stand_in {
            stand_in.stop().await?;
        }
        service
            .store
            .close()
            .await
            .context("the database could not be closed")?;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Listens, and serves until told to stop.
async fn begin_to_serve(
    config: &Config,
    web: &Shared,
    stand_in: Option<&StandIn>,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<(SocketAddr, JoinHandle<()>)> {
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen} (server.listen)"))?;
    let address = listener.local_addr()?;
    let proxies = web.site.proxies.clone();
    let manners = Manners {
        is_proxy: Box::new(move |address| proxies.contain(address)),
        headers: headers::of_every_answer(web.site.tls()),
    };
    let loosened = web.service.settings.loosened(Some(address.ip())) as usize;
    let serving = tokio::spawn(listen::serve(
        listener,
        routes::router(web, stand_in),
        Patience::of(config.server.stop_seconds, loosened),
        manners,
        told(stopping),
    ));
    Ok((address, serving))
}

/// Completes when the service is told to stop.
async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone: the same as being told.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// Every problem on its own line, as one error.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that map_err needs"
)]
pub(crate) fn all_of<P: ToString>(problems: Vec<P>) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow::Error::msg(lines.join("\n"))
}
