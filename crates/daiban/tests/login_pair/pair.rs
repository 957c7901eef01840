//! Both ends of every way in.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateways::login::{
    AlipayEncryptKey, AlipayMini, AlipayWeb, Assurance, Attempt, BaiduMini, BaiduMiniSettings,
    BaiduSession, BaiduWeb, BeijingLogin, BeijingSettings, ClientAuthentication, Code, Facts,
    FieldMap, LoginError, MiniProgram, OauthLogin, OauthSettings, OidcLogin, OidcSettings,
    Returned, ToldIn, WebLogin, WechatMini, WechatWeb,
};
use gateways::{
    AlipayApp, AlipaySettings, ServiceClock, Settings, WechatApp, WechatSettings, WechatToken,
};
use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use sandbox::face::{AlipayAccount, AlipayKeys, BaiduAccount, Faces, WechatAccount};
use sandbox::login::{
    self, Algorithm, BeijingAccount, Callback, Faults, Logins, MiniApp, OauthAccount, Platform,
    Telephone,
};
use sandbox::{CaseAgent, Channel, World};
use tokio::net::TcpListener;

pub(crate) const CALLBACK: &str = "https://portal.example/login/callback";
/// 32 hexadecimal digits, as Beijing's secrets have.
const SECRET: &str = "00112233445566778899aabbccddeeff";

/// The outside world on ports of this machine, and its clock.
pub(crate) struct Outside {
    pub(crate) logins: Arc<Logins>,
    pub(crate) telephone: Telephone,
    pub(crate) faults: Faults,
    world: Arc<World>,
    machine: Arc<Mutex<Timestamp>>,
    base_urls: Vec<(Platform, String)>,
    seed: Mutex<u64>,
    _folder: tempfile::TempDir,
}

pub(crate) fn app_id(platform: Platform, channel: Channel) -> String {
    format!("{}-{}", platform.word(), channel.word())
}

impl Outside {
    pub(crate) async fn start() -> Self {
        Self::signing(Algorithm::Rs256).await
    }

