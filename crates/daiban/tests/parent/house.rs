//! A whole service in a temporary folder, and the parents who use it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};

use daiban::config::{Config, Overrides};
use daiban::wiring::{self, Running};
use domain::channel::Channel;
use sandbox::world::Case;
use service::agent::Agent;
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, log_in};
use service::login::picture_code::{CodeForm, new_challenge};
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::begin_draft::begin_draft;
use service::parent::case_view::CaseView;
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::show_case::show_case;
use service::sessions::{self, Where};
use service::token::Token;
use tempfile::TempDir;
use uuid::Uuid;

/// The day of the sandbox's families in these tests.
pub(crate) const DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);
/// Random families beside those written by hand. Accounts for all of them would take longer than most tests.
const FEW: u32 = 16;
pub(crate) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A running service and the folder it lives in.
pub(crate) struct House {
    running: Running,
    folder: TempDir,
}

impl House {
    pub(crate) async fn open() -> House {
        Self::open_with("").await
    }

    /// A service with these settings in addition to the usual ones.
    pub(crate) async fn open_with(settings: &str) -> House {
        let folder = tempfile::tempdir().unwrap();
        let running = start(&folder, Some(DAY), FEW, settings).await.unwrap();
        House { running, folder }
    }

    /// A service whose sandbox has all its random families.
    pub(crate) async fn open_with_every_family() -> House {
        let folder = tempfile::tempdir().unwrap();
        let running = start(&folder, Some(DAY), sandbox::DRAWN, "").await.unwrap();
        House { running, folder }
    }

    /// Stops the service and starts it again on the same data.
    pub(crate) async fn restart(self) -> House {
        self.restart_with("").await.unwrap()
    }

    /// The same with other settings; returns the message to the operator if the start is refused.
    pub(crate) async fn restart_with(self, settings: &str) -> Result<House, String> {
        self.running.stop().await.unwrap();
        match start(&self.folder, None, FEW, settings).await {
            Ok(running) => Ok(House {
                running,
                folder: self.folder,
            }),
            Err(refused) => Err(format!("{refused:#}")),
        }
    }

    /// The same, with a change in between, which is given the key file.
    pub(crate) async fn restart_after(self, change: impl FnOnce(&std::path::Path)) -> House {
        self.running.stop().await.unwrap();
        change(&self.folder.path().join("data-keys.json"));
        let running = start(&self.folder, None, FEW, "").await.unwrap();
        House {
            running,
            folder: self.folder,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.running.address
    }

    /// Where the sealed pictures are.
    pub(crate) fn pictures_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("data").join("pictures")
    }

    pub(crate) fn web(&self) -> &web::Shared {
        &self.running.web
    }

    pub(crate) fn service(&self) -> &service::Shared {
        &self.running.web.service
    }

    pub(crate) fn sandbox(&self) -> &demo::Sandbox {
        let stand_in = self.running.stand_in.as_ref();
        stand_in
            .expect("these tests run with the sandbox")
            .sandbox()
    }

    pub(crate) fn case(&self, name: &str) -> Case {
        self.sandbox()
            .world
            .case(name)
            .unwrap_or_else(|| panic!("the sandbox has no {name}"))
            .clone()
    }

    pub(crate) fn paper(&self, case: &str, material: &str) -> Vec<u8> {
        self.sandbox().world.paper(case, material).unwrap()
    }

    /// A paper of this kind from any family. Most tests only need some picture, and drawing takes longer than everything else
    /// they do.
    pub(crate) fn paper_like(&self, case: &Case, material: &str) -> Vec<u8> {
        static DRAWN: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
        assert!(
            case.papers.contains_key(material),
            "{} has no {material}",
            case.case
        );
        let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        drawn
            .entry(material.to_owned())
            .or_insert_with(|| self.paper(&case.case, material))
            .clone()
    }

    /// Logs in with a fresh picture code.
    pub(crate) async fn try_log_in(&self, login: &str, password: &str) -> LogInOutcome {
        let input = self.log_in_input(CodeForm::Picture, login, password).await;
        log_in(self.service(), input).await.unwrap()
    }

