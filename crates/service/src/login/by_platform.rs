//! Lets somebody in whom a platform names.
//!
//! A subject that was never seen begins an account; the same person's subject of another platform stays another account until
//! both prove who they are, so nothing is joined here. Within one provider, an id for all apps of one owner joins what is one
//! person there.

use domain::channel::{Channel, Host};
use domain::id::Mobile;
use domain::people::{Identity, ProofMethod, Provider};
use gateways::Person;
use gateways::login::Subject;
use jiff::Timestamp;
use store::seal::Secret;
use store::sessions::{self, SessionRow, TokenHash};
use store::ways_in::{self, WayIn};
use store::{StoreError, Tx, accounts};
use uuid::Uuid;

use crate::agent;
use crate::people::{NewProof, ProofRefusal, Proved, Taken, prove, real_name_until};
use crate::sessions::{begun, renew};
use crate::token::Token;
use crate::{Service, ServiceError};

/// Who came, as a platform said it to the server.
#[derive(Clone)]
pub struct Introduced {
    /// The platform.
    pub provider: Provider,
    /// Who it is there.
    pub subject: Subject,
    /// Name and ID number that the platform has verified, where it is one that proves them.
    pub person: Option<Person>,
    /// The mobile that the platform has verified.
    pub mobile: Option<Mobile>,
}

/// Where they come in.
#[derive(Clone, Debug)]
pub struct ComesIn {
    /// The channel.
    pub channel: Channel,
    /// The program that the channel runs in.
    pub host: Host,
    /// The host's secret for this session, where it gave one.
    pub host_secret: Option<Secret>,
    /// The session that the same browser still has; the new one replaces it.
    pub replaces: Option<TokenHash>,
}

/// What came of it.
#[derive(Debug)]
pub enum EnterOutcome {
    /// They are in.
    In {
        /// The token of the new session.
        token: Token,
    },
    /// The platform vouches for somebody whom the account of this subject contradicts, so nobody came in: its owner must not be
    /// confused with another person, and only people can find out why.
    Contradicted(ProofRefusal),
}

/// What came of the wish to add a platform to an account.
#[derive(Debug)]
pub enum LinkOutcome {
    /// It leads to the account, from now on or already.
    Linked {
        /// Give the browser this token: the one before has ended.
        token: Token,
    },
    /// It leads to another account. Only proof joins accounts.
    Elsewhere,
    /// The platform vouches for another person.
    Contradicted(ProofRefusal),
}

/// What [`WayIn::app`] is for an id that holds for all apps of one owner.
const UNION: &str = "union";

/// Opens a session for whoever a platform introduces. What the platform has verified stands as proved from then on.
///
/// # Errors
/// Those of the store.
pub async fn enter(
    service: &Service,
    who: Introduced,
    comes: ComesIn,
) -> Result<EnterOutcome, ServiceError> {
    let now = service.clock.now();
    let token = Token::logged_in(&service.chance);
    let new = New::of(service, &who, &token, now);
    let session = SessionRow {
        channel: comes.channel,
        host: comes.host,
        host_secret: comes.host_secret.clone(),
        ..begun(service, &token, new.account, who.provider, now)
    };
    let outcome = service
        .store
        .write(async move |tx| {
            if let Some(old) = &comes.replaces {
                sessions::end(tx, old).await?;
            }
            let known = known_ways(tx, &who).await?;
            let account = known.accounts().next().unwrap_or(new.account);
            if known.accounts().next().is_none() {
                accounts::create(tx, account, now).await?;
            }
            let new = New {
                account,
                ..new.clone()
            };
            add_ways(tx, &who, &known, &new, now).await?;
            let session = SessionRow {
                account,
                way: Some(known.of_app.as_ref().map_or(new.ways[0], |way| way.id)),
                ..session.clone()
            };
            sessions::create(tx, &session).await?;
            // A transaction that fails leaves nothing behind.
            take_proofs(tx, account, &new, now).await?;
            Ok(())
        })
        .await;
    match outcome {
        Ok(()) => Ok(EnterOutcome::In { token }),
        Err(Undone::Contradicted(refusal)) => {
            tracing::warn!(
                ?refusal,
                "a platform vouches for another person than the account of its subject"
            );
            Ok(EnterOutcome::Contradicted(refusal))
        }
        Err(Undone::Failed(error)) => Err(error),
    }
}

