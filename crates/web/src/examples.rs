//! What spoils a photo of a face, and what does not: drawings with their words, the same in every channel.

/// A drawing of a photo.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// Its name among the drawings.
    pub drawing: &'a str,
    /// The key of what it shows.
    pub words: &'static str,
    /// Whether a photo may look so.
    pub is_good: bool,
}

/// The child's photo: the good one first.
pub const OF_A_FACE: [Example<'static>; 6] = [
    Example {
        drawing: "face_good",
        words: "slot.face_good",
        is_good: true,
    },
    bad("face_hat", "slot.face_hat"),
    bad("face_busy", "slot.face_busy"),
    bad("face_closed", "slot.face_closed"),
    bad("face_far", "slot.face_far"),
    bad("face_blur", "slot.bad_glare"),
];

const fn bad(drawing: &'static str, words: &'static str) -> Example<'static> {
    Example {
        drawing,
        words,
        is_good: false,
    }
}
