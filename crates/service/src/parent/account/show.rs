//! Shows somebody their account.

use domain::catalogue::Agreement;
use domain::channel::{Channel, Host};
use domain::id::Mobile;
use domain::people::{ProofKind, ProofMethod, Provider};
use jiff::Timestamp;
use store::consents::{self, Consent};
use store::message_grants::{self, MessageGrant};
use store::proofs::{self, StoredProof, Subject};
use store::sessions::{self, SessionRow};
use store::ways_in::{self, WayIn};
use store::{Tx, lines};
use uuid::Uuid;

use crate::agent::{self, LoggedIn, is_real_name_fresh};
use crate::parent::list_mine::MOST;
use crate::sessions::used_since;
use crate::token::Token;
use crate::{Service, ServiceError};

/// An account as its owner sees it.
#[derive(Clone, Debug)]
pub struct AccountPage {
    /// How it is entered, oldest first.
    pub ways: Vec<Way>,
    /// What is proved about its person, newest first, lapsed proofs too.
    pub proofs: Vec<ShownProof>,
    /// Where somebody is logged in, this browser first, then the one used last.
    pub sessions: Vec<ShownSession>,
    /// What its owner agreed to, newest first, withdrawn consents too.
    pub consents: Vec<ShownConsent>,
    /// Whether the real name was proved within five minutes before in this session, so that what needs that may be done now.
    pub is_real_name_fresh: bool,
    /// What a mini-program may tell its owner, by the kind of message.
    pub grants: Vec<MessageGrant>,
}

/// A way in: a platform, or log-in names with their password.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its id, for [`super::unlink::unlink`].
    pub id: Uuid,
    /// Who says who comes in.
    pub provider: Provider,
    /// The log-in names, mobiles and ID numbers masked; empty for a platform, whose subject says nothing to people.
    pub names: Vec<String>,
    /// When it was added.
    pub added_at: Timestamp,
    /// Whether it is the last one, which cannot be unlinked.
    pub is_last: bool,
}

/// A proof.
#[derive(Clone, Debug)]
pub struct ShownProof {
    /// What was proved.
    pub kind: ProofKind,
    /// How.
    pub method: ProofMethod,
    /// The platform that vouches for it, if one does.
    pub provider: Option<Provider>,
    /// The mobile, masked, where it is about one.
    pub mobile: Option<String>,
    /// When.
    pub at: Timestamp,
    /// When it lapses or lapsed.
    pub until: Option<Timestamp>,
    /// Whether it counts now.
    pub is_valid: bool,
}

