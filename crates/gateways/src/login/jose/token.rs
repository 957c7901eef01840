//! Checks an ID token (OpenID Connect Core 1.0, 3.1.3.7).

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use ring::digest;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::keys::{Algorithm, KeySet};

/// How far two machines' clocks may differ, in seconds.
const SKEW_S: i64 = 60;
/// A token is read right after it was made. An older one was kept by somebody, in seconds.
const OLDEST_S: i64 = 600;

/// What an issuer says in a token.
pub(in super::super) type Claims = Map<String, Value>;

/// What a token must be about.
#[derive(Clone, Copy)]
pub(in super::super) struct Expected<'a> {
    pub(in super::super) issuer: &'a str,
    pub(in super::super) client_id: &'a str,
    pub(in super::super) nonce: &'a str,
    /// The access token that came with it.
    pub(in super::super) access_token: &'a str,
    pub(in super::super) now: Timestamp,
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It names a key that is not in the set: the set may be older than the key.
    UnknownKey,
    /// It proves nothing.
    Wrong(&'static str),
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that must be understood, of which none is.
    crit: Option<Value>,
}

impl KeySet {
    /// The claims of a token, once everything about it is right.
    pub(super) fn claims(&self, token: &str, expected: Expected<'_>) -> Result<Claims, Fault> {
        let not_a_token = Fault::Wrong("the id token is none");
        let (signed, signature) = token.rsplit_once('.').ok_or(not_a_token)?;
        let (header, claims) = signed.split_once('.').ok_or(not_a_token)?;
        let header: Header = part(header).ok_or(not_a_token)?;
        let algorithm = Algorithm::named(&header.alg)
            .filter(|_| header.crit.is_none())
            .ok_or(Fault::Wrong("the id token is signed in no way that counts"))?;
        let signature = BASE64URL_NOPAD
            .decode(signature.as_bytes())
            .map_err(|_| not_a_token)?;
        let is_signed = self.is_signed(
            algorithm,
            header.kid.as_deref(),
            signed.as_bytes(),
            &signature,
        );
        if !is_signed.ok_or(Fault::UnknownKey)? {
            return Err(Fault::Wrong("the id token's signature is wrong"));
        }
        let claims: Claims = part(claims).ok_or(not_a_token)?;
        expected.holds(&claims).map_err(Fault::Wrong)?;
        Ok(claims)
    }
}

impl Expected<'_> {
    fn holds(&self, claims: &Claims) -> Result<(), &'static str> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        if text("iss") != Some(self.issuer) {
            return Err("the id token is of another issuer");
        }
        let is_for_us = match claims.get("aud") {
            Some(Value::String(audience)) => audience == self.client_id,
            // For several, whom it was issued to must be said.
            Some(Value::Array(audience)) => {
                audience.iter().any(|one| one == self.client_id)
                    && (audience.len() == 1 || claims.contains_key("azp"))
            }
            _ => false,
        };
        if !is_for_us || text("azp").is_some_and(|party| party != self.client_id) {
            return Err("the id token is for another app");
        }
        let second = |name: &str| claims.get(name).and_then(Value::as_f64);
        #[expect(clippy::cast_precision_loss, reason = "seconds of our time are small")]
        let now = self.now.as_second() as f64;
        #[expect(clippy::cast_precision_loss, reason = "both are small")]
        let (skew, oldest) = (SKEW_S as f64, OLDEST_S as f64);
        if second("exp").is_none_or(|until| until + skew <= now) {
            return Err("the id token is over");
        }
        if second("iat").is_none_or(|at| at > now + skew || at + oldest < now)
            || second("nbf").is_some_and(|from| from > now + skew)
        {
            return Err("the id token is not of now");
        }
        if text("nonce") != Some(self.nonce) {
            return Err("the id token is of another log-in");
        }
        if claims.contains_key("at_hash") && text("at_hash") != Some(&self.at_hash()) {
            return Err("the id token is of another access token");
        }
        if text("sub").is_none_or(str::is_empty) {
            return Err("the id token names nobody");
        }
        Ok(())
    }

    /// The left half of the access token's hash.
    fn at_hash(&self) -> String {
        let hash = digest::digest(&digest::SHA256, self.access_token.as_bytes());
        let hash = hash.as_ref();
        BASE64URL_NOPAD.encode(&hash[..hash.len() / 2])
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    let json = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    serde_json::from_slice(&json).ok()
}
