//! Re-encodes pixels: opaque, upright, as a plain JPEG.

use super::{Intake, IntakeRefusal, SourceFormat};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

/// Composes transparent parts onto white, as paper would show them.
pub(super) fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let transparent = picture.into_rgba8();
    RgbImage::from_fn(transparent.width(), transparent.height(), |x, y| {
        let [red, green, blue, alpha] = transparent.get_pixel(x, y).0;
        image::Rgb([red, green, blue].map(|part| over_white(part, alpha)))
    })
}

/// Rotates the picture and encodes it as a baseline JPEG without any metadata.
pub(super) fn upright_jpeg(
    picture: RgbImage,
    turn: Orientation,
    quality: u8,
    source_format: SourceFormat,
) -> Result<Intake, IntakeRefusal> {
    let mut picture = DynamicImage::ImageRgb8(picture);
    picture.apply_orientation(turn);
    let picture = picture.into_rgb8();
    let (width_px, height_px) = picture.dimensions();
    // A JPEG is at most 65535 px wide and high; a picture that was not shrunk could be larger.
    let (Ok(width), Ok(height)) = (u16::try_from(width_px), u16::try_from(height_px)) else {
        return Err(IntakeRefusal::Broken);
    };
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, quality.clamp(1, 100))
        .encode(&picture, width, height, ColorType::Rgb)
        .expect("encoding a whole picture to memory does not fail");
    Ok(Intake {
        jpeg,
        width_px,
        height_px,
        source_format,
    })
}

fn over_white(part: u8, alpha: u8) -> u8 {
    let (part, alpha) = (u32::from(part), u32::from(alpha));
    let mixed = (part * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).expect("a mean of two bytes is a byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixes_with_white_by_alpha() {
        for (part, alpha, expected) in [
            (0, 0, 255),
            (0, 255, 0),
            (77, 255, 77),
            (0, 128, 127),
            (255, 3, 255),
        ] {
            assert_eq!(over_white(part, alpha), expected, "{part} at {alpha}");
        }
    }
}
