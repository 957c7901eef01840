//! Limits on a picture at intake, and how it is re-encoded.

/// What a picture may cost before it is refused, and how it is re-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest file accepted, in bytes.
    pub max_bytes: usize,
    /// Most pixels (width times height) that are decoded. Decoding needs about four bytes for each, and re-encoding three
    /// more.
    pub max_pixels: u64,
    /// Shortest side accepted, in pixels.
    pub min_side_px: u32,
    /// The longer side of the stored picture, in pixels; a larger one is shrunk to it.
    pub keep_long_side_px: u32,
    /// JPEG quality of the stored picture, 1 to 100.
    pub quality: u8,
}

impl Default for Limits {
    /// 15 MB and 40 megapixels: above what phones produce. At 3000 px the small print of a booklet page that fills the
    /// picture is 25 px high.
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
