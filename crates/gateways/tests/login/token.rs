//! ID tokens: everything that may be wrong with one.

use crate::other_end::{OtherEnd, SECRET, attempt, chance, code, machine, now_s, service};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use gateways::login::{
    ClientAuthentication, Facts, FieldMap, LoginError, OidcLogin, OidcSettings, WebLogin,
};
use gateways::{GatewayError, Settings};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use ring::{digest, hmac};
use serde_json::{Value, json};

const RSA: &str = include_str!("../keys/pkcs8.pem");
const P256: &str = include_str!("../keys/p256.pem");
pub(crate) const ACCESS_TOKEN: &str = "an-access-token";
const KEYS: &str = "/keys";

/// How a token of a test is signed.
#[derive(Clone, Copy, PartialEq)]
enum Signed {
    Rs256,
    Es256,
    /// By nobody.
    No,
    /// By the public key as if it were a secret.
    WithPublicKey,
}

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(base64.as_bytes()).unwrap()
}

fn rsa() -> RsaKeyPair {
    RsaKeyPair::from_pkcs8(&der(RSA)).unwrap()
}

fn p256() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der(P256), &chance).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn rsa_key(id: &str) -> Value {
    let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(rsa().public());
    json!({"kty": "RSA", "use": "sig", "kid": id, "n": base64(&n), "e": base64(&e)})
}

fn p256_key(id: &str) -> Value {
    let key = p256();
    let point = &key.public_key().as_ref()[1..];
    let (x, y) = point.split_at(32);
    json!({"kty": "EC", "crv": "P-256", "kid": id, "x": base64(x), "y": base64(y)})
}

pub(crate) fn all_keys() -> String {
    json!({"keys": [rsa_key("one"), p256_key("two"), {"kty": "OKP", "crv": "Ed25519", "x": ""}]})
        .to_string()
}

fn token(signed: Signed, header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| base64(part.to_string().as_bytes()));
    let text = format!("{header}.{claims}");
    let chance = SystemRandom::new();
    let signature = match signed {
        Signed::Rs256 => {
            let key = rsa();
            let mut signature = vec![0; key.public().modulus_len()];
            key.sign(&RSA_PKCS1_SHA256, &chance, text.as_bytes(), &mut signature)
                .unwrap();
            signature
        }
        Signed::Es256 => {
            let signature = p256().sign(&chance, text.as_bytes()).unwrap();
            signature.as_ref().to_vec()
        }
        Signed::No => Vec::new(),
        Signed::WithPublicKey => {
            let secret = include_bytes!("../keys/public.pem");
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
    };
    format!("{text}.{}", base64(&signature))
}

fn claims(end: &OtherEnd) -> Value {
    let hash = digest::digest(&digest::SHA256, ACCESS_TOKEN.as_bytes());
    json!({
        "iss": end.base_url,
        "sub": "a-person",
        "aud": "an-app",
        "nonce": "a-nonce",
        "iat": now_s(),
        "exp": now_s() + 300,
        "at_hash": base64(&hash.as_ref()[..16]),
    })
}

/// A token of an issuer that does all as it should.
pub(crate) fn good(end: &OtherEnd) -> String {
    token(
        Signed::Rs256,
        &json!({"alg": "RS256", "kid": "one"}),
        &claims(end),
    )
}

/// An issuer that publishes itself, with a client that asks nothing but its token.
pub(crate) async fn issuer() -> (OtherEnd, OidcSettings) {
    let end = OtherEnd::start().await;
    end.says(
        "/.well-known/openid-configuration",
        200,
        published(&end.base_url).to_string(),
    );
    let settings = OidcSettings {
        access: Settings {
            retries: 0,
            ..end.access(SECRET)
        },
        further_origins: vec![],
        scope: "openid".into(),
        authentication: ClientAuthentication::SecretInForm,
        user_info: false,
        fields: FieldMap::standard(),
    };
    (end, settings)
}

pub(crate) fn published(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize?theme=dark"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}{KEYS}"),
    })
}

pub(crate) fn oidc(settings: OidcSettings) -> OidcLogin {
    OidcLogin::new("an issuer", settings, machine(), service(), chance()).unwrap()
}

