//! What such a platform answers: page, exchange, who somebody is, its keys (RFC 6749, RFC 7636, OpenID Connect Core 1.0).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use ring::digest;
use serde_json::{Value, json};

use super::account::OauthAccount;
use super::keys::Keys;
use crate::encoding::pairs;
use crate::faults;
use crate::headers;
use crate::login::logins::{Exchanged, Good, Logins};
use crate::login::page::sent_on;
use crate::login::people::{Holder, Platform};
use crate::login::returning::{Asked, Returning};

/// Life of a token, in seconds.
const TOKEN_S: i64 = 3_600;
/// Life of an ID token, in seconds.
const ID_TOKEN_S: i64 = 300;

/// What a platform says of a person.
type Tells = fn(&Holder, &Logins) -> Value;

/// Where a platform says who somebody is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TellsIn {
    /// In an answer that is asked with the access token.
    Answer,
    /// In a signed token.
    Token,
    /// In both, and it wants PKCE.
    Both,
}

pub(super) struct Server {
    issuer: String,
    platform: Platform,
    account: OauthAccount,
    tells_in: TellsIn,
    tells: Tells,
    logins: Arc<Logins>,
    keys: Keys,
}

/// Why an exchange is refused.
struct Refusal {
    status: StatusCode,
    error: &'static str,
}

type Given = BTreeMap<String, String>;

impl Server {
    pub(super) fn new(
        issuer: String,
        platform: Platform,
        account: OauthAccount,
        logins: Arc<Logins>,
        tells: Tells,
    ) -> Self {
        Self {
            issuer,
            platform,
            account,
            tells_in: TellsIn::Both,
            tells,
            logins,
            keys: Keys::made_up(),
        }
    }

    /// The same, but it tells there alone.
    pub(super) fn telling_in(self, tells_in: TellsIn) -> Self {
        Self { tells_in, ..self }
    }

    fn page(&self, given: &Given) -> Result<String, &'static str> {
        let text = |name: &str| given.get(name).cloned().unwrap_or_default();
        let is_oidc = self.tells_in == TellsIn::Both;
        let asked = Asked {
            platform: self.platform,
            app_id: text("client_id"),
            redirect_uri: text("redirect_uri"),
            state: text("state"),
            scope: text("scope"),
            nonce: text("nonce"),
            challenge: text("code_challenge"),
            returning: if is_oidc {
                Returning::Issuer(self.issuer.clone())
            } else {
                Returning::Standard
            },
        };
        if asked.app_id != self.account.client_id {
            return Err("client_id");
        }
        if !self
            .logins
            .may_return(self.platform, &asked.app_id, &asked.redirect_uri)
        {
            return Err("this client may not return there");
        }
        if text("response_type") != "code" {
            return Err("response_type");
        }
        let is_openid = asked.scope.split(' ').any(|one| one == "openid");
        if is_oidc && !is_openid {
            return Err("scope");
        }
        let has_challenge = !asked.challenge.is_empty();
        if has_challenge && text("code_challenge_method") != "S256" {
            return Err("code_challenge_method");
        }
        if is_oidc && !has_challenge {
            return Err("code_challenge");
        }
        Ok(self.logins.wait(asked))
    }

    fn exchanged(&self, headers: &HeaderMap, given: &Given) -> Result<Exchanged, Refusal> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        let is_basic = headers.contains_key("authorization");
        let (id, secret) = match headers::text(headers, "authorization").strip_prefix("Basic ") {
            Some(basic) => credentials(basic).unwrap_or_default(),
            None => (
                text("client_id").to_owned(),
                text("client_secret").to_owned(),
            ),
        };
        if id != self.account.client_id || secret != self.account.secret {
            return Err(Refusal {
                status: if is_basic {
                    StatusCode::UNAUTHORIZED
                } else {
                    StatusCode::BAD_REQUEST
                },
                error: "invalid_client",
            });
        }
        let refused = |error| Refusal {
            status: StatusCode::BAD_REQUEST,
            error,
        };
        match text("grant_type") {
            "authorization_code" => {}
            "" => return Err(refused("invalid_request")),
            _ => return Err(refused("unsupported_grant_type")),
        }
        let exchanged = self
            .logins
            .exchange(Good::AtPage, self.platform, &id, text("code"))
            .map_err(|_| refused("invalid_grant"))?;
        let asked = &exchanged.asked;
        let is_same_client = asked.challenge.is_empty()
            || BASE64URL_NOPAD.encode(&sha256(text("code_verifier"))) == asked.challenge;
        if is_same_client && asked.redirect_uri == text("redirect_uri") {
            Ok(exchanged)
        } else {
            Err(refused("invalid_grant"))
        }
    }

    fn told(&self, exchanged: Exchanged) -> Value {
        let Exchanged { holder, asked, .. } = exchanged;
        let access_token = self.logins.token(holder.clone());
        let id_token = (self.tells_in != TellsIn::Answer)
            .then(|| self.id_token(&holder, &asked, &access_token));
        let mut told = json!({
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": TOKEN_S,
            "scope": asked.scope,
        });
        if let Some(id_token) = id_token {
            told["id_token"] = id_token.into();
        }
        told
    }

    fn id_token(&self, holder: &Holder, asked: &Asked, access_token: &str) -> String {
        let now = self.logins.machine().now().as_second();
        let mut claims = (self.tells)(holder, &self.logins);
        claims["iss"] = self.issuer.as_str().into();
        claims["aud"] = self.account.client_id.as_str().into();
        claims["iat"] = now.into();
        claims["auth_time"] = now.into();
        claims["exp"] = (now + ID_TOKEN_S).into();
        claims["at_hash"] = BASE64URL_NOPAD.encode(&sha256(access_token)[..16]).into();
        if !asked.nonce.is_empty() {
            claims["nonce"] = asked.nonce.as_str().into();
        }
        self.keys.signed(self.account.algorithm, &claims)
    }
}

