//! Why a file is refused.

use std::fmt;

/// Why a file is refused. A parent can fix each of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeRefusal {
    /// The file is longer than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error("the file has {size_bytes} bytes, at most {max_bytes} are taken")]
    TooLarge {
        /// Length of the file in bytes.
        size_bytes: usize,
        /// The limit in bytes.
        max_bytes: usize,
    },
    /// No bytes, or none but zeros: what a phone or a computer shows for a picture that is still in the cloud.
    #[error("the file is empty")]
    Empty,
    /// Nothing known to be a picture.
    #[error("the file is no picture")]
    NotAPicture,
    /// A picture or document of a kind that is not read.
    #[error("{what} files are not read")]
    Unsupported {
        /// The kind.
        what: Unsupported,
    },
    /// More pixels than [`Limits::max_pixels`](crate::Limits::max_pixels), or than fit into
    /// [`Limits::max_memory_bytes`](crate::Limits::max_memory_bytes) in this format.
    #[error("the picture has {width_px} x {height_px} pixels, at most {max_pixels} are read")]
    TooManyPixels {
        /// Width in pixels, as the header says.
        width_px: u32,
        /// Height in pixels, as the header says.
        height_px: u32,
        /// The limit for such a file.
        max_pixels: u64,
    },
    /// So long and narrow (pages put together) that its letters could not be kept legible within
    /// [`Limits::keep_pixels`](crate::Limits::keep_pixels).
    #[error(
        "the picture of {width_px} x {height_px} pixels is too long and narrow to be kept legible"
    )]
    TooLong {
        /// Width in pixels, as the header says.
        width_px: u32,
        /// Height in pixels, as the header says.
        height_px: u32,
    },
    /// A side is shorter than [`Limits::min_side_px`](crate::Limits::min_side_px).
    #[error("the picture has {width_px} x {height_px} pixels, each side needs {min_side_px}")]
    TooSmall {
        /// Width in pixels, as the header says.
        width_px: u32,
        /// Height in pixels, as the header says.
        height_px: u32,
        /// The limit.
        min_side_px: u32,
    },
    /// The file begins as a picture but cannot be read to its end.
    #[error("the picture is damaged or was cut off")]
    Broken,
}

impl IntakeRefusal {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "picture_too_large",
            Self::Empty => "picture_empty",
            Self::NotAPicture => "picture_unknown",
            Self::Unsupported { .. } => "picture_unsupported",
            Self::TooManyPixels { .. } => "picture_too_many_pixels",
            Self::TooLong { .. } => "picture_too_long",
            Self::TooSmall { .. } => "picture_too_small",
            Self::Broken => "picture_broken",
        }
    }
}

impl From<crate::jpeg::Unreadable> for IntakeRefusal {
    fn from(_: crate::jpeg::Unreadable) -> Self {
        Self::Broken
    }
}

/// Formats that are recognised, so that the message can name them, but not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unsupported {
    /// Photographs as newer phones store them (ISO/IEC 23008-12).
    Heic,
    /// AV1 still pictures.
    Avif,
    /// Portable documents.
    Pdf,
    /// GIF pictures.
    Gif,
    /// Windows bitmaps.
    Bmp,
    /// TIFF pictures, and camera raw files that begin like them.
    Tiff,
    /// Videos.
    Film,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Pdf => "PDF",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Film => "film",
        })
    }
}
