//! Several failures in a row pause calls for a while.

use crate::other_end::{OtherEnd, Reply, child, code, data, why};
use gateways::registry::{RegisterMatch, Registry, RegistryClient};
use gateways::{GatewayError, RetryCause};
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(15);

async fn ask(client: &RegistryClient) -> Result<RegisterMatch, GatewayError> {
    client.verify_population(&child(), &why()).await
}

/// A client that makes one attempt per call and has paused after three failures.
async fn after_three_failures() -> (OtherEnd, RegistryClient) {
    let end = OtherEnd::start([Reply::Unsigned(503, String::new())]).await;
    let mut settings = end.settings();
    settings.retries = 0;
    settings.failures_to_pause = 3;
    settings.pause_ms = PAUSE.as_millis().try_into().unwrap();
    let client = end.client_with(settings);
    for _ in 0..3 {
        assert!(ask(&client).await.is_err());
    }
    (end, client)
}

#[tokio::test]
async fn while_paused_nothing_is_sent() {
    let (end, client) = after_three_failures().await;
    end.now_answers(data(r#"{"result":"match"}"#));
    assert_eq!(
        ask(&client).await,
        Err(GatewayError::Retry {
            cause: RetryCause::Paused
        })
    );
    assert_eq!(end.requests().len(), 3);
}

#[tokio::test]
async fn after_the_pause_a_good_answer_ends_it() {
    let (end, client) = after_three_failures().await;
    end.now_answers(data(r#"{"result":"match"}"#));
    end.move_clock(PAUSE);
    assert_eq!(ask(&client).await, Ok(RegisterMatch::Match));
    assert_eq!(ask(&client).await, Ok(RegisterMatch::Match));
}

#[tokio::test]
async fn after_the_pause_a_failure_begins_the_next_one() {
    let (end, client) = after_three_failures().await;
    end.move_clock(PAUSE);
    let unwell = RetryCause::Unavailable { status: 503 };
    assert_eq!(
        ask(&client).await,
        Err(GatewayError::Retry { cause: unwell })
    );
    assert_eq!(
        ask(&client).await,
        Err(GatewayError::Retry {
            cause: RetryCause::Paused
        })
    );
    assert_eq!(end.requests().len(), 4);
}

#[tokio::test]
async fn refusals_do_not_pause() {
    let (end, client) = after_three_failures().await;
    end.now_answers(code(200, "3001"));
    end.move_clock(PAUSE);
    for _ in 0..5 {
        assert_eq!(
            ask(&client).await,
            Err(GatewayError::Refused {
                code: "3001".into()
            })
        );
    }
}
