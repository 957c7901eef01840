//! Begins a face check.

use std::sync::Arc;

use domain::digest::Digest;
use domain::id::{CitizenId, CitizenIdError, NameError, PersonalName};
use domain::people::Identity;
use gateways::Person;
use gateways::face::{ReturnTo, Wanted};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::consents::{self, Consent};
use store::face_checks::{self, FaceCheck, KnownAs};
use store::seal::Secret;
use store::sessions::{self, SessionRow};
use store::{Tx, accounts, proved_people, ways_in};
use uuid::Uuid;

use super::counts::{Counts, FaceCounts};
use crate::face_authorities::AuthorityAt;
use crate::login::prove_phone::Prover;
use crate::{Service, ServiceError, Shared};

/// The consent without which no face is checked.
pub const CONSENT: &str = "consent.face";

/// The wish for a check.
#[derive(Clone)]
pub struct FaceAsk {
    /// The version of the text of [`CONSENT`] that was agreed to; anything else is no consent.
    pub consent: String,
    /// Who somebody says they are. Not read where the account has proved its person before: then it is that one.
    pub typed: Option<TypedIdentity>,
    /// The address to which the authority's page leads a browser back. The check's id is put behind it, and `/failed` where the page
    /// says so.
    pub return_to: Option<String>,
    /// Where the person was going, as an address of the service.
    pub next: String,
}

/// A name and an ID number as typed.
#[derive(Clone)]
pub struct TypedIdentity {
    /// The name.
    pub name: String,
    /// The ID number.
    pub id_number: String,
}

/// What came of it.
#[derive(Debug)]
pub enum BeginOutcome {
    /// The authority waits for the person.
    Begun(BegunCheck),
    /// All that is wrong with what was sent.
    Wrong(Vec<FaceProblem>),
    /// Too many did not pass within an hour. The way goes on over another platform.
    Wait {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// No authority checks faces in this channel and host, or the person did not come in by it.
    NoAuthority,
    /// The authority does not answer. Nothing was counted.
    Unavailable,
}

/// A check that has begun.
#[derive(Debug)]
pub struct BegunCheck {
    /// Its id, which says nothing.
    pub id: Uuid,
    /// What the client hands to its native call.
    pub native: Value,
    /// The page that does the check, where there is one.
    pub page: Option<String>,
}

/// What is wrong with the wish for a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceProblem {
    /// The text was not agreed to, or it is another one by now.
    ConsentMissing,
    /// No name was typed.
    NameMissing,
    /// It is no name.
    Name(NameError),
    /// No ID number was typed.
    IdNumberMissing,
    /// It is no ID number.
    IdNumber(CitizenIdError),
}

/// For how long a check counts: the authorities give at least an hour, and nobody needs ten minutes.
const LASTS: SignedDuration = SignedDuration::from_mins(30);
const ATTEMPT_BYTES: usize = 16;

/// Begins a face check for whoever is logged in. Name, number and consent are kept in one transaction before the authority is asked.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended; those of the store.
pub async fn begin_face_check(
    service: &Shared,
    who: &Prover,
    ask: FaceAsk,
) -> Result<BeginOutcome, ServiceError> {
    let (whole, who) = (Arc::clone(service), who.clone());
    let task = async move { begin(&whole, &who, ask).await };
    service.work.tasks.see_through(task).await
}

async fn begin(
    service: &Service,
    who: &Prover,
    ask: FaceAsk,
) -> Result<BeginOutcome, ServiceError> {
    let now = service.clock.now();
    let (session, proved) = asker(service, who, now).await?;
    let Some(at) = service.gateways.faces.of(session.channel, session.host) else {
        return Ok(BeginOutcome::NoAuthority);
    };
    let text = agreed_to(service, &ask.consent);
    let is_typed = proved.is_none();
    let person = match proved {
        Some(proved) => Ok(proved),
        None => typed(service, ask.typed.as_ref()),
    };
    let (text, person) = match (text, person) {
        (Some(text), Ok(person)) => (text, person),
        (text, person) => {
            let consent = text.is_none().then_some(FaceProblem::ConsentMissing);
            let problems = person.err().unwrap_or_default().into_iter().chain(consent);
            return Ok(BeginOutcome::Wrong(problems.collect()));
        }
    };
    let subject = subject(service, at, &session).await?;
    if subject.is_none() && at.asks_for_subject() {
        return Ok(BeginOutcome::NoAuthority);
    }
    let new = NewCheck {
        counts: FaceCounts::of(who.account, is_typed.then_some(&person.id_number)),
        consent: Consent {
            id: service.chance.id_at(now),
            account: who.account,
            case: None,
            consent: CONSENT.to_owned(),
            version: ask.consent,
            digest: text,
            at: now,
            withdrawn_at: None,
        },
        check: FaceCheck {
            id: service.chance.id(),
            account: who.account,
            session: who.token.hash(),
            provider: at.provider,
            attempt: service.chance.hex::<ATTEMPT_BYTES>(),
            consent: Uuid::nil(),
            next: ask.next,
            person: Some(person.clone()),
            known_as: None,
            begun_at: now,
            expires_at: now + LASTS,
            over_at: None,
        },
    };
    match keep(service, new.clone(), now).await {
        Err(ServiceError::TooManyTries { wait_s }) => return Ok(BeginOutcome::Wait { wait_s }),
        kept => kept?,
    }
    let id = new.check.id;
    let wanted = Wanted {
        person: Person {
            name: person.name,
            id_number: person.id_number,
        },
        attempt: new.check.attempt,
        subject: subject.as_ref().map(|subject| subject.expose().to_owned()),
        return_to: ask.return_to.map(|address| ReturnTo {
            passed: format!("{address}/{id}"),
            failed: format!("{address}/{id}/failed"),
        }),
    };
    let begun = match at.authority.begin(&wanted, &id.to_string()).await {
        Ok(begun) => begun,
        Err(error) => {
            let provider = at.provider.code();
            tracing::warn!(provider, %error, "a face check could not be begun");
            forget(service, id, new.counts, now).await?;
            return Ok(BeginOutcome::Unavailable);
        }
    };
    let known_as = KnownAs {
        id: begun.check.id.as_str().into(),
        subject,
    };
    let store = &service.store;
    let noted = store.write(async move |tx| face_checks::begun(tx, id, &known_as).await);
    if !noted.await? {
        return Err(ServiceError::NotFound);
    }
    Ok(BeginOutcome::Begun(BegunCheck {
        id,
        native: begun.native,
        page: begun.page,
    }))
}

