//! The measures of the printed photo.

use std::ops::RangeInclusive;

/// Width of the made picture in pixels.
pub const WIDTH_PX: u32 = 358;
/// Height of the made picture in pixels.
pub const HEIGHT_PX: u32 = 441;
/// Pixels an inch, both ways.
pub const DENSITY_DPI: u16 = 350;
/// Length of the made file in bytes.
pub const SIZE_BYTES: RangeInclusive<usize> = 14 * 1024..=20 * 1024;
