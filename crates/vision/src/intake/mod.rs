//! Taking in a picture: limits, decoding, turning, drawing anew.
//!
//! The order is the defence (docs/adr/0003): the length of the file, its first bytes, the size its header
//! names, and only then the decoder, with limits of its own. What is kept is always drawn by us, so that
//! places, camera numbers, thumbnails of uncut pictures, trailers and second meanings of a file are gone.

mod decode;
mod draw;
mod format;
mod jpeg_end;
mod shrink;

use std::fmt;

pub use format::{SourceFormat, Unsupported};

/// What a picture may cost before it is refused, and how it is drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest file taken, in bytes.
    pub max_bytes: usize,
    /// Most pixels (width times height) that are decoded. Decoding needs about four bytes for each, and
    /// three more while it is drawn anew.
    pub max_pixels: u64,
    /// Shortest side taken, in pixels.
    pub min_side_px: u32,
    /// The longer side of what is kept, in pixels; a larger picture is shrunk to it.
    pub keep_long_side_px: u32,
    /// JPEG quality of what is kept, 1 to 100.
    pub quality: u8,
}

/// A picture that may be stored: upright, opaque, without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// A baseline JPEG drawn by us, three components, sRGB.
    pub jpeg: Vec<u8>,
    /// Width of `jpeg` in pixels.
    pub width_px: u32,
    /// Height of `jpeg` in pixels.
    pub height_px: u32,
    /// What the file was.
    pub source_format: SourceFormat,
}

/// Why a file is not taken. Each has a cure that a parent can follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeRefusal {
    /// The file is longer than [`Limits::max_bytes`].
    #[error("the file has {size_bytes} bytes, at most {max_bytes} are taken")]
    TooLarge {
        /// Length of the file in bytes.
        size_bytes: usize,
        /// The limit in bytes.
        max_bytes: usize,
    },
    /// Nothing known to be a picture.
    #[error("the file is no picture")]
    NotAPicture,
    /// A picture or document of a kind that is not read.
    #[error("{what} files are not read")]
    Unsupported {
        /// The kind.
        what: Unsupported,
    },
    /// More pixels than [`Limits::max_pixels`], or pixels that take more than four bytes each and with
    /// them more memory than so many.
    #[error("the picture has {width_px} x {height_px} pixels, at most {max_pixels} are read")]
    TooManyPixels {
        /// Width in pixels, as the header says.
        width_px: u32,
        /// Height in pixels, as the header says.
        height_px: u32,
        /// The limit.
        max_pixels: u64,
    },
    /// A side is shorter than [`Limits::min_side_px`].
    #[error("the picture has {width_px} x {height_px} pixels, each side needs {min_side_px}")]
    TooSmall {
        /// Width in pixels, as the header says.
        width_px: u32,
        /// Height in pixels, as the header says.
        height_px: u32,
        /// The limit.
        min_side_px: u32,
    },
    /// The file begins as a picture and cannot be read to its end.
    #[error("the picture is damaged or was cut off")]
    Broken,
}

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

impl Default for Limits {
    /// 15 MB and 40 megapixels: above what telephones make. At 3000 px the small print of a booklet page
    /// that fills the picture is 25 px high.
    fn default() -> Self {
        Self {
            max_bytes: 15 * 1024 * 1024,
            max_pixels: 40_000_000,
            min_side_px: 200,
            keep_long_side_px: 3000,
            quality: 88,
        }
    }
}

/// The picture of a person's document is never printed.
impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            jpeg,
            width_px,
            height_px,
            source_format,
        } = self;
        write!(
            f,
            "Intake({source_format:?}, {width_px} x {height_px} px, {} bytes)",
            jpeg.len()
        )
    }
}
