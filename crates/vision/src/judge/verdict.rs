//! Holds what was measured against the limits.

use super::fault::Fault;
use super::measures::Measures;
use super::thresholds::{
    BLURRED_PX, BRIGHT_MIDDLE, DARK_MIDDLE, LEAST_CLEAR, LEAST_FACE_PX, LEAST_LONG_SIDE_PX,
    LEAST_SHORT_SIDE_PX, PLAIN_LEVELS,
};

/// Whether a picture has too few pixels for small print.
pub(super) fn is_too_small_for_a_document((width_px, height_px): (u32, u32)) -> bool {
    width_px.max(height_px) < LEAST_LONG_SIDE_PX || width_px.min(height_px) < LEAST_SHORT_SIDE_PX
}

/// Whether a picture has too few pixels even for a face.
pub fn is_too_small_for_a_face((width_px, height_px): (u32, u32)) -> bool {
    width_px < LEAST_FACE_PX.0 || height_px < LEAST_FACE_PX.1
}

/// The fault that these measures show.
pub(super) fn fault_of(measures: &Measures) -> Option<Fault> {
    if measures.clear >= LEAST_CLEAR {
        return (measures.width >= BLURRED_PX).then_some(Fault::Blurred);
    }
    Some(match measures.middle {
        _ if measures.light - measures.dark <= PLAIN_LEVELS => Fault::Blank,
        ..=DARK_MIDDLE => Fault::Dark,
        BRIGHT_MIDDLE.. => Fault::Bright,
        _ if measures.soft >= LEAST_CLEAR => Fault::Blurred,
        _ => Fault::Blank,
    })
}