    pub(crate) async fn signing(algorithm: Algorithm) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let day = jiff::civil::date(2026, 11, 22);
        let world = Arc::new(World::open(folder.path(), day, 7, 0).unwrap());
        let machine = Arc::new(Mutex::new("2026-11-22T02:59:00Z".parse().unwrap()));
        let clock = || {
            let machine = Arc::clone(&machine);
            sandbox::MachineClock::new(move || *machine.lock().unwrap())
        };
        let callbacks = Platform::ALL.map(|platform| Callback {
            platform,
            app_id: app_id(platform, Channel::Portal),
            redirect_uri: CALLBACK.into(),
        });
        let page_url = "http://127.0.0.1:8420/sandbox/authorise".to_owned();
        let logins = Logins::new(Arc::clone(&world), clock(), page_url, callbacks.to_vec());
        let logins = Arc::new(logins);
        let faces = Arc::new(Faces::new(Arc::clone(&world), clock()));
        let faults = Faults::default();
        let mut base_urls = Vec::new();
        for platform in Platform::ALL {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let base_url = format!("http://{}", listener.local_addr().unwrap());
            let (faces, logins, faults) = (Arc::clone(&faces), Arc::clone(&logins), faults.clone());
            let id = |channel| app_id(platform, channel);
            let oauth = || OauthAccount {
                client_id: id(Channel::Portal),
                secret: SECRET.into(),
                algorithm,
            };
            let issuer = base_url.clone();
            let router = match platform {
                Platform::Wechat => {
                    let apps = Channel::ALL.map(|channel| WechatAccount {
                        app_id: id(channel),
                        secret: SECRET.into(),
                    });
                    login::wechat(apps.to_vec(), clock(), faces, logins, faults)
                }
                Platform::Alipay => {
                    let apps = Channel::ALL.map(|channel| AlipayAccount {
                        app_id: id(channel),
                        keys: AlipayKeys::made_up_for(channel),
                        page_url: "http://127.0.0.1:8420/sandbox/face/alipay".into(),
                    });
                    login::alipay(apps.to_vec(), clock(), faces, logins, faults).unwrap()
                }
                Platform::Baidu => {
                    let apps = Channel::ALL.map(|channel| BaiduAccount {
                        client_id: id(channel),
                        secret: SECRET.into(),
                        plan_id: "1".into(),
                    });
                    login::baidu(apps.to_vec(), clock(), faces, logins, faults)
                }
                Platform::National => login::national(issuer, oauth(), logins, faults),
                Platform::Essc => login::essc(issuer, oauth(), logins, faults),
                Platform::Oidc => login::oidc(issuer, oauth(), logins, faults),
                Platform::Beijing => {
                    let account = BeijingAccount {
                        client_id: id(Channel::Portal),
                        secret: SECRET.into(),
                    };
                    login::beijing(account, logins, faults)
                }
            };
            tokio::spawn(sandbox::serve(listener, router, std::future::pending()));
            base_urls.push((platform, base_url));
        }
        let hosts = [Platform::Wechat, Platform::Alipay, Platform::Baidu];
        let apps = hosts.into_iter().flat_map(|host| {
            [Channel::Jingtong, Channel::Yikatong].map(|channel| MiniApp {
                host,
                channel,
                app_id: app_id(host, channel),
                keys: (host == Platform::Alipay).then(|| AlipayKeys::made_up_for(channel)),
            })
        });
        Self {
            telephone: Telephone::new(Arc::clone(&logins), apps.collect()),
            logins,
            faults,
            world,
            machine,
            base_urls,
            seed: Mutex::new(0),
            _folder: folder,
        }
    }

    pub(crate) fn agent(&self) -> &CaseAgent {
        &self.world.case("family-01").unwrap().agent
    }

    pub(crate) fn nobody_with_a_mobile(&self) -> Option<&CaseAgent> {
        let mut agents = self.world.cases().iter().map(|case| &case.agent);
        agents.find(|agent| agent.mobile.is_empty())
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.machine.lock().unwrap() += time;
    }

    pub(crate) fn base_url(&self, platform: Platform) -> &str {
        let mut urls = self.base_urls.iter();
        &urls.find(|(known, _)| *known == platform).unwrap().1
    }

    fn access(&self, platform: Platform, channel: Channel) -> Settings {
        Settings {
            timeout_ms: 2_000,
            first_wait_ms: 1,
            retries: 1,
            failures_to_pause: 100,
            ..Settings::new(
                self.base_url(platform),
                app_id(platform, channel),
                SECRET.into(),
            )
        }
    }

    fn clock(&self) -> gateways::MachineClock {
        let machine = Arc::clone(&self.machine);
        gateways::MachineClock::new(move || *machine.lock().unwrap())
    }

    fn service_clock(&self) -> ServiceClock {
        let machine = Arc::clone(&self.machine);
        ServiceClock::new(move || *machine.lock().unwrap())
    }

    fn chance(&self) -> Box<StdRng> {
        let mut seed = self.seed.lock().unwrap();
        *seed += 1;
        Box::new(StdRng::seed_from_u64(*seed))
    }

    pub(crate) fn wechat(&self, channel: Channel) -> Arc<WechatApp> {
        let settings = WechatSettings {
            access: self.access(Platform::Wechat, channel),
            token: WechatToken::Stable,
        };
        Arc::new(WechatApp::new(settings, self.clock(), self.chance()).unwrap())
    }

    fn alipay(&self, channel: Channel) -> Arc<AlipayApp> {
        let keys = AlipayKeys::made_up_for(channel);
        let settings = AlipaySettings {
            access: Settings {
                key: keys.app_private.into_bytes(),
                ..self.access(Platform::Alipay, channel)
            },
            public_key: keys.alipay_public,
        };
        Arc::new(AlipayApp::new(settings, self.clock(), self.chance()).unwrap())
    }

    /// Our end of a host's mini-program.
    pub(crate) fn mini(&self, host: Platform, channel: Channel) -> Box<dyn MiniProgram> {
        match host {
            Platform::Wechat => Box::new(WechatMini::new(self.wechat(channel))),
            Platform::Alipay => {
                let key = AlipayKeys::made_up_for(channel).encrypt_key;
                let key = AlipayEncryptKey::read(&key).unwrap();
                Box::new(AlipayMini::new(self.alipay(channel), key))
            }
            _ => Box::new(self.baidu(channel, BaiduSession::WithToken)),
        }
    }

    pub(crate) fn baidu(&self, channel: Channel, session: BaiduSession) -> BaiduMini {
        let settings = BaiduMiniSettings {
            access: self.access(Platform::Baidu, channel),
            session,
        };
        BaiduMini::new(settings, self.clock(), || self.chance()).unwrap()
    }

    /// Our end of a platform's page.
    pub(crate) fn web(&self, platform: Platform) -> Box<dyn WebLogin> {
        self.web_of(platform, Channel::Portal)
    }

    /// The same as another of our apps.
    pub(crate) fn web_of(&self, platform: Platform, channel: Channel) -> Box<dyn WebLogin> {
        let access = self.access(platform, channel);
        let page = |path: &str| format!("{}{path}", access.base_url);
        let (machine, clock, chance) = (self.clock(), self.service_clock(), self.chance());
        match platform {
            Platform::Wechat => {
                let page = page("/connect/qrconnect");
                Box::new(WechatWeb::new(self.wechat(channel), &page).unwrap())
            }
            Platform::Alipay => {
                let page = page("/oauth2/publicAppAuthorize.htm");
                Box::new(AlipayWeb::new(self.alipay(channel), &page).unwrap())
            }
            Platform::Baidu => {
                let page = page("/oauth/2.0/authorize");
                Box::new(BaiduWeb::new(access, &page, machine, chance).unwrap())
            }
            Platform::National | Platform::Essc => {
                let settings = oauth(platform, access);
                Box::new(OauthLogin::new("oauth", settings, machine, clock, chance).unwrap())
            }
            Platform::Oidc => {
                let settings = OidcSettings {
                    access,
                    further_origins: vec![],
                    scope: "openid phone".into(),
                    authentication: ClientAuthentication::SecretInHeader,
                    user_info: true,
                    fields: FieldMap::standard(),
                };
                Box::new(OidcLogin::new("oidc", settings, machine, clock, chance).unwrap())
            }
            Platform::Beijing => {
                let settings = BeijingSettings {
                    page_url: page("/renzheng/open/login/goUserLogin"),
                    accepted_levels: vec!["L3".into(), "L4".into()],
                    refused_codes: vec![40_001],
                    access: Settings {
                        base_url: page("/renzheng"),
                        ..access
                    },
                };
                Box::new(BeijingLogin::new(settings, machine, clock, chance).unwrap())
            }
        }
    }

    /// A browser's way to the platform's page and on; answers the id of what waits there.
    pub(crate) async fn at_page(&self, web: &dyn WebLogin, attempt: &Attempt) -> Option<String> {
        let url = web.authorize_url(attempt, "request-1").await.unwrap();
        opened(&url).await
    }

    /// A browser that comes back after the person has agreed.
    pub(crate) async fn granted(&self, web: &dyn WebLogin, attempt: &Attempt) -> Code {
        let id = self.at_page(web, attempt).await.unwrap();
        let back = self.logins.grant(&id, &self.agent().username).unwrap();
        code(web, attempt, &back)
    }

    pub(crate) async fn logged_in(
        &self,
        web: &dyn WebLogin,
        attempt: &Attempt,
    ) -> Result<Facts, LoginError> {
        let code = self.granted(web, attempt).await;
        web.finish(&code, attempt, "request-1").await
    }
}