/// Adds the platform that introduces somebody to the account that is logged in under `browser`. What the platform has verified
/// stands as proved.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile, or is of another account; those of the store.
pub(super) async fn link(
    service: &Service,
    browser: &Token,
    account: Uuid,
    who: Introduced,
) -> Result<LinkOutcome, ServiceError> {
    let (now, here) = (service.clock.now(), browser.hash());
    let token = Token::logged_in(&service.chance);
    let to = token.hash();
    let new = New {
        account,
        ..New::of(service, &who, browser, now)
    };
    let outcome = service
        .store
        .write(async move |tx| {
            let session = sessions::find(tx, &here, now).await?;
            if session.is_none_or(|session| session.account != account) {
                return Err(Undone::Failed(ServiceError::NotFound));
            }
            let known = known_ways(tx, &who).await?;
            if known.accounts().any(|known| known != account) {
                return Ok(LinkOutcome::Elsewhere);
            }
            add_ways(tx, &who, &known, &new, now).await?;
            let account = take_proofs(tx, account, &new, now).await?;
            if !renew(tx, account, &here, &to, now).await? {
                return Err(Undone::Failed(ServiceError::NotFound));
            }
            Ok(LinkOutcome::Linked {
                token: token.clone(),
            })
        })
        .await;
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(Undone::Contradicted(refusal)) => Ok(LinkOutcome::Contradicted(refusal)),
        Err(Undone::Failed(error)) => Err(error),
    }
}

/// Why nobody came in.
enum Undone {
    Contradicted(ProofRefusal),
    Failed(ServiceError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Undone {
        Undone::Failed(error.into())
    }
}

/// Ids for what may have to be created.
#[derive(Clone)]
struct New {
    account: Uuid,
    ways: [Uuid; 2],
    /// The mobile first: what a real name frees depends on it.
    proofs: [Option<NewProof>; 2],
}

impl New {
    /// `session`: where they are proved.
    fn of(service: &Service, who: &Introduced, session: &Token, now: Timestamp) -> New {
        let id = || service.chance.id_at(now);
        let proof = |proved, until| NewProof {
            id: id(),
            proved,
            method: ProofMethod::Platform,
            provider: Some(who.provider),
            at: now,
            until,
        };
        let vouched = who
            .person
            .as_ref()
            .filter(|_| who.provider.proves_the_person());
        New {
            account: id(),
            ways: [id(), id()],
            proofs: [
                who.mobile.map(|mobile| proof(Proved::Phone(mobile), None)),
                vouched.map(|person| {
                    let identity = Identity {
                        name: person.name.clone(),
                        id_number: person.id_number,
                    };
                    proof(
                        Proved::RealName(identity, Some(session.hash())),
                        real_name_until(service, now),
                    )
                }),
            ],
        }
    }
}

/// Where the ids of a subject lead.
struct Known {
    of_app: Option<WayIn>,
    of_all: Option<WayIn>,
}

impl Known {
    /// The account of the app's own id first.
    fn accounts(&self) -> impl Iterator<Item = Uuid> {
        let ways = [&self.of_app, &self.of_all];
        ways.into_iter().flatten().map(|way| way.account)
    }
}

async fn known_ways(tx: &Tx, who: &Introduced) -> Result<Known, StoreError> {
    let (provider, subject) = (who.provider, &who.subject);
    let of_app = ways_in::find(tx, provider, &subject.app_id, &subject.id).await?;
    let of_all = match &subject.union {
        Some(union) => ways_in::find(tx, provider, UNION, union).await?,
        None => None,
    };
    Ok(Known { of_app, of_all })
}

/// Lets those ids of a subject that lead nowhere lead to the account.
async fn add_ways(
    tx: &Tx,
    who: &Introduced,
    known: &Known,
    new: &New,
    now: Timestamp,
) -> Result<(), StoreError> {
    let way = |id, app: &str, subject: &str| WayIn {
        id,
        account: new.account,
        provider: who.provider,
        app: app.to_owned(),
        subject: subject.into(),
        password: None,
        created_at: now,
    };
    let subject = &who.subject;
    if known.of_app.is_none() {
        ways_in::add_free(tx, &way(new.ways[0], &subject.app_id, &subject.id)).await?;
    }
    if let (Some(union), None) = (&subject.union, &known.of_all) {
        ways_in::add_free(tx, &way(new.ways[1], UNION, union)).await?;
    }
    Ok(())
}

/// Takes what the platform has verified, but no mobile in the place of one that the person has proved: that is changed by them alone.
/// Returns whose the session is from then on.
async fn take_proofs(
    tx: &Tx,
    mut account: Uuid,
    new: &New,
    now: Timestamp,
) -> Result<Uuid, Undone> {
    let proved = agent::proved_mobile(tx, account, now).await?;
    for proof in new.proofs.iter().flatten() {
        let is_phone = matches!(proof.proved, Proved::Phone(_));
        if is_phone && proved.is_some_and(|proved| proof.proved != Proved::Phone(proved)) {
            continue;
        }
        match prove(tx, account, proof, now).await? {
            Taken::For(owner) => account = owner,
            Taken::Refused(refusal) => return Err(Undone::Contradicted(refusal)),
        }
    }
    Ok(account)
}
