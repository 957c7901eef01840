//! The two ends, started on a world in a temporary folder.

use std::sync::Arc;

use domain::id::{CitizenId, PersonalName};
use gateways::registry::{
    Kinship, LookUp, Person, Purpose, Registry as _, RegistryClient, Settings,
};
use gateways::{GatewayError, MachineClock, ServiceClock};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rand::{SeedableRng, rngs::StdRng};
use sandbox::{Behaviour, Case, World};
use tokio::net::TcpListener;

pub(crate) const DAY: Date = date(2026, 11, 22);
/// Noon of [`DAY`] in Beijing.
pub(crate) const NOW: &str = "2026-11-22T04:00:00Z";
/// The machines' time at both ends, which no sandbox moves.
pub(crate) const WIRE_NOW: &str = "2026-03-01T00:00:00Z";
pub(crate) const KEY: &str = "a key for the tests of the pair";

/// A world, its registry on a port of this machine, and the folder that holds them.
pub(crate) struct Pair {
    pub(crate) world: Arc<World>,
    pub(crate) base_url: String,
    _folder: tempfile::TempDir,
}

impl Pair {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Arc::new(World::open(folder.path(), DAY, 7, sandbox::DRAWN).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let settings = sandbox::registry::Settings {
            app_id: "daiban".into(),
            key: KEY.into(),
        };
        let machine = sandbox::MachineClock::new(|| WIRE_NOW.parse().unwrap());
        let clock = sandbox::WorldClock::new(|| NOW.parse().unwrap());
        let (served, forever) = (world.clone(), std::future::pending());
        tokio::spawn(sandbox::registry::serve(
            listener, served, machine, clock, settings, forever,
        ));
        Self {
            world,
            base_url,
            _folder: folder,
        }
    }

    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::new(&self.base_url, "daiban", KEY.as_bytes().to_vec());
        settings.timeout_ms = 500;
        settings.first_wait_ms = 1;
        settings
    }

    pub(crate) fn client(&self) -> RegistryClient {
        client(self.settings(), WIRE_NOW, 1)
    }

    pub(crate) fn case(&self, case: &str) -> &Case {
        self.world.case(case).unwrap()
    }

    /// The cases whose registry answers as described.
    pub(crate) fn calm_cases(&self) -> impl Iterator<Item = &Case> {
        self.world
            .cases()
            .iter()
            .filter(|case| case.behaviour == Behaviour::Normal)
    }

    /// Asks about the first family while the registry answers like this.
    pub(crate) async fn kinship_while(
        &self,
        behaviour: Behaviour,
        client: &RegistryClient,
    ) -> Result<Kinship, GatewayError> {
        self.world.behaviours().set_everybody(behaviour);
        let case = self.case("family-01");
        client
            .verify_kinship(&agent(case), &child(case), &why())
            .await
    }
}

/// A client whose machine's clock shows `now`, and whose nonces follow from `seed`.
pub(crate) fn client(settings: Settings, now: &str, seed: u64) -> RegistryClient {
    let now: Timestamp = now.parse().unwrap();
    let chance = Box::new(StdRng::seed_from_u64(seed));
    let machine = MachineClock::new(move || now);
    let clock = ServiceClock::new(|| NOW.parse().unwrap());
    RegistryClient::new(settings, machine, clock, chance).unwrap()
}

pub(crate) fn person(name: &str, id_number: &str) -> Person {
    Person {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::parse(id_number, DAY).unwrap(),
    }
}

pub(crate) fn agent(case: &Case) -> Person {
    person(&case.agent.name, &case.agent.id_number)
}

pub(crate) fn child(case: &Case) -> Person {
    person(&case.child.name, &case.child.id_number)
}

pub(crate) fn why() -> LookUp {
    LookUp {
        purpose: Purpose::Relationship,
        consent_id: "consent".into(),
        operator: "account".into(),
        request_id: "request".into(),
    }
}
