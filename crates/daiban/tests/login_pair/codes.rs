//! WeChat's own codes of our mini-programs.

use gateways::GatewayError;
use gateways::login::{CodePicture, LoginError, MiniProgram as _, WechatMini};
use sandbox::Channel;
use sandbox::login::Fault;

use crate::pair::Outside;

const PAGE: &str = "pages/portal_login/index";

async fn drawn(
    outside: &Outside,
    channel: Channel,
    page: &str,
    text: &str,
) -> Result<CodePicture, LoginError> {
    let mini = WechatMini::new(outside.wechat(channel)).with_code_page(page);
    let code = mini.code(text, "r").expect("it has a page");
    code.await
}

#[tokio::test]
async fn a_code_is_a_picture_of_its_text_alone() {
    let outside = Outside::start().await;
    let ticket = "Ab-_".repeat(8);
    let first = drawn(&outside, Channel::Jingtong, PAGE, &ticket)
        .await
        .unwrap();
    assert_eq!(first.kind, "image/png");
    assert!(first.bytes.starts_with(b"\x89PNG") && first.bytes.len() < 20_000);
    assert!(!format!("{first:?}").contains("137"), "no bytes in a log");
    let again = drawn(&outside, Channel::Yikatong, PAGE, &ticket)
        .await
        .unwrap();
    assert_eq!(first, again);
    let other = drawn(&outside, Channel::Jingtong, PAGE, "another")
        .await
        .unwrap();
    assert_ne!(first, other);
    let without = WechatMini::new(outside.wechat(Channel::Jingtong)).with_code_page("");
    assert!(without.code(&ticket, "r").is_none(), "no page, no code");
}

#[tokio::test]
async fn what_wechat_refuses_or_fails_to_draw_is_no_code() {
    let outside = Outside::start().await;
    let refused = |outcome: Result<CodePicture, LoginError>| match outcome {
        Err(LoginError::Misconfigured { code }) => code,
        other => panic!("{other:?}"),
    };
    let slash = drawn(&outside, Channel::Jingtong, "/pages/index", "ticket").await;
    assert_eq!(refused(slash), "41030");
    let website = drawn(&outside, Channel::Portal, PAGE, "ticket").await;
    assert_eq!(refused(website), "48001");
    for text in ["", "a b", &"a".repeat(33)] {
        let outcome = drawn(&outside, Channel::Jingtong, PAGE, text).await;
        let is_ours = matches!(
            outcome,
            Err(LoginError::Unanswered(GatewayError::Malformed { .. }))
        );
        assert!(is_ours, "{text}: {outcome:?}");
    }
    for fault in [Fault::Reset, Fault::Rubbish, Fault::Refused] {
        outside.faults.set(fault);
        let outcome = drawn(&outside, Channel::Jingtong, PAGE, "ticket").await;
        assert!(
            matches!(outcome, Err(LoginError::Unanswered(_))),
            "{fault:?}"
        );
    }
    outside.faults.set(Fault::None);
    assert!(
        drawn(&outside, Channel::Jingtong, PAGE, "ticket")
            .await
            .is_ok()
    );
}
