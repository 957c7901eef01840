//! Platforms that are slow or broken, and what the log says.

use crate::other_end::{OtherEnd, Reply, SECRET, message, says, sent};
use gateways::sms::{Message, Refusal, Sms, SmsError};
use gateways::{GatewayError, RetryCause};
use std::sync::{Arc, Mutex};

fn retry(cause: RetryCause) -> SmsError {
    SmsError::Unanswered(GatewayError::Retry { cause })
}

/// The reply of a broken platform, the attempts made to send, what is told in the end, and whether it may have left.
fn broken() -> [(Reply, usize, RetryCause, bool); 5] {
    let status = |status| {
        (
            Reply::Says(status, "<html>".into()),
            RetryCause::Unavailable { status },
        )
    };
    let (unwell, unavailable) = status(503);
    let (busy, too_many) = status(429);
    let (gateway, bad_gateway) = status(502);
    [
        (unwell, 3, unavailable, false),
        (busy, 3, too_many, false),
        (gateway, 1, bad_gateway, true),
        (Reply::Late, 1, RetryCause::TimedOut, true),
        (Reply::CutOff, 1, RetryCause::Interrupted, true),
    ]
}

#[tokio::test]
async fn a_message_that_may_have_left_is_not_sent_again() {
    for (reply, attempts, cause, may_have_left) in broken() {
        let told = format!("{reply:?}");
        let end = OtherEnd::start([reply]).await;
        let clients: [&dyn Sms; 2] = [&end.aliyun(), &end.tencent()];
        for client in clients {
            let before = end.requests().len();
            let error = client.send(&message(), "request-3").await.unwrap_err();
            assert_eq!(error.may_have_left(), may_have_left, "{told}");
            assert_eq!(error, retry(cause.clone()));
            assert_eq!(end.requests().len() - before, attempts, "{told}");
        }
    }
}

#[tokio::test]
async fn a_question_about_a_delivery_is_asked_again() {
    for (reply, _, cause, _) in broken() {
        let end = OtherEnd::start([reply]).await;
        let clients: [&dyn Sms; 2] = [&end.aliyun(), &end.tencent()];
        for client in clients {
            let before = end.requests().len();
            let outcome = client.delivery(&sent("1"), "request-3").await;
            assert_eq!(outcome, Err(retry(cause.clone())));
            assert_eq!(end.requests().len() - before, 3);
        }
    }
}

#[tokio::test]
async fn a_template_that_the_settings_lack_is_not_sent() {
    let end = OtherEnd::start([says("{}")]).await;
    let unknown = Message {
        template: "greeting".into(),
        ..message()
    };
    let clients: [&dyn Sms; 2] = [&end.aliyun(), &end.tencent()];
    for client in clients {
        let outcome = client.send(&unknown, "request-3").await;
        assert!(matches!(
            outcome,
            Err(SmsError::Refused {
                why: Refusal::Configuration,
                ..
            })
        ));
    }
    assert!(end.requests().is_empty());
}

/// Collects the log.
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

#[tokio::test]
async fn the_log_says_what_was_asked_and_nothing_of_the_message() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let end = OtherEnd::start([says(r#"{"Code":"13711112222 is no number"}"#)]).await;
    let clients: [&dyn Sms; 2] = [&end.aliyun(), &end.tencent()];
    for client in clients {
        let error = client.send(&message(), "request-3").await.unwrap_err();
        let _ = client.delivery(&sent("1"), "request-3").await;
        tracing::info!(%error, ?error, message = ?message(), sent = ?sent("1"));
    }
    let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(
        told.contains("aliyun sms") && told.contains("tencent sms") && told.contains("request-3"),
        "{told}"
    );
    for secret in ["13711112222", "048213", SECRET] {
        assert!(!told.contains(secret), "{told}");
    }
}
