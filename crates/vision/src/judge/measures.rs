//! What is measured on a picture.

use super::edges;
use super::luma::{Along, Luma, QUARTERS, Smoothed};
use super::thresholds::{
    CLEAR_LEVELS, CLEAR_NOISES, NARROW_SHARE, RIPPLE_LEVELS, RIPPLE_NOISES, WIDEST_EDGE_PX,
    WIDEST_SOFT_PX,
};

/// What was measured on a picture, for the limits to be held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// The brightness that 2 of a hundred pixels do not exceed.
    pub dark: u8,
    /// The brightness of the pixel in the middle.
    pub middle: u8,
    /// The brightness that 98 of a hundred pixels do not exceed.
    pub light: u8,
    /// Standard deviation of the noise, in levels, after smoothing.
    pub noise: f32,
    /// Share of the lines across the picture that meet a clear edge.
    pub clear: f32,
    /// Share of the lines that meet an edge as high as a clear one, but wider than any in focus.
    pub soft: f32,
    /// Width of the narrow edges, in pixels, in the direction in which they are widest.
    pub width: f32,
}

/// Measures a picture.
pub fn measure(luma: &Luma<'_>) -> Measures {
    let histogram = luma.histogram();
    let smoothed = luma.smoothed();
    let noise = smoothed.noise_levels();
    let seen = Along::ALL.map(|along| Seen::of(&smoothed, along, noise));
    let lines: f32 = seen.iter().map(|seen| seen.lines).sum();
    let share = |count: fn(&Seen) -> f32| seen.iter().map(count).sum::<f32>() / lines.max(1.0);
    Measures {
        dark: percentile(&histogram, 0.02),
        middle: percentile(&histogram, 0.5),
        light: percentile(&histogram, 0.98),
        noise,
        clear: share(|seen| seen.clear),
        soft: share(|seen| seen.soft),
        width: seen.iter().map(Seen::width).fold(0.0, f32::max),
    }
}

/// Widths are counted in eighths of a pixel.
const BINS_A_PX: f32 = 8.0;

/// What was seen along the lines of one direction.
struct Seen {
    lines: f32,
    /// Lines with a clear edge.
    clear: f32,
    /// Lines with a soft one.
    soft: f32,
    /// The heights of all clear edges of a width, in levels: print is higher than the grain of a table, so it counts for more.
    widths: [u32; 256],
}

impl Seen {
    fn of(smoothed: &Smoothed, along: Along, noise: f32) -> Self {
        let (ripple, least) = heights(noise);
        let mut seen = Self {
            lines: 0.0,
            clear: 0.0,
            soft: 0.0,
            widths: [0; 256],
        };
        let step_px = along.step_px();
        smoothed.lines(along, |line| {
            let (mut clear, mut soft) = (0.0, 0.0);
            edges::along(line, ripple, least, |height, steps| {
                let width = steps * step_px;
                if width <= WIDEST_EDGE_PX {
                    clear = 1.0;
                    seen.widths[bin(width)] += u32::from((height / QUARTERS).unsigned_abs());
                } else if width <= WIDEST_SOFT_PX {
                    soft = 1.0;
                }
            });
            seen.lines += 1.0;
            seen.clear += clear;
            seen.soft += soft;
        });
        seen
    }

    /// The width that the narrow ones of the clear edges do not exceed, in pixels; very wide without any clear edge.
    fn width(&self) -> f32 {
        f32::from(percentile(&self.widths, NARROW_SHARE)) / BINS_A_PX
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the width is at least 0, and the bin is bounded"
)]
fn bin(width: f32) -> usize {
    ((width * BINS_A_PX) as usize).min(255)
}

/// How far a line may turn back inside an edge, and how high an edge must be, in quarters of a level.
#[expect(clippy::cast_possible_truncation, reason = "noise is below 256 levels")]
fn heights(noise: f32) -> (i16, i16) {
    let quarters = |levels: f32| (levels * f32::from(QUARTERS)) as i16;
    (
        quarters((RIPPLE_NOISES * noise).max(RIPPLE_LEVELS)),
        quarters((CLEAR_NOISES * noise).max(CLEAR_LEVELS)),
    )
}

/// The index that this share of the counted does not exceed; the highest when nothing was counted.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of a million, to be met roughly"
)]
fn percentile(counts: &[u32; 256], share: f32) -> u8 {
    let wanted = counts.iter().sum::<u32>() as f32 * share;
    let mut sum = 0;
    for (index, count) in (0..=u8::MAX).zip(counts) {
        sum += count;
        if sum > 0 && sum as f32 >= wanted {
            return index;
        }
    }
    u8::MAX
}
