//! A browser at the platform's page, and back.

use std::time::Duration;

use gateways::login::{LoginError, NotAdmitted, Returned};
use sandbox::Channel;
use sandbox::login::{Algorithm, Platform};

use crate::pair::{CALLBACK, Outside, app_id, attempt, code, opened};

fn is_refused_code(outcome: &Result<gateways::login::Facts, LoginError>) -> bool {
    let why = NotAdmitted::Code;
    matches!(outcome, Err(LoginError::NotAdmitted { why: of, .. }) if *of == why)
}

#[tokio::test]
async fn every_platform_says_who_came() {
    let outside = Outside::start().await;
    let agent = outside.agent();
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let facts = outside.logged_in(&*web, &attempt(1)).await.unwrap();
        assert_eq!(facts.subject.app_id, app_id(platform, Channel::Portal));
        assert_eq!(facts.subject.id.len(), 28, "{platform:?}");
        let (has_person, has_mobile, has_union) = match platform {
            Platform::Wechat | Platform::Alipay | Platform::Baidu => (false, false, true),
            Platform::National | Platform::Essc | Platform::Beijing => (true, true, false),
            Platform::Oidc => (false, true, false),
        };
        let person = facts.person.as_ref();
        let person = person.map(|one| (one.name.as_str(), one.id_number.as_str()));
        let expected = has_person.then_some((&*agent.name, &*agent.id_number));
        assert!(person == expected, "{platform:?}");
        let mobile = facts.mobile.map(|mobile| mobile.as_str().to_owned());
        assert!(
            mobile == has_mobile.then(|| agent.mobile.clone()),
            "{platform:?}"
        );
        assert_eq!(facts.subject.union.is_some(), has_union, "{platform:?}");

        let again = outside.logged_in(&*web, &attempt(2)).await.unwrap();
        assert!(
            again == facts,
            "the same person has the same id: {platform:?}"
        );
    }
}

#[tokio::test]
async fn a_token_may_be_signed_on_the_curve() {
    let outside = Outside::signing(Algorithm::Es256).await;
    for platform in [Platform::Essc, Platform::Oidc] {
        let web = outside.web(platform);
        assert!(outside.logged_in(&*web, &attempt(1)).await.is_ok());
    }
}

#[tokio::test]
async fn a_code_counts_once() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let attempt = attempt(1);
        let code = outside.granted(&*web, &attempt).await;
        assert!(web.finish(&code, &attempt, "r").await.is_ok());
        let replayed = web.finish(&code, &attempt, "r").await;
        assert!(is_refused_code(&replayed), "{platform:?}: {replayed:?}");
    }
}

#[tokio::test]
async fn a_code_ends() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let attempt = attempt(1);
        let code = outside.granted(&*web, &attempt).await;
        outside.pass(Duration::from_mins(6));
        let late = web.finish(&code, &attempt, "r").await;
        assert!(is_refused_code(&late), "{platform:?}: {late:?}");
    }
}

#[tokio::test]
async fn a_code_is_refused_for_another_app() {
    let outside = Outside::start().await;
    for platform in [Platform::Wechat, Platform::Alipay, Platform::Baidu] {
        let attempt = attempt(1);
        let code = outside.granted(&*outside.web(platform), &attempt).await;
        let other = outside.web_of(platform, Channel::Jingtong);
        let outcome = other.finish(&code, &attempt, "r").await;
        assert!(is_refused_code(&outcome), "{platform:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_code_is_refused_for_another_address_or_verifier() {
    let outside = Outside::start().await;
    for platform in [
        Platform::Baidu,
        Platform::National,
        Platform::Essc,
        Platform::Oidc,
        Platform::Beijing,
    ] {
        let web = outside.web(platform);
        let one = attempt(1);
        let code = outside.granted(&*web, &one).await;
        let mut other = one.clone();
        other.redirect_uri = format!("{CALLBACK}/other");
        let outcome = web.finish(&code, &other, "r").await;
        assert!(outcome.is_err(), "{platform:?}");
    }
    for platform in [Platform::National, Platform::Essc, Platform::Oidc] {
        let web = outside.web(platform);
        let code = outside.granted(&*web, &attempt(1)).await;
        let mut other = attempt(1);
        other.code_verifier = attempt(2).code_verifier;
        let outcome = web.finish(&code, &other, "r").await;
        assert!(is_refused_code(&outcome), "{platform:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_token_of_another_log_in_is_not_believed() {
    let outside = Outside::start().await;
    for platform in [Platform::Essc, Platform::Oidc] {
        let web = outside.web(platform);
        let code = outside.granted(&*web, &attempt(1)).await;
        let mut other = attempt(1);
        other.nonce = "nonce-2".into();
        let outcome = web.finish(&code, &other, "r").await;
        assert!(
            matches!(outcome, Err(LoginError::Unanswered(_))),
            "{platform:?}"
        );
    }
}

#[tokio::test]
async fn a_person_may_decline() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let id = outside.at_page(&*web, &attempt(1)).await.unwrap();
        let back = outside.logins.refuse(&id).unwrap();
        let (_, query) = back.split_once('?').unwrap();
        let declined = Returned::Declined {
            state: "state-1".into(),
        };
        assert_eq!(web.returned(query), declined, "{platform:?}");
        assert_eq!(outside.logins.refuse(&id), None, "a word is said once");
        assert_eq!(outside.logins.grant(&id, &outside.agent().username), None);
    }
}

#[tokio::test]
async fn a_platform_may_break_after_the_person_has_agreed() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let attempt = attempt(1);
        let id = outside.at_page(&*web, &attempt).await.unwrap();
        let username = &outside.agent().username;
        let back = outside.logins.break_off(&id, username).unwrap();
        let code = code(&*web, &attempt, &back);
        let outcome = web.finish(&code, &attempt, "r").await;
        assert!(
            matches!(outcome, Err(LoginError::Unanswered(_))),
            "{platform:?}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_page_waits_for_its_own_apps_addresses_alone() {
    let outside = Outside::start().await;
    for platform in Platform::ALL {
        let web = outside.web(platform);
        let mut elsewhere = attempt(1);
        elsewhere.redirect_uri = "https://thief.example/callback".into();
        assert_eq!(
            outside.at_page(&*web, &elsewhere).await,
            None,
            "{platform:?}"
        );
        let other = web.authorize_url(&attempt(1), "r").await.unwrap();
        let other = other.replace(
            &app_id(platform, Channel::Portal),
            &app_id(platform, Channel::Jingtong),
        );
        assert_eq!(opened(&other).await, None, "{platform:?}");
        let no_kind = web.authorize_url(&attempt(1), "r").await.unwrap();
        let no_kind = no_kind.replace("response_type=code", "response_type=token");
        let no_kind = no_kind.replace("scope=auth_user", "scope=all");
        assert_eq!(opened(&no_kind).await, None, "{platform:?}");
    }
}

#[tokio::test]
async fn a_page_waits_ten_minutes_for_somebody_it_knows() {
    let outside = Outside::start().await;
    let web = outside.web(Platform::Wechat);
    let id = outside.at_page(&*web, &attempt(1)).await.unwrap();
    let waiting = outside.logins.waiting(&id).unwrap();
    assert_eq!(waiting.platform, Platform::Wechat);
    assert_eq!(outside.logins.grant(&id, "nobody"), None);
    assert!(outside.logins.waiting(&id).is_some());
    outside.pass(Duration::from_mins(10));
    assert_eq!(outside.logins.waiting(&id), None);
    assert_eq!(outside.logins.grant(&id, &outside.agent().username), None);
}
