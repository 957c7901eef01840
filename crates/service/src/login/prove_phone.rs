//! Proves a mobile: by the code that was sent to it, or by a platform that knows it.

use domain::id::Mobile;
use domain::people::{ProofMethod, Provider};
use gateways::login::HostPhone;
use jiff::{SignedDuration, Timestamp};
use store::challenges::{self, Try};
use store::{StoreError, Tx, used_answers};
use uuid::Uuid;

use super::code_answer::{CodeProblem, compare};
use super::code_ask::{CodePurpose, Recipient};
use crate::agent::{is_real_name_fresh, proved_mobile};
use crate::people::{NewProof, ProofRefusal, Proved, Taken, prove};
use crate::sessions;
use crate::token::Token;
use crate::{Service, ServiceError};

/// What the mobile is proved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFor {
    /// As the mobile of whoever is logged in: it raises their level.
    Person,
    /// As the mobile of a card, which the bank writes to: it leaves their level.
    Card,
}

/// What came of it.
#[derive(Debug)]
pub enum ProveOutcome {
    /// It is proved.
    Proved {
        /// Give the browser this token: the one before has ended.
        token: Token,
    },
    /// What was typed is no mobile.
    NoMobile,
    /// The code is not the one that was sent.
    Code(CodeProblem),
    /// The account has proved another mobile: to change it, the real name must be proved first, within five minutes before. The
    /// code is still good, with a try less.
    RealNameFirst,
    /// It counts for nobody.
    Refused(ProofRefusal),
}

/// Who proves it.
#[derive(Clone, Debug)]
pub struct Prover {
    /// The account that is logged in.
    pub account: Uuid,
    /// Its session here.
    pub token: Token,
}

impl PhoneFor {
    /// The purpose of codes for it.
    pub const fn code_of(self, account: Uuid) -> CodePurpose {
        match self {
            Self::Person => CodePurpose::ProvePhone { account },
            Self::Card => CodePurpose::CardMobile { account },
        }
    }

    fn proved(self, mobile: Mobile) -> Proved {
        match self {
            Self::Person => Proved::Phone(mobile),
            Self::Card => Proved::CardPhone(mobile),
        }
    }
}

/// Proves a mobile by the code that was sent to it ([`super::sms_code::send_code`]). Each answer costs a try.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn prove_phone(
    service: &Service,
    prover: &Prover,
    what_for: PhoneFor,
    mobile: &str,
    sms_code: &str,
) -> Result<ProveOutcome, ServiceError> {
    let purpose = what_for.code_of(prover.account);
    let Some(to) = Recipient::of(purpose, mobile) else {
        return Ok(ProveOutcome::NoMobile);
    };
    let now = service.clock.now();
    let right = match compare(service, purpose, &to, sms_code, now).await? {
        Ok(right) => right,
        Err(problem) => return Ok(ProveOutcome::Code(problem)),
    };
    let what = what_for.proved(right.reached.mobile);
    take(service, prover, what, By::Code(right.tried)).await
}

/// Proves a mobile by what a platform said when it was asked with the code that its own button gave. The platform must have said
/// it to the server, for the person of this session. `None` when what the button gave was used for another account.
///
/// # Errors
/// Those of [`prove_phone`].
pub async fn prove_phone_by_platform(
    service: &Service,
    prover: &Prover,
    what_for: PhoneFor,
    phone: HostPhone,
    provider: Provider,
) -> Result<Option<ProveOutcome>, ServiceError> {
    let what = what_for.proved(phone.mobile);
    let by = By::Platform(provider, phone.once);
    match take(service, prover, what, by).await? {
        ProveOutcome::Code(CodeProblem::Gone) => Ok(None),
        outcome => Ok(Some(outcome)),
    }
}

/// For how long what a host's button gave is remembered. Nothing in it ends it but a new key at the platform.
const ANSWERS_LAST: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);

#[derive(Clone)]
enum By {
    Code(Try),
    /// With what counts for one account.
    Platform(Provider, Option<String>),
}

/// Uses up the code, takes the proof and gives the session a new token, all at once or not at all.
async fn take(
    service: &Service,
    prover: &Prover,
    what: Proved,
    by: By,
) -> Result<ProveOutcome, ServiceError> {
    let now = service.clock.now();
    let token = Token::logged_in(&service.chance);
    let proof = NewProof {
        id: service.chance.id_at(now),
        proved: what,
        method: match &by {
            By::Code(_) => ProofMethod::Sms,
            By::Platform(..) => ProofMethod::Platform,
        },
        provider: match &by {
            By::Code(_) => None,
            By::Platform(provider, _) => Some(*provider),
        },
        at: now,
        until: None,
    };
    let prover = prover.clone();
    service
        .store
        .write(async move |tx| {
            if changes_phone(tx, prover.account, &proof, now).await?
                && !is_real_name_fresh(tx, prover.account, &prover.token.hash(), now).await?
            {
                return Ok(ProveOutcome::RealNameFirst);
            }
            if !use_up(tx, &by, prover.account, now).await? {
                return Ok(ProveOutcome::Code(CodeProblem::Gone));
            }
            match prove(tx, prover.account, &proof, now).await? {
                Taken::For(_) => {}
                Taken::Refused(refusal) => return Ok(ProveOutcome::Refused(refusal)),
            }
            let (from, to) = (prover.token.hash(), token.hash());
            if !sessions::renew(tx, prover.account, &from, &to, now).await? {
                return Err(ServiceError::NotFound);
            }
            Ok(ProveOutcome::Proved { token })
        })
        .await
}

/// Whether what it is proved by counts.
async fn use_up(tx: &Tx, by: &By, account: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    match by {
        By::Code(tried) => challenges::use_up(tx, tried).await,
        By::Platform(provider, Some(once)) => {
            let until = now + ANSWERS_LAST;
            used_answers::use_for(tx, provider.code(), once, account, until).await
        }
        By::Platform(_, None) => Ok(true),
    }
}

/// Whether the account has proved another mobile than this proof is about.
async fn changes_phone(
    tx: &Tx,
    account: Uuid,
    proof: &NewProof,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Proved::Phone(mobile) = &proof.proved else {
        return Ok(false);
    };
    let known = proved_mobile(tx, account, now).await?;
    Ok(known.is_some_and(|known| known != *mobile))
}
