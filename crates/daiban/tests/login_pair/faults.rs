//! Platforms that misbehave.

use std::time::Duration;

use gateways::login::{LoginError, NotAdmitted};
use gateways::{GatewayError, RetryCause};
use sandbox::Channel;
use sandbox::login::{Fault, Platform};

use crate::pair::{Outside, attempt};

fn cause(error: &LoginError) -> Option<&RetryCause> {
    match error {
        LoginError::Unanswered(GatewayError::Retry { cause }) => Some(cause),
        _ => None,
    }
}

async fn fails(outside: &Outside, platform: Platform, fault: Fault) -> LoginError {
    let web = outside.web(platform);
    let attempt = attempt(1);
    let code = outside.granted(&*web, &attempt).await;
    outside.faults.set(fault);
    let outcome = web.finish(&code, &attempt, "r").await;
    outside.faults.set(Fault::None);
    outcome.unwrap_err()
}

#[tokio::test]
async fn a_platform_that_is_silent_or_unwell_lets_nobody_in() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let error = fails(&outside, platform, Fault::Reset).await;
        let is_cut = matches!(
            cause(&error),
            Some(RetryCause::Interrupted | RetryCause::NoConnection)
        );
        assert!(is_cut, "{platform:?}: {error:?}");
        let error = fails(&outside, platform, Fault::Refused).await;
        assert_eq!(
            cause(&error),
            Some(&RetryCause::Unavailable { status: 503 })
        );
        let error = fails(&outside, platform, Fault::Rubbish).await;
        let is_rubbish = matches!(
            error,
            LoginError::Unanswered(GatewayError::Malformed { .. })
        );
        assert!(is_rubbish, "{platform:?}: {error:?}");
    }
}

/// A code may have arrived although no answer came: sent again it would be refused, or be somebody's second log-in.
#[tokio::test]
async fn a_late_answer_is_waited_for_once() {
    let outside = Outside::start().await;
    let web = outside.web(Platform::Wechat);
    let one = attempt(1);
    let code = outside.granted(&*web, &one).await;
    outside
        .faults
        .set(Fault::Late(Duration::from_millis(2_500)));
    let outcome = web.finish(&code, &one, "r").await;
    assert_eq!(cause(&outcome.unwrap_err()), Some(&RetryCause::TimedOut));
    outside.faults.set(Fault::None);
    // The code has not been used, for the answer was late, not the question lost: it was given up before its turn.
    let facts = web.finish(&code, &one, "r").await;
    assert!(facts.is_ok() || matches!(facts, Err(LoginError::NotAdmitted { .. })));
}

#[tokio::test]
async fn an_answer_with_an_altered_signature_lets_nobody_in() {
    let outside = Outside::start().await;
    for platform in [Platform::Alipay, Platform::Essc, Platform::Oidc] {
        let error = fails(&outside, platform, Fault::AlteredSignature).await;
        let is_refused = matches!(
            error,
            LoginError::Unanswered(GatewayError::Malformed { .. })
        );
        assert!(is_refused, "{platform:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_mini_program_meets_the_same_faults() {
    let outside = Outside::start().await;
    let username = &outside.agent().username;
    for host in [Platform::Wechat, Platform::Alipay, Platform::Baidu] {
        let mini = outside.mini(host, Channel::Jingtong);
        for fault in [Fault::Reset, Fault::Refused, Fault::Rubbish] {
            let code = outside
                .telephone
                .login_code(host, Channel::Jingtong, username);
            outside.faults.set(fault);
            let outcome = mini.log_in(&code.unwrap(), "r").await;
            outside.faults.set(Fault::None);
            assert!(
                matches!(outcome, Err(LoginError::Unanswered(_))),
                "{host:?} {fault:?}: {outcome:?}"
            );
        }
        let code = outside
            .telephone
            .login_code(host, Channel::Jingtong, username);
        assert!(mini.log_in(&code.unwrap(), "r").await.is_ok(), "{host:?}");
    }
}

#[tokio::test]
async fn an_app_that_the_platform_does_not_know_is_an_operators_fault() {
    let outside = Outside::start().await;
    for platform in [Platform::National, Platform::Essc, Platform::Beijing] {
        let web = outside.web(platform);
        let attempt = attempt(1);
        let code = outside.granted(&*web, &attempt).await;
        let other = outside.web_of(platform, Channel::Jingtong);
        let outcome = other.finish(&code, &attempt, "r").await;
        let is_ours = matches!(outcome, Err(LoginError::Misconfigured { .. }));
        assert!(is_ours, "{platform:?}: {outcome:?}");
        let why = NotAdmitted::Code;
        assert!(!matches!(outcome, Err(LoginError::NotAdmitted { why: of, .. }) if of == why));
    }
}
