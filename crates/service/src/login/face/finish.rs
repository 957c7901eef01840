//! Asks the authority what came of a face check, and takes the proof.

use std::sync::Arc;

use domain::channel::Channel;
use domain::people::{Identity, ProofMethod};
use gateways::face::{Check, NotPassed, Verdict};
use gateways::{GatewayError, Person};
use jiff::Timestamp;
use store::face_checks::{self, FaceCheck};
use store::sessions::{self, SessionRow};
use store::{StoreError, Tx, consents, proved_people};
use uuid::Uuid;

use super::counts::{Counts, FaceCounts};
use crate::login::prove_phone::Prover;
use crate::people::{NewProof, ProofRefusal, Proved, Taken, prove, real_name_until};
use crate::sessions::{Allowed, allowed, renew};
use crate::token::Token;
use crate::{Service, ServiceError, Shared};

pub use super::claim::{FaceRefusal, Told};

/// What came of it.
#[derive(Debug)]
pub enum FinishOutcome {
    /// The person is who they said, and that is proved for the account.
    Passed {
        /// Give the client this token: the one before has ended.
        token: Token,
        /// What the session allows now.
        allowed: Allowed,
    },
    /// They are not, as far as the authority could see. The check is over; another one may begin.
    NotPassed(FaceRefusal),
    /// The authority has no result yet: neither passed nor failed, and the check stays.
    Pending,
    /// The authority does not answer. Nothing is lost: finish it again.
    Unavailable,
    /// The consent was taken back meanwhile. The check is over, and the authority was asked nothing.
    ConsentWithdrawn,
    /// The authority recognised them, but the proof counts for nobody. The check is over.
    Refused(ProofRefusal),
}

/// Asks the authority what came of a check, and takes the proof if it passed: the real name, in Jingtong the face in this session too.
///
/// # Errors
/// [`ServiceError::NotFound`] for a check that is not there, is over or has expired, or is of another session or account, and when the
/// log-in has ended: all alike. Those of the store.
pub async fn finish_face_check(
    service: &Shared,
    who: &Prover,
    check: Uuid,
    told: Told,
) -> Result<FinishOutcome, ServiceError> {
    let (whole, who) = (Arc::clone(service), who.clone());
    let task = async move { finish(&whole, &who, check, &told).await };
    service.work.tasks.see_through(task).await
}

async fn finish(
    service: &Service,
    who: &Prover,
    id: Uuid,
    told: &Told,
) -> Result<FinishOutcome, ServiceError> {
    let now = service.clock.now();
    let asked = service
        .store
        .read(async |tx| open(tx, who, id, now).await)
        .await?;
    let Some(at) = service
        .gateways
        .faces
        .of(asked.session.channel, asked.session.host)
        .filter(|at| at.provider == asked.check.provider)
    else {
        return Err(ServiceError::NotFound);
    };
    if !asked.is_agreed_to {
        end(service, who, id, None, now).await?;
        return Ok(FinishOutcome::ConsentWithdrawn);
    }
    let (Some(person), Some(known_as)) = (asked.check.person, asked.check.known_as) else {
        return Err(ServiceError::NotFound);
    };
    let check = Check {
        id: known_as.id.expose().to_owned(),
        attempt: asked.check.attempt,
        subject: known_as.subject.map(|known| known.expose().to_owned()),
    };
    let expected = Person {
        name: person.name.clone(),
        id_number: person.id_number,
    };
    let provider = at.provider.code();
    let refusal = match at
        .authority
        .decide(&check, &expected, &id.to_string())
        .await
    {
        Ok(Verdict::Passed) => return pass(service, who, id).await,
        Ok(Verdict::NotPassed { why, code }) => {
            tracing::info!(provider, code, "a face check did not pass");
            match why {
                NotPassed::Cancelled => FaceRefusal::Cancelled,
                NotPassed::TimedOut => FaceRefusal::TimedOut,
                NotPassed::Identity | NotPassed::Face | NotPassed::Device => FaceRefusal::Failed,
            }
        }
        Ok(Verdict::Pending) => match told.refusal(at.provider) {
            Some(refusal) => refusal,
            None => return Ok(FinishOutcome::Pending),
        },
        // WeChat answers a question about somebody else like this. Whatever it means, it is no pass.
        Err(GatewayError::Refused { code }) => {
            tracing::warn!(
                provider,
                code,
                "the question about a face check was refused"
            );
            FaceRefusal::Failed
        }
        Err(error @ (GatewayError::Retry { .. } | GatewayError::Malformed { .. })) => {
            tracing::warn!(provider, %error, "nothing is known about a face check");
            return Ok(FinishOutcome::Unavailable);
        }
    };
    end(service, who, id, Some(refusal), now).await?;
    Ok(FinishOutcome::NotPassed(refusal))
}

/// A check to be asked about.
struct Asked {
    session: SessionRow,
    check: FaceCheck,
    /// Whether the consent still stands on which it rests.
    is_agreed_to: bool,
}

