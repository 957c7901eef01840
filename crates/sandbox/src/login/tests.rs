//! The platforms, asked over their wires in ways that the service never asks.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use data_encoding::BASE64;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{
    Algorithm, BeijingAccount, Callback, Faults, Logins, OauthAccount, Platform, beijing, oidc,
    wechat,
};
use crate::clocks::MachineClock;
use crate::face::{Faces, WechatAccount};
use crate::world::World;

const CALLBACK: &str = "https://a.example/back?x=1";
const SECRET: &str = "00112233445566778899aabbccddeeff";

struct Outside {
    world: Arc<World>,
    logins: Arc<Logins>,
    _folder: tempfile::TempDir,
}

fn clock() -> MachineClock {
    MachineClock::new(|| "2026-03-01T16:30:00Z".parse().unwrap())
}

impl Outside {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let day = jiff::civil::date(2026, 11, 22);
        let world = Arc::new(World::open(folder.path(), day, 7, 0).unwrap());
        let callbacks = Platform::ALL.map(|platform| Callback {
            platform,
            app_id: "app".into(),
            redirect_uri: CALLBACK.into(),
        });
        let page = "http://127.0.0.1:8420/page?lang=en".to_owned();
        let logins = Logins::new(world.clone(), clock(), page, callbacks.to_vec());
        Self {
            world,
            logins: Arc::new(logins),
            _folder: folder,
        }
    }

    fn wechat(&self) -> Router {
        let faces = Arc::new(Faces::new(self.world.clone(), clock()));
        let app = WechatAccount {
            app_id: "app".into(),
            secret: SECRET.into(),
        };
        let (logins, faults) = (self.logins.clone(), Faults::default());
        wechat(vec![app], clock(), faces, logins, faults)
    }

    fn oidc(&self) -> Router {
        let account = OauthAccount {
            client_id: "app".into(),
            secret: "a secret/1".into(),
            algorithm: Algorithm::Rs256,
        };
        let issuer = "http://127.0.0.1:9".to_owned();
        oidc(issuer, account, self.logins.clone(), Faults::default())
    }

    /// The code with which a browser comes back from a page.
    async fn code(&self, router: &Router, page: &str) -> String {
        let request = Request::get(page).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let to = response.headers()["location"].to_str().unwrap();
        let (address, id) = to.split_once("&id=").unwrap();
        assert_eq!(address, "http://127.0.0.1:8420/page?lang=en");
        let username = &self.world.case("family-01").unwrap().agent.username;
        let back = self.logins.grant(id, username).unwrap();
        let (_, code) = back.split_once("&code=").unwrap();
        assert!(back.starts_with(CALLBACK));
        code.split('&').next().unwrap().to_owned()
    }
}

async fn json_of(response: Response<Body>) -> Value {
    let body = axum::body::to_bytes(response.into_body(), 100_000).await;
    serde_json::from_slice(&body.unwrap()).unwrap()
}

async fn get(router: &Router, address: &str) -> Value {
    let request = Request::get(address).body(Body::empty()).unwrap();
    json_of(router.clone().oneshot(request).await.unwrap()).await
}

