//! A platform's token for server calls: one for all calls, renewed by one of them while the others wait.

use crate::GatewayError;
use crate::received::Received;
use crate::system::{Call, System};
use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How long before its end a token is renewed, so that none ends under way.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The token of one app at a platform. Two renewals at once would end each other's tokens on some platforms, so calls wait
/// while one of them renews it.
#[derive(Default)]
pub(crate) struct Tokens(tokio::sync::Mutex<Option<(Token, Timestamp)>>);

/// A token. Never printed.
#[derive(Clone)]
pub(crate) struct Token(Arc<Zeroizing<String>>);

impl Token {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Tokens {
    /// The token that holds now; `renewed` gets another one and its life in seconds.
    pub(crate) async fn at(
        &self,
        now: Timestamp,
        renewed: impl Future<Output = Result<(String, i64), GatewayError>>,
    ) -> Result<Token, GatewayError> {
        let mut kept = self.0.lock().await;
        if let Some((token, until)) = &*kept
            && now < *until
        {
            return Ok(token.clone());
        }
        let (text, lives_s) = renewed.await?;
        let token = Token(Arc::new(Zeroizing::new(text)));
        let life = SignedDuration::from_secs(lives_s) - MARGIN;
        *kept = now
            .checked_add(life)
            .ok()
            .map(|until| (token.clone(), until));
        Ok(token)
    }

    /// Forgets a token that the platform refuses, unless another call has renewed it.
    pub(crate) async fn forget(&self, refused: &Token) {
        let mut kept = self.0.lock().await;
        if kept
            .as_ref()
            .is_some_and(|(token, _)| token.as_str() == refused.as_str())
        {
            *kept = None;
        }
    }
}

/// What a call carries besides its token.
pub(crate) enum Sent {
    /// Text of JSON.
    Json(Vec<u8>),
    /// A form.
    Form(String),
    /// More of the address, which is never logged.
    Query(String),
}

/// A platform that takes its token in the address of a call, which is never logged.
pub(crate) trait TakesToken: Sync {
    fn system(&self) -> &System;

    fn tokens(&self) -> &Tokens;

    /// Another token and its life in seconds.
    fn new_token(&self) -> impl Future<Output = Result<(String, i64), GatewayError>> + Send;

    /// Whether the platform refuses a call by this code because of its token.
    fn refuses_token(code: &str) -> bool;

    /// The answer's own part, once it is no failure.
    fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError>;
}

impl Sent {
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, GatewayError> {
        serde_json::to_vec(value)
            .map(Self::Json)
            .map_err(|_| GatewayError::malformed("the call cannot be written as json"))
    }
}

/// Posts with the token. A token that the platform refuses is renewed once: such a call has had no effect.
pub(crate) async fn post<A: DeserializeOwned + Send>(
    platform: &impl TakesToken,
    call: Call<'_>,
    path: &str,
    sent: &Sent,
) -> Result<A, GatewayError> {
    post_and_read(platform, call, path, sent, checked::<_, A>).await
}

fn checked<P: TakesToken, A: DeserializeOwned>(
    _: &P,
    received: &Received,
) -> Result<A, GatewayError> {
    P::checked(received)
}

/// The same for an answer that is no text. `read` must tell failures as [`TakesToken::checked`] does.
pub(crate) async fn post_and_read<P: TakesToken, A>(
    platform: &P,
    call: Call<'_>,
    path: &str,
    sent: &Sent,
    read: impl Fn(&P, &Received) -> Result<A, GatewayError>,
) -> Result<A, GatewayError> {
    let attempt = async || {
        let token = current(platform).await?;
        let received = post_with(platform, &token, path, sent).await?;
        match read(platform, &received) {
            Err(GatewayError::Refused { code }) if P::refuses_token(&code) => {
                platform.tokens().forget(&token).await;
                let token = current(platform).await?;
                read(platform, &post_with(platform, &token, path, sent).await?)
            }
            outcome => outcome,
        }
    };
    platform.system().ask(call, attempt).await
}

async fn current(platform: &impl TakesToken) -> Result<Token, GatewayError> {
    let now = platform.system().now();
    platform.tokens().at(now, platform.new_token()).await
}

async fn post_with(
    platform: &impl TakesToken,
    token: &Token,
    path: &str,
    sent: &Sent,
) -> Result<Received, GatewayError> {
    let mut url = platform.system().address(path);
    url.query_pairs_mut()
        .append_pair("access_token", token.as_str());
    let http = &platform.system().http;
    let request = match sent {
        Sent::Json(json) => http
            .post(url)
            .header("content-type", "application/json; charset=utf-8")
            .body(json.clone()),
        Sent::Form(form) => http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.clone()),
        Sent::Query(query) => {
            let whole = format!("{}&{query}", url.query().unwrap_or_default());
            url.set_query(Some(&whole));
            http.post(url)
        }
    };
    Received::of(request).await
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn many_calls_renew_it_once() {
        let (tokens, renewals) = (Tokens::default(), AtomicUsize::new(0));
        let renewed = async || {
            tokio::task::yield_now().await;
            let number = renewals.fetch_add(1, Ordering::Relaxed);
            Ok((format!("t{number}"), 7_200))
        };
        let (first, second) =
            tokio::join!(tokens.at(at(0), renewed()), tokens.at(at(0), renewed()));
        assert_eq!(first.unwrap().as_str(), "t0");
        assert_eq!(second.unwrap().as_str(), "t0");
        assert_eq!(
            tokens.at(at(7_139), renewed()).await.unwrap().as_str(),
            "t0"
        );
        assert_eq!(
            tokens.at(at(7_140), renewed()).await.unwrap().as_str(),
            "t1"
        );
    }

    #[tokio::test]
    async fn a_refused_token_is_forgotten_unless_it_was_renewed() {
        let tokens = Tokens::default();
        let give = async |text: &str| Ok((text.to_owned(), 7_200));
        let old = tokens.at(at(0), give("old")).await.unwrap();
        tokens.forget(&old).await;
        let new = tokens.at(at(0), give("new")).await.unwrap();
        assert_eq!(new.as_str(), "new");
        tokens.forget(&old).await;
        assert_eq!(
            tokens.at(at(0), give("newer")).await.unwrap().as_str(),
            "new"
        );
    }

    #[tokio::test]
    async fn a_failed_renewal_leaves_none() {
        let tokens = Tokens::default();
        let broken = async { Err(GatewayError::malformed("broken")) };
        assert!(tokens.at(at(0), broken).await.is_err());
        let token = tokens
            .at(at(0), async { Ok(("t".into(), 60)) })
            .await
            .unwrap();
        assert_eq!(
            (token.as_str(), format!("{token:?}")),
            ("t", "Token(***)".into())
        );
    }
}