/// The addresses and fields of the stand-ins that have no public interface.
fn oauth(platform: Platform, access: Settings) -> OauthSettings {
    let some = |text: &str| Some(text.to_owned());
    let assurance = |field: &str| {
        Some(Assurance {
            field: field.to_owned(),
            accepted: vec!["L3".into(), "L4".into()],
        })
    };
    let (told_in, fields) = if platform == Platform::National {
        let path = "/oauth2/userinfo".to_owned();
        let fields = FieldMap {
            subject: "data.uid".into(),
            union: None,
            name: some("data.xm"),
            id_number: some("data.zjhm"),
            mobile: some("data.sjhm"),
            mobile_verified: None,
            assurance: assurance("data.level"),
        };
        (ToldIn::UserInfo { path }, fields)
    } else {
        let told_in = ToldIn::IdToken {
            issuer: access.base_url.clone(),
            keys_path: "/oauth2/keys".into(),
        };
        let fields = FieldMap {
            subject: "sub".into(),
            union: None,
            name: some("name"),
            id_number: some("id_number"),
            mobile: some("mobile"),
            mobile_verified: None,
            assurance: assurance("level"),
        };
        (told_in, fields)
    };
    OauthSettings {
        page_url: format!("{}/oauth2/authorize", access.base_url),
        access,
        token_path: "/oauth2/token".into(),
        scope: "identity".into(),
        authentication: ClientAuthentication::SecretInForm,
        pkce: true,
        told_in,
        fields,
    }
}

/// A log-in that begins.
pub(crate) fn attempt(number: u8) -> Attempt {
    Attempt {
        state: format!("state-{number}"),
        nonce: format!("nonce-{number}"),
        code_verifier: format!("{number:043}"),
        redirect_uri: CALLBACK.into(),
    }
}

/// Opens a platform's page; answers the id in the address that it leads on to.
pub(crate) async fn opened(url: &str) -> Option<String> {
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    let response = browser.get(url).send().await.unwrap();
    let to = response.headers().get("location")?.to_str().unwrap();
    Some(to.split_once("?id=")?.1.to_owned())
}

/// The code with which a browser came back to where it belongs.
pub(crate) fn code(web: &dyn WebLogin, attempt: &Attempt, back: &str) -> Code {
    let (address, query) = back.split_once('?').unwrap();
    assert_eq!(address, CALLBACK);
    match web.returned(query) {
        Returned::Code { state, code } if state == attempt.state => code,
        other => panic!("{other:?}"),
    }
}
