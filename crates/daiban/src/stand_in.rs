//! The sandbox instead of the outside world.

use demo::{Approved, Begun, Hosts, Platform, Sandbox, Settings, SmsPlatform};
use domain::channel::Channel;
use gateways::face::BaiduFaceSettings;
use gateways::login::{
    Assurance, BaiduSession, ClientAuthentication, FieldMap, OauthSettings, ToldIn,
};
use gateways::sms::{AliyunSettings, TencentSettings};
use gateways::{AlipaySettings, WechatSettings, WechatToken, registry};
use portal::FillsIn;
use service::CodeSink;
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use store::Store;
use web::i18n::Locales;
use web::route::Route;

use crate::config::{
    AlipayConfig, Config, FaceConfig, Federated, LoginConfig, SmsConfig, messages_of_the_sandbox,
};

/// The sandbox while it runs.
pub struct StandIn(Begun);

/// Erases what the sandbox holds, if somebody asked for it on its page.
pub(crate) async fn erase_where_wished(config: &Config, store: &Store) -> anyhow::Result<()> {
    if config.sandbox.enabled {
        demo::erase_where_wished(store, &folder(config)).await?;
    }
    Ok(())
}

/// Starts the sandbox, if the settings say so.
pub(crate) async fn begin(
    config: &Config,
    store: &Store,
    passwords: &Passwords,
    clock: &Clock,
    chance: &Chance,
    locales: &Locales,
) -> anyhow::Result<Option<StandIn>> {
    if !config.sandbox.enabled {
        return Ok(None);
    }
    let settings = Settings {
        listen: config.sandbox.listen,
        folder: folder(config),
        drawn: config.sandbox.drawn_families,
        papers: config.sandbox.papers_folder.clone(),
        previews: config.sandbox.previews_folder.clone(),
        day: config.sandbox.day,
        app_id: config.registry.app_id.clone(),
        public_url: config.server.public_url.clone(),
        messages: Approved::of(locales, config.limits.sms_code_minutes),
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

    /// Replaces the real registry with the sandbox's.
    pub(crate) fn take_place_of(&self, registry: &mut registry::Settings) {
        registry.base_url.clone_from(&self.0.base_url);
        registry.key = self.0.key.clone().into_bytes();
        // The story of a family may need failures. A circuit breaker that opens after some in a row would affect all others.
        registry.failures_to_pause = u32::MAX;
    }

    /// Replaces the real platform with its stand-in; without one, the first that there is.
    pub(crate) fn take_place_of_sms(&self, settings: &mut SmsConfig) {
        let platforms = &self.0.sandbox.platforms;
        *settings = match settings {
            SmsConfig::None | SmsConfig::Aliyun(_) => {
                let platform = &platforms.aliyun;
                SmsConfig::Aliyun(AliyunSettings {
                    access: access(platform),
                    sign_name: platform.sign_name.clone(),
                    templates: platform.templates.clone(),
                })
            }
            SmsConfig::Tencent(real) => {
                let platform = &platforms.tencent;
                SmsConfig::Tencent(TencentSettings {
                    access: access(platform),
                    region: real.region.clone(),
                    sdk_app_id: platform.sdk_app_id.clone(),
                    sign_name: platform.sign_name.clone(),
                    templates: platform.templates.clone(),
                })
            }
        };
    }

    /// Replaces the real authority of the portal with its stand-in.
    pub(crate) fn take_place_of_face(&self, settings: &mut FaceConfig) {
        let host = &self.0.sandbox.hosts.baidu;
        let mut apps = host.apps.iter();
        let portal = apps.find(|(channel, _)| *channel == Channel::Portal);
        let (_, account) = portal.expect("the sandbox makes an application of the portal");
        *settings = FaceConfig::Baidu {
            access: Box::new(host_access(
                &host.base_url,
                &account.client_id,
                &account.secret,
            )),
            face: BaiduFaceSettings {
                plan_id: account.plan_id.clone(),
                page_url: host.page_url.clone(),
            },
        };
    }

    /// Replaces the real platforms by which one logs in with their stand-ins.
    pub(crate) fn take_place_of_login(&self, settings: &mut LoginConfig) {
        let hosts = &self.0.sandbox.hosts;
        let (wechat, alipay, baidu) = (&hosts.wechat, &hosts.alipay, &hosts.baidu);
        let apps = wechat.apps.iter().map(|(channel, app)| {
            let access = host_access(&wechat.base_url, &app.app_id, &app.secret);
            let token = WechatToken::Stable;
            (*channel, WechatSettings { access, token })
        });
        settings.wechat = apps.collect();
        settings.wechat_page_url = format!("{}/connect/qrconnect", wechat.base_url);
        let apps = alipay.apps.iter().map(|(channel, app)| {
            let app = AlipayConfig {
                settings: AlipaySettings {
                    access: host_access(&alipay.base_url, &app.app_id, &app.keys.app_private),
                    public_key: app.keys.alipay_public.clone(),
                },
                encrypt_key: app.keys.encrypt_key.clone(),
            };
            (*channel, app)
        });
        settings.alipay = apps.collect();
        settings.alipay_page_url = format!("{}/oauth2/publicAppAuthorize.htm", alipay.base_url);
        let apps = baidu.apps.iter().map(|(channel, app)| {
            let access = host_access(&baidu.base_url, &app.client_id, &app.secret);
            (*channel, access)
        });
        settings.baidu = apps.collect();
        settings.baidu_page_url = format!("{}/oauth/2.0/authorize", baidu.base_url);
        settings.baidu_session = BaiduSession::WithToken;
        settings.messages = messages_of_the_sandbox();
        settings.national = national(hosts);
        settings.essc = essc(hosts);
        settings.ways = Vec::new();
    }

    /// Where the answers of codes go.
    pub(crate) fn codes(&self) -> CodeSink {
        self.0.sandbox.codes()
    }

    /// Fills in the log-in of a family.
    pub(crate) fn fills_in(&self) -> FillsIn {
        self.0.sandbox.fills_in()
    }

    /// The routes of its pages, with what they need.
    pub(crate) fn mounted(&self) -> Vec<Route> {
        let routes = routes().into_iter();
        routes
            .map(|route| route.with(self.0.sandbox.clone()))
            .collect()
    }

    /// Stops it. Must come last: a service that is draining its requests may still ask it.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.0.stop().await
    }
}

