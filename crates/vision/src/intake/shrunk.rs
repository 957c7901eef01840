//! Shrinks pictures, and says to which size: by what can be read afterwards.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{InnerPixel, U8, U8x3};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

use super::limits::Limits;
use super::refusal::IntakeRefusal;
use crate::jpeg::Plane;

/// The size at which a picture is kept.
///
/// The longer side becomes [`Limits::keep_long_side_px`], unless that would make the shorter one less than
/// [`Limits::keep_short_side_px`]: pages put together, or a long screenshot, would have no letter left that can be read.
///
/// # Errors
/// [`IntakeRefusal::TooLong`] when a picture whose letters stay legible would have too many pixels.
pub(super) fn kept_size(
    (width_px, height_px): (u32, u32),
    limits: &Limits,
) -> Result<(u32, u32), IntakeRefusal> {
    let (longer, shorter) = (width_px.max(height_px), width_px.min(height_px));
    // As fractions of the picture: to / from.
    let by_long = (limits.keep_long_side_px, longer);
    let by_short = (limits.keep_short_side_px, shorter);
    let larger = |one: (u32, u32), other: (u32, u32)| {
        u64::from(one.0) * u64::from(other.1) >= u64::from(other.0) * u64::from(one.1)
    };
    let (to, from) = if larger(by_long, by_short) {
        by_long
    } else {
        by_short
    };
    let kept = if to >= from {
        (width_px, height_px)
    } else {
        (scaled(width_px, to, from), scaled(height_px, to, from))
    };
    if u64::from(kept.0) * u64::from(kept.1) > limits.keep_pixels {
        return Err(IntakeRefusal::TooLong {
            width_px,
            height_px,
        });
    }
    Ok(kept)
}

/// The size of a copy whose longer side has at most `long_side_px`.
pub(super) fn copy_size((width_px, height_px): (u32, u32), long_side_px: u32) -> (u32, u32) {
    let longer = width_px.max(height_px);
    if longer <= long_side_px {
        return (width_px, height_px);
    }
    (
        scaled(width_px, long_side_px, longer),
        scaled(height_px, long_side_px, longer),
    )
}

/// The picture in this size.
pub(super) fn picture(picture: RgbImage, (width_px, height_px): (u32, u32)) -> RgbImage {
    if picture.dimensions() == (width_px, height_px) {
        return picture;
    }
    let (width, height) = picture.dimensions();
    let pixels = resized::<U8x3>(&picture, (width, height), (width_px, height_px));
    RgbImage::from_raw(width_px, height_px, pixels).expect("three parts for each pixel")
}

/// One component in this size.
pub(super) fn plane(plane: Plane, (width_px, height_px): (u32, u32)) -> Plane {
    let from = plane.size_px();
    if from == (width_px, height_px) {
        return plane;
    }
    Plane {
        samples: resized::<U8>(&plane.samples, from, (width_px, height_px)),
        width: width_px as usize,
        height: height_px as usize,
    }
}

/// The filter is a triangle over the area that each new pixel covers: even for small print, and without the halos of sharper ones.
fn resized<P: InnerPixel + PixelTrait>(pixels: &[u8], from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let mut target = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, pixels).expect("its own sides");
    let mut target_view =
        TypedImage::<P>::from_buffer(to.0, to.1, &mut target).expect("its own sides");
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    // The other function, which asks for the kind of pixels as it runs, is compiled here for all fifteen of them: two minutes.
    Resizer::new()
        .resize_typed(&source, &mut target_view, &options)
        .expect("neither side is 0");
    target
}

/// `side * to / from`, rounded, at least 1.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let exact = (u64::from(side) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn letters_stay_legible() {
        let limits = Limits::default();
        for (size, kept) in [
            ((2999, 2000), Some((2999, 2000))),
            ((8192, 6144), Some((3000, 2250))),
            ((8000, 2000), Some((4000, 1000))),
            ((1080, 12_000), Some((1000, 11_111))),
            ((900, 12_000), Some((900, 12_000))),
            ((1080, 20_000), None),
            ((16_001, 1000), None),
        ] {
            assert_eq!(kept_size(size, &limits).ok(), kept, "{size:?}");
        }
    }

    #[test]
    fn one_colour_stays_that_colour_at_every_ratio() {
        for (width, height, long_side) in [
            (997, 613, 996),
            (997, 613, 500),
            (1024, 3, 7),
            (5, 1000, 333),
            (4000, 1, 3000),
        ] {
            let one_colour = RgbImage::from_pixel(width, height, Rgb([200, 7, 255]));
            let size = copy_size((width, height), long_side);
            let shrunk = picture(one_colour, size);
            assert_eq!(shrunk.dimensions(), size);
            assert_eq!(size.0.max(size.1), long_side);
            assert!(
                shrunk.pixels().all(|pixel| pixel.0 == [200, 7, 255]),
                "{width} x {height} to {long_side}"
            );
        }
    }
}
