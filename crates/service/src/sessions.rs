//! Finds sessions, keeps them alive and tells when they end.

use std::net::IpAddr;

use domain::channel::{Channel, Host};
use domain::people::{Level, NextProof, Proof, Provider, level, next_proof};
use jiff::{SignedDuration, Timestamp};
use store::proofs::{self, StoredProof, Subject};
use store::sessions::{self, SessionRow, TokenHash};
use store::{StoreError, Tx, captures, face_checks};
use uuid::Uuid;

use crate::Service;
use crate::ServiceError;
use crate::agent::{self, Agent, LoggedIn};
use crate::token::Token;

/// A session's last use is recorded at most this often: it is not worth a commit on every page.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Whole seconds until the session of `token` ends if it is not used; 0 when it has ended. Calling this does not count as use.
pub async fn seconds_left(service: &Service, token: &Token) -> Result<u64, ServiceError> {
    let now = service.clock.now();
    let hash = token.hash();
    let found = service
        .store
        .read(async |tx| sessions::find(tx, &hash, now).await)
        .await?;
    let left = found.map_or(0, |session| {
        let ends = session
            .expires_at
            .min(unused_until(session.last_seen_at, idle(service)));
        ends.duration_since(now).as_secs()
    });
    Ok(u64::try_from(left).unwrap_or(0))
}

/// A session last used before this has been idle too long. On calendar underflow none has.
pub(super) fn used_since(service: &Service) -> Timestamp {
    let since = service.clock.now().checked_sub(idle(service));
    since.unwrap_or(Timestamp::MIN)
}

/// The idle time-out of a session.
fn idle(service: &Service) -> SignedDuration {
    SignedDuration::from_mins(service.settings.idle_minutes.into())
}

/// When a session last used at `seen` ends. On calendar overflow it never does.
fn unused_until(seen: Timestamp, idle: SignedDuration) -> Timestamp {
    seen.checked_add(idle).unwrap_or(Timestamp::MAX)
}

/// Where a session lives. One of a browser counts nowhere else, and the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// In a browser, named by its cookie.
    InABrowser,
    /// In a program that speaks for its person, such as a mini-program.
    InAProgram,
}

impl Where {
    fn holds(self, session: &SessionRow) -> bool {
        (session.host == Host::Web) == (self == Self::InABrowser)
    }
}

/// Who is logged in under `token`, with the request's address `from`, unless the session lives elsewhere, was idle too long or
/// has lasted too long.
pub async fn find(
    service: &Service,
    token: &Token,
    lives: Where,
    from: Option<IpAddr>,
) -> Result<Option<LoggedIn>, ServiceError> {
    let now = service.clock.now();
    let hash = token.hash();
    let found = service
        .store
        .read(async |tx| {
            let found = sessions::find(tx, &hash, now).await?;
            let Some(session) = found.filter(|session| lives.holds(session)) else {
                return Ok(None);
            };
            let who = agent::of_account(tx, session.account, now).await?;
            Ok::<_, StoreError>(who.map(|who| (session, who)))
        })
        .await?;
    let Some((session, who)) = found else {
        return Ok(None);
    };
    let unused = now.duration_since(session.last_seen_at);
    if unused > idle(service) {
        return Ok(None);
    }
    if unused > NOTED_EVERY {
        note(service, hash, now).await;
    }
    Ok(Some(match who {
        LoggedIn::Agent(agent) => LoggedIn::Agent(Agent { from, ..agent }),
        unproved @ LoggedIn::Unproved { .. } => unproved,
    }))
}

/// What a session allows, and what is to be proved next in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Whose it is.
    pub account: Uuid,
    /// The channel it is in.
    pub channel: Channel,
    /// The program that the channel runs in.
    pub host: Host,
    /// What is proved about them.
    pub level: Level,
    /// What has to be proved next before an application may begin in its channel; `None` when one may.
    pub next: Option<NextProof>,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// What the session of `token` allows now; `None` when it has ended. Faces count in the session in which they were shown.
