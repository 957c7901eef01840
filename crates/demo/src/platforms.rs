//! The platforms of short messages: each on a port of its own, since their clients take host and port alone.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use sandbox::sms::{self, Network, SIGN, Template, approved};
use sandbox::{MachineClock, WorldClock};
use serde_json::{Value, json};
use service::chance::Chance;
use service::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::outbox::Outbox;
use super::stopping::told;

/// How to reach the platforms, and what each knows of us.
pub struct Platforms {
    /// Aliyun's SMS.
    pub aliyun: SmsPlatform,
    /// Tencent Cloud's SMS.
    pub tencent: SmsPlatform,
    /// What lies behind both: it brings the messages.
    pub network: Arc<Network>,
}

/// How to reach one of them.
#[derive(Clone)]
pub struct SmsPlatform {
    /// Where it is, without a path.
    pub base_url: String,
    /// Access key id, secret id.
    pub app_id: String,
    /// Access key secret, secret key.
    pub secret: String,
    /// The application of the console.
    pub sdk_app_id: String,
    /// The approved sign.
    pub sign_name: String,
    /// The service's names of the approved templates, and the platform's.
    pub templates: BTreeMap<String, String>,
}

/// What serves them.
pub(super) type Serving = Vec<JoinHandle<std::io::Result<()>>>;

/// The application at Tencent Cloud; Aliyun has none.
const SDK_APP_ID: &str = "1400000001";
const SECRET_BYTES: usize = 20;

/// Starts both platforms at this address, on free ports. What they take goes to `outbox`.
pub(super) async fn begin(
    at: IpAddr,
    outbox: &Arc<Outbox>,
    clock: &Clock,
    chance: &Chance,
    stopping: &watch::Receiver<bool>,
) -> anyhow::Result<(Platforms, Serving)> {
    let world = clock.service_clock();
    let taken = Arc::clone(outbox);
    let network = Arc::new(Network::new(
        WorldClock::new(move || world.now()),
        Box::new(move |message| taken.take(message)),
    ));
    let machine = || {
        let machine = clock.machine_clock();
        MachineClock::new(move || machine.now())
    };
    let account = |id: &str, templates: Vec<Template>| sms::Account {
        id: id.to_owned(),
        secret: chance.hex::<SECRET_BYTES>(),
        sign_names: vec![SIGN.to_owned()],
        templates,
    };
    let (of_aliyun, of_tencent) = (
        account("SandboxAliyun", approved("SMS_")),
        account("SandboxTencent", approved("")),
    );
    let router = sms::aliyun(of_aliyun.clone(), machine(), Arc::clone(&network));
    let (aliyun, first) = serve(at, router, stopping.clone()).await?;
    let sdk_app_id = SDK_APP_ID.to_owned();
    let router = sms::tencent(
        of_tencent.clone(),
        sdk_app_id,
        machine(),
        Arc::clone(&network),
    );
    let (tencent, second) = serve(at, router, stopping.clone()).await?;
    let platforms = Platforms {
        aliyun: SmsPlatform::of(of_aliyun, aliyun),
        tencent: SmsPlatform::of(of_tencent, tencent),
        network,
    };
    Ok((platforms, vec![first, second]))
}

/// Serves a platform on a free port; answers where.
pub(super) async fn serve(
    at: IpAddr,
    router: Router,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<(String, JoinHandle<std::io::Result<()>>)> {
    serve_knowing(at, |_| router, stopping).await
}

/// The same for a platform that names its own address.
pub(super) async fn serve_knowing(
    at: IpAddr,
    router: impl FnOnce(String) -> Router,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<(String, JoinHandle<std::io::Result<()>>)> {
    let listener = TcpListener::bind((at, 0)).await;
    let listener = listener.with_context(|| format!("cannot listen at {at} (sandbox.listen)"))?;
    let base_url = format!("http://{}", listener.local_addr()?);
    let serving = sandbox::serve(listener, router(base_url.clone()), told(stopping));
    Ok((base_url, tokio::spawn(serving)))
}

impl SmsPlatform {
    fn of(account: sms::Account, base_url: String) -> Self {
        Self {
            base_url,
            templates: ids(&account.templates),
            app_id: account.id,
            secret: account.secret,
            sdk_app_id: SDK_APP_ID.to_owned(),
            sign_name: SIGN.to_owned(),
        }
    }
}

fn ids(templates: &[Template]) -> BTreeMap<String, String> {
    let ids = templates.iter();
    ids.map(|template| (template.name.clone(), template.id.clone()))
        .collect()
}

impl Platforms {
    /// How to reach each, in the format of the contract.
    pub(super) fn json(&self) -> Value {
        let of = |platform: &SmsPlatform, more: &[(&str, &str)]| {
            let mut told = json!({
                "base_url": platform.base_url,
                "app_id": platform.app_id,
                "secret": platform.secret,
                "sign_name": platform.sign_name,
            });
            for (name, value) in more {
                told[*name] = (*value).into();
            }
            told
        };
        let code = |platform: &SmsPlatform| platform.templates["code"].clone();
        json!({
            "sms_aliyun": of(&self.aliyun, &[("template_code", &code(&self.aliyun))]),
            "sms_tencent": of(&self.tencent, &[
                ("template_id", &code(&self.tencent)),
                ("sdk_app_id", &self.tencent.sdk_app_id),
            ]),
        })
    }
}