async fn post(router: &Router, path: &str, basic: &str, form: &str) -> (u16, Value) {
    let mut request = Request::post(path);
    if !basic.is_empty() {
        let basic = BASE64.encode(basic.as_bytes());
        request = request.header("authorization", format!("Basic {basic}"));
    }
    let request = request.body(Body::from(form.to_owned())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    (response.status().as_u16(), json_of(response).await)
}

#[tokio::test]
async fn wechat_names_what_is_missing_or_wrong() {
    let outside = Outside::new();
    let router = outside.wechat();
    let path = "/sns/jscode2session";
    let of = |appid: &str, secret: &str, code: &str, kind: &str| {
        format!("{path}?appid={appid}&secret={secret}&js_code={code}&grant_type={kind}")
    };
    let kind = "authorization_code";
    for (address, code) in [
        (of("", SECRET, "c", kind), 41_002),
        (of("app", "", "c", kind), 41_004),
        (of("app", SECRET, "", kind), 41_008),
        (of("other", SECRET, "c", kind), 40_013),
        (of("app", "other", "c", kind), 40_125),
        (of("app", SECRET, "c", "password"), 40_002),
        (of("app", SECRET, "c", kind), 40_029),
    ] {
        assert_eq!(get(&router, &address).await["errcode"], code, "{address}");
    }
    let user = "/sns/userinfo?access_token=t&openid=o";
    assert_eq!(get(&router, user).await["errcode"], 40_001);
}

#[tokio::test]
async fn a_code_of_the_page_is_none_of_a_mini_program() {
    let outside = Outside::new();
    let router = outside.wechat();
    let page = "/connect/qrconnect?appid=app&redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx%3D1&response_type=code&scope=snsapi_login&state=s";
    let code = outside.code(&router, page).await;
    let mini = format!(
        "/sns/jscode2session?appid=app&secret={SECRET}&js_code={code}&grant_type=authorization_code"
    );
    assert_eq!(get(&router, &mini).await["errcode"], 40_029);
    let web = format!(
        "/sns/oauth2/access_token?appid=app&secret={SECRET}&code={code}&grant_type=authorization_code"
    );
    let told = get(&router, &web).await;
    let user = format!(
        "/sns/userinfo?access_token={}&openid={}",
        told["access_token"].as_str().unwrap(),
        told["openid"].as_str().unwrap()
    );
    assert_eq!(get(&router, &user).await["unionid"], told["unionid"]);
    assert_eq!(get(&router, &web).await["errcode"], 40_163);
}

#[tokio::test]
async fn an_exchange_is_refused_by_the_standards_words() {
    let outside = Outside::new();
    let router = outside.oidc();
    let path = "/oauth2/token";
    let kind = "grant_type=authorization_code";
    for (basic, form, status, error) in [
        ("app:other", kind.to_owned(), 401, "invalid_client"),
        ("app", kind.to_owned(), 401, "invalid_client"),
        ("", format!("{kind}&client_id=app"), 400, "invalid_client"),
        ("app:a+secret%2F1", String::new(), 400, "invalid_request"),
        (
            "app:a+secret%2F1",
            "grant_type=password".to_owned(),
            400,
            "unsupported_grant_type",
        ),
        (
            "app:a%20secret%2F1",
            format!("{kind}&code=c"),
            400,
            "invalid_grant",
        ),
    ] {
        let (got, told) = post(&router, path, basic, &form).await;
        assert_eq!((got, &told["error"]), (status, &json!(error)), "{form}");
    }
}

/// The vector of RFC 7636, appendix B.
#[tokio::test]
async fn a_code_goes_to_who_knows_the_verifier() {
    let outside = Outside::new();
    let router = outside.oidc();
    let page = "/oauth2/authorize?client_id=app&redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx%3D1&response_type=code&scope=openid&state=s&nonce=n&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let redirect = "redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx%3D1";
    let secret = "app:a%20secret%2F1";
    for (verifier, status) in [
        ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 200),
        ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX", 400),
        ("", 400),
    ] {
        let code = outside.code(&router, page).await;
        let form = format!(
            "grant_type=authorization_code&code={code}&{redirect}&code_verifier={verifier}"
        );
        let (got, told) = post(&router, "/oauth2/token", secret, &form).await;
        assert_eq!(got, status, "{told}");
        let (got, told) = post(&router, "/oauth2/token", secret, &form).await;
        assert_eq!((got, &told["error"]), (400, &json!("invalid_grant")));
    }
    for lacking in [
        page.replace("&code_challenge=", "&other="),
        page.replace("=S256", "=plain"),
        page.replace("=openid", "=profile"),
    ] {
        let request = Request::get(&lacking).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 400, "{lacking}");
    }
}

#[tokio::test]
async fn beijings_token_is_of_now_and_of_the_client() {
    let outside = Outside::new();
    let account = BeijingAccount {
        client_id: "100000000001".into(),
        secret: SECRET.into(),
    };
    let router = beijing(account, outside.logins.clone(), Faults::default());
    let now_ms = 1_772_382_600_000_i64;
    assert_eq!(clock().now().as_millisecond(), now_ms);
    let key = data_encoding::HEXLOWER.decode(SECRET.as_bytes()).unwrap();
    for (plain, code) in [
        // Let in, but there is no such code.
        (format!("100000000001:{SECRET}:{now_ms}"), 40_001),
        (format!("100000000001:{SECRET}:{}", now_ms - 60_000), 40_001),
        (format!("100000000001:{SECRET}:{}", now_ms - 60_001), 401),
        (format!("100000000001:{SECRET}:{}", now_ms + 60_001), 401),
        (format!("100000000002:{SECRET}:{now_ms}"), 401),
        (format!("100000000001:{SECRET}:now"), 401),
    ] {
        let sealed = crate::aes::ecb_128_sealed(&key, plain.as_bytes()).unwrap();
        let token = data_encoding::HEXLOWER.encode(&sealed);
        let form = format!(
            "client_id=100000000001&grant_type=authorization_code&grant_code=c&auth_token={token}"
        );
        let path = "/renzheng/api/oauth/getAccessToken";
        let (_, told) = post(&router, path, "", &form).await;
        assert_eq!(told["meta"]["code"], code, "{plain}");
    }
}
