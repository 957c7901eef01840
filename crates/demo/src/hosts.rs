//! The platforms by which one logs in, which host mini-programs and check faces: each on a port of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use domain::channel::{Channel, Host};
use http::StatusCode;
use sandbox::face::{AlipayAccount, AlipayKeys, BaiduAccount, Faces, WechatAccount};
use sandbox::login::{
    self, Algorithm, BeijingAccount, Callback, Logins, MiniApp, OauthAccount, Platform, Telephone,
};
use sandbox::{Channel as AppOf, MachineClock, World};
use service::chance::Chance;

use super::platforms::{Around, Serving, serve, serve_knowing};

/// How to reach the platforms, and what each knows of us.
pub struct Hosts {
    /// WeChat.
    pub wechat: WechatHost,
    /// Alipay.
    pub alipay: AlipayHost,
    /// Baidu.
    pub baidu: BaiduHost,
    /// The national platform, the electronic social security card, an issuer of `OpenID` Connect.
    pub oauth: Vec<OauthHost>,
    /// Beijing's unified identity.
    pub beijing: BeijingHost,
    /// The checks of faces, which wait for their persons.
    pub faces: Arc<Faces>,
    /// The log-ins, which wait for a person's word.
    pub logins: Arc<Logins>,
    /// What hosts hand to mini-programs.
    pub telephone: Telephone,
    /// Requests for the result of a check that Baidu has yet to leave without an answer.
    pub(crate) unanswered: Arc<AtomicU32>,
    /// The service's public address.
    public_url: String,
}

/// How to reach WeChat.
pub struct WechatHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// An app for each channel.
    pub apps: Vec<(Channel, WechatAccount)>,
}

/// How to reach Alipay.
pub struct AlipayHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// An app for each channel, with the keys of both sides.
    pub apps: Vec<(Channel, AlipayAccount)>,
}

/// How to reach Baidu.
pub struct BaiduHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// An application for each channel.
    pub apps: Vec<(Channel, BaiduAccount)>,
    /// The page with the camera.
    pub page_url: String,
}

/// How to reach a platform that speaks OAuth 2.0.
pub struct OauthHost {
    /// Which it is.
    pub platform: Platform,
    /// Where it is, without a path: the issuer of its tokens.
    pub base_url: String,
    /// The client.
    pub account: OauthAccount,
}

/// How to reach Beijing's unified identity.
pub struct BeijingHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// The client.
    pub account: BeijingAccount,
}

/// The page with the camera, which the sandbox draws: of the service's own addresses.
pub(crate) const CAMERA: &str = "/sandbox/face";
/// The page at which somebody says who comes to a platform, and whether they agree.
pub(crate) const AUTHORISE: &str = "/sandbox/authorise";
/// One question of the service and its repetitions.
pub(crate) const ONE_QUESTION: u32 = 3;
/// The question that [`Hosts::unanswered`] is about.
const RESULT: &str = "/faceprint/result/getall";
const PLAN_ID: &str = "20261";
const SECRET_BYTES: usize = 16;
const CHANNELS: [Channel; 3] = [Channel::Portal, Channel::Jingtong, Channel::Yikatong];

