//! The sandbox in place of the outside world.

use demo::{Begun, Sandbox, Settings};
use gateways::registry;
use portal::FillsIn;
use service::CodeSink;
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use store::Store;
use web::route::Route;

use crate::config::Config;

/// The sandbox while it runs.
pub struct StandIn(Begun);

/// Erases what the sandbox holds, where somebody wished so on its page.
pub(crate) async fn erase_where_wished(config: &Config, store: &Store) -> anyhow::Result<()> {
    if config.sandbox.enabled {
        demo::erase_where_wished(store, &folder(config)).await?;
    }
    Ok(())
}

/// Begins the sandbox, where the settings want it.
pub(crate) async fn begin(
    config: &Config,
    store: &Store,
    passwords: &Passwords,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Option<StandIn>> {
    if !config.sandbox.enabled {
        return Ok(None);
    }
    let settings = Settings {
        listen: config.sandbox.listen,
        folder: folder(config),
        day: config.sandbox.day,
        app_id: config.registry.app_id.clone(),
    };
    let begun = demo::begin(settings, store, passwords, clock, chance).await?;
    Ok(Some(StandIn(begun)))
}

/// The routes of its pages.
pub(crate) fn routes() -> Vec<Route> {
    demo::routes()
}

impl StandIn {
    /// What its pages show.
    pub fn sandbox(&self) -> &Sandbox {
        &self.0.sandbox
    }

    /// Puts its register in place of the true one.
    pub(crate) fn take_place_of(&self, registry: &mut registry::Settings) {
        registry.base_url.clone_from(&self.0.base_url);
        registry.key = self.0.key.clone().into_bytes();
        // The story of a family wants failures. A pause after some in a row would carry over to all others.
        registry.failures_to_pause = u32::MAX;
    }

    /// Where the answers of codes go.
    pub(crate) fn codes(&self) -> CodeSink {
        self.0.sandbox.codes()
    }

    /// Fills in the log-in of a family.
    pub(crate) fn fills_in(&self) -> FillsIn {
        self.0.sandbox.fills_in()
    }

    /// The routes of its pages, as they are mounted.
    pub(crate) fn mounted(&self) -> Vec<Route> {
        let routes = routes().into_iter();
        routes
            .map(|route| route.with(self.0.sandbox.clone()))
            .collect()
    }

    /// Stops it. Last of all: a service that drains its requests still has questions.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.0.stop().await
    }
}

fn folder(config: &Config) -> std::path::PathBuf {
    config.data.folder.join("sandbox")
}