pub(super) async fn authorise(
    State(server): State<Arc<Server>>,
    RawQuery(query): RawQuery,
) -> Response {
    let given: Given = pairs(&query.unwrap_or_default()).into_iter().collect();
    sent_on(server.page(&given))
}

pub(super) async fn token(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given: Given = pairs(&String::from_utf8_lossy(&body)).into_iter().collect();
    let no_store = [(CACHE_CONTROL, "no-store")];
    match server.exchanged(&headers, &given) {
        Ok(exchanged) if exchanged.breaks => faults::reset(),
        Ok(exchanged) => (no_store, Json(server.told(exchanged))).into_response(),
        Err(Refusal { status, error }) => {
            let told = json!({"error": error, "error_description": "refused by the sandbox"});
            let mut response = (status, no_store, Json(told)).into_response();
            if status == StatusCode::UNAUTHORIZED {
                let challenge = "Basic realm=\"sandbox\"".parse();
                response.headers_mut().insert(
                    WWW_AUTHENTICATE,
                    challenge.expect("the text fits in a header"),
                );
            }
            response
        }
    }
}

pub(super) async fn user(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    let token = headers::text(&headers, "authorization").strip_prefix("Bearer ");
    let holder = token.and_then(|token| server.logins.of_token(server.platform, token));
    let Some(holder) = holder else {
        let challenge = [(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")];
        let told = Json(json!({"error": "invalid_token"}));
        return (StatusCode::UNAUTHORIZED, challenge, told).into_response();
    };
    Json((server.tells)(&holder, &server.logins)).into_response()
}

pub(super) async fn keys(State(server): State<Arc<Server>>) -> Json<Value> {
    Json(server.keys.published())
}

/// OpenID Connect Discovery 1.0.
pub(super) async fn published(State(server): State<Arc<Server>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", server.issuer);
    Json(json!({
        "issuer": server.issuer,
        "authorization_endpoint": at("/oauth2/authorize"),
        "token_endpoint": at("/oauth2/token"),
        "userinfo_endpoint": at("/oauth2/userinfo"),
        "jwks_uri": at("/oauth2/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "scopes_supported": ["openid", "profile", "phone"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

/// Client id and secret of the scheme Basic, each encoded as in a form.
fn credentials(basic: &str) -> Option<(String, String)> {
    let text = String::from_utf8(BASE64.decode(basic.trim().as_bytes()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    pairs(&format!("{id}={secret}")).pop()
}

fn sha256(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes())
        .as_ref()
        .to_vec()
}
