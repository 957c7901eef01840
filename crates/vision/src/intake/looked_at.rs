//! Looks at a picture that is taken in: brings its brightness to the size for which the limits were measured.

use image::RgbImage;

use super::shrunk;
use crate::jpeg::{Coefficients, Plane, Scale};
use crate::judge::{Fault, LONG_SIDE_PX, Luma, judge};

/// What is wrong with a picture that is kept by its coefficients.
pub(super) fn by_coefficients(kept: &Coefficients) -> Vec<Fault> {
    let (width, height) = kept.size_px();
    let scale = Scale::at_least(LONG_SIDE_PX as usize, width.max(height) as usize);
    faults(kept.brightness(scale), (width, height))
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

fn faults(brightness: Plane, kept_px: (u32, u32)) -> Vec<Fault> {
    let (width_px, height_px) = shrunk::copy_size(kept_px, LONG_SIDE_PX);
    let brightness = shrunk::plane(brightness, (width_px, height_px));
    Luma::of(&brightness.samples, width_px, height_px)
        .map_or_else(Vec::new, |luma| judge(&luma, kept_px))
}

/// The Y of JFIF (ITU-R BT.601).
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from(sum / 256).unwrap_or(u8::MAX)
}
