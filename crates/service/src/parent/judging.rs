//! What is wrong with a picture that could be read: held back with a reason twice, and taken at the third try for staff to see.
//!
//! Nobody is kept from applying by a judgement of ours: a family may have nothing better.

use domain::digest::Digest;
use jiff::Timestamp;
use store::materials::Material;
use store::picture_tries::{self, PictureTry};
use store::{StoreError, Tx};
use uuid::Uuid;
use vision::Intake;
pub use vision::judge::Fault;
use vision::judge::is_too_small_for_a_face;

use super::card_photo::CARD_PHOTO;

/// From this try on a picture is taken whatever is seen on it.
const TAKEN_AT_TRY: u32 = 3;

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// It was held back for this slot before.
    Again,
    /// It is already in another slot of the application.
    Twice,
    /// What was seen on it.
    Seen(Fault),
}

impl PictureFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Again => "picture_again",
            Self::Twice => "picture_twice",
            Self::Seen(fault) => fault.code(),
        }
    }
}

/// A picture that has faults, and what is done about it.
pub(super) struct Judged {
    /// The one that is told stands first.
    faults: Vec<PictureFault>,
    /// As it is to be stored.
    pub(super) tried: PictureTry,
}

impl Judged {
    /// Judges a picture for a slot of an application with these pictures and tries; `None` when nothing is wrong with it. `seen`:
    /// what was seen on it.
    pub(super) fn of(
        (materials, tries): (&[Material], &[PictureTry]),
        material: &str,
        sm3: Digest,
        seen: &[PictureFault],
    ) -> Option<Judged> {
        let sent: Vec<&PictureTry> = tries
            .iter()
            .filter(|tried| tried.material == material)
            .collect();
        let same = sent.iter().find(|tried| tried.sm3 == sm3);
        let again = same.map(|_| PictureFault::Again);
        let mut others = materials.iter();
        let twice = others
            .find(|known| known.material != material && known.sm3 == sm3)
            .map(|_| PictureFault::Twice);
        let known = again.into_iter().chain(twice);
        let faults: Vec<PictureFault> = known.chain(seen.iter().copied()).collect();
        if faults.is_empty() {
            return None;
        }
        let tries = sent.iter().map(|tried| tried.tries).sum::<u32>() + 1;
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code()).collect();
        Some(Judged {
            tried: PictureTry {
                material: material.to_owned(),
                sm3,
                faults: codes.join(" "),
                tries: same.map_or(0, |tried| tried.tries) + 1,
                is_taken: tries >= TAKEN_AT_TRY,
            },
            faults,
        })
    }

    /// What is told when the picture is held back.
    pub(super) fn holds_back(&self) -> Option<PictureFault> {
        let told = self.faults.first().copied();
        told.filter(|_| !self.tried.is_taken)
    }
}

/// What was seen on a picture for this slot. A face needs fewer pixels than small print.
pub(super) fn seen_on(material: &str, intake: &Intake) -> Vec<PictureFault> {
    let is_small = if material == CARD_PHOTO {
        is_too_small_for_a_face((intake.width_px, intake.height_px))
    } else {
        intake.faults.contains(&Fault::Small)
    };
    let rest = intake.faults.iter().copied();
    let rest = rest.filter(|fault| *fault != Fault::Small);
    let seen = is_small.then_some(Fault::Small).into_iter().chain(rest);
    seen.map(PictureFault::Seen).collect()
}

/// Stores what is known about the slot's new picture: that it was taken nevertheless, or that nothing is wrong with it, which is all
/// that is remembered.
pub(super) async fn settle(
    tx: &Tx,
    case: Uuid,
    material: &str,
    taken: Option<&PictureTry>,
    now: Timestamp,
) -> Result<(), StoreError> {
    picture_tries::remove(tx, case, material).await?;
    match taken {
        Some(tried) => picture_tries::put(tx, case, tried, now).await,
        None => Ok(()),
    }
}

/// What was seen on a picture that was taken nevertheless.
pub(super) fn taken_despite<'a>(
    tries: &'a [PictureTry],
    picture: &Material,
) -> Option<&'a PictureTry> {
    tries.iter().find(|tried| {
        tried.is_taken && tried.material == picture.material && tried.sm3 == picture.sm3
    })
}
