//! What is wrong with a picture that was held back, and the cure, in the page's language.

use service::parent::card_photo::CARD_PHOTO;
use service::parent::judging::PictureFault;
use vision::judge::Fault;
use web::page::Page;

use super::pages::field::Problem;

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
