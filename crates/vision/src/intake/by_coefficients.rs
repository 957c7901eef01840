//! Intake of a JPEG: by its coefficients where it needs nothing but a turn, else by its pixels.

use image::metadata::Orientation;

use super::colours::Correction;
use super::format::SourceFormat;
use super::limits::{Limits, THUMBNAIL_PX};
use super::picture::Intake;
use super::refusal::IntakeRefusal;
use super::{by_pixels, exif, looked_at, shrunk};

use crate::jpeg::{Coefficients, Colours, Head, Scale, Scales, Views, kept_as_coded, planes, rgb};

/// A longer file is drawn anew by its pixels, at a quality that nobody tells from it: at their highest quality, cameras spend
/// up to eight times as much on noise.
const MOST_BYTES_OF_1000_PIXELS: u64 = 500;
/// What a file may have besides: its head, a profile, a thumbnail.
const BESIDES_BYTES: u64 = 64 * 1024;

/// Reads the picture and writes it anew.
///
/// # Errors
/// Those of [`intake`](super::intake()).
pub(super) fn intake(bytes: &[u8], limits: &Limits) -> Result<Intake, IntakeRefusal> {
    let head = Head::read(bytes)?;
    let size = head.size_px();
    let pixels = u64::from(size.0) * u64::from(size.1);
    let most_held = match head.held_bytes() {
        0 => limits.max_pixels,
        bytes => limits
            .max_pixels
            .min(pixels * limits.max_memory_bytes / bytes),
    };
    limits.check_size(size, most_held)?;
    let kept_size = shrunk::kept_size(size, limits)?;
    let turn = head
        .exif
        .as_deref()
        .map_or(Orientation::NoTransforms, exif::turn);
    let correction = match head.colours {
        Colours::Plain | Colours::Differences => head.profile.as_deref().and_then(Correction::of),
        Colours::Grey | Colours::Inks | Colours::InksByDifferences => None,
    };
    let is_short = bytes.len() as u64 <= pixels * MOST_BYTES_OF_1000_PIXELS / 1000 + BESIDES_BYTES;
    let stays = kept_size == size && correction.is_none() && is_short && head.can_be_kept(turn);
    let drawn = if stays {
        if turn == Orientation::NoTransforms
            && let Some((jpeg, views)) = kept_as_coded(bytes, &head, scales(size))?
        {
            return Ok(kept(jpeg, size, views, head.colours));
        }
        let read = Coefficients::read(bytes, &head)?;
        if read.can_be_written() {
            let read = read.turned(turn);
            let size = read.size_px();
            return Ok(kept(
                read.write(),
                size,
                read.views(scales(size)),
                head.colours,
            ));
        }
        read.planes(Scale::WHOLE)
    } else {
        planes(bytes, &head, scale_to(kept_size, size))?
    };
    let mut picture = rgb(&drawn, head.colours);
    drop(drawn);
    if let Some(correction) = correction {
        picture = correction.apply(picture);
    }
    let picture = shrunk::picture(picture, kept_size);
    Ok(by_pixels::kept(picture, turn, SourceFormat::Jpeg, limits))
}

/// A picture that stays what it is.
fn kept(jpeg: Vec<u8>, whole: (u32, u32), views: Views, colours: Colours) -> Intake {
    let size = shrunk::copy_size(whole, THUMBNAIL_PX);
    let thumbnail = if size == whole {
        jpeg.clone()
    } else {
        by_pixels::thumbnail(rgb(&views.colours, colours), size)
    };
    Intake {
        jpeg,
        thumbnail,
        width_px: whole.0,
        height_px: whole.1,
        source_format: SourceFormat::Jpeg,
        faults: looked_at::faults(views.brightness, whole),
    }
}

/// The scales at which a picture that stays is drawn.
fn scales(whole: (u32, u32)) -> Scales {
    Scales {
        colours: scale_to(shrunk::copy_size(whole, THUMBNAIL_PX), whole),
        brightness: looked_at::scale(whole),
    }
}

/// The scale at which a picture of one size is drawn before it is shrunk to another.
fn scale_to(to: (u32, u32), from: (u32, u32)) -> Scale {
    Scale::at_least(to.0.max(to.1) as usize, from.0.max(from.1) as usize)
}
