//! A picture after intake.

use std::fmt;

use super::format::SourceFormat;
use crate::judge::Fault;

/// A picture that may be stored: upright, opaque, without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// A baseline JPEG written by us, in sRGB or grey.
    pub jpeg: Vec<u8>,
    /// A small copy of `jpeg` for lists and slots, a baseline JPEG of at most [`THUMBNAIL_PX`](super::THUMBNAIL_PX) on its long
    /// side. Made here once, so that nobody decodes a stored picture to show it small.
    pub thumbnail: Vec<u8>,
    /// Width of `jpeg` in pixels.
    pub width_px: u32,
    /// Height of `jpeg` in pixels.
    pub height_px: u32,
    /// Format of the original file.
    pub source_format: SourceFormat,
    /// What makes it useless as a document, the fault to be told first; nothing for a small copy, which is not looked at again.
    pub faults: Vec<Fault>,
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
            faults,
        } = self;
        write!(
            f,
            "Intake({source_format:?}, {width_px} x {height_px} px, {} bytes, {faults:?})",
            jpeg.len()
        )
    }
}
