//! A picture after intake.

use std::fmt;

use super::format::SourceFormat;

/// A picture that may be stored: upright, opaque, without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// A baseline JPEG written by us, in sRGB or grey.
    pub jpeg: Vec<u8>,
    /// A small copy of it, a JPEG with [`Limits::thumbnail_long_side_px`](crate::Limits::thumbnail_long_side_px).
    pub thumbnail: Vec<u8>,
    /// Width of `jpeg` in pixels.
    pub width_px: u32,
    /// Height of `jpeg` in pixels.
    pub height_px: u32,
    /// Format of the original file.
    pub source_format: SourceFormat,
}

/// Never prints the picture: it shows a person's document.
impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            jpeg,
            thumbnail: _,
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
