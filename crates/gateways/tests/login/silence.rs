//! What the log says of a log-in.

use crate::other_end::{OtherEnd, SECRET, attempt, chance, code, machine, service};
use gateways::login::{
    ClientAuthentication, FieldMap, OauthLogin, OauthSettings, ToldIn, WebLogin as _,
};
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
    let end = OtherEnd::start().await;
    end.says("/token", 200, r#"{"access_token":"secret-token"}"#);
    let user =
        r#"{"id":"a-subject","name":"张三","number":"11010519491231002X","mobile":"13711112222"}"#;
    end.says("/user", 200, user);
    let some = |text: &str| Some(text.to_owned());
    let settings = OauthSettings {
        access: end.access(SECRET),
        page_url: "https://platform.example/authorize".into(),
        token_path: "/token".into(),
        scope: "identity".into(),
        authentication: ClientAuthentication::SecretInForm,
        pkce: true,
        told_in: ToldIn::UserInfo {
            path: "/user".into(),
        },
        fields: FieldMap {
            subject: "id".into(),
            union: None,
            name: some("name"),
            id_number: some("number"),
            mobile: some("mobile"),
            mobile_verified: None,
            assurance: None,
        },
    };
    let web = OauthLogin::new("national", settings, machine(), service(), chance()).unwrap();
    let (attempt, code) = (attempt(), code(&web, "code=secret-code&state=a-state"));
    let facts = web.finish(&code, &attempt, "request-3").await.unwrap();
    assert!(facts.person.is_some() && facts.mobile.is_some());
    let subject = &facts.subject;
    tracing::info!(?attempt, ?code, ?facts, ?subject);
    let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(told.contains("exchange code") && told.contains("request-3"));
    for secret in [
        "张三",
        "11010519491231002X",
        "13711112222",
        "a-subject",
        "secret-token",
        "secret-code",
        &attempt.code_verifier,
        &attempt.nonce,
        SECRET,
    ] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}
