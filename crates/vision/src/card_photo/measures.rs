//! The dimensions of the printed photo.

use std::ops::RangeInclusive;

/// Width of the card photo in pixels.
pub const WIDTH_PX: u32 = 358;
/// Height of the card photo in pixels.
pub const HEIGHT_PX: u32 = 441;
/// Pixels per inch, in both directions.
pub const DENSITY_DPI: u16 = 350;
/// Length of the file in bytes.
pub const SIZE_BYTES: RangeInclusive<usize> = 14 * 1024..=20 * 1024;
