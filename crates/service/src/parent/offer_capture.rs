//! Offers a slot to a phone: a right to add one picture, without logging in, for ten minutes.
//!
//! Once its picture has come, the phone is led on to the next slot that is still empty, by a new right (`lead_on`): each right is
//! for one slot, and one scan serves them all.
//!
//! The secret of the right is derived from the session's secret and a salt in the right's row, so that its page shows the same
//! code when it is opened again, while the database alone cannot reveal it.

use jiff::{SignedDuration, Timestamp};
use store::Tx;
use store::captures::{self, Capture};
use store::sessions::TokenHash;
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::token::Token;

/// Lifetime of a right.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Files that one right may try: more than anyone needs until one is usable.
const TRIES: u32 = 10;
/// Open rights per account: more than any application has slots.
const MOST_OPEN: usize = 16;

/// The state of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A right that waits for its picture.
    Open {
        /// What the phone shows. Never stored, never logged.
        secret: String,
        /// When it expires.
        expires_at: Timestamp,
    },
    /// A picture came through the last right, and no new one was asked for since.
    Received,
}

/// Offers a slot of an application that its agent fills in to a phone.
///
/// `anew`: a new right in any case; otherwise the one that this session gave and that is still valid is returned again. A new
/// right replaces the one before it.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application or a material that the flow does not know,
/// [`ServiceError::WrongState`] once it is submitted, [`ServiceError::ItemLocked`] for a picture that was not returned,
/// [`ServiceError::TooManyTries`] with too many open rights.
pub async fn offer_capture(
    service: &Service,
    agent: &Agent,
    log_in: &Token,
    case: Uuid,
    material: &str,
    anew: bool,
) -> Result<(Offered, CaseView), ServiceError> {
    let rules = Rules::of(service);
    let file = load(service, agent, case).await?;
    file.require_unlocked(&[material])?;
    let view = file.view(&rules)?;
    if !view.plan.slots().any(|slot| slot.id == material) {
        return Err(ServiceError::NotFound);
    }
    if !anew && let Some(offered) = standing(service, log_in, &view, material).await? {
        return Ok((offered, view));
    }
    let salt = service.chance.hex::<16>();
    let secret = log_in.capture_secret(&salt);
    let capture = Capture {
        case,
        material: material.to_owned(),
        account: agent.account,
        session: log_in.hash(),
        token: TokenHash::of(&secret),
        salt,
        tries_left: TRIES,
        made_at: rules.now,
        expires_at: rules.now + LASTS,
        used_at: None,
    };
    let expires_at = capture.expires_at;
    service
        .store
        .write(async move |tx| keep(tx, &capture).await)
        .await?;
    Ok((Offered::Open { secret, expires_at }, view))
}

/// The right that this session gave before, or that its picture has come.
async fn standing(
    service: &Service,
    log_in: &Token,
    view: &CaseView,
    material: &str,
) -> Result<Option<Offered>, ServiceError> {
    let now = service.clock.now();
    let found = service
        .store
        .read(async |tx| captures::of_slot(tx, view.id, material, now).await)
        .await?;
    let Some(capture) = found.filter(|capture| capture.session == log_in.hash()) else {
        return Ok(None);
    };
    let mut pictures = view.materials.iter();
    if capture.used_at.is_some() {
        let is_there = pictures.any(|picture| picture.material == material);
        return Ok(is_there.then_some(Offered::Received));
    }
    let secret = log_in.capture_secret(&capture.salt);
    // A phone that was led on holds a secret that nothing derives.
    let is_shown = capture.tries_left > 0 && TokenHash::of(&secret) == capture.token;
    Ok(is_shown.then_some(Offered::Open {
        secret,
        expires_at: capture.expires_at,
    }))
}

/// A right for another slot of the application, for the phone whose picture has just come. It belongs to the same session and ends
/// with it. `None` when that slot cannot be filled by a phone now.
pub(super) async fn lead_on(
    service: &Service,
    agent: &Agent,
    session: &TokenHash,
    case: Uuid,
    material: &str,
) -> Result<Option<String>, ServiceError> {
    let now = service.clock.now();
    let secret = Token::visitor(&service.chance).capture_secret("");
    let capture = Capture {
        case,
        material: material.to_owned(),
        account: agent.account,
        session: session.clone(),
        token: TokenHash::of(&secret),
        salt: String::new(),
        tries_left: TRIES,
        made_at: now,
        expires_at: now + LASTS,
        used_at: None,
    };
    let kept = service
        .store
        .write(async move |tx| keep(tx, &capture).await)
        .await;
    match kept {
        Ok(()) => Ok(Some(secret)),
        Err(
            ServiceError::WrongState
            | ServiceError::ItemLocked { .. }
            | ServiceError::TooManyTries { .. },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn keep(tx: &Tx, capture: &Capture) -> Result<(), ServiceError> {
    let now = capture.made_at;
    let file = CaseFile::load(tx, capture.account, capture.case).await?;
    file.require_unlocked(&[&capture.material])?;
    let before = captures::of_slot(tx, capture.case, &capture.material, now).await?;
    let replaces = usize::from(before.is_some_and(|before| before.used_at.is_none()));
    let open = captures::open_of(tx, capture.account, now).await?;
    if let Some(first) = open.first().filter(|_| open.len() - replaces >= MOST_OPEN) {
        let wait = first.duration_since(now).as_secs();
        return Err(ServiceError::TooManyTries {
            wait_s: u64::try_from(wait).unwrap_or(0) + 1,
        });
    }
    captures::put(tx, capture).await?;
    Ok(())
}