    /// The same from another address, in a known or an unknown browser, with a code in words: drawing hundreds of pictures takes
    /// longer than everything else.
    pub(crate) async fn try_from(
        &self,
        address: IpAddr,
        known: &KnownBrowser,
        login: &str,
        password: &str,
    ) -> LogInOutcome {
        let input = LogInInput {
            address,
            known: known.clone(),
            ..self.log_in_input(CodeForm::Words, login, password).await
        };
        log_in(self.service(), input).await.unwrap()
    }

    pub(crate) async fn log_in_input(
        &self,
        form: CodeForm,
        login: &str,
        password: &str,
    ) -> LogInInput {
        let challenge = new_challenge(self.service(), form).await.unwrap();
        let code = self.sandbox().outbox.code_for(&challenge.id).unwrap();
        LogInInput {
            login: login.to_owned(),
            password: password.to_owned(),
            picture_code: code,
            challenge: challenge.id,
            address: HERE,
            replaces: None,
            known: KnownBrowser::default(),
        }
    }

    /// The agent of a case, logged in.
    pub(crate) async fn agent(&self, case: &Case) -> Agent {
        match self
            .try_log_in(&case.agent.username, &case.agent.password)
            .await
        {
            LogInOutcome::LoggedIn { token, .. } => self.agent_of(&token).await,
            LogInOutcome::Refused(problem) => panic!("{}: {problem:?}", case.case),
        }
    }

    /// The agent who is logged in under a token.
    pub(crate) async fn agent_of(&self, token: &Token) -> Agent {
        let found = sessions::find(self.service(), token, Where::InABrowser, Some(HERE)).await;
        found.unwrap().unwrap().agent().unwrap().clone()
    }

    pub(crate) async fn begin(&self, agent: &Agent) -> Uuid {
        self.begin_in(agent, Channel::Portal).await
    }

    pub(crate) async fn begin_in(&self, agent: &Agent, channel: Channel) -> Uuid {
        begin_draft(self.service(), agent, channel).await.unwrap()
    }

    pub(crate) async fn show(&self, agent: &Agent, id: Uuid) -> CaseView {
        show_case(self.service(), agent, id).await.unwrap()
    }

    pub(crate) async fn save(
        &self,
        agent: &Agent,
        id: Uuid,
        step: &str,
        fields: &[(&str, &str)],
    ) -> SaveOutcome {
        let fields = fields
            .iter()
            .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
            .collect();
        let input = StepInput {
            step: step.to_owned(),
            fields,
            ..StepInput::default()
        };
        save_step(self.service(), agent, id, input).await.unwrap()
    }

    pub(crate) async fn upload(
        &self,
        agent: &Agent,
        id: Uuid,
        material: &str,
        bytes: Vec<u8>,
    ) -> AddOutcome {
        add_material(self.service(), agent, id, material, bytes.into())
            .await
            .unwrap()
    }
}

async fn start(
    folder: &TempDir,
    day: Option<jiff::civil::Date>,
    drawn: u32,
    more: &str,
) -> anyhow::Result<Running> {
    let data = folder.path().join("data").display().to_string();
    // Set by `cargo xtask test`: drawing the papers took longer than everything else that most tests do.
    let papers = std::env::var("DAIBAN__SANDBOX__PAPERS_FOLDER").unwrap_or_default();
    let settings = format!(
        "[server]\nlisten = '127.0.0.1:0'\n[data]\nfolder = '{data}'\n[sandbox]\nlisten = '127.0.0.1:0'\npapers_folder = '{papers}'\ndrawn_families = {drawn}\n[registry]\nretries = 0\ntimeout_ms = 3000\n{more}"
    );
    let config = Config::load(
        &settings,
        [],
        &Overrides {
            sandbox: true,
            sandbox_day: day,
        },
    )
    .unwrap();
    wiring::start(config).await
}
