//! Limits on a picture at intake, and how it is kept.

use super::refusal::IntakeRefusal;

/// The long side of [`Intake::thumbnail`](crate::Intake::thumbnail) in pixels: what a slot shows on a dense screen.
pub const THUMBNAIL_PX: u32 = 480;

/// What a picture may cost before it is refused, and how it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest file accepted, in bytes.
    pub max_bytes: usize,
    /// Most pixels (width times height) that are decoded.
    pub max_pixels: u64,
    /// Most memory that a decoder may hold for the whole picture, in bytes. A JPEG of the kind that cameras write needs no more
    /// than what is drawn of it, at any size; progressive JPEG, PNG and WebP are held whole.
    pub max_memory_bytes: u64,
    /// Shortest side accepted, in pixels.
    pub min_side_px: u32,
    /// The longer side of the stored picture, in pixels; a larger one is shrunk to it.
    pub keep_long_side_px: u32,
    /// But the shorter side is shrunk no further than this, in pixels.
    pub keep_short_side_px: u32,
    /// Most pixels of a stored picture.
    pub keep_pixels: u64,
    /// JPEG quality of a picture that is drawn anew by its pixels, 1 to 100.
    pub quality: u8,
}

impl Default for Limits {
    /// 15 MB and 128 megapixels: above what telephones write. At 3000 px the small print of a booklet page that fills the
    /// picture is 25 px high. 200 MB hold a progressive JPEG of 64 megapixels, or a PNG without transparency.
    fn default() -> Self {
        Self {
            max_bytes: 15 * 1024 * 1024,
            max_pixels: 128_000_000,
            max_memory_bytes: 200_000_000,
            min_side_px: 200,
            keep_long_side_px: 3000,
            keep_short_side_px: 1000,
            keep_pixels: 16_000_000,
            quality: 88,
        }
    }
}

impl Limits {
    /// Holds the size in a header against the limits, before any pixel is made.
    ///
    /// `max_pixels`: for such a file, which may need more memory than another.
    ///
    /// # Errors
    /// [`IntakeRefusal::TooManyPixels`], [`IntakeRefusal::TooSmall`].
    pub(super) fn check_size(
        &self,
        (width_px, height_px): (u32, u32),
        max_pixels: u64,
    ) -> Result<(), IntakeRefusal> {
        if u64::from(width_px) * u64::from(height_px) > max_pixels {
            return Err(IntakeRefusal::TooManyPixels {
                width_px,
                height_px,
                max_pixels,
            });
        }
        let min_side_px = self.min_side_px;
        if width_px.min(height_px) < min_side_px {
            return Err(IntakeRefusal::TooSmall {
                width_px,
                height_px,
                min_side_px,
            });
        }
        Ok(())
    }
}