/// A session.
#[derive(Clone, Debug)]
pub struct ShownSession {
    /// Its name, for [`super::end_session::end_session`]. It opens nothing.
    pub name: String,
    /// Whether it is that of this browser.
    pub is_current: bool,
    /// How it began.
    pub provider: Provider,
    /// The channel.
    pub channel: Channel,
    /// The program that the channel runs in.
    pub host: Host,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

/// A consent.
#[derive(Clone, Debug)]
pub struct ShownConsent {
    /// Its id, for [`super::withdraw_consent::withdraw_consent`].
    pub id: Uuid,
    /// What was agreed to, such as `consent.lookup`.
    pub consent: String,
    /// The version of the text.
    pub version: String,
    /// The text itself, unless this program cannot read its release any more.
    pub text: Option<Agreement>,
    /// The application it was given for; `None` outside of any, or once that is erased.
    pub case: Option<ItsCase>,
    /// When.
    pub at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// The application that a consent was given for.
#[derive(Clone, Debug)]
pub struct ItsCase {
    /// Its id.
    pub id: Uuid,
    /// The child's name as entered, if it was.
    pub child_name: Option<String>,
}

/// Shows the account that is logged in under `token`.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn show(service: &Service, token: &Token) -> Result<AccountPage, ServiceError> {
    let (now, used_since, here) = (service.clock.now(), used_since(service), token.hash());
    let (mut page, agreed) = service
        .store
        .read(async |tx| {
            let current = sessions::find(tx, &here, now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            let mut open = sessions::list(tx, account, now, used_since).await?;
            open.sort_by_key(|session| session.token != here);
            let proved = proofs::list(tx, account).await?;
            let page = AccountPage {
                grants: message_grants::list(tx, account).await?,
                ways: ways(tx, account).await?,
                proofs: proved.iter().map(|proof| shown_proof(proof, now)).collect(),
                sessions: open
                    .iter()
                    .map(|session| ShownSession {
                        is_current: session.token == here,
                        ..shown_session(service, session)
                    })
                    .collect(),
                consents: Vec::new(),
                is_real_name_fresh: is_real_name_fresh(tx, account, &here, now).await?,
            };
            let agreed = newest_of_each(consents::list(tx, account).await?);
            // No child is named to somebody whose own name is not proved, or not any more.
            let lines = match agent::of_account(tx, account, now).await? {
                Some(LoggedIn::Agent(_)) => lines::list_owned(tx, account, MOST).await?,
                Some(LoggedIn::Unproved { .. }) | None => Vec::new(),
            };
            let agreed = agreed.into_iter().map(|given| {
                let line = lines.iter().find(|line| Some(line.case.id) == given.case);
                let case = line.map(|line| ItsCase {
                    id: line.case.id,
                    child_name: line
                        .child_name
                        .as_ref()
                        .map(|name| name.expose().to_owned()),
                });
                (given, case)
            });
            Ok::<_, ServiceError>((page, agreed.collect::<Vec<_>>()))
        })
        .await?;
    for (given, case) in agreed {
        let text = service.rules.text_of(&service.store, &given).await?;
        page.consents.push(ShownConsent {
            id: given.id,
            consent: given.consent,
            version: given.version,
            text,
            case,
            at: given.at,
            withdrawn_at: given.withdrawn_at,
        });
    }
    Ok(page)
}

/// The consents, newest first: of those that agree to the same text for the same thing the newest one, and the newest withdrawn one.
/// Each face check is agreed to anew, and nobody reads the same line ten times.
fn newest_of_each(given: Vec<Consent>) -> Vec<Consent> {
    let mut shown: Vec<Consent> = Vec::new();
    for one in given.into_iter().rev() {
        let is_the_same = |other: &Consent| {
            (
                &one.consent,
                &one.version,
                one.case,
                one.withdrawn_at.is_some(),
            ) == (
                &other.consent,
                &other.version,
                other.case,
                other.withdrawn_at.is_some(),
            )
        };
        if !shown.iter().any(is_the_same) {
            shown.push(one);
        }
    }
    shown
}

/// The ways into an account: names that go with one password are one way, and so are the subjects of one platform, which names
/// the same person to each of our apps.
async fn ways(tx: &Tx, account: Uuid) -> Result<Vec<Way>, ServiceError> {
    let mut ways: Vec<((Provider, Option<Uuid>), Way)> = Vec::new();
    for one in ways_in::list(tx, account).await? {
        let name = one.password.map(|_| masked(&one));
        let with = (one.provider, one.password);
        let known = ways.iter_mut().find(|(together, _)| *together == with);
        match known {
            Some((_, way)) => way.names.extend(name),
            None => ways.push((
                with,
                Way {
                    id: one.id,
                    provider: one.provider,
                    names: name.into_iter().collect(),
                    added_at: one.created_at,
                    is_last: false,
                },
            )),
        }
    }
    let mut ways: Vec<Way> = ways.into_iter().map(|(_, way)| way).collect();
    if let [way] = &mut ways[..] {
        way.is_last = true;
    }
    Ok(ways)
}

fn masked(way: &WayIn) -> String {
    let name = way.subject.expose();
    if let Ok(mobile) = Mobile::parse(name) {
        return mobile.masked();
    }
    let number = domain::id::CitizenId::from_stored(name);
    number.map_or_else(|_| name.to_owned(), |number| number.masked())
}

fn shown_proof(proof: &StoredProof, now: Timestamp) -> ShownProof {
    ShownProof {
        kind: proof.subject.kind(),
        method: proof.method,
        provider: proof.provider,
        mobile: match &proof.subject {
            Subject::Phone(mobile) | Subject::CardPhone(mobile) => Some(mobile.masked()),
            Subject::RealName(_) | Subject::Face(_) => None,
        },
        at: proof.at,
        until: proof.until,
        is_valid: proof.fact().is_valid(now),
    }
}

fn shown_session(service: &Service, session: &SessionRow) -> ShownSession {
    ShownSession {
        name: session.token.name(service.store.keyring()),
        is_current: false,
        provider: session.provider,
        channel: session.channel,
        host: session.host,
        began_at: session.created_at,
        seen_at: session.last_seen_at,
        ends_at: session.expires_at,
    }
}
