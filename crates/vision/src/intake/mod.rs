//! Intake of a picture: limits, reading, turning, writing anew.
//!
//! The order is the defence (docs/adr/0003): the length of the file, its first bytes, the size named in its header, and only
//! then the image, with limits of its own. What is stored is always written by us, so that locations, camera serial numbers,
//! thumbnails of the uncropped picture, trailers and polyglot files are gone.

mod by_coefficients;
mod by_pixels;
mod colours;
mod exif;
mod format;
mod limits;
mod looked_at;
mod picture;
mod refusal;
mod shrunk;

pub use format::SourceFormat;
pub use limits::{Limits, THUMBNAIL_PX};
pub use picture::Intake;
pub use refusal::{IntakeRefusal, Unsupported};

use crate::jpeg::{Head, Scale, planes, rgb};

/// Reads an untrusted picture and writes it anew.
///
/// `bytes`: the whole file. JPEG, PNG and WebP are read, whatever the file is called. The picture is turned as its EXIF data
/// say, brought to sRGB by its colour profile, laid on white where it is transparent, and shrunk as far as [`Limits`] say. A JPEG
/// that needs none of this but a turn keeps its coefficients: nothing of it is lost. It is looked at once
/// ([`judge`](crate::judge::judge())).
///
/// ```
/// use vision::{Limits, intake};
/// # let photo = include_bytes!("../../../../testdata/pictures/progressive.jpg");
/// let limits = Limits { keep_long_side_px: 200, keep_short_side_px: 1, ..Limits::default() };
/// let kept = intake(photo, &limits)?;
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
    match format::recognise(bytes)? {
        SourceFormat::Jpeg => by_coefficients::intake(bytes, limits),
        source_format => by_pixels::intake(bytes, source_format, limits),
    }
}

/// The pixels of a picture made by [`intake()`].
///
/// # Errors
/// [`IntakeRefusal`] when it cannot come from there.
pub(crate) fn plain(jpeg: &[u8]) -> Result<image::RgbImage, IntakeRefusal> {
    let head = Head::read(jpeg)?;
    Ok(rgb(&planes(jpeg, &head, Scale::WHOLE)?, head.colours))
}
