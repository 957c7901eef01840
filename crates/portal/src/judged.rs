//! What is wrong with a picture that was not taken, and the cure, in the page's language.

use service::parent::add_material::AddOutcome;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::judging::PictureFault;
use web::judged::key;
use web::page::Page;

use super::pages::field::Problem;
use super::problems::of_picture;

/// Why an upload was not taken, at the slot of its material; `None` if it was.
pub(super) fn not_taken(page: &Page, material: &str, outcome: &AddOutcome) -> Option<Problem> {
    match outcome {
        AddOutcome::Added { .. } => None,
        AddOutcome::Refused(reason) => Some(Problem {
            field: material.to_owned(),
            ..of_picture(page, reason)
        }),
        AddOutcome::HeldBack(fault) => Some(of_fault(page, material, *fault)),
    }
}

/// One sentence with the cure, at the slot of a material.
pub(super) fn of_fault(page: &Page, material: &str, fault: PictureFault) -> Problem {
    let key = key(fault, material == CARD_PHOTO);
    Problem {
        field: material.to_owned(),
        code: fault.code().to_owned(),
        text: page.t(key).to_owned(),
    }
}