/// The check of this id, if it waits in the session of whoever asks. In a read-write transaction, nobody else can end it meanwhile.
async fn open(tx: &Tx, who: &Prover, id: Uuid, now: Timestamp) -> Result<Asked, ServiceError> {
    let here = who.token.hash();
    let session = sessions::find(tx, &here, now).await?;
    let session = session.filter(|session| session.account == who.account);
    let check = face_checks::find(tx, id, now).await?;
    let check = check.filter(|check| {
        check.account == who.account && check.session == here && check.over_at.is_none()
    });
    let (Some(session), Some(check)) = (session, check) else {
        return Err(ServiceError::NotFound);
    };
    let given = consents::list(tx, who.account).await?;
    let mut given = given.iter();
    let is_agreed_to = given.any(|given| given.id == check.consent && given.withdrawn_at.is_none());
    Ok(Asked {
        session,
        check,
        is_agreed_to,
    })
}

/// Ends a check that did not pass.
async fn end(
    service: &Service,
    who: &Prover,
    id: Uuid,
    refusal: Option<FaceRefusal>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let who = who.clone();
    let store = &service.store;
    store
        .write(async move |tx| {
            let asked = open(tx, &who, id, now).await?;
            if !face_checks::finish(tx, &asked.check, now).await? {
                return Err(ServiceError::NotFound);
            }
            match refusal {
                None | Some(FaceRefusal::Failed) => {}
                Some(FaceRefusal::Cancelled | FaceRefusal::TimedOut) => {
                    let counts = counts(tx, &asked.check).await?;
                    counts.take_back(tx, Counts::AsLeft, now).await?;
                }
            }
            Ok(())
        })
        .await
}

/// What a check is counted under.
async fn counts(tx: &Tx, check: &FaceCheck) -> Result<FaceCounts, StoreError> {
    let is_typed = !proved_people::has_proved(tx, check.account).await?;
    let person = check.person.as_ref().filter(|_| is_typed);
    Ok(FaceCounts::of(
        check.account,
        person.map(|person| &person.id_number),
    ))
}

/// What is new when a check passes.
#[derive(Clone)]
struct Passing {
    token: Token,
    real_name: Uuid,
    face: Uuid,
    until: Option<Timestamp>,
    now: Timestamp,
}

/// Uses up the check, takes the proof and gives the session a new token, all at once or not at all.
async fn pass(service: &Service, who: &Prover, id: Uuid) -> Result<FinishOutcome, ServiceError> {
    let now = service.clock.now();
    let new = Passing {
        token: Token::logged_in(&service.chance),
        real_name: service.chance.id_at(now),
        face: service.chance.id_at(now),
        until: real_name_until(service, now),
        now,
    };
    let (who, passing) = (who.clone(), new.clone());
    let done = service
        .store
        .write(async move |tx| take(tx, &who, id, &passing).await)
        .await?;
    match done {
        Done::Proved => {
            let allowed = allowed(service, &new.token).await?;
            let allowed = allowed.ok_or(ServiceError::NotFound)?;
            Ok(FinishOutcome::Passed {
                token: new.token,
                allowed,
            })
        }
        Done::ConsentWithdrawn => Ok(FinishOutcome::ConsentWithdrawn),
        Done::Refused(refusal) => {
            tracing::warn!(?refusal, "the proof of a real name was not taken");
            Ok(FinishOutcome::Refused(refusal))
        }
    }
}

enum Done {
    Proved,
    ConsentWithdrawn,
    Refused(ProofRefusal),
}

async fn take(tx: &Tx, who: &Prover, id: Uuid, new: &Passing) -> Result<Done, ServiceError> {
    let now = new.now;
    let Asked {
        session,
        check,
        is_agreed_to,
    } = open(tx, who, id, now).await?;
    let Some(person) = check.person.clone() else {
        return Err(ServiceError::NotFound);
    };
    if !face_checks::finish(tx, &check, now).await? {
        return Err(ServiceError::NotFound);
    }
    if !is_agreed_to {
        return Ok(Done::ConsentWithdrawn);
    }
    let counts = counts(tx, &check).await?;
    counts.take_back(tx, Counts::No, now).await?;
    let account = match prove(tx, who.account, &real_name(&check, person, new), now).await? {
        Taken::For(account) => account,
        Taken::Refused(refusal) => return Ok(Done::Refused(refusal)),
    };
    if session.channel == Channel::Jingtong {
        let face = NewProof {
            id: new.face,
            proved: Proved::Face(session.token.clone()),
            method: ProofMethod::FaceCheck,
            provider: Some(check.provider),
            at: now,
            until: Some(session.expires_at),
        };
        if let Taken::Refused(refusal) = prove(tx, account, &face, now).await? {
            return Err(ServiceError::Internal(format!(
                "a face was not taken in its own session: {refusal:?}"
            )));
        }
    }
    if !renew(tx, account, &session.token, &new.token.hash(), now).await? {
        return Err(ServiceError::NotFound);
    }
    Ok(Done::Proved)
}

fn real_name(check: &FaceCheck, person: Identity, new: &Passing) -> NewProof {
    NewProof {
        id: new.real_name,
        proved: Proved::RealName(person, Some(check.session.clone())),
        method: ProofMethod::FaceCheck,
        provider: Some(check.provider),
        at: new.now,
        until: new.until,
    }
}
