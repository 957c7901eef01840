//! OpenID Connect: what an issuer publishes, what is sent, and what comes back.

use crate::other_end::{attempt, code, pairs};
use crate::token::{ACCESS_TOKEN, finish, gives, good, issuer, oidc, published};
use gateways::login::{LoginError, NotAdmitted, Returned, WebLogin as _};
use gateways::{GatewayError, RetryCause, SettingsProblem};
use serde_json::{Value, json};

fn is_malformed<T>(outcome: &Result<T, LoginError>) -> bool {
    matches!(
        outcome,
        Err(LoginError::Unanswered(GatewayError::Malformed { .. }))
    )
}

fn keys() -> String {
    // The set without any key: these tests do not come to it.
    json!({"keys": []}).to_string()
}

#[tokio::test]
async fn the_page_is_the_published_one_with_a_challenge() {
    let (end, settings) = issuer().await;
    let url = oidc(settings)
        .authorize_url(&attempt(), "request-1")
        .await
        .unwrap();
    let (address, query) = url.split_once('?').unwrap();
    assert_eq!(address, format!("{}/authorize", end.base_url));
    let expected = [
        ("theme", "dark"),
        ("response_type", "code"),
        ("client_id", "an-app"),
        (
            "redirect_uri",
            "https://portal.example/login/callback?x=1&y",
        ),
        ("scope", "openid"),
        ("state", "a-state"),
        ("nonce", "a-nonce"),
        (
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_challenge_method", "S256"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(pairs(query), expected.into());
    assert!(!url.contains(&attempt().code_verifier));
}

#[tokio::test]
async fn what_an_issuer_publishes_is_believed_within_bounds() {
    let other = |name: &'static str, value: Value| (name, value);
    for (name, value) in [
        other("issuer", "https://other.example".into()),
        other("issuer", Value::Null),
        other("token_endpoint", "https://other.example/token".into()),
        other("jwks_uri", "https://other.example/keys".into()),
        other("authorization_endpoint", "https://other.example/".into()),
        other("userinfo_endpoint", "https://other.example/".into()),
        other("token_endpoint", "token".into()),
    ] {
        let end = crate::other_end::OtherEnd::start().await;
        let (_, mut settings) = issuer().await;
        settings.access.base_url.clone_from(&end.base_url);
        let mut told = published(&end.base_url);
        told[name] = value;
        end.says("/.well-known/openid-configuration", 200, told.to_string());
        let outcome = oidc(settings.clone()).authorize_url(&attempt(), "r").await;
        assert!(is_malformed(&outcome), "{name}: {outcome:?}");
        let is_host = name != "issuer" && told[name].as_str().unwrap().starts_with("https");
        if is_host {
            settings.further_origins = vec!["https://other.example".into()];
            let outcome = oidc(settings).authorize_url(&attempt(), "r").await;
            assert!(outcome.is_ok(), "{name}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_code_of_another_issuer_is_not_handed_on() {
    let (end, settings) = issuer().await;
    gives(&end, &good(&end));
    let oidc = oidc(settings);
    let other = code(&oidc, "code=c&state=s&iss=https%3A%2F%2Fother.example");
    let outcome = oidc.finish(&other, &attempt(), "r").await;
    let code = "other_issuer".to_owned();
    let why = NotAdmitted::Code;
    assert_eq!(outcome, Err(LoginError::NotAdmitted { why, code }));
    assert_eq!(end.asked("/token"), 0);
}

#[tokio::test]
async fn an_issuer_that_says_who_returns_always_does() {
    let end = crate::other_end::OtherEnd::start().await;
    let (_, mut settings) = issuer().await;
    settings.access.base_url.clone_from(&end.base_url);
    let mut told = published(&end.base_url);
    told["authorization_response_iss_parameter_supported"] = true.into();
    end.says("/.well-known/openid-configuration", 200, told.to_string());
    let outcome = finish(&oidc(settings)).await;
    assert!(matches!(outcome, Err(LoginError::NotAdmitted { .. })));
    assert_eq!(end.asked("/token"), 0);
}

#[tokio::test]
async fn more_is_asked_where_the_settings_say_so_and_only_of_the_same_person() {
    for (sub, mobile, verified, expected) in [
        ("a-person", "+86 13711112222", json!(true), Some(true)),
        ("a-person", "13711112222", json!("true"), Some(true)),
        ("a-person", "13711112222", json!(false), Some(false)),
        ("a-person", "13711112222", Value::Null, Some(false)),
        ("a-person", "+1 202 555 0100", json!(true), Some(false)),
        ("another", "13711112222", json!(true), None),
    ] {
        let (end, mut settings) = issuer().await;
        settings.user_info = true;
        end.says("/keys", 200, crate::token::all_keys());
        gives(&end, &good(&end));
        let told = json!({"sub": sub, "phone_number": mobile, "phone_number_verified": verified});
        end.says("/userinfo", 200, told.to_string());
        let outcome = finish(&oidc(settings)).await;
        match expected {
            None => assert!(is_malformed(&outcome), "{outcome:?}"),
            Some(has) => assert_eq!(outcome.unwrap().mobile.is_some(), has, "{told}"),
        }
        let requests = end.requests();
        let asked = requests.last().unwrap();
        let bearer = format!("Bearer {ACCESS_TOKEN}");
        assert_eq!(asked.headers["authorization"], *bearer);
    }
}

#[tokio::test]
async fn the_errors_of_an_exchange_are_told_apart() {
    let not_admitted = |why, code: &str| LoginError::NotAdmitted {
        why,
        code: code.into(),
    };
    let misconfigured = |code: &str| LoginError::Misconfigured { code: code.into() };
    let unavailable = |status| {
        let cause = RetryCause::Unavailable { status };
        LoginError::Unanswered(GatewayError::Retry { cause })
    };
    for (status, body, expected) in [
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            not_admitted(NotAdmitted::Code, "invalid_grant"),
        ),
        (
            400,
            r#"{"error":"access_denied"}"#,
            not_admitted(NotAdmitted::Person, "access_denied"),
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            misconfigured("invalid_client"),
        ),
        (
            400,
            r#"{"error":"invalid_scope"}"#,
            misconfigured("invalid_scope"),
        ),
        (
            400,
            r#"{"error":"张三 is not here"}"#,
            misconfigured("unreadable"),
        ),
        (400, r#"{"error":"server_error"}"#, unavailable(500)),
        (503, r#"{"error":"invalid_grant"}"#, unavailable(503)),
        (500, "<html>", unavailable(500)),
    ] {
        let (end, settings) = issuer().await;
        end.says("/keys", 200, keys());
        end.says("/token", status, body);
        assert_eq!(finish(&oidc(settings)).await, Err(expected), "{body}");
        assert_eq!(end.asked("/token"), 1, "{body}");
    }
    for (status, body) in [
        (200, "<html>"),
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"access_token":"a"}"#),
        (200, r#"{"access_token":"a\nb","id_token":"a.b.c"}"#),
        (302, "{}"),
        (404, "{}"),
    ] {
        let (end, settings) = issuer().await;
        end.says("/token", status, body);
        let outcome = finish(&oidc(settings)).await;
        assert!(is_malformed(&outcome), "{body}: {outcome:?}");
    }
}

/// 503 says that nothing was done, 500 does not: the code may be used up.
#[tokio::test]
async fn a_code_is_sent_again_only_while_it_is_certainly_unused() {
    for (status, times) in [(503, 2), (429, 2), (500, 1), (502, 1), (504, 1)] {
        let (end, mut settings) = issuer().await;
        settings.access.retries = 1;
        end.says("/token", status, "");
        assert!(finish(&oidc(settings)).await.is_err());
        assert_eq!(end.asked("/token"), times, "{status}");
    }
}

#[tokio::test]
async fn what_a_browser_brings_back_is_read_by_kind() {
    let (_, settings) = issuer().await;
    let oidc = oidc(settings);
    let state = || "s".to_owned();
    for query in [
        "state=s",
        "state=s&error=access_denied",
        "state=s&code=",
        "state=s&error=access_denied&code=c",
    ] {
        assert_eq!(oidc.returned(query), Returned::Declined { state: state() });
    }
    let failed = |code: &str| Returned::Failed {
        state: state(),
        code: code.into(),
    };
    assert_eq!(
        oidc.returned("error=server_error&state=s&code=c"),
        failed("server_error")
    );
    assert_eq!(
        oidc.returned("error=%E5%BC%A0&state=s"),
        failed("unreadable")
    );
    assert_eq!(oidc.returned("").state(), "");
}

#[tokio::test]
async fn faults_of_the_settings_are_named_at_once() {
    let (_, mut settings) = issuer().await;
    assert_eq!(settings.problems(), []);
    settings.scope = "profile".into();
    settings.further_origins = vec!["http://a.example".into()];
    settings.fields.subject.clear();
    let blank = SettingsProblem::Blank {
        setting: "subject_field",
    };
    let unreadable = |setting| SettingsProblem::Unreadable { setting };
    assert_eq!(
        settings.problems(),
        [unreadable("scope"), unreadable("further_origins"), blank]
    );
}
