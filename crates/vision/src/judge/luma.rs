//! The brightness of a picture, and the lines that are looked along.

/// The longer side, in pixels, for which the limits were measured. A larger plane would look blurred, a much smaller one sharp.
pub const LONG_SIDE_PX: u32 = 1024;

/// The brightness of each pixel, 0 to 255, row by row from the top.
#[derive(Clone, Copy)]
pub struct Luma<'a> {
    pixels: &'a [u8],
    width: usize,
    height: usize,
}

impl<'a> Luma<'a> {
    /// A plane of `width_px` by `height_px`; `None` unless there is one byte for each pixel, and at least one pixel.
    pub fn of(pixels: &'a [u8], width_px: u32, height_px: u32) -> Option<Self> {
        let (width, height) = (
            usize::try_from(width_px).ok()?,
            usize::try_from(height_px).ok()?,
        );
        let is_whole = width.checked_mul(height) == Some(pixels.len()) && !pixels.is_empty();
        is_whole.then_some(Self {
            pixels,
            width,
            height,
        })
    }

    /// How many pixels have each brightness.
    pub(super) fn histogram(&self) -> [u32; 256] {
        let mut counts = [0; 256];
        for &pixel in self.pixels {
            counts[usize::from(pixel)] += 1;
        }
        counts
    }

    /// Smoothed by 1-2-1 in both directions, which takes most of the noise and hardly widens an edge.
    pub(super) fn smoothed(&self) -> Smoothed {
        let mut levels = Vec::with_capacity(self.pixels.len());
        let rows: Vec<&[u8]> = self.pixels.chunks_exact(self.width).collect();
        let mut sums = vec![0_i16; self.width];
        for (y, row) in rows.iter().enumerate() {
            let above = rows[y.saturating_sub(1)];
            let below = rows[(y + 1).min(self.height - 1)];
            for (sum, ((above, middle), below)) in
                sums.iter_mut().zip(above.iter().zip(*row).zip(below))
            {
                *sum = i16::from(*above) + 2 * i16::from(*middle) + i16::from(*below);
            }
            let (first, last) = (sums[0], sums[self.width - 1]);
            if self.width == 1 {
                levels.push(first);
                continue;
            }
            levels.push((3 * first + sums[1]) / 4);
            levels.extend(
                sums.windows(3)
                    .map(|three| (three[0] + 2 * three[1] + three[2]) / 4),
            );
            levels.push((3 * last + sums[self.width - 2]) / 4);
        }
        Smoothed {
            levels,
            width: self.width,
            height: self.height,
        }
    }
}

/// A smoothed plane, in quarters of a level.
pub(super) struct Smoothed {
    levels: Vec<i16>,
    width: usize,
    height: usize,
}

/// Quarters in a level.
pub(super) const QUARTERS: i16 = 4;

/// The directions that are looked along: blur by movement leaves the edges along it sharp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    Rows,
    Columns,
    Falling,
    Rising,
}

impl Along {
    pub(super) const ALL: [Self; 4] = [Self::Rows, Self::Columns, Self::Falling, Self::Rising];

    /// The distance between two neighbours on such a line, in pixels.
    pub(super) const fn step_px(self) -> f32 {
        match self {
            Self::Rows | Self::Columns => 1.0,
            Self::Falling | Self::Rising => std::f32::consts::SQRT_2,
        }
    }
}

/// Every fifth line is looked at, which costs a fifth: what can be read crosses many.
const EVERY: usize = 5;

impl Smoothed {
    /// Standard deviation of the noise, in levels: what neighbours differ by where nothing is, which is a quarter of any picture.
    pub(super) fn noise_levels(&self) -> f32 {
        let mut counts = [0_u32; 256];
        for row in self.levels.chunks_exact(self.width).step_by(4) {
            for five in row.windows(5) {
                let bend = (five[0] + five[4] - 2 * five[2]).unsigned_abs();
                counts[usize::from(bend.min(255))] += 1;
            }
        }
        let quarter = counts.iter().sum::<u32>() / 4;
        let mut sum = 0;
        let at = counts.iter().position(|count| {
            sum += count;
            sum > quarter
        });
        let bend = u8::try_from(at.unwrap_or(0)).unwrap_or(u8::MAX);
        // A quarter of a normal distribution is within 0.319 deviations; the bend has the variance of six levels.
        f32::from(bend) / (0.319 * 2.449 * f32::from(QUARTERS))
    }

    /// Calls `see` with every fifth line of a direction.
    pub(super) fn lines(&self, along: Along, mut see: impl FnMut(&[i16])) {
        let (width, height) = (self.width, self.height);
        let mut line = Vec::with_capacity(width.max(height));
        let mut gather =
            |x: usize, y: usize, step: isize, count: usize| {
                line.clear();
                let start = y * width + x;
                line.extend((0..count).map(|index| {
                    self.levels[start.wrapping_add_signed(step * index.cast_signed())]
                }));
                see(&line);
            };
        let row = width.cast_signed();
        match along {
            Along::Rows => {
                for y in (1..height).step_by(EVERY) {
                    gather(0, y, 1, width);
                }
            }
            Along::Columns => {
                for x in (1..width).step_by(EVERY) {
                    gather(x, 0, row, height);
                }
            }
            // Diagonals are named by where they meet the upper row, or its continuation to the left or right.
            Along::Falling => {
                for meets in (0..width + height - 1).step_by(EVERY) {
                    let (x, y) = if meets < height {
                        (0, height - 1 - meets)
                    } else {
                        (meets - (height - 1), 0)
                    };
                    gather(x, y, row + 1, (width - x).min(height - y));
                }
            }
            Along::Rising => {
                for meets in (0..width + height - 1).step_by(EVERY) {
                    let (x, y) = if meets < width {
                        (meets, 0)
                    } else {
                        (width - 1, meets - (width - 1))
                    };
                    gather(x, y, row - 1, (x + 1).min(height - y));
                }
            }
        }
    }
}
