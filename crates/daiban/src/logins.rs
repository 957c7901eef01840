//! Connects the service to the platforms by which one logs in: one function for each kind of way.

use std::sync::Arc;

use domain::channel::{Channel, Host};
use domain::people::Provider;
use gateways::SettingsProblem;
use gateways::login::{
    AlipayEncryptKey, AlipayMini, AlipayWeb, BaiduMini, BaiduMiniSettings, BaiduWeb, BeijingLogin,
    MiniProgram, OauthLogin, OidcLogin, WebLogin, WechatMini, WechatWeb,
};
use service::chance::Chance;
use service::clock::Clock;

use service::login::ways::LogInWay;
use service::platforms::{MiniPrograms, WebLoginAt, WebLogins};

use crate::config::{Config, Federated, LoginConfig};
use crate::outside::{HostApps, check};
use crate::stand_in::StandIn;

/// The settings of the ways in, or their stand-ins'.
pub(crate) fn settings(config: &Config, stand_in: Option<&StandIn>) -> LoginConfig {
    let mut settings = config.login.clone();
    if let Some(stand_in) = stand_in {
        stand_in.take_place_of_login(&mut settings);
    }
    settings
}

/// The platforms whose apps host our mini-programs.
pub(crate) fn mini_programs(
    settings: &LoginConfig,
    apps: &HostApps,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<MiniPrograms> {
    let mut all = MiniPrograms::new();
    let mut add = |channel: Channel, host: Host, program: Arc<dyn MiniProgram>| {
        if channel.hosts().contains(&host) {
            all.insert((channel, host), program);
        }
    };
    for (channel, app) in &apps.wechat {
        add(
            *channel,
            Host::WeChat,
            Arc::new(WechatMini::new(Arc::clone(app)).with_code_page(&settings.wechat_code_page)),
        );
    }
    for ((channel, app), (_, told)) in apps.alipay.iter().zip(&settings.alipay) {
        if *channel == Channel::Portal {
            continue;
        }
        let key = of("login.alipay", AlipayEncryptKey::read(&told.encrypt_key))?;
        add(
            *channel,
            Host::Alipay,
            Arc::new(AlipayMini::new(Arc::clone(app), key)),
        );
    }
    for (channel, access) in &settings.baidu {
        if *channel == Channel::Portal {
            continue;
        }
        let settings = BaiduMiniSettings {
            access: access.clone(),
            session: settings.baidu_session.clone(),
        };
        check("login.baidu", &settings.problems())?;
        let mini = BaiduMini::new(settings, clock.machine_clock(), || Box::new(chance.fork()))?;
        add(*channel, Host::Baidu, Arc::new(mini));
    }
    Ok(all)
}

/// The platforms to whose pages browsers are sent.
pub(crate) fn web_logins(
    config: &Config,
    settings: &LoginConfig,
    apps: &HostApps,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<WebLogins> {
    let mut all = WebLogins::new();
    let mut add = |provider: Provider, platform: Arc<dyn WebLogin>| {
        let (public_url, word) = (&config.server.public_url, provider.code());
        let at = WebLoginAt {
            platform,
            redirect_uri: format!("{public_url}/login/{word}/callback"),
        };
        all.insert(provider, at);
    };
    if let Some(app) = portals(&apps.wechat) {
        let web = WechatWeb::new(Arc::clone(app), &settings.wechat_page_url);
        add(Provider::WeChat, Arc::new(of("login.wechat", web)?));
    }
    if let Some(app) = portals(&apps.alipay) {
        let web = AlipayWeb::new(Arc::clone(app), &settings.alipay_page_url);
        add(Provider::Alipay, Arc::new(of("login.alipay", web)?));
    }
    if let Some(access) = portals(&settings.baidu) {
        let (machine, chance) = (clock.machine_clock(), Box::new(chance.fork()));
        let page = &settings.baidu_page_url;
        let web = BaiduWeb::new(access.clone(), page, machine, chance);
        add(Provider::Baidu, Arc::new(of("login.baidu", web)?));
    }
    for (provider, section, name, platform) in [
        (
            Provider::National,
            "login.national",
            "national",
            &settings.national,
        ),
        (Provider::Essc, "login.essc", "essc", &settings.essc),
    ] {
        if let Some(web) = federated(section, name, platform, clock, chance)? {
            add(provider, web);
        }
    }
    Ok(all)
}

/// A platform whose interface is agreed with it; `None` when there is none.
fn federated(
    section: &str,
    name: &'static str,
    platform: &Federated,
    clock: &Clock,
    chance: &Chance,
) -> anyhow::Result<Option<Arc<dyn WebLogin>>> {
    let (machine, service) = (clock.machine_clock(), clock.service_clock());
    let chance = Box::new(chance.fork());
    Ok(Some(match platform {
        Federated::None => return Ok(None),
        Federated::Oauth(settings) => {
            check(section, &settings.problems())?;
            let settings = settings.as_ref().clone();
            Arc::new(OauthLogin::new(name, settings, machine, service, chance)?)
        }
        Federated::Oidc(settings) => {
            check(section, &settings.problems())?;
            let settings = settings.as_ref().clone();
            Arc::new(OidcLogin::new(name, settings, machine, service, chance)?)
        }
        Federated::Beijing(settings) => {
            check(section, &settings.problems())?;
            let settings = settings.as_ref().clone();
            Arc::new(BeijingLogin::new(settings, machine, service, chance)?)
        }
    }))
}

/// The ways to log in that are offered, in the office's order: all that there are, unless the settings name some.
pub(crate) fn ways(
    settings: &LoginConfig,
    web: &WebLogins,
    programs: &MiniPrograms,
) -> anyhow::Result<Vec<LogInWay>> {
    let known = [
        // A mini-program confirms the code.
        (LogInWay::Qr, !programs.is_empty()),
        (LogInWay::National, web.contains_key(&Provider::National)),
        (LogInWay::Alipay, web.contains_key(&Provider::Alipay)),
        (LogInWay::WeChat, web.contains_key(&Provider::WeChat)),
        (LogInWay::Baidu, web.contains_key(&Provider::Baidu)),
        (LogInWay::Essc, web.contains_key(&Provider::Essc)),
    ];
    let there = known.into_iter().filter(|(_, is_there)| *is_there);
    let there: Vec<LogInWay> = there.map(|(way, _)| way).collect();
    if settings.ways.is_empty() {
        return Ok(there);
    }
    let named = settings.ways.iter().map(|code| {
        let way = there.iter().find(|way| way.code() == code);
        way.copied()
            .ok_or_else(|| anyhow::anyhow!("login.ways: {code} is no way to log in that is set up"))
    });
    named.collect()
}

fn portals<T>(apps: &[(Channel, T)]) -> Option<&T> {
    let mut apps = apps.iter();
    let portal = apps.find(|(channel, _)| *channel == Channel::Portal);
    portal.map(|(_, app)| app)
}

fn of<T>(section: &str, made: Result<T, SettingsProblem>) -> anyhow::Result<T> {
    made.map_err(|problem| anyhow::anyhow!("{section}: {problem}"))
}