/// Starts the platforms. `public_url`: where the service's pages are.
pub(super) async fn begin(
    around: &Around<'_>,
    public_url: &str,
    world: Arc<World>,
) -> anyhow::Result<(Hosts, Serving)> {
    let (at, clock, stopping) = (around.at, around.clock, around.stopping);
    let faults = |platform: Platform| around.switches.of(platform.word());
    let machine = || {
        let machine = clock.machine_clock();
        MachineClock::new(move || machine.now())
    };
    let camera = format!("{public_url}{CAMERA}");
    let apps = Apps::made(&camera, around.chance);
    let page = format!("{public_url}{AUTHORISE}");
    let callbacks = apps.callbacks(public_url);
    let logins = Arc::new(Logins::new(Arc::clone(&world), machine(), page, callbacks));
    let faces = Arc::new(Faces::new(world, machine()));
    let telephone = Telephone::new(Arc::clone(&logins), apps.mini_apps());
    let both = || (Arc::clone(&faces), Arc::clone(&logins));
    let unanswered = Arc::new(AtomicU32::new(0));
    let mut all = Vec::new();

    let (of_faces, of_logins) = both();
    let accounts = accounts(&apps.wechat);
    let router = login::wechat(
        accounts,
        machine(),
        of_faces,
        of_logins,
        faults(Platform::Wechat),
    );
    let (wechat_url, serving) = serve(at, router, stopping.clone()).await?;
    all.push(serving);

    let (of_faces, of_logins) = both();
    let accounts = self::accounts(&apps.alipay);
    let alipay = faults(Platform::Alipay);
    let router = login::alipay(accounts, machine(), of_faces, of_logins, alipay)
        .ok_or_else(|| anyhow::anyhow!("the sandbox's keys for Alipay cannot be read"))?;
    let (alipay_url, serving) = serve(at, router, stopping.clone()).await?;
    all.push(serving);

    let (of_faces, of_logins) = both();
    let accounts = self::accounts(&apps.baidu);
    let router = login::baidu(
        accounts,
        machine(),
        of_faces,
        of_logins,
        faults(Platform::Baidu),
    );
    let router = breaking(router, &unanswered);
    let (baidu_url, serving) = serve(at, router, stopping.clone()).await?;
    all.push(serving);

    let mut oauth = Vec::new();
    for (platform, account) in apps.oauth {
        let (known, logins) = (account.clone(), Arc::clone(&logins));
        let made = match platform {
            Platform::National => login::national,
            Platform::Essc => login::essc,
            _ => login::oidc,
        };
        let router = |issuer| made(issuer, known, logins, faults(platform));
        let (base_url, serving) = serve_knowing(at, router, stopping.clone()).await?;
        all.push(serving);
        oauth.push(OauthHost {
            platform,
            base_url,
            account,
        });
    }
    let router = login::beijing(
        apps.beijing.clone(),
        Arc::clone(&logins),
        faults(Platform::Beijing),
    );
    let (beijing_url, serving) = serve(at, router, stopping.clone()).await?;
    all.push(serving);

    let hosts = Hosts {
        wechat: WechatHost {
            base_url: wechat_url,
            apps: apps.wechat,
        },
        alipay: AlipayHost {
            base_url: alipay_url,
            apps: apps.alipay,
        },
        baidu: BaiduHost {
            base_url: baidu_url,
            apps: apps.baidu,
            page_url: camera,
        },
        oauth,
        beijing: BeijingHost {
            base_url: beijing_url,
            account: apps.beijing,
        },
        faces,
        logins,
        telephone,
        unanswered,
        public_url: public_url.to_owned(),
    };
    Ok((hosts, all))
}

/// Our apps at the platforms, as made for this start.
struct Apps {
    wechat: Vec<(Channel, WechatAccount)>,
    alipay: Vec<(Channel, AlipayAccount)>,
    baidu: Vec<(Channel, BaiduAccount)>,
    oauth: Vec<(Platform, OauthAccount)>,
    beijing: BeijingAccount,
}

impl Apps {
    fn made(camera: &str, chance: &Chance) -> Self {
        let secret = || chance.hex::<SECRET_BYTES>();
        let wechat = CHANNELS.iter().map(|channel| {
            let app_id = format!("wx000000000000000{}", *channel as usize);
            let secret = secret();
            (*channel, WechatAccount { app_id, secret })
        });
        // The portal, and the mini-programs that the host has.
        let at = |host: Host| {
            let all = CHANNELS.into_iter().enumerate();
            all.filter(move |(_, channel)| {
                *channel == Channel::Portal || channel.hosts().contains(&host)
            })
        };
        let alipay = at(Host::Alipay).map(|(number, channel)| {
            let account = AlipayAccount {
                app_id: format!("202600000000000{number}"),
                keys: AlipayKeys::made_up_for(app_of(channel)),
                page_url: camera.to_owned(),
            };
            (channel, account)
        });
        let baidu = at(Host::Baidu).map(|(_, channel)| {
            let account = BaiduAccount {
                client_id: format!("SandboxBaidu-{}", channel.code()),
                secret: secret(),
                plan_id: PLAN_ID.to_owned(),
            };
            (channel, account)
        });
        let oauth = [Platform::National, Platform::Essc, Platform::Oidc].map(|platform| {
            let account = OauthAccount {
                client_id: format!("daiban-{}", platform.word()),
                secret: secret(),
                algorithm: Algorithm::default(),
            };
            (platform, account)
        });
        Self {
            wechat: wechat.collect(),
            alipay: alipay.collect(),
            baidu: baidu.collect(),
            oauth: oauth.to_vec(),
            beijing: BeijingAccount {
                client_id: "100000000001".to_owned(),
                secret: secret(),
            },
        }
    }

