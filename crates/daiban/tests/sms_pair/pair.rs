//! The two ends of one platform.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::lang::Lang;
use gateways::sms::{
    AliyunSettings, AliyunSms, Sms, Templates, TencentSettings, TencentSms, template_name,
};
use gateways::{MachineClock, Settings};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use sandbox::WorldClock;
use sandbox::sms::{self, Account, Network, Taken, Template};
use tokio::net::TcpListener;

pub(crate) const SECRET: &str = "a secret for the tests of the pair";
/// The machines' time at both ends, which no sandbox moves.
const WIRE_NOW: &str = "2026-03-01T00:00:00Z";
const SDK_APP_ID: &str = "1400000001";

#[derive(Clone, Copy, Debug)]
pub(crate) enum Platform {
    Aliyun,
    Tencent,
}

/// A platform on a port of this machine, with the network behind it.
pub(crate) struct Pair {
    platform: Platform,
    pub(crate) network: Arc<Network>,
    world: Arc<Mutex<Timestamp>>,
    told: Arc<Mutex<Vec<Taken>>>,
    base_url: String,
    seed: Mutex<u64>,
}

pub(crate) const SIGN: &str = "第三代社保卡";

/// What the platform has approved: the service's own texts.
fn templates() -> Vec<Template> {
    let zh = include_str!("../../../../locales/zh-CN.toml");
    let en = include_str!("../../../../locales/en.toml");
    let locales = web::i18n::Locales::load(zh, en).unwrap();
    let messages = demo::Approved::of(&locales, 5);
    sms::approved("T", &messages.wordings)
}

impl Pair {
    pub(crate) async fn start(platform: Platform) -> Self {
        let world = Arc::new(Mutex::new("2026-11-22T04:00:00Z".parse().unwrap()));
        let told = Arc::new(Mutex::new(Vec::new()));
        let (clock, sink) = (Arc::clone(&world), Arc::clone(&told));
        let network = Arc::new(Network::new(
            WorldClock::new(move || *clock.lock().unwrap()),
            Box::new(move |taken| sink.lock().unwrap().push(taken)),
        ));
        let account = Account {
            id: "an-id".into(),
            secret: SECRET.into(),
            sign_names: vec![SIGN.into()],
            templates: templates(),
        };
        let machine = sandbox::MachineClock::new(|| WIRE_NOW.parse().unwrap());
        let served = Arc::clone(&network);
        let router = match platform {
            Platform::Aliyun => sms::aliyun(account, machine, served),
            Platform::Tencent => sms::tencent(account, SDK_APP_ID.into(), machine, served),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(sandbox::serve(listener, router, std::future::pending()));
        Self {
            platform,
            network,
            world,
            told,
            base_url,
            seed: Mutex::new(0),
        }
    }

    /// A client that signs with this secret. No two draw the same nonces.
    pub(crate) fn client(&self, secret: &str) -> Box<dyn Sms> {
        self.client_with(secret, |_| true)
    }

    /// A client whose settings name the Chinese texts alone.
    pub(crate) fn client_in_chinese(&self) -> Box<dyn Sms> {
        self.client_with(SECRET, |language| language == Lang::Zh)
    }

    fn client_with(&self, secret: &str, has: impl Fn(Lang) -> bool) -> Box<dyn Sms> {
        let mut seed = self.seed.lock().unwrap();
        *seed += 1;
        let access = Settings {
            timeout_ms: 2_000,
            first_wait_ms: 1,
            ..Settings::new(&self.base_url, "an-id", secret.as_bytes().to_vec())
        };
        let templates = templates().into_iter().filter_map(|template| {
            let lang = Lang::from_tag(&template.language).unwrap();
            has(lang).then(|| (template_name(&template.name, lang), template.id))
        });
        let templates: Templates = templates.collect();
        let machine = MachineClock::new(|| WIRE_NOW.parse().unwrap());
        let chance = Box::new(StdRng::seed_from_u64(*seed));
        match self.platform {
            Platform::Aliyun => {
                let settings = AliyunSettings {
                    access,
                    sign_name: SIGN.into(),
                    templates,
                };
                Box::new(AliyunSms::new(settings, machine, chance).unwrap())
            }
            Platform::Tencent => {
                let settings = TencentSettings {
                    access,
                    region: "ap-beijing".into(),
                    sdk_app_id: SDK_APP_ID.into(),
                    sign_name: SIGN.into(),
                    templates,
                };
                Box::new(TencentSms::new(settings, machine, chance).unwrap())
            }
        }
    }

    /// Lets the world's time pass.
    pub(crate) fn pass(&self, time: Duration) {
        *self.world.lock().unwrap() += time;
    }

    /// What the platform took.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.told.lock().unwrap().clone()
    }
}
