//! Taking in a picture: limits, decoding, turning, drawing anew.
//!
//! The order is the defence (docs/adr/0003): the length of the file, its first bytes, the size its header
//! names, and only then the decoder, with limits of its own. What is kept is always drawn by us, so that
//! places, camera numbers, thumbnails of uncut pictures, trailers and second meanings of a file are gone.

mod decode;
mod draw;
mod format;
mod jpeg_end;
mod limits;
mod picture;
mod refusal;
mod shrink;

pub use format::SourceFormat;
pub use limits::Limits;
pub use picture::Intake;
pub use refusal::{IntakeRefusal, Unsupported};

/// Reads a picture of unknown making and draws it anew.
///
/// `bytes`: the whole file. JPEG, PNG and WebP are read, whatever the file is called. Turned as its EXIF
/// data say, laid on white where it is transparent, shrunk to [`Limits::keep_long_side_px`]. A colour
/// profile is dropped, not applied: documents stay as legible, colours of some cameras pale a little.
///
/// ```
/// use vision::{Limits, intake};
/// # let photo = include_bytes!("../../../../testdata/pictures/progressive.jpg");
/// let kept = intake(photo, &Limits { keep_long_side_px: 200, ..Limits::default() })?;
/// assert_eq!((kept.width_px, kept.height_px), (200, 150));
/// # Ok::<(), vision::IntakeRefusal>(())
/// ```
///
/// # Errors
/// An [`IntakeRefusal`] when the file is over a limit, of another kind, or damaged.
pub fn intake(bytes: &[u8], limits: &Limits) -> Result<Intake, IntakeRefusal> {
    if bytes.len() > limits.max_bytes {
        return Err(IntakeRefusal::TooLarge {
            size_bytes: bytes.len(),
            max_bytes: limits.max_bytes,
        });
    }
    let source_format = format::recognise(bytes)?;
    let (width_px, height_px) = decode::size_in_header(bytes)?;
    decode::check_size(width_px, height_px, limits)?;
    if source_format == SourceFormat::Jpeg && !jpeg_end::is_whole(bytes) {
        return Err(IntakeRefusal::Broken);
    }
    let decoded = decode::decode(bytes, source_format, limits)?;
    let opaque = draw::on_white(decoded.picture);
    let shrunk = shrink::to_long_side(opaque, limits.keep_long_side_px);
    draw::upright_jpeg(shrunk, decoded.turn, limits.quality, source_format)
}

/// Draws a small copy of a picture, for lists and slots.
///
/// `jpeg`: as [`intake()`] made it. `long_side_px`: the longer side of the copy; a picture that is
/// smaller already stays as large as it is.
///
/// # Errors
/// [`IntakeRefusal`] when it is no JPEG that [`intake()`] could have made.
pub fn thumbnail(jpeg: &[u8], long_side_px: u32) -> Result<Intake, IntakeRefusal> {
    let limits = Limits {
        min_side_px: 1,
        keep_long_side_px: long_side_px,
        quality: 80,
        ..Limits::default()
    };
    intake(jpeg, &limits)
}

/// The pixels of a picture, as [`intake()`] made it.
///
/// # Errors
/// [`IntakeRefusal`] when it is no JPEG, is damaged, or has more pixels than are decoded.
pub(crate) fn plain(jpeg: &[u8]) -> Result<image::RgbImage, IntakeRefusal> {
    let limits = Limits {
        min_side_px: 1,
        ..Limits::default()
    };
    if !jpeg_end::is_whole(jpeg) {
        return Err(IntakeRefusal::Broken);
    }
    let decoded = decode::decode(jpeg, SourceFormat::Jpeg, &limits)?;
    Ok(draw::on_white(decoded.picture))
}
