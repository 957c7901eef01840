//! Decodes bytes to pixels, within limits.

use super::{IntakeRefusal, Limits, SourceFormat};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};
use std::io::Cursor;

/// Memory that a decoder may use besides the pixels: colour profiles, tables, rows.
const BESIDES_THE_PIXELS_BYTES: u64 = 16 * 1024 * 1024;

/// Pixels as stored in the file, and how to rotate them.
pub(super) struct Decoded {
    pub(super) picture: DynamicImage,
    pub(super) turn: Orientation,
}

/// The size named in the header, in pixels; nothing is decoded.
pub(super) fn size_in_header(bytes: &[u8]) -> Result<(u32, u32), IntakeRefusal> {
    let size = imagesize::blob_size(bytes).map_err(|_| IntakeRefusal::Broken)?;
    // A side that does not fit is too large for any limit.
    let pixels = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    Ok((pixels(size.width), pixels(size.height)))
}

pub(super) fn check_size(
    width_px: u32,
    height_px: u32,
    limits: &Limits,
) -> Result<(), IntakeRefusal> {
    if width_px == 0 || height_px == 0 {
        return Err(IntakeRefusal::Broken);
    }
    let &Limits {
        max_pixels,
        min_side_px,
        ..
    } = limits;
    if u64::from(width_px) * u64::from(height_px) > max_pixels {
        return Err(IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            max_pixels,
        });
    }
    if width_px.min(height_px) < min_side_px {
        return Err(IntakeRefusal::TooSmall {
            width_px,
            height_px,
            min_side_px,
        });
    }
    Ok(())
}

/// Decodes the picture.
///
/// The decoder parses the header itself and may see another size there than we did (files can be crafted so); its size is
/// checked against the limits again before any pixel is decoded.
pub(super) fn decode(
    bytes: &[u8],
    format: SourceFormat,
    limits: &Limits,
) -> Result<Decoded, IntakeRefusal> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), library_format(format));
    let memory_bytes = limits
        .max_pixels
        .saturating_mul(4)
        .saturating_add(BESIDES_THE_PIXELS_BYTES);
    let mut decoder_limits = image::Limits::default();
    decoder_limits.max_alloc = Some(memory_bytes);
    reader.limits(decoder_limits);
    let mut decoder = reader
        .into_decoder()
        .map_err(|error| refusal(&error, bytes, limits))?;
    let (width_px, height_px) = decoder.dimensions();
    check_size(width_px, height_px, limits)?;
    if decoder.total_bytes() > memory_bytes {
        return Err(IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            max_pixels: limits.max_pixels,
        });
    }
    // Damaged EXIF data do not make a picture unreadable: it is left as stored.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture =
        DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error, bytes, limits))?;
    Ok(Decoded { picture, turn })
}

fn refusal(error: &ImageError, bytes: &[u8], limits: &Limits) -> IntakeRefusal {
    match (error, size_in_header(bytes)) {
        (ImageError::Limits(_), Ok((width_px, height_px))) => IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            max_pixels: limits.max_pixels,
        },
        _ => IntakeRefusal::Broken,
    }
}

fn library_format(format: SourceFormat) -> ImageFormat {
    match format {
        SourceFormat::Jpeg => ImageFormat::Jpeg,
        SourceFormat::Png => ImageFormat::Png,
        SourceFormat::WebP => ImageFormat::WebP,
    }
}
