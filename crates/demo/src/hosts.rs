//! The platforms that host mini-programs and check faces, WeChat, Alipay and Baidu: each on a port of its own.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use domain::channel::Channel;
use http::StatusCode;
use sandbox::face::{AlipayAccount, AlipayKeys, BaiduAccount, Faces, WechatAccount};
use sandbox::face::{alipay, baidu, wechat};
use sandbox::{MachineClock, World};
use serde_json::{Value, json};
use service::chance::Chance;
use service::clock::Clock;
use tokio::sync::watch;

use super::platforms::{Serving, serve};

/// How to reach the hosts, and what each knows of us.
pub struct Hosts {
    /// WeChat.
    pub wechat: WechatHost,
    /// Alipay.
    pub alipay: AlipayHost,
    /// Baidu.
    pub baidu: BaiduHost,
    /// The checks of all three, which wait for their persons.
    pub faces: Arc<Faces>,
    /// Requests for the result of a check that Baidu has yet to leave without an answer.
    pub(crate) unanswered: Arc<AtomicU32>,
}

/// How to reach WeChat.
pub struct WechatHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// The two mini-programs that it hosts, each an app of its own.
    pub apps: Vec<(Channel, WechatAccount)>,
}

/// How to reach Alipay.
pub struct AlipayHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// The app, and the keys of both sides.
    pub account: AlipayAccount,
}

/// How to reach Baidu.
pub struct BaiduHost {
    /// Where it is, without a path.
    pub base_url: String,
    /// The application.
    pub account: BaiduAccount,
    /// The page with the camera.
    pub page_url: String,
}

/// The page with the camera, which the sandbox draws: of the service's own addresses.
pub(crate) const CAMERA: &str = "/sandbox/face";
/// One question of the service and its repetitions.
pub(crate) const ONE_QUESTION: u32 = 3;
/// The question that [`Hosts::unanswered`] is about.
const RESULT: &str = "/faceprint/result/getall";
const PLAN_ID: &str = "20261";
const SECRET_BYTES: usize = 16;

/// Starts the hosts at this address, on free ports. `public_url`: where the service's pages are.
pub(super) async fn begin(
    at: IpAddr,
    public_url: &str,
    world: Arc<World>,
    clock: &Clock,
    chance: &Chance,
    stopping: &watch::Receiver<bool>,
) -> anyhow::Result<(Hosts, Serving)> {
    let machine = || {
        let machine = clock.machine_clock();
        MachineClock::new(move || machine.now())
    };
    let faces = Arc::new(Faces::new(world, machine()));
    let camera = format!("{public_url}{CAMERA}");
    let secret = || chance.hex::<SECRET_BYTES>();
    let app = |channel: Channel, app_id: &str| {
        let (app_id, secret) = (app_id.to_owned(), secret());
        (channel, WechatAccount { app_id, secret })
    };
    let apps = vec![
        app(Channel::Jingtong, "wx0000000000000001"),
        app(Channel::Yikatong, "wx0000000000000002"),
    ];
    let all = apps.iter().map(|(_, app)| app.clone()).collect();
    let router = wechat(all, machine(), Arc::clone(&faces));
    let (wechat_url, first) = serve(at, router, stopping.clone()).await?;

    let of_alipay = AlipayAccount {
        app_id: "2026000000000001".to_owned(),
        keys: AlipayKeys::made_up(),
        page_url: camera.clone(),
    };
    let router = alipay(of_alipay.clone(), machine(), Arc::clone(&faces))
        .ok_or_else(|| anyhow::anyhow!("the sandbox's keys for Alipay cannot be read"))?;
    let (alipay_url, second) = serve(at, router, stopping.clone()).await?;

    let of_baidu = BaiduAccount {
        client_id: "SandboxBaiduCloud".to_owned(),
        secret: secret(),
        plan_id: PLAN_ID.to_owned(),
    };
    let unanswered = Arc::new(AtomicU32::new(0));
    let router = baidu(of_baidu.clone(), machine(), Arc::clone(&faces));
    let router = breaking(router, &unanswered);
    let (baidu_url, third) = serve(at, router, stopping.clone()).await?;
    let hosts = Hosts {
        wechat: WechatHost {
            base_url: wechat_url,
            apps,
        },
        alipay: AlipayHost {
            base_url: alipay_url,
            account: of_alipay,
        },
        baidu: BaiduHost {
            base_url: baidu_url,
            account: of_baidu,
            page_url: camera,
        },
        faces,
        unanswered,
    };
    Ok((hosts, vec![first, second, third]))
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

impl Hosts {
    /// How to reach each, in the format of the contract.
    pub(super) fn json(&self) -> Value {
        let apps: serde_json::Map<_, _> = self
            .wechat
            .apps
            .iter()
            .map(|(channel, app)| {
                let told = json!({"app_id": app.app_id, "secret": app.secret});
                (channel.code().to_owned(), told)
            })
            .collect();
        let jingtong = apps[Channel::Jingtong.code()].clone();
        let keys = &self.alipay.account.keys;
        json!({
            "wechat": {
                "base_url": self.wechat.base_url,
                "app_id": jingtong["app_id"],
                "secret": jingtong["secret"],
                "apps": apps,
            },
            "alipay": {
                "base_url": self.alipay.base_url,
                "app_id": self.alipay.account.app_id,
                "private_key": keys.app_private,
                "public_key": keys.alipay_public,
            },
            "baidu": {
                "base_url": self.baidu.base_url,
                "app_id": self.baidu.account.client_id,
                "secret": self.baidu.account.secret,
                "plan_id": self.baidu.account.plan_id,
                "page_url": self.baidu.page_url,
            },
        })
    }
}
