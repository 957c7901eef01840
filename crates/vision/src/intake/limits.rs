//! What taking in a picture may cost, and how it is drawn anew.

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
