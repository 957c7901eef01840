//! A service with a platform for short messages that tests play.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{AgeRule, CitizenId};
use domain::source::SourceFile;
use gateways::registry::{
    Answer, BirthCertificate, Eligibility, Household, Kinship, LookUp, Person, RegisterMatch,
    RegisteredChild, Registry,
};
use gateways::sms::{self, Delivery, Message, Sent, Sms, SmsError};
use jiff::Timestamp;
use service::chance::Chance;
use service::clock::Clock;
use service::jobs::Jobs;
use service::login::picture_code::{CodeForm, PictureAnswer, new_challenge};
use service::login::sms_code::{CodeAsk, CodePurpose, SendOutcome, send_code};
use service::passwords::Passwords;
use service::pool::Pool;
use service::releases::{OlderReleases, Releases, release_of};
use service::settings::Settings;
use service::tasks::Tasks;
use service::token::Token;
use service::work::Work;
use service::{Gateways, SentCode, Service, Shared};
use store::Store;
use store::seal::Keyring;

use crate::authority::Authority;

/// Addresses of other people, one for each number.
pub(crate) fn address(number: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, number))
}

/// The time at which tests begin.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().unwrap()
}

/// A service, and the ends of what it sends.
pub(crate) struct House {
    pub(crate) service: Shared,
    pub(crate) platform: Arc<Platform>,
    pub(crate) faces: Arc<Authority>,
    pub(crate) clock: Clock,
    pictures: Arc<Mutex<Vec<SentCode>>>,
    settings: store::Settings,
    key_file: PathBuf,
}

impl House {
    pub(crate) fn new(store: Store, settings: store::Settings, key_file: PathBuf) -> House {
        let clock = Clock::fixed(now());
        let others = (Arc::default(), Arc::default());
        House::on(store, settings, key_file, clock, others)
    }

    fn on(
        store: Store,
        settings: store::Settings,
        key_file: PathBuf,
        clock: Clock,
        (platform, faces): (Arc<Platform>, Arc<Authority>),
    ) -> House {
        let pictures: Arc<Mutex<Vec<SentCode>>> = Arc::default();
        let chance = Chance::machine();
        let sink = Arc::clone(&pictures);
        let service = Service {
            settings: numbers(),
            rules: Releases {
                in_force: Arc::new(release_of(&release_files()).unwrap()),
                older: OlderReleases::default(),
            },
            gateways: Gateways {
                registry: Arc::new(NoRegistry),
                sms: Arc::<Platform>::clone(&platform),
                faces: Authority::everywhere(&faces),
                mini_programs: crate::programs::all(),
                message_templates: BTreeMap::default(),
                web_logins: crate::programs::web(),
                ways: Vec::new(),
                codes: Box::new(move |sent| lock(&sink).push(sent)),
            },
            work: Work {
                passwords: Passwords::new(2, &chance),
                pictures: Pool::new(1, 8),
                codes: Pool::new(1, 256),
                tasks: Tasks::default(),
            },
            jobs: Jobs::new(&chance),
            stopping: AtomicBool::new(false),
            clock: clock.clone(),
            chance,
            store,
        };
        House {
            service: Arc::new(service),
            platform,
            faces,
            clock,
            pictures,
            settings,
            key_file,
        }
    }

    /// Another process on the same data, with the same clock and platform.
    pub(crate) async fn another(&self) -> House {
        let keyring = Keyring::read(&self.key_file).unwrap();
        let store = Store::open(&self.settings, keyring).await.unwrap();
        House::on(
            store,
            self.settings.clone(),
            self.key_file.clone(),
            self.clock.clone(),
            (Arc::clone(&self.platform), Arc::clone(&self.faces)),
        )
    }

    pub(crate) fn later(&self, seconds: i64) {
        self.clock
            .set_offset_ms(self.clock.offset_ms() + seconds * 1_000);
    }

    /// A visitor who wishes for a code, in a browser and at an address of their own.
    pub(crate) fn ask(&self, purpose: CodePurpose, to: &str) -> CodeAsk {
        // Of so many that no test meets one twice, and none that `address` gives.
        let [a, b, c] = self.service.chance.bytes();
        CodeAsk {
            purpose,
            to: to.to_owned(),
            browser: Token::visitor(&self.service.chance),
            from: Some(IpAddr::V4(Ipv4Addr::new(10, a, b, c))),
            lang: domain::lang::Lang::Zh,
            picture: None,
        }
    }

    pub(crate) async fn send(&self, ask: CodeAsk) -> SendOutcome {
        send_code(&self.service, ask).await.unwrap()
    }

