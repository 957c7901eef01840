//! What is said of a picture that is held back for what is seen on it: one sentence with the cure, for every face.

use service::parent::judging::{Fault, PictureFault};

/// The key of the sentence. `is_face`: whether the picture is the photo of the card.
pub fn key(fault: PictureFault, is_face: bool) -> &'static str {
    match (fault, is_face) {
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
    }
}
