//! Looks at a picture that is taken in: brings its brightness to the size for which the limits were measured.

use image::RgbImage;

use super::shrunk;
use crate::jpeg::{Plane, Scale};
use crate::judge::{Fault, LONG_SIDE_PX, Luma, judge};

/// A drawing that is so much smaller is looked at as it is: shrinking a larger one would cost as much as reading its blocks, and its
/// edges would be a sixteenth wider at most.
const NEARLY_LONG_SIDE_PX: u32 = LONG_SIDE_PX - LONG_SIDE_PX / 16;

/// The scale at which the brightness of a picture of this size is drawn before it is looked at.
pub(super) fn scale((width_px, height_px): (u32, u32)) -> Scale {
    Scale::at_least(
        NEARLY_LONG_SIDE_PX as usize,
        width_px.max(height_px) as usize,
    )
}

/// What is wrong with a picture that is kept by its pixels.
pub(super) fn by_pixels(kept: &RgbImage) -> Vec<Fault> {
    let size = kept.dimensions();
    let small = shrunk::picture(kept.clone(), shrunk::copy_size(size, LONG_SIDE_PX));
    let plane = Plane {
        width: small.width() as usize,
        height: small.height() as usize,
        samples: small.pixels().map(|pixel| luma(pixel.0)).collect(),
    };
    faults(plane, size)
}

/// What is wrong with a picture of this size and brightness.
pub(super) fn faults(brightness: Plane, kept_px: (u32, u32)) -> Vec<Fault> {
    let (width_px, height_px) = shrunk::copy_size(brightness.size_px(), LONG_SIDE_PX);
    let brightness = shrunk::plane(brightness, (width_px, height_px));
    Luma::of(&brightness.samples, width_px, height_px)
        .map_or_else(Vec::new, |luma| judge(&luma, kept_px))
}

/// The Y of JFIF (ITU-R BT.601).
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from(sum / 256).unwrap_or(u8::MAX)
}