fn access(platform: &SmsPlatform) -> gateways::Settings {
    let key = platform.secret.clone().into_bytes();
    gateways::Settings::new(&platform.base_url, &platform.app_id, key)
}

/// As [`access`]. Somebody may make a stand-in fall silent: a circuit breaker that opens would affect all others.
fn host_access(base_url: &str, app_id: &str, key: &str) -> gateways::Settings {
    gateways::Settings {
        failures_to_pause: u32::MAX,
        ..gateways::Settings::new(base_url, app_id, key.as_bytes().to_vec())
    }
}

/// The stand-in of the national platform, which tells by an answer.
fn national(hosts: &Hosts) -> Federated {
    let told_in = ToldIn::UserInfo {
        path: "/oauth2/userinfo".into(),
    };
    let fields = FieldMap {
        subject: "data.uid".into(),
        union: None,
        name: Some("data.xm".into()),
        id_number: Some("data.zjhm".into()),
        mobile: Some("data.sjhm".into()),
        mobile_verified: None,
        assurance: Some(accepted("data.level")),
    };
    federated(hosts, Platform::National, fields, |_| told_in)
}

/// The stand-in of the electronic social security card, which tells in a signed token.
fn essc(hosts: &Hosts) -> Federated {
    let fields = FieldMap {
        subject: "sub".into(),
        union: None,
        name: Some("name".into()),
        id_number: Some("id_number".into()),
        mobile: Some("mobile".into()),
        mobile_verified: None,
        assurance: Some(accepted("level")),
    };
    federated(hosts, Platform::Essc, fields, |base_url| ToldIn::IdToken {
        issuer: base_url.to_owned(),
        keys_path: "/oauth2/keys".into(),
    })
}

fn federated(
    hosts: &Hosts,
    platform: Platform,
    fields: FieldMap,
    told_in: impl FnOnce(&str) -> ToldIn,
) -> Federated {
    let mut all = hosts.oauth.iter();
    let Some(host) = all.find(|host| host.platform == platform) else {
        return Federated::None;
    };
    let base_url = &host.base_url;
    Federated::Oauth(Box::new(OauthSettings {
        access: host_access(base_url, &host.account.client_id, &host.account.secret),
        page_url: format!("{base_url}/oauth2/authorize"),
        token_path: "/oauth2/token".into(),
        scope: "identity".into(),
        authentication: ClientAuthentication::SecretInForm,
        pkce: true,
        told_in: told_in(base_url),
        fields,
    }))
}

fn accepted(field: &str) -> Assurance {
    Assurance {
        field: field.to_owned(),
        accepted: vec!["L3".to_owned(), "L4".to_owned()],
    }
}

fn folder(config: &Config) -> std::path::PathBuf {
    config.data.folder.join("sandbox")
}