/// What is written before the authority is asked.
#[derive(Clone)]
struct NewCheck {
    counts: FaceCounts,
    consent: Consent,
    check: FaceCheck,
}

async fn keep(service: &Service, new: NewCheck, now: Timestamp) -> Result<(), ServiceError> {
    let store = &service.store;
    store
        .write(async move |tx| {
            let found = sessions::find(tx, &new.check.session, now).await?;
            if found.is_none_or(|session| session.account != new.check.account) {
                return Err(ServiceError::NotFound);
            }
            new.counts.count(tx, now).await?;
            consents::give(tx, &new.consent).await?;
            let check = FaceCheck {
                consent: new.consent.id,
                ..new.check.clone()
            };
            Ok(face_checks::create(tx, &check).await?)
        })
        .await
}

/// Forgets a check that the authority does not know. What was agreed to stays agreed to.
async fn forget(
    service: &Service,
    id: Uuid,
    counts: FaceCounts,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let store = &service.store;
    store
        .write(async move |tx| {
            face_checks::remove(tx, id).await?;
            Ok(counts.take_back(tx, Counts::No, now).await?)
        })
        .await
}

/// The session of whoever asks, and who they have proved to be.
async fn asker(
    service: &Service,
    who: &Prover,
    now: Timestamp,
) -> Result<(SessionRow, Option<Identity>), ServiceError> {
    let hash = who.token.hash();
    service
        .store
        .read(async |tx| {
            let found = sessions::find(tx, &hash, now).await?;
            let session = found.filter(|session| session.account == who.account);
            let session = session.ok_or(ServiceError::NotFound)?;
            let proved = proved_identity(tx, who.account).await?;
            Ok((session, proved))
        })
        .await
}

/// Who the person of an account proved to be, now or once: a real name lapses for applications, but stays whose it is.
pub(super) async fn proved_identity(
    tx: &Tx,
    account: Uuid,
) -> Result<Option<Identity>, ServiceError> {
    if !proved_people::has_proved(tx, account).await? {
        return Ok(None);
    }
    let known = accounts::get(tx, account).await?;
    Ok(known.and_then(|known| known.identity))
}

/// Who the person is at the platform, for the app of this channel: the one who came in.
async fn subject(
    service: &Service,
    at: &AuthorityAt,
    session: &SessionRow,
) -> Result<Option<Secret>, ServiceError> {
    if !at.asks_for_subject() {
        return Ok(None);
    }
    let ways = service
        .store
        .read(async |tx| ways_in::list(tx, session.account).await)
        .await?;
    let mut ways = ways.into_iter();
    let way = ways.find(|way| Some(way.id) == session.way && way.app == at.app);
    Ok(way.map(|way| way.subject))
}

/// The hash of the text of [`CONSENT`], if this is its version.
fn agreed_to(service: &Service, version: &str) -> Option<Digest> {
    let release = &service.rules.in_force;
    let field = release.field(CONSENT)?;
    let text = release.agreement(field.agreement.as_deref()?)?;
    (text.version == version).then(|| text.hash())
}

fn typed(service: &Service, typed: Option<&TypedIdentity>) -> Result<Identity, Vec<FaceProblem>> {
    let text = |of: fn(&TypedIdentity) -> &String| typed.map_or("", |typed| of(typed).trim());
    let (name, id_number) = (text(|typed| &typed.name), text(|typed| &typed.id_number));
    let name = if name.is_empty() {
        Err(FaceProblem::NameMissing)
    } else {
        PersonalName::parse(name).map_err(FaceProblem::Name)
    };
    let id_number = if id_number.is_empty() {
        Err(FaceProblem::IdNumberMissing)
    } else {
        CitizenId::parse(id_number, service.clock.today()).map_err(FaceProblem::IdNumber)
    };
    match (name, id_number) {
        (Ok(name), Ok(id_number)) => Ok(Identity { name, id_number }),
        (name, id_number) => Err(name.err().into_iter().chain(id_number.err()).collect()),
    }
}
