//! What the log says of a check.

use crate::other_end::{OtherEnd, SECRET, chance, check, machine, person, wanted};
use gateways::face::{FaceAuthority, WechatFace};
use gateways::{WechatApp, WechatSettings, WechatToken};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Collects the log.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn it_says_what_was_asked_and_nothing_of_the_person() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let end = OtherEnd::start(&[
        (
            "/cgi-bin/stable_token",
            r#"{"access_token":"token-1","expires_in":7200}"#,
        ),
        (
            "/cityservice/face/identify/getverifyid",
            r#"{"errcode":0,"verify_id":"v-1"}"#,
        ),
        (
            "/cityservice/face/identify/queryverifyinfo",
            r#"{"errcode":"张三 is not 李四"}"#,
        ),
    ])
    .await;
    let settings = WechatSettings {
        access: end.access(SECRET),
        token: WechatToken::Stable,
    };
    let app = WechatApp::new(settings.clone(), machine(), chance()).unwrap();
    let face = WechatFace::new(Arc::new(app));
    let begun = face.begin(&wanted(), "request-3").await.unwrap();
    let outcome = face
        .decide(&check("v-1"), &person("张三"), "request-3")
        .await;
    tracing::info!(?begun, ?outcome, ?settings, wanted = ?wanted(), check = ?check("v-1"));
    let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(
        told.contains("begin face check") && told.contains("request-3"),
        "{told}"
    );
    let secrets = [
        "张三",
        "11010519491231002X",
        "an-openid",
        "v-1",
        "token-1",
        SECRET,
    ];
    for secret in secrets {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}
