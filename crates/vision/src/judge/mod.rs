//! Looks at a picture without knowing what it shows: is there something on it, and can it be told apart?
//!
//! Plain measures and no model, so that a parent hears within the second of the upload that a picture is blurred, too dark, too
//! bright, too small, or shows nothing. It finds what makes print unreadable to everybody; that a picture passes does not mean
//! that each letter of it can be read, and no page may say so.
//!
//! The limits stand in `thresholds.rs` alone, each with its measurement.

mod edges;
mod fault;
mod luma;
mod measures;
mod thresholds;
mod verdict;

pub use fault::Fault;
pub use luma::{LONG_SIDE_PX, Luma};
pub use measures::{Measures, measure};
pub use verdict::is_too_small_for_a_face;

/// What makes a picture useless as a document, the fault to be told first; nothing where none was found.
///
/// `luma`: the brightness of the picture, its longer side about [`LONG_SIDE_PX`], a smaller one as it is. `kept_px`: width and
/// height of the picture that is kept.
///
/// ```
/// use vision::judge::{Fault, Luma, judge};
/// let black = vec![0; 1024 * 768];
/// let black = Luma::of(&black, 1024, 768).expect("one byte for each pixel");
/// assert_eq!(judge(&black, (3000, 2250)), [Fault::Blank]);
/// ```
pub fn judge(luma: &Luma<'_>, kept_px: (u32, u32)) -> Vec<Fault> {
    let size = verdict::is_too_small_for_a_document(kept_px).then_some(Fault::Small);
    let seen = verdict::fault_of(&measure(luma));
    size.into_iter().chain(seen).collect()
}
