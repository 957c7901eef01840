//! The clients of the SMS platforms and their twins in the sandbox, over the real wire.
//!
//! The two share no code: each is written only from the platform's description. Here they meet.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod pair;

use std::time::Duration;

use domain::id::Mobile;
use domain::lang::Lang;
use gateways::sms::{Delivery, Message, Refusal, SmsError};
use pair::{Pair, Platform, SECRET, SIGN};
use sandbox::sms::Fate;

const BOTH: [Platform; 2] = [Platform::Aliyun, Platform::Tencent];
const MOBILE: &str = "19900000001";

fn code(digits: &str) -> Message {
    Message {
        to: Mobile::parse(MOBILE).unwrap(),
        template: "code".into(),
        lang: Lang::Zh,
        values: vec![("code".into(), digits.into())],
    }
}

fn submitted() -> Message {
    Message {
        template: "submitted".into(),
        values: vec![("receipt".into(), "7K3MX9QP4D2T".into())],
        ..code("")
    }
}

fn refusal(error: &SmsError) -> Option<Refusal> {
    match error {
        SmsError::Refused { why, .. } => Some(*why),
        SmsError::Unanswered(_) => None,
    }
}

#[tokio::test]
async fn every_template_arrives_with_its_values() {
    for platform in BOTH {
        let pair = Pair::start(platform).await;
        let client = pair.client(SECRET);
        client.send(&code("048213"), "request-1").await.unwrap();
        client.send(&submitted(), "request-2").await.unwrap();
        let changed = Message {
            template: "password_changed".into(),
            values: vec![],
            ..code("")
        };
        client.send(&changed, "request-3").await.unwrap();
        let taken = pair.taken();
        let names: Vec<&str> = taken.iter().map(|taken| &*taken.template).collect();
        assert_eq!(
            names,
            ["code", "submitted", "password_changed"],
            "{platform:?}"
        );
        assert!(taken.iter().all(|taken| taken.mobile == MOBILE));
        assert_eq!(taken[0].values, [("code".into(), "048213".into())]);
        assert!(taken[0].text.starts_with(&format!("【{SIGN}】")));
        assert!(taken[0].text.contains("048213") && taken[1].text.contains("7K3MX9QP4D2T"));
    }
}

/// In English where the platform has approved that, else in Chinese.
#[tokio::test]
async fn a_message_is_in_its_readers_language_where_the_platform_has_it() {
    for platform in BOTH {
        let pair = Pair::start(platform).await;
        let english = Message {
            lang: Lang::En,
            ..submitted()
        };
        pair.client(SECRET).send(&english, "r-1").await.unwrap();
        pair.client_in_chinese()
            .send(&english, "r-2")
            .await
            .unwrap();
        pair.client(SECRET).send(&submitted(), "r-3").await.unwrap();
        let taken = pair.taken();
        let languages: Vec<&str> = taken.iter().map(|taken| &*taken.language).collect();
        assert_eq!(languages, ["en", "zh-CN", "zh-CN"], "{platform:?}");
        assert!(taken.iter().all(|taken| taken.template == "submitted"));
        assert!(
            taken[0].text.contains("Receipt 7K3MX9QP4D2T"),
            "{}",
            taken[0].text
        );
        assert!(!taken[1].text.contains("Receipt"));
    }
}

#[tokio::test]
async fn what_became_of_a_message_is_told() {
    for platform in BOTH {
        let pair = Pair::start(platform).await;
        let client = pair.client(SECRET);
        let wait = Duration::from_secs(90);
        for (fate, before, after) in [
            (Fate::Arrives, "delivered", "delivered"),
            (Fate::Delayed(wait), "pending", "delivered"),
            (Fate::Lost, "failed", "failed"),
        ] {
            pair.network.set_fate(MOBILE, fate.clone());
            let sent = client.send(&submitted(), "request").await.unwrap();
            for (wanted, passes) in [(before, wait), (after, Duration::ZERO)] {
                let state = client.delivery(&sent, "request").await.unwrap();
                let state = match state {
                    Delivery::Pending => "pending",
                    Delivery::Delivered { .. } => "delivered",
                    Delivery::Failed { .. } => "failed",
                };
                assert_eq!(state, wanted, "{platform:?} {fate:?}");
                pair.pass(passes);
            }
        }
    }
}

#[tokio::test]
async fn refusals_say_whose_fault_they_are() {
    for platform in BOTH {
        let pair = Pair::start(platform).await;
        let client = pair.client(SECRET);
        client.send(&code("111111"), "request-1").await.unwrap();
        let again = client.send(&code("222222"), "request-2").await.unwrap_err();
        assert_eq!(refusal(&again), Some(Refusal::TooMany), "{platform:?}");
        pair.pass(Duration::from_secs(61));
        client.send(&code("333333"), "request-3").await.unwrap();

        pair.network.set_fate(MOBILE, Fate::Refused);
        let refused = client.send(&submitted(), "request-4").await.unwrap_err();
        assert_eq!(refusal(&refused), Some(Refusal::Number), "{platform:?}");

        let stranger = pair.client("a secret of somebody else");
        let refused = stranger.send(&submitted(), "request-5").await.unwrap_err();
        assert_eq!(
            refusal(&refused),
            Some(Refusal::Configuration),
            "{platform:?}"
        );
        assert_eq!(pair.taken().len(), 2, "{platform:?}");
    }
}

#[tokio::test]
async fn a_message_that_may_have_left_is_told_from_one_that_has_not() {
    for platform in BOTH {
        let pair = Pair::start(platform).await;
        let client = pair.client(SECRET);
        pair.network.set_fate(MOBILE, Fate::Silent);
        let cut = client.send(&submitted(), "request-1").await.unwrap_err();
        assert!(cut.may_have_left(), "{platform:?} {cut:?}");
        pair.network.set_fate(MOBILE, Fate::Arrives);
        client.send(&submitted(), "request-2").await.unwrap();
        // Forgotten with the world's clock that is put back: nothing counts any more.
        client.send(&code("111111"), "request-3").await.unwrap();
        pair.network.forget();
        client.send(&code("222222"), "request-4").await.unwrap();
    }
}
