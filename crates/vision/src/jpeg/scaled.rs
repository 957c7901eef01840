//! Draws blocks as samples, at any eighth of their size.
//!
//! A block of 8 x 8 coefficients is drawn with n x n samples by taking its n lowest frequencies, which is both the fastest and
//! the cleanest way to shrink. A component that is sampled more coarsely is drawn with as many more samples, so that all
//! components come out in one size and nothing has to be stretched afterwards.

use std::f32::consts::PI;

use super::frame::Frame;
use super::scan::Sink;
use super::{Block, OF_BLOCK, PLACES, SIDE, Steps, each_detail};

/// A part of the size, in eighths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    eighths: usize,
}

/// The samples of one component, row by row.
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) samples: Vec<u8>,
}

impl Plane {
    /// Width and height in pixels.
    pub(crate) fn size_px(&self) -> (u32, u32) {
        let side = |side: usize| u32::try_from(side).expect("a side has 16 bits");
        (side(self.width), side(self.height))
    }
}

impl Scale {
    /// The size itself.
    pub(crate) const WHOLE: Self = Self { eighths: 8 };

    /// The smallest at which a picture with this longer side has at least `px`, or else the size itself.
    pub(crate) fn at_least(px: usize, longer_side: usize) -> Self {
        let eighths = (1..8).find(|eighths| (longer_side * eighths).div_ceil(8) >= px);
        eighths.map_or(Self::WHOLE, |eighths| Self { eighths })
    }

    fn of(self, side: usize) -> usize {
        (side * self.eighths).div_ceil(8)
    }
}

/// Takes blocks and draws them.
pub(super) struct Drawing {
    components: Vec<OfComponent>,
}

struct OfComponent {
    plane: Plane,
    across: Waves,
    down: Waves,
    steps: [f32; OF_BLOCK],
    /// The number behind the last coefficient that is drawn.
    end: usize,
}

/// Most samples of a block along one side: whole size, sampled at a quarter.
const MOST: usize = 32;

/// The cosines of a block along one side: for each frequency, the value at each sample.
struct Waves {
    samples: usize,
    frequencies: usize,
    values: [[f32; MOST]; SIDE],
}

impl Waves {
    fn new(samples: usize) -> Self {
        let mut values = [[0.0; MOST]; SIDE];
        for (frequency, values) in values.iter_mut().enumerate() {
            // T.81, A.3.3: one half in each direction, and the mean by the root of two less.
            let factor = if frequency == 0 {
                0.125_f32.sqrt()
            } else {
                0.5
            };
            for (at, value) in values[..samples].iter_mut().enumerate() {
                let angle = small((2 * at + 1) * frequency) * PI / small(2 * samples);
                *value = factor * angle.cos();
            }
        }
        Self {
            samples,
            frequencies: samples.min(SIDE),
            values,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "below 2^24")]
fn small(number: usize) -> f32 {
    number as f32
}

impl Drawing {
    /// Draws all components.
    pub(super) fn new(frame: &Frame, scale: Scale) -> Self {
        Self::of_first(frame.components.len(), frame, scale)
    }

    /// Draws that many of the components.
    pub(super) fn of_first(count: usize, frame: &Frame, scale: Scale) -> Self {
        let (width, height) = (scale.of(frame.width), scale.of(frame.height));
        let (across, down) = frame.finest();
        let components = frame.components.iter().take(count).map(|one| {
            let across = Waves::new(scale.eighths * across / one.across);
            let down = Waves::new(scale.eighths * down / one.down);
            let is_drawn = |place: u8| {
                usize::from(place) % SIDE < across.frequencies
                    && usize::from(place) / SIDE < down.frequencies
            };
            let last = PLACES.iter().rposition(|place| is_drawn(*place));
            OfComponent {
                plane: Plane {
                    width,
                    height,
                    samples: vec![0; width * height],
                },
                across,
                down,
                steps: [1.0; OF_BLOCK],
                end: last.map_or(1, |last| last + 1),
            }
        });
        Self {
            components: components.collect(),
        }
    }

    pub(super) fn planes(self) -> Vec<Plane> {
        self.components.into_iter().map(|one| one.plane).collect()
    }
}

impl Sink for Drawing {
    fn begin(&mut self, component: usize, steps: &Steps) {
        let known = &mut self.components[component].steps;
        for (known, step) in known.iter_mut().zip(steps) {
            *known = f32::from(*step);
        }
    }

    #[inline]
    fn put(&mut self, component: usize, at: (usize, usize), block: &Block) {
        let one = &mut self.components[component];
        match one.across.samples {
            ..=4 => one.draw::<4>(at, block),
            5..=8 => one.draw::<8>(at, block),
            9..=16 => one.draw::<16>(at, block),
            _ => one.draw::<MOST>(at, block),
        }
    }
}

impl OfComponent {
    /// Draws a block of at most `LANES` samples across.
    fn draw<const LANES: usize>(&mut self, (across, down): (usize, usize), block: &Block) {
        let (left, top) = (across * self.across.samples, down * self.down.samples);
        if left >= self.plane.width {
            return;
        }
        let width = self.across.samples.min(self.plane.width - left);
        let rows = self
            .plane
            .samples
            .chunks_exact_mut(self.plane.width)
            .skip(top);
        if block[1..].iter().all(|coefficient| *coefficient == 0) {
            let level = to_sample(128.5 + f32::from(block[0]) * self.steps[0] / 8.0);
            for row in rows.take(self.down.samples) {
                row[left..left + width].fill(level);
            }
            return;
        }
        // First across: for each frequency down, its values along a row.
        let mut used = [true, false, false, false, false, false, false, false];
        let mut along = [[0.0_f32; LANES]; SIDE];
        along[0].fill(f32::from(block[0]) * self.steps[0] * self.across.values[0][0]);
        each_detail(block, self.end, |number, coefficient| {
            let place = usize::from(PLACES[number]);
            let (across, down) = (place % SIDE, place / SIDE);
            if across < self.across.frequencies && down < self.down.frequencies {
                let strength = f32::from(coefficient) * self.steps[number];
                for (sum, value) in along[down].iter_mut().zip(&self.across.values[across]) {
                    *sum += strength * value;
                }
                used[down] = true;
            }
        });
        for (at, row) in rows.take(self.down.samples).enumerate() {
            let mut sums = [128.5_f32; LANES];
            for down in 0..self.down.frequencies {
                if used[down] {
                    let value = self.down.values[down][at];
                    for (sum, along) in sums.iter_mut().zip(&along[down]) {
                        *sum += value * along;
                    }
                }
            }
            for (sample, sum) in row[left..left + width].iter_mut().zip(&sums) {
                *sample = to_sample(*sum);
            }
        }
    }
}

/// The nearest sample, given that a half was added.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates"
)]
fn to_sample(level: f32) -> u8 {
    level as u8
}

impl super::Coefficients {
    /// Draws all components at a part of their size.
    pub(crate) fn planes(&self, scale: Scale) -> Vec<Plane> {
        let mut drawing = Drawing::new(&self.frame, scale);
        self.hand_to(&mut drawing);
        drawing.planes()
    }
}
