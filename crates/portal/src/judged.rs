//! What is wrong with a picture that was not taken, and the cure, in the page's language.

use service::parent::add_material::AddOutcome;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::judging::PictureFault;
use vision::judge::Fault;
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
    let is_face = material == CARD_PHOTO;
    let key = match (fault, is_face) {
        (PictureFault::Again, _) => "judged.again",
        (PictureFault::Twice, _) => "judged.twice",
        (PictureFault::Seen(Fault::Dark), _) => "judged.dark",
        (PictureFault::Seen(Fault::Bright), _) => "judged.bright",
        (PictureFault::Seen(Fault::Blurred), false) => "judged.blurred",
        (PictureFault::Seen(Fault::Blurred), true) => "judged.blurred_face",
        (PictureFault::Seen(Fault::Small), false) => "judged.small",
        (PictureFault::Seen(Fault::Small), true) => "judged.small_face",
        (PictureFault::Seen(Fault::Blank), false) => "judged.blank",
        (PictureFault::Seen(Fault::Blank), true) => "judged.blank_face",
    };
    Problem {
        field: material.to_owned(),
        code: fault.code().to_owned(),
        text: page.t(key).to_owned(),
    }
}