    /// Sends a code, with a picture code where one is needed, and returns it. Waits until the platform has it.
    pub(crate) async fn code(&self, purpose: CodePurpose, to: &str) -> String {
        let before = self.platform.taken().len();
        let ask = CodeAsk {
            picture: Some(self.picture().await),
            ..self.ask(purpose, to)
        };
        assert_eq!(self.send(ask).await, SendOutcome::Sent);
        for _ in 0..1_000 {
            if let Some(message) = self.platform.taken().get(before) {
                return message.values[0].1.clone();
            }
            tokio::task::yield_now().await;
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        panic!("no code was sent")
    }

    /// The right answer to a new picture code.
    pub(crate) async fn picture(&self) -> PictureAnswer {
        let asked = new_challenge(&self.service, CodeForm::Words).await.unwrap();
        let sent = lock(&self.pictures);
        let code = sent.iter().rfind(|sent| sent.to == asked.id).unwrap();
        PictureAnswer {
            challenge: asked.id,
            code: code.code.clone(),
        }
    }
}

/// The platform for short messages, which keeps what it took.
#[derive(Default)]
pub(crate) struct Platform {
    taken: Mutex<Vec<Message>>,
    requests: Mutex<Vec<String>>,
    fault: Mutex<Option<SmsError>>,
    delivery: Mutex<Option<Delivery>>,
    asked: Mutex<Vec<Sent>>,
}

impl Platform {
    pub(crate) fn taken(&self) -> Vec<Message> {
        lock(&self.taken).clone()
    }

    /// The request ids, of messages that failed too.
    pub(crate) fn requests(&self) -> Vec<String> {
        lock(&self.requests).clone()
    }

    /// From now on this became of every message.
    pub(crate) fn deliver(&self, delivery: Delivery) {
        *lock(&self.delivery) = Some(delivery);
    }

    /// The messages that it was asked about.
    pub(crate) fn asked(&self) -> Vec<Sent> {
        lock(&self.asked).clone()
    }

    /// From now on every message fails like this, or none.
    pub(crate) fn fail(&self, fault: Option<SmsError>) {
        *lock(&self.fault) = fault;
    }
}

impl Sms for Platform {
    fn send<'a>(&'a self, message: &'a Message, request: &'a str) -> sms::Answer<'a, Sent> {
        Box::pin(async move {
            lock(&self.requests).push(request.to_owned());
            if let Some(fault) = lock(&self.fault).clone() {
                return Err(fault);
            }
            lock(&self.taken).push(message.clone());
            Ok(Sent {
                id: format!("platform/{request}"),
                to: message.to,
                at: now(),
            })
        })
    }

    fn delivery<'a>(&'a self, sent: &'a Sent, _: &'a str) -> sms::Answer<'a, Delivery> {
        Box::pin(async move {
            lock(&self.asked).push(sent.clone());
            let known = lock(&self.delivery).clone();
            Ok(known.unwrap_or(Delivery::Pending))
        })
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A registry that nobody may ask here.
struct NoRegistry;

impl Registry for NoRegistry {
    fn children<'a>(&'a self, _: &'a Person, _: &'a LookUp) -> Answer<'a, Vec<RegisteredChild>> {
        unreachable!("no use case of the log-in asks")
    }

    fn verify_kinship<'a>(
        &'a self,
        _: &'a Person,
        _: &'a Person,
        _: &'a LookUp,
    ) -> Answer<'a, Kinship> {
        unreachable!("no use case of the log-in asks")
    }

    fn verify_population<'a>(&'a self, _: &'a Person, _: &'a LookUp) -> Answer<'a, RegisterMatch> {
        unreachable!("no use case of the log-in asks")
    }

    fn eligibility<'a>(&'a self, _: &'a Person, _: &'a LookUp) -> Answer<'a, Eligibility> {
        unreachable!("no use case of the log-in asks")
    }

    fn household<'a>(&'a self, _: &'a CitizenId, _: &'a LookUp) -> Answer<'a, Option<Household>> {
        unreachable!("no use case of the log-in asks")
    }

    fn verify_birth_certificate<'a>(
        &'a self,
        _: &'a BirthCertificate,
        _: &'a LookUp,
    ) -> Answer<'a, RegisterMatch> {
        unreachable!("no use case of the log-in asks")
    }
}

fn numbers() -> Settings {
    Settings {
        age: AgeRule::default(),
        idle_minutes: 30,
        absolute_hours: 12,
        picture_megabytes: 15,
        picture_megapixels: 128,
        lookups_per_day: 5,
        drafts_per_day: 30,
        picture_megabytes_per_day: 300,
        times_per_address: 20,
        times_per_site: 5_000,
        login_tries_per_account: 5,
        login_tries_per_address: 60,
        sms_per_hour: 5,
        sms_per_day: 10,
        sms_per_address: 7,
        sms_per_site: 30,
        sms_code_minutes: 5,
        real_name_days: 180,
        open_drafts: 10,
        checkpoint_minutes: 60,
        loosened_here: 1,
    }
}

/// The files of the release of this repository.
fn release_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for (folder, extension) in [("flows", "toml"), ("codes", "csv")] {
        let mut folders = vec![root.join(folder)];
        while let Some(one) = folders.pop() {
            for entry in std::fs::read_dir(one).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|found| found == extension) {
                    let name = path.strip_prefix(&root).unwrap().display().to_string();
                    files.push(SourceFile::new(
                        name,
                        std::fs::read_to_string(&path).unwrap(),
                    ));
                }
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}