    /// Where each platform lets browsers return: to the portal's app alone.
    fn callbacks(&self, public_url: &str) -> Vec<Callback> {
        let is_portal = |channel: &Channel| *channel == Channel::Portal;
        let mut all = vec![(Platform::Beijing, self.beijing.client_id.clone())];
        let wechat = self.wechat.iter().filter(|(channel, _)| is_portal(channel));
        all.extend(wechat.map(|(_, app)| (Platform::Wechat, app.app_id.clone())));
        let alipay = self.alipay.iter().filter(|(channel, _)| is_portal(channel));
        all.extend(alipay.map(|(_, app)| (Platform::Alipay, app.app_id.clone())));
        let baidu = self.baidu.iter().filter(|(channel, _)| is_portal(channel));
        all.extend(baidu.map(|(_, app)| (Platform::Baidu, app.client_id.clone())));
        let oauth = self.oauth.iter();
        all.extend(oauth.map(|(platform, app)| (*platform, app.client_id.clone())));
        all.into_iter()
            .map(|(platform, app_id)| Callback {
                redirect_uri: redirect_uri(public_url, platform),
                platform,
                app_id,
            })
            .collect()
    }

    fn mini_apps(&self) -> Vec<MiniApp> {
        let of = |host, channel, app_id: &str, keys| MiniApp {
            host,
            channel: app_of(channel),
            app_id: app_id.to_owned(),
            keys,
        };
        let wechat = self.wechat.iter();
        let wechat = wechat.map(|(channel, app)| of(Platform::Wechat, *channel, &app.app_id, None));
        let alipay = self.alipay.iter().map(|(channel, app)| {
            let keys = Some(app.keys.clone());
            of(Platform::Alipay, *channel, &app.app_id, keys)
        });
        let baidu = self.baidu.iter();
        let baidu = baidu.map(|(channel, app)| of(Platform::Baidu, *channel, &app.client_id, None));
        let all = wechat.chain(alipay).chain(baidu);
        all.filter(|app| app.channel != AppOf::Portal).collect()
    }
}

impl Hosts {
    /// Where a platform sends browsers back to.
    pub fn redirect_uri(&self, platform: Platform) -> String {
        redirect_uri(&self.public_url, platform)
    }
}

fn redirect_uri(public_url: &str, platform: Platform) -> String {
    format!("{public_url}/login/{}/callback", platform.word())
}

fn accounts<T: Clone>(apps: &[(Channel, T)]) -> Vec<T> {
    apps.iter().map(|(_, app)| app.clone()).collect()
}

fn app_of(channel: Channel) -> AppOf {
    match channel {
        Channel::Portal => AppOf::Portal,
        Channel::Jingtong => AppOf::Jingtong,
        Channel::Yikatong => AppOf::Yikatong,
    }
}

/// A platform that leaves questions for results without an answer, as long as somebody wishes so.
fn breaking(router: Router, unanswered: &Arc<AtomicU32>) -> Router {
    async fn answer(
        State(unanswered): State<Arc<AtomicU32>>,
        request: Request,
        next: Next,
    ) -> Response {
        let less = |left: u32| left.checked_sub(1);
        if request.uri().path().ends_with(RESULT)
            && unanswered
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .is_ok()
        {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        next.run(request).await
    }
    router.layer(from_fn_with_state(Arc::clone(unanswered), answer))
}
