//! The platforms of short messages: each on a port of its own, since their clients take host and port alone.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use domain::lang::Lang;
use sandbox::sms::{self, Network, Wording, approved};
use sandbox::{MachineClock, WorldClock};
use serde_json::{Value, json};
use service::chance::Chance;
use service::clock::Clock;
use service::templates::Template;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::i18n::{Locales, Texts};

use super::outbox::Outbox;
use super::stopping::told;
use super::switches::{ALIYUN, Switches, TENCENT};

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

/// What the platforms of short messages have approved.
#[derive(Clone, Debug)]
pub struct Approved {
    /// Stands in front of every text.
    pub sign: String,
    /// The texts.
    pub wordings: Vec<Wording>,
}

impl Approved {
    /// The service's texts, in both languages. `minutes`: for how long a code is valid.
    pub fn of(locales: &Locales, minutes: u32) -> Self {
        let all = Lang::ALL.into_iter().flat_map(|lang| {
            let texts = locales.texts(lang);
            Template::ALL.map(|template| wording(&texts, template, minutes))
        });
        Self {
            // A platform approves a sign in Chinese.
            sign: locales.texts(Lang::Zh).get("sms.sign").to_owned(),
            wordings: all.collect(),
        }
    }
}

fn wording(texts: &Texts, template: Template, minutes: u32) -> Wording {
    let places = template.places().iter();
    let places: Vec<(&str, String)> = places
        .map(|place| (*place, format!("${{{place}}}")))
        .collect();
    let minutes = ("minutes", minutes.to_string());
    let values: Vec<(&str, &str)> = places
        .iter()
        .chain([&minutes])
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (text, kind) = match template {
        Template::Code => ("sms.code", sms::Kind::Code),
        Template::Submitted => ("sms.submitted", sms::Kind::Notice),
        Template::PasswordChanged => ("sms.password_changed", sms::Kind::Notice),
    };
    Wording {
        name: template.code().to_owned(),
        language: texts.lang().tag().to_owned(),
        kind,
        text: texts.with(text, &values),
    }
}

/// What every platform of the sandbox begins with.
pub(super) struct Around<'a> {
    /// Where it listens, on a free port.
    pub(super) at: IpAddr,
    pub(super) clock: &'a Clock,
    pub(super) chance: &'a Chance,
    /// What makes it fail.
    pub(super) switches: &'a Switches,
    /// Ends it.
    pub(super) stopping: &'a watch::Receiver<bool>,
}

/// What serves them.
pub(super) type Serving = Vec<JoinHandle<std::io::Result<()>>>;

/// The application at Tencent Cloud; Aliyun has none.
const SDK_APP_ID: &str = "1400000001";
const SECRET_BYTES: usize = 20;

/// Starts both platforms. What they take goes to `outbox`.
pub(super) async fn begin(
    around: &Around<'_>,
    outbox: &Arc<Outbox>,
    messages: &Approved,
) -> anyhow::Result<(Platforms, Serving)> {
    let Around {
        at,
        clock,
        chance,
        switches,
        stopping,
    } = *around;
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
    let account = |id: &str, templates: Vec<sms::Template>| sms::Account {
        id: id.to_owned(),
        secret: chance.hex::<SECRET_BYTES>(),
        sign_names: vec![messages.sign.clone()],
        templates,
    };
    let (of_aliyun, of_tencent) = (
        account("SandboxAliyun", approved("SMS_", &messages.wordings)),
        account("SandboxTencent", approved("", &messages.wordings)),
    );
    let router = sms::aliyun(of_aliyun.clone(), machine(), Arc::clone(&network));
    let router = sandbox::switched(router, switches.of(ALIYUN));
    let (aliyun, first) = serve(at, router, stopping.clone()).await?;
    let sdk_app_id = SDK_APP_ID.to_owned();
    let router = sms::tencent(
        of_tencent.clone(),
        sdk_app_id,
        machine(),
        Arc::clone(&network),
    );
    let router = sandbox::switched(router, switches.of(TENCENT));
    let (tencent, second) = serve(at, router, stopping.clone()).await?;
    let platforms = Platforms {
        aliyun: SmsPlatform::of(of_aliyun, aliyun, &messages.sign),
        tencent: SmsPlatform::of(of_tencent, tencent, &messages.sign),
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
    fn of(account: sms::Account, base_url: String, sign: &str) -> Self {
        Self {
            base_url,
            templates: ids(&account.templates),
            app_id: account.id,
            secret: account.secret,
            sdk_app_id: SDK_APP_ID.to_owned(),
            sign_name: sign.to_owned(),
        }
    }
}

/// By the names under which the service's gateways look for them.
fn ids(templates: &[sms::Template]) -> BTreeMap<String, String> {
    let ids = templates.iter().map(|template| {
        let name = match template.language.as_str() {
            "zh-CN" => template.name.clone(),
            other => format!("{}.{other}", template.name),
        };
        (name, template.id.clone())
    });
    ids.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that an office has approved must have the places that the service fills, in the order in which it does.
    #[test]
    fn the_texts_of_messages_have_their_places_in_both_languages() {
        let zh = include_str!("../../../locales/zh-CN.toml");
        let en = include_str!("../../../locales/en.toml");
        let locales = Locales::load(zh, en).expect("the words load");
        let approved = Approved::of(&locales, 5);
        assert!(!approved.sign.contains('.'), "{}", approved.sign);
        assert_eq!(approved.wordings.len(), 2 * Template::ALL.len());
        for wording in &approved.wordings {
            let template = Template::from_code(&wording.name).expect("it is one of ours");
            assert!(!wording.text.starts_with("sms."), "{}", wording.text);
            let places = wording.text.split("${").skip(1);
            let places: Vec<&str> = places.filter_map(|rest| rest.split('}').next()).collect();
            assert_eq!(places, template.places(), "{}", wording.text);
            let left = wording.text.replace("${", "");
            assert!(!left.contains('{'), "a place is open: {}", wording.text);
        }
    }
}
