//! Intake of PNG and WebP, and what all pictures share that are written by their pixels.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};

use super::colours::Correction;
use super::format::SourceFormat;
use super::limits::{Limits, THUMBNAIL_PX};
use super::picture::Intake;
use super::refusal::IntakeRefusal;
use super::{exif, looked_at, shrunk};

/// JPEG quality of small copies.
const SMALL_QUALITY: u8 = 80;

/// Reads the picture and writes it anew.
///
/// # Errors
/// Those of [`intake`](super::intake()).
pub(super) fn intake(
    bytes: &[u8],
    source_format: SourceFormat,
    limits: &Limits,
) -> Result<Intake, IntakeRefusal> {
    let format = match source_format {
        SourceFormat::Jpeg => ImageFormat::Jpeg,
        SourceFormat::Png => ImageFormat::Png,
        SourceFormat::WebP => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder_limits = image::Limits::default();
    decoder_limits.max_alloc = Some(limits.max_memory_bytes);
    reader.limits(decoder_limits);
    let mut decoder = reader
        .into_decoder()
        .map_err(|error| refusal(&error, claimed(bytes), limits.max_pixels))?;
    let size = decoder.dimensions();
    if size.0 == 0 || size.1 == 0 {
        return Err(IntakeRefusal::Broken);
    }
    let bytes_each = u64::from(decoder.color_type().bytes_per_pixel());
    let most_held = limits.max_memory_bytes / bytes_each;
    limits.check_size(size, limits.max_pixels.min(most_held))?;
    let kept_size = shrunk::kept_size(size, limits)?;
    // Damaged EXIF data and profiles do not make a picture unreadable: it is left as stored.
    let exif = decoder.exif_metadata().ok().flatten();
    let turn = exif
        .as_deref()
        .map_or(Orientation::NoTransforms, exif::turn);
    let profile = decoder.icc_profile().ok().flatten();
    let pixels =
        DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error, size, most_held))?;
    let mut picture = on_white(pixels);
    if let Some(correction) = profile.as_deref().and_then(Correction::of) {
        picture = correction.apply(picture);
    }
    let picture = shrunk::picture(picture, kept_size);
    Ok(kept(picture, turn, source_format, limits))
}

fn refusal(
    error: &ImageError,
    (width_px, height_px): (u32, u32),
    max_pixels: u64,
) -> IntakeRefusal {
    match error {
        ImageError::Limits(_) => IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            max_pixels,
        },
        _ => IntakeRefusal::Broken,
    }
}

/// The size that a PNG claims, for a refusal: its decoder gives up before it says so when a single row is too long.
fn claimed(bytes: &[u8]) -> (u32, u32) {
    let side = |at: usize| {
        let bytes = bytes.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u32::from_be_bytes(*bytes))
    };
    (side(16), side(20))
}

/// The picture, turned upright, as it is stored.
pub(super) fn kept(
    picture: RgbImage,
    turn: Orientation,
    source_format: SourceFormat,
    limits: &Limits,
) -> Intake {
    let mut picture = DynamicImage::ImageRgb8(picture);
    picture.apply_orientation(turn);
    let picture = picture.into_rgb8();
    let (width_px, height_px) = picture.dimensions();
    let jpeg_of_it = jpeg(&picture, limits.quality);
    let size = shrunk::copy_size((width_px, height_px), THUMBNAIL_PX);
    Intake {
        faults: looked_at::by_pixels(&picture),
        jpeg: jpeg_of_it,
        thumbnail: thumbnail(picture, size),
        width_px,
        height_px,
        source_format,
    }
}

/// The small copy of a picture, in this size.
pub(super) fn thumbnail(picture: RgbImage, size: (u32, u32)) -> Vec<u8> {
    jpeg(&shrunk::picture(picture, size), SMALL_QUALITY)
}

/// A baseline JPEG without any metadata. Both sides have at most 65535 pixels.
fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let side = |side: u32| u16::try_from(side).expect("a kept picture has at most 16 bits a side");
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality.clamp(1, 100));
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder
        .encode(
            picture,
            side(picture.width()),
            side(picture.height()),
            ColorType::Rgb,
        )
        .expect("encoding a whole picture to memory does not fail");
    jpeg
}

/// Composes transparent parts onto white, as paper would show them, in the memory of the picture itself.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    let mut pixels = picture.into_raw();
    for index in 0..pixels.len() / 4 {
        let [red, green, blue, alpha] = [0, 1, 2, 3].map(|part| pixels[index * 4 + part]);
        let opaque = [red, green, blue].map(|part| over_white(part, alpha));
        pixels[index * 3..index * 3 + 3].copy_from_slice(&opaque);
    }
    pixels.truncate(pixels.len() / 4 * 3);
    RgbImage::from_raw(width, height, pixels).expect("three parts for each pixel")
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
