//! A mini-program in the hands of a person.

use std::time::Duration;

use gateways::login::{BaiduSession, HostSession, LoginError, MiniProgram as _, NotAdmitted};
use sandbox::Channel;
use sandbox::login::{NotHanded, Platform};
use serde_json::{Value, json};

use crate::pair::{Outside, app_id};

const HOSTS: [Platform; 3] = [Platform::Wechat, Platform::Alipay, Platform::Baidu];
const CHANNEL: Channel = Channel::Jingtong;

fn refused(outcome: &Result<impl Sized, LoginError>) -> Option<NotAdmitted> {
    match outcome {
        Err(LoginError::NotAdmitted { why, .. }) => Some(*why),
        _ => None,
    }
}

async fn session(outside: &Outside, host: Platform, channel: Channel) -> HostSession {
    let username = &outside.agent().username;
    let code = outside.telephone.login_code(host, channel, username);
    let mini = outside.mini(host, channel);
    mini.log_in(&code.unwrap(), "r").await.unwrap()
}

fn phone(outside: &Outside, host: Platform, channel: Channel) -> Value {
    let username = &outside.agent().username;
    outside.telephone.phone(host, channel, username).unwrap()
}

#[tokio::test]
async fn every_host_says_who_it_is_and_proves_a_mobile() {
    let outside = Outside::start().await;
    for host in HOSTS {
        for channel in [Channel::Jingtong, Channel::Yikatong] {
            let session = session(&outside, host, channel).await;
            assert_eq!(session.subject.app_id, app_id(host, channel));
            assert!(session.subject.union.is_some());
            assert_eq!(session.secret.is_some(), host != Platform::Alipay);
            let native = phone(&outside, host, channel);
            let mini = outside.mini(host, channel);
            let phone = mini.phone(&native, &session, "r").await.unwrap();
            assert_eq!(phone.mobile.as_str(), outside.agent().mobile);
        }
    }
}

/// WeChat uses up its code. What the others gave can be read again, so it has something by which it is known.
#[tokio::test]
async fn what_a_button_gave_is_known_again() {
    let outside = Outside::start().await;
    for host in [Platform::Alipay, Platform::Baidu] {
        let session = session(&outside, host, CHANNEL).await;
        let mini = outside.mini(host, CHANNEL);
        let native = phone(&outside, host, CHANNEL);
        let first = mini.phone(&native, &session, "r").await.unwrap().once;
        let again = mini.phone(&native, &session, "r").await.unwrap().once;
        assert!(first.is_some() && first == again, "{host:?}");
        let other_press = phone(&outside, host, CHANNEL);
        let other = mini.phone(&other_press, &session, "r").await.unwrap().once;
        assert_ne!(first, other, "{host:?}");
        // Spaces around what is signed are nobody's.
        let Some(text) = native["response"].as_str() else {
            continue;
        };
        let native = json!({ "response": text.replacen('{', "{ ", 1) });
        let spaced = mini.phone(&native, &session, "r").await.unwrap().once;
        assert_eq!(first, spaced);
    }
}

#[tokio::test]
async fn baidu_takes_a_code_in_either_form() {
    let outside = Outside::start().await;
    let username = &outside.agent().username;
    let address = outside.base_url(Platform::Baidu).to_owned();
    for form in [BaiduSession::WithToken, BaiduSession::WithSecret(address)] {
        let mini = outside.baidu(CHANNEL, form);
        let code = outside
            .telephone
            .login_code(Platform::Baidu, CHANNEL, username);
        let code = code.unwrap();
        let session = mini.log_in(&code, "r").await.unwrap();
        assert!(session.subject.union.is_some());
        let replayed = mini.log_in(&code, "r").await;
        assert_eq!(refused(&replayed), Some(NotAdmitted::Code));
    }
}

