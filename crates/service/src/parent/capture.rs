//! What a phone with a secret of [`super::offer_capture`] may do: see which document is wanted, and add its picture; then the same for
//! the next one that is missing, under a right of its own.
//!
//! Whatever is wrong with a right (never issued, used, expired, its application submitted), the answer is the same.

use std::net::IpAddr;

use bytes::Bytes;
use domain::flow::{Plan, PlannedSlot};
use store::sessions::TokenHash;
use store::{StoreError, captures};
use uuid::Uuid;
use vision::IntakeRefusal;

use super::add_material::{AddOutcome, add};
use super::capture_right::Right;
use super::case_file::Rules;
use super::judging::PictureFault;
use super::offer_capture::lead_on;
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::{self, Agent, LoggedIn};
use crate::sessions::used_since;
use crate::token::CAPTURE_SECRET_LENGTH;

/// A valid right.
#[derive(Debug)]
pub struct Wanted {
    /// The slot, as the flow describes it to anyone.
    pub slot: PlannedSlot,
    /// Whether another picture of this phone led here: nothing of it stands on the computer's screen.
    pub follows: bool,
    session: TokenHash,
    agent: Agent,
    case: Uuid,
    right: Right,
}

/// A valid right, with one of its tries taken: it permits reading one file.
#[derive(Debug)]
pub struct Try(Wanted);

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Captured {
    /// The picture is in its slot; the right is used up.
    Taken {
        /// The secret of a right for the next slot without its picture, if there is one.
        next: Option<String>,
    },
    /// The file cannot be used; the right stays valid.
    Refused(IntakeRefusal),
    /// The picture is held back for what is seen on it; the right stays valid.
    HeldBack(PictureFault),
}

impl Try {
    /// What it is a right for.
    pub fn wanted(&self) -> &Wanted {
        &self.0
    }

    /// The right it belongs to, for the limits per right.
    pub fn right(&self) -> &TokenHash {
        &self.0.right.token
    }
}

/// Which document is wanted.
///
/// # Errors
/// [`ServiceError::NotFound`] when the right is not valid.
pub async fn wanted(service: &Service, secret: &str) -> Result<Wanted, ServiceError> {
    let plausible = secret.len() == CAPTURE_SECRET_LENGTH && secret.bytes().all(is_symbol);
    if !plausible {
        return Err(ServiceError::NotFound);
    }
    let (token, now) = (TokenHash::of(secret), service.clock.now());
    let right = Right {
        token,
        used_since: used_since(service),
    };
    let found = service
        .store
        .read(async |tx| {
            let Some(capture) = captures::find(tx, &right.token, now, right.used_since).await?
            else {
                return Ok(None);
            };
            let who = agent::of_account(tx, capture.account, now).await?;
            Ok::<_, StoreError>(who.map(|who| (capture, who)))
        })
        .await?;
    let Some((capture, LoggedIn::Agent(agent))) = found else {
        return Err(ServiceError::NotFound);
    };
    let file = load(service, &agent, capture.case).await?;
    // Submitted meanwhile: a phone learns only that its right has ended.
    file.require_unlocked(&[&capture.material])
        .map_err(|_| ServiceError::NotFound)?;
    let plan = file.plan(&Rules::of(service))?;
    let mut slots = plan.slots();
    let slot = slots.find(|slot| slot.id == capture.material);
    Ok(Wanted {
        slot: slot.cloned().ok_or(ServiceError::NotFound)?,
        follows: capture.salt.is_empty(),
        session: capture.session,
        agent,
        case: capture.case,
        right,
    })
}

/// Takes one of the tries of a right, before anything sent by the phone is read.
///
/// # Errors
/// [`ServiceError::NotFound`] when the right is not valid.
pub async fn attempt(service: &Service, secret: &str, from: IpAddr) -> Result<Try, ServiceError> {
    let mut wanted = wanted(service, secret).await?;
    wanted.agent.from = Some(from);
    let (right, now) = (wanted.right.clone(), service.clock.now());
    let tried = service
        .store
        .write(async move |tx| captures::attempt(tx, &right.token, now, right.used_since).await)
        .await?;
    tried.map(|_| Try(wanted)).ok_or(ServiceError::NotFound)
}

/// Adds the picture, in the same way as the agent's own browser does.
///
/// # Errors
/// [`ServiceError::NotFound`] when the right is no longer valid, [`ServiceError::Busy`] when too many pictures wait.
pub async fn capture(
    service: &Service,
    tried: &Try,
    file: Bytes,
) -> Result<Captured, ServiceError> {
    let wanted = &tried.0;
    let right = Some(&wanted.right);
    match add(
        service,
        &wanted.agent,
        wanted.case,
        &wanted.slot.id,
        file,
        right,
    )
    .await
    {
        Ok(AddOutcome::Added { view, .. }) => {
            let slot = next_slot(&view.plan, &wanted.slot.id);
            let next = match slot {
                Some(slot) => {
                    lead_on(service, &wanted.agent, &wanted.session, wanted.case, slot).await?
                }
                None => None,
            };
            Ok(Captured::Taken { next })
        }
        Ok(AddOutcome::Refused(refusal)) => Ok(Captured::Refused(refusal)),
        Ok(AddOutcome::HeldBack(fault)) => Ok(Captured::HeldBack(fault)),
        Err(ServiceError::WrongState | ServiceError::ItemLocked { .. }) => {
            Err(ServiceError::NotFound)
        }
        Err(error) => Err(error),
    }
}

/// The next required slot without its picture, after `before` and then from the beginning: a phone takes the papers in the order of
/// the pages.
fn next_slot<'a>(plan: &'a Plan, before: &str) -> Option<&'a str> {
    let is_open = |slot: &&PlannedSlot| slot.required && !slot.present && slot.id != before;
    let mut after = plan.slots().skip_while(|slot| slot.id != before);
    let next = after.find(is_open).or_else(|| plan.slots().find(is_open));
    next.map(|slot| slot.id.as_str())
}

/// Whether a secret may contain this byte.
fn is_symbol(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}