///
/// # Errors
/// Those of the store.
pub async fn allowed(service: &Service, token: &Token) -> Result<Option<Allowed>, ServiceError> {
    let (now, hash, used_since) = (service.clock.now(), token.hash(), used_since(service));
    service
        .store
        .read(async |tx| {
            let found = sessions::find(tx, &hash, now).await?;
            let Some(session) = found.filter(|session| session.last_seen_at >= used_since) else {
                return Ok(None);
            };
            let proofs = proofs::list(tx, session.account).await?;
            let here: Vec<Proof> = proofs
                .iter()
                .filter(|proof| match &proof.subject {
                    Subject::Face(of) => *of == hash,
                    Subject::Phone(_) | Subject::CardPhone(_) | Subject::RealName(_) => true,
                })
                .map(StoredProof::fact)
                .collect();
            Ok(Some(Allowed {
                account: session.account,
                channel: session.channel,
                host: session.host,
                level: level(&here, now),
                next: next_proof(session.channel, &here, now),
                expires_at: session.expires_at,
            }))
        })
        .await
}

/// Gives the session of `token` another one, with which it goes on as it was, until it ends as it would have. `None` when it has
/// ended.
///
/// # Errors
/// Those of the store.
pub async fn renew_session(
    service: &Service,
    token: &Token,
) -> Result<Option<Token>, ServiceError> {
    let (now, from) = (service.clock.now(), token.hash());
    let renewed = Token::logged_in(&service.chance);
    let to = renewed.hash();
    let is_renewed = service
        .store
        .write(
            async move |tx| match sessions::find(tx, &from, now).await? {
                Some(session) => renew(tx, session.account, &from, &to, now).await,
                None => Ok(false),
            },
        )
        .await?;
    Ok(is_renewed.then_some(renewed))
}

/// A session that begins now, in the portal.
pub(crate) fn begun(
    service: &Service,
    token: &Token,
    account: Uuid,
    provider: Provider,
    now: Timestamp,
) -> SessionRow {
    SessionRow {
        token: token.hash(),
        account,
        provider,
        channel: Channel::Portal,
        host: Host::Web,
        way: None,
        host_secret: None,
        created_at: now,
        last_seen_at: now,
        expires_at: now + SignedDuration::from_hours(service.settings.absolute_hours.into()),
    }
}

/// Gives a session another token, with which it goes on as it was: whoever knows the one before, from a time when the session
/// allowed less, must not share what it allows now. `false` when the session has ended, or is not one of this account.
pub(crate) async fn renew(
    tx: &Tx,
    account: Uuid,
    from: &TokenHash,
    to: &TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let found = sessions::find(tx, from, now).await?;
    let Some(session) = found.filter(|session| session.account == account) else {
        return Ok(false);
    };
    sessions::end(tx, from).await?;
    let renewed = SessionRow {
        token: to.clone(),
        last_seen_at: now,
        ..session
    };
    sessions::create(tx, &renewed).await?;
    proofs::follow_session(tx, account, from, to).await?;
    face_checks::follow_session(tx, account, from, to).await?;
    captures::follow_session(tx, account, from, to).await?;
    Ok(true)
}

/// Records that a session is used. If that fails, on a full disk for example, a page that only reads still works; the session
/// then ends as if it had not been used.
async fn note(service: &Service, hash: TokenHash, now: Timestamp) {
    let noted = service
        .store
        .write(async move |tx| sessions::seen(tx, &hash, now).await)
        .await;
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a log-in could not be noted");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_in_at_the_end_of_the_calendar_ends_there() {
        let idle = SignedDuration::from_mins(30);
        let day = Timestamp::UNIX_EPOCH;
        assert_eq!(unused_until(day, idle).duration_since(day), idle);
        assert_eq!(unused_until(Timestamp::MAX, idle), Timestamp::MAX);
    }
}
