//! Connects the service to the outside systems: one function for each.

use std::sync::Arc;

use anyhow::bail;
use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::face::{AlipayFace, BaiduFace, CertifyMethods, WechatFace};
use gateways::login::{AlipayEncryptKey, BaiduMiniSettings};
use gateways::registry::{self, Registry, RegistryClient};
use gateways::sms::{AliyunSms, Sms, TencentSms};
use gateways::{AlipayApp, BaiduCloud, Settings, SettingsProblem, WechatApp};
use service::chance::Chance;
use service::clock::Clock;
use service::face_authorities::{AuthorityAt, FaceAuthorities};

use crate::config::{Config, FaceConfig, Federated, LoginConfig, SmsConfig};
use crate::no_sms::NoSms;
use crate::stand_in::StandIn;

/// The population registry.
pub(crate) fn registry(
    config: &Config,
    stand_in: Option<&StandIn>,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Arc<dyn Registry>> {
    let mut settings: registry::Settings = config.registry.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of(&mut settings);
    }
    check("registry", &settings.problems())?;
    Ok(Arc::new(RegistryClient::new(
        settings,
        clock.machine_clock(),
        clock.service_clock(),
        Box::new(chance.fork()),
    )?))
}

/// The platform that sends short messages.
pub(crate) fn sms(
    config: &Config,
    stand_in: Option<&StandIn>,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Arc<dyn Sms>> {
    let mut settings = config.sms.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of_sms(&mut settings);
    }
    let (machine, chance) = (clock.machine_clock(), Box::new(chance.fork()));
    Ok(match settings {
        SmsConfig::None => {
            tracing::warn!(
                "sms.provider is none: no code and no message can be sent, so nobody can register, prove a mobile or recover an account"
            );
            Arc::new(NoSms)
        }
        SmsConfig::Aliyun(settings) => {
            check("sms", &settings.problems())?;
            Arc::new(AliyunSms::new(settings, machine, chance)?)
        }
        SmsConfig::Tencent(settings) => {
            check("sms", &settings.problems())?;
            Arc::new(TencentSms::new(settings, machine, chance)?)
        }
    })
}

/// Our apps at the hosts. Log-in and checks of faces share each, and so its token.
pub(crate) struct HostApps {
    /// At WeChat.
    pub(crate) wechat: Vec<(Channel, Arc<WechatApp>)>,
    /// At Alipay.
    pub(crate) alipay: Vec<(Channel, Arc<AlipayApp>)>,
}

