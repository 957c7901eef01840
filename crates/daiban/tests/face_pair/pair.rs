//! The three authorities on ports of this machine, and our clients of them.

use std::sync::Arc;

use domain::id::{CitizenId, PersonalName};
use gateways::face::{
    AlipayFace, BaiduFace, BaiduFaceSettings, CertifyMethods, FaceAuthority, ReturnTo, Wanted,
    WechatFace,
};
use gateways::{
    AlipayApp, AlipaySettings, BaiduCloud, Person, Settings, WechatApp, WechatSettings, WechatToken,
};
use jiff::civil::{Date, date};
use rand::{SeedableRng, rngs::StdRng};
use sandbox::World;
use sandbox::face::{
    AlipayAccount, AlipayKeys, BaiduAccount, Faces, WechatAccount, alipay, baidu, wechat,
};
use tokio::net::TcpListener;

const DAY: Date = date(2026, 11, 22);
/// The machines' time at both ends, which no sandbox moves.
const WIRE_NOW: &str = "2026-03-01T00:00:00Z";
const SECRET: &str = "a secret of both ends";

/// The three authorities on ports of this machine, and our clients of them.
pub(crate) struct Pair {
    world: Arc<World>,
    pub(crate) faces: Arc<Faces>,
    pub(crate) clients: Vec<Box<dyn FaceAuthority>>,
    _folder: tempfile::TempDir,
}

impl Pair {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Arc::new(World::open(folder.path(), DAY, 7, 0).unwrap());
        let machine = sandbox::MachineClock::new(|| WIRE_NOW.parse().unwrap());
        let faces = Arc::new(Faces::new(world.clone(), machine.clone()));
        let keys = AlipayKeys::made_up();
        let apps = vec![WechatAccount {
            app_id: "an-app".into(),
            secret: SECRET.into(),
        }];
        let account = AlipayAccount {
            app_id: "an-app".into(),
            keys: keys.clone(),
            page_url: "http://127.0.0.1/page".into(),
        };
        let application = BaiduAccount {
            client_id: "an-app".into(),
            secret: SECRET.into(),
            plan_id: "12345".into(),
        };
        let first = served(wechat(apps, machine.clone(), faces.clone())).await;
        let second = served(alipay(account, machine.clone(), faces.clone()).unwrap()).await;
        let third = served(baidu(application, machine, faces.clone())).await;

        let clock = gateways::MachineClock::new(|| WIRE_NOW.parse().unwrap());
        let chance = || Box::new(StdRng::seed_from_u64(1));
        let wechat = WechatSettings {
            access: access(&first, SECRET),
            token: WechatToken::Stable,
        };
        let alipay = AlipaySettings {
            access: access(&second, &keys.app_private),
            public_key: keys.alipay_public,
        };
        let page = BaiduFaceSettings {
            plan_id: "12345".into(),
            page_url: "http://127.0.0.1/page".into(),
        };
        let wechat = WechatApp::new(wechat, clock.clone(), chance()).unwrap();
        let alipay = AlipayApp::new(alipay, clock.clone(), chance()).unwrap();
        let cloud = BaiduCloud::new(access(&third, SECRET), clock, chance()).unwrap();
        let clients: Vec<Box<dyn FaceAuthority>> = vec![
            Box::new(WechatFace::new(Arc::new(wechat))),
            Box::new(AlipayFace::new(
                Arc::new(alipay),
                CertifyMethods::UserCertify,
            )),
            Box::new(BaiduFace::new(Arc::new(cloud), page).unwrap()),
        ];
        Self {
            world,
            faces,
            clients,
            _folder: folder,
        }
    }

    pub(crate) fn agent(&self, family: &str) -> Person {
        let agent = &self.world.case(family).unwrap().agent;
        person(&agent.name, &agent.id_number)
    }
}

async fn served(router: axum::Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(sandbox::serve(listener, router, std::future::pending()));
    base_url
}

fn access(base_url: &str, key: &str) -> Settings {
    Settings::new(base_url, "an-app", key.as_bytes().to_vec())
}

pub(crate) fn person(name: &str, id_number: &str) -> Person {
    Person {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::parse(id_number, DAY).unwrap(),
    }
}

pub(crate) fn wanted(person: &Person, attempt: &str) -> Wanted {
    Wanted {
        person: person.clone(),
        attempt: attempt.into(),
        subject: Some("an-openid".into()),
        return_to: Some(ReturnTo {
            passed: "https://a.example/yes".into(),
            failed: "https://a.example/no".into(),
        }),
    }
}