#[tokio::test]
async fn a_login_code_counts_once_for_minutes_in_its_mini_program() {
    let outside = Outside::start().await;
    let username = &outside.agent().username;
    for host in HOSTS {
        let mini = outside.mini(host, CHANNEL);
        let code = || {
            outside
                .telephone
                .login_code(host, CHANNEL, username)
                .unwrap()
        };
        let used = code();
        assert!(mini.log_in(&used, "r").await.is_ok());
        let late = code();
        let others = HOSTS.into_iter().filter(|other| *other != host);
        let of_other_host: Vec<_> = others
            .map(|other| outside.telephone.login_code(other, CHANNEL, username))
            .collect();
        let of_other_channel = outside
            .telephone
            .login_code(host, Channel::Yikatong, username);
        let is_refused = async |code: &str| refused(&mini.log_in(code, "r").await);
        for code in of_other_host.into_iter().chain([of_other_channel]) {
            assert_eq!(is_refused(&code.unwrap()).await, Some(NotAdmitted::Code));
        }
        for code in [used.as_str(), "made-up"] {
            assert_eq!(is_refused(code).await, Some(NotAdmitted::Code), "{host:?}");
        }
        outside.pass(Duration::from_mins(6));
        assert_eq!(is_refused(&late).await, Some(NotAdmitted::Code));
    }
}

#[tokio::test]
async fn a_number_is_refused_elsewhere() {
    let outside = Outside::start().await;
    for host in HOSTS {
        let own = session(&outside, host, CHANNEL).await;
        let mini = outside.mini(host, CHANNEL);
        let of_other_channel = phone(&outside, host, Channel::Yikatong);
        let outcome = mini.phone(&of_other_channel, &own, "r").await;
        assert_eq!(refused(&outcome), Some(NotAdmitted::Phone), "{host:?}");
        for native in [
            json!({}),
            json!("code"),
            json!({"code": "x"}),
            json!({"response": "{}"}),
        ] {
            let outcome = mini.phone(&native, &own, "r").await;
            assert_eq!(
                refused(&outcome),
                Some(NotAdmitted::Phone),
                "{host:?} {native}"
            );
        }
    }
    let own = session(&outside, Platform::Wechat, CHANNEL).await;
    let mini = outside.mini(Platform::Wechat, CHANNEL);
    let native = phone(&outside, Platform::Wechat, CHANNEL);
    assert!(mini.phone(&native, &own, "r").await.is_ok());
    let replayed = mini.phone(&native, &own, "r").await;
    assert_eq!(refused(&replayed), Some(NotAdmitted::Phone));
    // A number of one person does not prove a phone of another.
    let mut other = own.clone();
    other.subject.id = "o-somebody-else".into();
    let native = phone(&outside, Platform::Wechat, CHANNEL);
    let outcome = mini.phone(&native, &other, "r").await;
    assert_eq!(refused(&outcome), Some(NotAdmitted::Phone));
}

#[tokio::test]
async fn an_altered_number_is_refused() {
    let outside = Outside::start().await;
    let own = session(&outside, Platform::Alipay, CHANNEL).await;
    let mini = outside.mini(Platform::Alipay, CHANNEL);
    let native = phone(&outside, Platform::Alipay, CHANNEL);
    let handed: Value = serde_json::from_str(native["response"].as_str().unwrap()).unwrap();
    for (name, value) in [
        ("response", Value::from("AAAA")),
        (
            "response",
            Value::from(r#"{"code":"40003","subCode":"isv.invalid-auth-relations"}"#),
        ),
        ("sign", Value::from("AAAA")),
        ("sign", Value::Null),
        ("sign_type", Value::from("RSA")),
    ] {
        let mut altered = handed.clone();
        altered[name] = value;
        let native = json!({ "response": altered.to_string() });
        let outcome = mini.phone(&native, &own, "r").await;
        assert_eq!(refused(&outcome), Some(NotAdmitted::Phone), "{name}");
    }
}

#[tokio::test]
async fn a_telephone_hands_out_nothing_it_has_not() {
    let outside = Outside::start().await;
    let username = &outside.agent().username;
    let telephone = &outside.telephone;
    for host in HOSTS {
        if let Some(agent) = outside.nobody_with_a_mobile() {
            let outcome = telephone.phone(host, CHANNEL, &agent.username);
            assert_eq!(outcome, Err(NotHanded::NoPhone));
        }
        let nobody = telephone.phone(host, CHANNEL, "nobody");
        assert_eq!(nobody, Err(NotHanded::NoPerson));
        let portal = telephone.login_code(host, Channel::Portal, username);
        assert_eq!(portal, Err(NotHanded::NoApp));
    }
    assert!(outside.nobody_with_a_mobile().is_some());
}