/// Our apps at the hosts.
pub(crate) fn host_apps(
    settings: &LoginConfig,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<HostApps> {
    let (machine, chance) = (|| clock.machine_clock(), || Box::new(chance.fork()));
    let wechat = settings.wechat.iter().map(|(channel, app)| {
        check("login.wechat", &app.problems())?;
        let app = WechatApp::new(app.clone(), machine(), chance())?;
        Ok((*channel, Arc::new(app)))
    });
    let alipay = settings.alipay.iter().map(|(channel, app)| {
        check("login.alipay", &app.settings.problems())?;
        let app = AlipayApp::new(app.settings.clone(), machine(), chance())?;
        Ok((*channel, Arc::new(app)))
    });
    Ok(HostApps {
        wechat: wechat.collect::<anyhow::Result<_>>()?,
        alipay: alipay.collect::<anyhow::Result<_>>()?,
    })
}

/// The authorities that check faces: a host that of its own mini-programs, Baidu's page that of the portal and of Baidu's host.
pub(crate) fn faces(
    config: &Config,
    stand_in: Option<&StandIn>,
    apps: &HostApps,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<FaceAuthorities> {
    let (machine, chance) = (|| clock.machine_clock(), || Box::new(chance.fork()));
    let mut settings = config.face.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of_face(&mut settings);
    }
    let mut all = Vec::new();
    for (channel, app) in &apps.wechat {
        if channel.hosts().contains(&Host::WeChat) {
            all.push(AuthorityAt {
                channel: *channel,
                host: Host::WeChat,
                provider: Provider::WeChat,
                app: app.app_id().to_owned(),
                authority: Arc::new(WechatFace::new(Arc::clone(app))),
                page_origin: None,
            });
        }
    }
    for (channel, app) in &apps.alipay {
        if channel.hosts().contains(&Host::Alipay) {
            let face = AlipayFace::new(Arc::clone(app), CertifyMethods::UserCertify);
            all.push(AuthorityAt {
                channel: *channel,
                host: Host::Alipay,
                provider: Provider::Alipay,
                app: app.app_id().to_owned(),
                authority: Arc::new(face),
                page_origin: None,
            });
        }
    }
    match settings {
        FaceConfig::None => {
            tracing::warn!(
                "face.provider is none: nobody can prove in the portal who they are, so only those proved at a counter can apply there"
            );
        }
        FaceConfig::Baidu { access, face } => {
            let mut problems = access.problems();
            problems.extend(face.problems());
            check("face", &problems)?;
            let (app, page_origin) = (access.app_id.clone(), origin(&face.page_url));
            let cloud = Arc::new(BaiduCloud::new(*access, machine(), chance())?);
            let baidu = Arc::new(BaiduFace::new(cloud, face)?);
            for (channel, host) in [
                (Channel::Portal, Host::Web),
                (Channel::Jingtong, Host::Baidu),
            ] {
                all.push(AuthorityAt {
                    channel,
                    host,
                    provider: Provider::Baidu,
                    app: app.clone(),
                    authority: Arc::<BaiduFace>::clone(&baidu),
                    page_origin: page_origin.clone(),
                });
            }
        }
    }
    Ok(FaceAuthorities::new(all))
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

/// An outside system as the settings have it.
pub(crate) struct System {
    /// Its section of the settings.
    pub(crate) section: &'static str,
    /// What the service cannot do without it.
    pub(crate) without: &'static str,
    /// Whether it is set up.
    pub(crate) set_up: SetUp,
}

/// Whether a system is set up.
pub(crate) enum SetUp {
    /// It is not.
    Off,
    /// It is, wrongly.
    Wrong(Vec<String>),
    /// It is, and stands here.
    At(Box<Settings>),
}

/// Every outside system, for whoever sets the service up.
pub(crate) fn systems(config: &Config) -> Vec<System> {
    let sms = match &config.sms {
        SmsConfig::None => SetUp::Off,
        SmsConfig::Aliyun(settings) => SetUp::of(&settings.access, &settings.problems()),
        SmsConfig::Tencent(settings) => SetUp::of(&settings.access, &settings.problems()),
    };
    let face = match &config.face {
        FaceConfig::None => SetUp::Off,
        FaceConfig::Baidu { access, face } => {
            let mut problems = access.problems();
            problems.extend(face.problems());
            SetUp::of(access, &problems)
        }
    };
    let mut all = vec![
        System {
            section: "registry",
            without: "no relationship and no eligibility can be looked up",
            set_up: SetUp::of(&config.registry, &config.registry.problems()),
        },
        System {
            section: "sms",
            without: "no code and no message is sent",
            set_up: sms,
        },
        System {
            section: "face",
            without: "nobody proves in the portal who they are",
            set_up: face,
        },
    ];
    all.extend(login_systems(&config.login));
    all
}

/// The platforms by which one logs in. The apps of a platform share its address; the faults of all are told.
fn login_systems(login: &LoginConfig) -> [System; 5] {
    const WITHOUT: &str = "nobody logs in by it, and no mini-program runs in it";
    let system = |section, set_up: Option<SetUp>| System {
        section,
        without: WITHOUT,
        set_up: set_up.unwrap_or(SetUp::Off),
    };
    let wechat = login.wechat.iter();
    let wechat = SetUp::of_all(wechat.map(|(_, app)| (&app.access, app.problems())));
    let alipay = login.alipay.iter().map(|(channel, app)| {
        let mut problems = app.settings.problems();
        if *channel != Channel::Portal {
            problems.extend(AlipayEncryptKey::read(&app.encrypt_key).err());
        }
        (&app.settings.access, problems)
    });
    let alipay = SetUp::of_all(alipay);
    let baidu = login.baidu.iter().map(|(_, access)| {
        let app = BaiduMiniSettings {
            access: access.clone(),
            session: login.baidu_session.clone(),
        };
        (access, app.problems())
    });
    let baidu = SetUp::of_all(baidu);
    let federated = |platform: &Federated| match platform {
        Federated::None => None,
        Federated::Oauth(settings) => Some(SetUp::of(&settings.access, &settings.problems())),
        Federated::Oidc(settings) => Some(SetUp::of(&settings.access, &settings.problems())),
        Federated::Beijing(settings) => Some(SetUp::of(&settings.access, &settings.problems())),
    };
    [
        system("login.wechat", wechat),
        system("login.alipay", alipay),
        system("login.baidu", baidu),
        system("login.national", federated(&login.national)),
        system("login.essc", federated(&login.essc)),
    ]
}

impl SetUp {
    /// `None` without an app.
    fn of_all<'a>(
        apps: impl Iterator<Item = (&'a Settings, Vec<SettingsProblem>)>,
    ) -> Option<SetUp> {
        let (all, problems): (Vec<_>, Vec<_>) = apps.unzip();
        let first = all.first()?;
        Some(SetUp::of(first, &problems.concat()))
    }

    fn of(settings: &Settings, problems: &[SettingsProblem]) -> SetUp {
        if settings.base_url.is_empty() {
            SetUp::Off
        } else if problems.is_empty() {
            SetUp::At(Box::new(settings.clone()))
        } else {
            SetUp::Wrong(problems.iter().map(ToString::to_string).collect())
        }
    }
}

/// Every fault of a section at once, so that an operator can fix them in one go.
pub(crate) fn check(section: &str, problems: &[SettingsProblem]) -> anyhow::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("{section}: {problem}"))
        .collect();
    bail!(lines.join("\n"));
}
