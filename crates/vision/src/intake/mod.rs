//! Intake of a picture: limits, decoding, rotation, re-encoding.
//!
//! The order is the defence (docs/adr/0003): the length of the file, its first bytes, the size named in its header, and only
//! then the decoder, with limits of its own. What is stored is always re-encoded by us, so that locations, camera serial
//! numbers, thumbnails of the uncropped picture, trailers and polyglot files are gone.

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

/// Decodes an untrusted picture and re-encodes it.
///
/// `bytes`: the whole file. JPEG, PNG and WebP are read, whatever the file is called. The picture is rotated as its EXIF data
/// say, composed onto white where it is transparent, and shrunk to [`Limits::keep_long_side_px`]. A colour profile is
/// dropped, not applied: documents stay just as legible, and the colours of some cameras become slightly paler.
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
/// [`IntakeRefusal`] when the file exceeds a limit, is of another kind, or is damaged.
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

/// Makes a small copy of a picture, for lists and slots.
///
/// `jpeg`: made by [`intake()`]. `long_side_px`: the longer side of the copy; a smaller picture keeps its size.
///
/// # Errors
/// [`IntakeRefusal`] when `jpeg` cannot come from [`intake()`].
pub fn thumbnail(jpeg: &[u8], long_side_px: u32) -> Result<Intake, IntakeRefusal> {
    let limits = Limits {
        min_side_px: 1,
        keep_long_side_px: long_side_px,
        quality: 80,
        ..Limits::default()
    };
    intake(jpeg, &limits)
}

/// The pixels of a picture made by [`intake()`].
///
/// # Errors
/// [`IntakeRefusal`] when it is not a JPEG, is damaged, or exceeds the pixel limit.
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