pub(crate) fn gives(end: &OtherEnd, id_token: &str) {
    let told = json!({"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token});
    end.says("/token", 200, told.to_string());
}

pub(crate) async fn finish(web: &dyn WebLogin) -> Result<Facts, LoginError> {
    let code = code(web, "code=a-code&state=a-state");
    web.finish(&code, &attempt(), "request-1").await
}

async fn outcome(signed: Signed, header: Value, claims: Value) -> Result<Facts, LoginError> {
    let (end, settings) = issuer().await;
    let mut whole = self::claims(&end);
    for (name, value) in claims.as_object().unwrap() {
        if value.is_null() {
            whole.as_object_mut().unwrap().remove(name);
        } else {
            whole[name] = value.clone();
        }
    }
    end.says(KEYS, 200, all_keys());
    gives(&end, &token(signed, &header, &whole));
    finish(&oidc(settings)).await
}

fn wrong(outcome: &Result<Facts, LoginError>) -> bool {
    matches!(
        outcome,
        Err(LoginError::Unanswered(GatewayError::Malformed { .. }))
    )
}

#[tokio::test]
async fn a_right_token_says_who_it_is() {
    for (signed, header, claims) in [
        (
            Signed::Rs256,
            json!({"alg": "RS256", "kid": "one"}),
            json!({}),
        ),
        (
            Signed::Es256,
            json!({"alg": "ES256", "kid": "two"}),
            json!({}),
        ),
        // The only key of its kind needs no name, and half of this is left to the issuer.
        (
            Signed::Rs256,
            json!({"alg": "RS256"}),
            json!({"at_hash": null}),
        ),
        (
            Signed::Rs256,
            json!({"alg": "RS256"}),
            json!({"aud": ["an-app"]}),
        ),
        (
            Signed::Rs256,
            json!({"alg": "RS256"}),
            json!({"aud": ["an-app", "other"], "azp": "an-app"}),
        ),
        // Two clocks differ.
        (
            Signed::Rs256,
            json!({"alg": "RS256"}),
            json!({"iat": now_s() + 59, "exp": now_s() - 59}),
        ),
    ] {
        let facts = outcome(signed, header, claims.clone()).await;
        let facts = facts.unwrap_or_else(|error| panic!("{claims}: {error}"));
        assert_eq!(facts.subject.id, "a-person");
        assert_eq!(facts.subject.app_id, "an-app");
    }
}

#[tokio::test]
async fn a_token_of_other_claims_is_not_believed() {
    for claims in [
        json!({"iss": "https://other.example"}),
        json!({"iss": null}),
        json!({"aud": "other"}),
        json!({"aud": ["other"]}),
        json!({"aud": ["an-app", "other"]}),
        json!({"aud": "an-app", "azp": "other"}),
        json!({"aud": null}),
        json!({"nonce": "another"}),
        json!({"nonce": null}),
        json!({"exp": now_s() - 60}),
        json!({"exp": "tomorrow"}),
        json!({"exp": null}),
        json!({"iat": now_s() + 61}),
        json!({"iat": now_s() - 601}),
        json!({"iat": null}),
        json!({"nbf": now_s() + 61}),
        json!({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
        json!({"sub": ""}),
        json!({"sub": null}),
    ] {
        let header = json!({"alg": "RS256", "kid": "one"});
        let outcome = outcome(Signed::Rs256, header, claims.clone()).await;
        assert!(wrong(&outcome), "{claims}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_token_signed_in_no_way_that_counts_is_not_believed() {
    for (signed, header) in [
        (Signed::No, json!({"alg": "none"})),
        (Signed::No, json!({"alg": "RS256", "kid": "one"})),
        (Signed::WithPublicKey, json!({"alg": "HS256"})),
        (Signed::WithPublicKey, json!({"alg": "HS256", "kid": "one"})),
        (Signed::WithPublicKey, json!({"alg": "RS256", "kid": "one"})),
        (Signed::Rs256, json!({"alg": "RS512", "kid": "one"})),
        (Signed::Rs256, json!({"alg": "rs256", "kid": "one"})),
        // One kind of key does not check the other's signatures.
        (Signed::Rs256, json!({"alg": "ES256", "kid": "one"})),
        (Signed::Es256, json!({"alg": "RS256", "kid": "one"})),
        (
            Signed::Rs256,
            json!({"alg": "RS256", "kid": "one", "crit": ["b64"]}),
        ),
    ] {
        let outcome = outcome(signed, header.clone(), json!({})).await;
        assert!(wrong(&outcome), "{header}: {outcome:?}");
    }
}

#[tokio::test]
async fn an_altered_token_is_not_believed() {
    let altered = |end: &OtherEnd| {
        let good = good(end);
        let parts: Vec<_> = good.split('.').collect();
        let [header, claims, signature] = *parts else {
            panic!("a token has three parts");
        };
        let other = claims_of(claims, "another-person");
        [
            format!("{header}.{other}.{signature}"),
            format!("{header}.{claims}"),
            format!("{header}.{claims}."),
            format!("{good}."),
            format!("{good}="),
            String::new(),
            "...".into(),
        ]
    };
    for number in 0..7 {
        let (end, settings) = issuer().await;
        end.says(KEYS, 200, all_keys());
        let token = &altered(&end)[number];
        gives(&end, token);
        let outcome = finish(&oidc(settings)).await;
        assert!(wrong(&outcome), "{token}: {outcome:?}");
    }
}

fn claims_of(claims: &str, subject: &str) -> String {
    let json = BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap();
    let mut claims: Value = serde_json::from_slice(&json).unwrap();
    claims["sub"] = subject.into();
    base64(claims.to_string().as_bytes())
}

#[tokio::test]
async fn an_unknown_key_has_the_keys_read_once_more() {
    let (end, settings) = issuer().await;
    let older = json!({"keys": [p256_key("older"), rsa_key("older")]});
    end.says(KEYS, 200, older.to_string());
    end.says(KEYS, 200, all_keys());
    gives(&end, &good(&end));
    let oidc = oidc(settings);
    assert!(finish(&oidc).await.is_ok());
    assert_eq!(end.asked(KEYS), 2);
    assert!(finish(&oidc).await.is_ok());
    assert_eq!(end.asked(KEYS), 2, "known keys are not read again");
    assert_eq!(end.asked("/.well-known/openid-configuration"), 1);
}

#[tokio::test]
async fn a_key_that_nobody_publishes_is_looked_for_once() {
    let (end, settings) = issuer().await;
    end.says(KEYS, 200, json!({"keys": [rsa_key("other")]}).to_string());
    gives(&end, &good(&end));
    let outcome = finish(&oidc(settings)).await;
    assert!(wrong(&outcome), "{outcome:?}");
    assert_eq!(end.asked(KEYS), 2);
}

#[tokio::test]
async fn keys_of_other_uses_and_two_without_a_name_check_nothing() {
    let for_encryption =
        json!({"kty": "RSA", "use": "enc", "kid": "one", "n": rsa_key("")["n"], "e": "AQAB"});
    let of_other_way =
        json!({"kty": "RSA", "alg": "PS256", "kid": "one", "n": rsa_key("")["n"], "e": "AQAB"});
    for set in [
        json!({"keys": [for_encryption]}),
        json!({"keys": [of_other_way]}),
        json!({"keys": []}),
        json!({}),
        json!("none"),
    ] {
        let (end, settings) = issuer().await;
        end.says(KEYS, 200, set.to_string());
        gives(&end, &good(&end));
        let outcome = finish(&oidc(settings)).await;
        assert!(wrong(&outcome), "{set}: {outcome:?}");
    }
    let (end, settings) = issuer().await;
    let two = json!({"keys": [rsa_key("one"), rsa_key("other")]});
    end.says(KEYS, 200, two.to_string());
    let nameless = token(Signed::Rs256, &json!({"alg": "RS256"}), &claims(&end));
    gives(&end, &nameless);
    let outcome = finish(&oidc(settings)).await;
    assert!(wrong(&outcome), "{outcome:?}");
}
