//! Servers that are slow, broken, misbehaving or not genuine.

use crate::other_end::{OtherEnd, Reply, child, code, data, why};
use gateways::registry::{RegisterMatch, Registry};
use gateways::{GatewayError, RetryCause};
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

const MATCH: &str = r#"{"code":"0","data":{"result":"match"}}"#;

/// Makes one call against these replies; returns the outcome and the number of requests.
async fn ask(
    replies: impl IntoIterator<Item = Reply>,
) -> (Result<RegisterMatch, GatewayError>, usize) {
    let end = OtherEnd::start(replies).await;
    let outcome = end.client().verify_population(&child(), &why()).await;
    (outcome, end.requests().len())
}

fn retry(cause: RetryCause) -> Result<RegisterMatch, GatewayError> {
    Err(GatewayError::Retry { cause })
}

#[tokio::test]
async fn what_passes_is_asked_again() {
    let unwell = || Reply::Unsigned(503, "<html>busy</html>".into());
    for first in [
        unwell(),
        Reply::Late,
        Reply::CutOff,
        code(200, "5001"),
        code(503, "5001"),
    ] {
        let told = format!("{first:?}");
        let (outcome, asked) = ask([first, data(r#"{"result":"match"}"#)]).await;
        assert_eq!((outcome, asked), (Ok(RegisterMatch::Match), 2), "{told}");
    }
    let (outcome, asked) = ask([unwell(), Reply::CutOff, data(r#"{"result":"match"}"#)]).await;
    assert_eq!((outcome, asked), (Ok(RegisterMatch::Match), 3));
}

#[tokio::test]
async fn after_the_last_retry_the_cause_is_told() {
    let cases = [
        (
            Reply::Unsigned(503, String::new()),
            RetryCause::Unavailable { status: 503 },
        ),
        (
            Reply::Unsigned(429, String::new()),
            RetryCause::Unavailable { status: 429 },
        ),
        (Reply::Late, RetryCause::TimedOut),
        (Reply::CutOff, RetryCause::Interrupted),
        (
            code(200, "5003"),
            RetryCause::Temporary {
                code: "5003".into(),
            },
        ),
    ];
    for (reply, cause) in cases {
        assert_eq!(ask([reply]).await, (retry(cause), 3));
    }
}

#[tokio::test]
async fn nobody_there_is_told_as_such() {
    let end = OtherEnd::start([Reply::Late]).await;
    let mut settings = end.settings();
    // Port 1 of this machine: nothing listens there.
    settings.base_url = "http://127.0.0.1:1".into();
    let outcome = end
        .client_with(settings)
        .verify_population(&child(), &why())
        .await;
    assert_eq!(outcome, retry(RetryCause::NoConnection));
}

#[tokio::test]
async fn a_refusal_is_not_asked_again() {
    for refused in ["1001", "2003", "3001"] {
        let (outcome, asked) = ask([code(200, refused)]).await;
        assert_eq!(
            (outcome, asked),
            (
                Err(GatewayError::Refused {
                    code: refused.into()
                }),
                1
            )
        );
    }
}

#[tokio::test]
async fn what_cannot_be_trusted_is_neither_read_nor_asked_again() {
    let body = || MATCH.to_owned();
    let replies = [
        Reply::Unsigned(200, body()),
        Reply::Unsigned(403, body()),
        Reply::OtherKey(body()),
        Reply::OtherNonce(body()),
        Reply::OtherBody(body()),
        Reply::OtherStatus(body()),
        Reply::OtherAlgorithm(body()),
        Reply::OldTime(body()),
        Reply::Signed(200, "match".into()),
        Reply::Signed(200, r#"{"code":"0"}"#.into()),
        Reply::Signed(200, r#"{"code":"0","data":[]}"#.into()),
        Reply::Signed(200, r#"{"data":{"result":"match"}}"#.into()),
        Reply::Signed(200, r#"{"code":"OK","data":{"result":"match"}}"#.into()),
        Reply::Signed(
            200,
            format!(
                r#"{{"code":"0","data":{{"result":"match","x":"{}"}}}}"#,
                "x".repeat(300_000)
            ),
        ),
    ];
    for reply in replies {
        let told = format!("{reply:?}").chars().take(100).collect::<String>();
        let (outcome, asked) = ask([reply]).await;
        assert!(
            matches!(outcome, Err(GatewayError::Malformed { .. })),
            "{told}: {outcome:?}"
        );
        assert_eq!(asked, 1, "{told}");
    }
}

#[tokio::test]
async fn no_nonce_is_used_twice() {
    let end = OtherEnd::start([code(200, "5001")]).await;
    let client = end.client();
    let (child, why) = (child(), why());
    let (first, second) = tokio::join!(
        client.verify_population(&child, &why),
        client.verify_population(&child, &why)
    );
    assert!(first.is_err() && second.is_err());
    let requests = end.requests();
    let nonces: HashSet<_> = requests
        .iter()
        .map(|request| request.header("x-nonce"))
        .collect();
    assert_eq!(nonces.len(), requests.len());
}

#[tokio::test]
async fn logs_tell_the_fact_and_not_the_content() {
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let (good, _) = ask([data(r#"{"result":"match"}"#)]).await;
    let (bad, _) = ask([Reply::Signed(
        200,
        r#"{"code":"0","data":{"result":"张小明"}}"#.into(),
    )])
    .await;
    assert!(good.is_ok() && bad.is_err());
    let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(
        told.contains("population") && told.contains("request-3"),
        "{told}"
    );
    for secret in [
        "小明",
        "110101202008310015",
        "key of both ends",
        "consent-7",
    ] {
        assert!(!told.contains(secret), "{told}");
    }
}
