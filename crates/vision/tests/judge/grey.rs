//! A grey picture, and what lens, hand and file do to it.

use std::f32::consts::TAU;

use image::{DynamicImage, imageops};
use jpeg_encoder::{ColorType, Encoder};

use crate::chance::Chance;
use crate::read_back::read;

/// Brightness 0 to 255, row by row.
#[derive(Clone)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) levels: Vec<f32>,
}

impl Grey {
    pub(crate) fn drawn(width: usize, height: usize, level: impl Fn(f32, f32) -> f32) -> Self {
        let levels = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| level(real(x), real(y)))
            .collect();
        Self {
            width,
            height,
            levels,
        }
    }

    /// The middle of a JPEG file: this share is cut off at each side.
    pub(crate) fn read(jpeg: &[u8], cut: f32) -> Self {
        let picture = DynamicImage::from(read(jpeg)).into_luma8();
        let (width, height) = picture.dimensions();
        let longer = real(width.max(height) as usize) * cut;
        let cut = whole(longer) as u32;
        let middle =
            imageops::crop_imm(&picture, cut, cut, width - 2 * cut, height - 2 * cut).to_image();
        Self {
            width: middle.width() as usize,
            height: middle.height() as usize,
            levels: middle.into_raw().into_iter().map(f32::from).collect(),
        }
    }

    pub(crate) fn each(&mut self, change: impl Fn(f32) -> f32) {
        for level in &mut self.levels {
            *level = change(*level);
        }
    }

    /// Between four pixels; `None` outside.
    pub(crate) fn at(&self, x: f32, y: f32) -> Option<f32> {
        if x < 0.0 || y < 0.0 || x > real(self.width - 1) || y > real(self.height - 1) {
            return None;
        }
        let (left, top) = (whole(x), whole(y));
        let (right, under) = (
            (left + 1).min(self.width - 1),
            (top + 1).min(self.height - 1),
        );
        let (fx, fy) = (x - real(left), y - real(top));
        let row = |y: usize| {
            self.levels[y * self.width + left] * (1.0 - fx)
                + self.levels[y * self.width + right] * fx
        };
        Some(row(top) * (1.0 - fy) + row(under) * fy)
    }

    /// Shrunk to about this width by the mean of whole and half pixels; not enlarged.
    pub(crate) fn shrunk(&self, width: f32) -> Self {
        let by = real(self.width) / width;
        if by <= 1.0 {
            return self.clone();
        }
        let mut soft = self.clone();
        soft.defocus(0.4 * by);
        Self::drawn(
            whole(width).max(1),
            whole(real(self.height) / by).max(1),
            |x, y| {
                soft.at((x + 0.5) * by - 0.5, (y + 0.5) * by - 0.5)
                    .or_else(|| soft.at(x * by, y * by))
                    .unwrap_or(0.0)
            },
        )
    }

    /// Out of focus: a Gaussian of `sigma` pixels, as three boxes where it is wide.
    pub(crate) fn defocus(&mut self, sigma: f32) {
        if sigma < 0.15 {
            return;
        }
        if sigma < 3.0 {
            let reach = whole(sigma * 3.0) + 1;
            let kernel: Vec<f32> = (0..=2 * reach)
                .map(|at| (-((real(at) - real(reach)) / sigma).powi(2) / 2.0).exp())
                .collect();
            self.both_ways(|line| convolved(line, &kernel));
        } else {
            let reach = whole(((12.0 * sigma * sigma / 3.0 + 1.0).sqrt() - 1.0) / 2.0 + 0.5);
            for _ in 0..3 {
                self.both_ways(|line| boxed(line, reach));
            }
        }
    }

    /// The telephone moved by `length` pixels at `turns` of a full turn.
    pub(crate) fn moved(&mut self, length: f32, turns: f32) {
        let (dx, dy) = ((turns * TAU).cos(), (turns * TAU).sin());
        let count = whole(length).max(2);
        let mut sum = vec![0.0; self.levels.len()];
        for step in 0..count {
            let by = length * (real(step) / real(count - 1) - 0.5);
            let (right, down) = ((by * dx).round() as isize, (by * dy).round() as isize);
            for (y, row) in sum.chunks_exact_mut(self.width).enumerate() {
                let from = y.saturating_add_signed(down).min(self.height - 1) * self.width;
                for (x, sum) in row.iter_mut().enumerate() {
                    *sum += self.levels[from + x.saturating_add_signed(right).min(self.width - 1)];
                }
            }
        }
        for (level, sum) in self.levels.iter_mut().zip(sum) {
            *level = sum / real(count);
        }
    }

    /// Noise of this deviation; `coarse` as after the telephone's own smoothing.
    pub(crate) fn add_noise(&mut self, deviation: f32, coarse: bool, chance: &mut Chance) {
        if deviation <= 0.0 {
            return;
        }
        let mut noise = Self {
            levels: (0..self.levels.len()).map(|_| chance.normal()).collect(),
            ..*self
        };
        let mut scale = deviation;
        if coarse {
            noise.defocus(0.8);
            scale *= 2.9;
        }
        for (level, noise) in self.levels.iter_mut().zip(noise.levels) {
            *level += noise * scale;
        }
    }

    pub(crate) fn jpeg(&self, quality: u8) -> Vec<u8> {
        let bytes: Vec<u8> = self
            .levels
            .iter()
            .map(|level| level.round() as u8)
            .collect();
        let mut jpeg = Vec::new();
        Encoder::new(&mut jpeg, quality)
            .encode(
                &bytes,
                u16::try_from(self.width).unwrap(),
                u16::try_from(self.height).unwrap(),
                ColorType::Luma,
            )
            .unwrap();
        jpeg
    }

    fn both_ways(&mut self, line: impl Fn(&[f32]) -> Vec<f32>) {
        for row in self.levels.chunks_exact_mut(self.width) {
            let new = line(row);
            row.copy_from_slice(&new);
        }
        let mut turned = self.turned();
        for row in turned.levels.chunks_exact_mut(turned.width) {
            let new = line(row);
            row.copy_from_slice(&new);
        }
        *self = turned.turned();
    }

    /// Columns become rows.
    fn turned(&self) -> Self {
        let mut levels = Vec::with_capacity(self.levels.len());
        for x in 0..self.width {
            levels.extend(self.levels[x..].iter().step_by(self.width));
        }
        Self {
            width: self.height,
            height: self.width,
            levels,
        }
    }
}

fn convolved(line: &[f32], kernel: &[f32]) -> Vec<f32> {
    let reach = kernel.len() / 2;
    let sum: f32 = kernel.iter().sum();
    let mut padded = vec![line[0]; reach];
    padded.extend(line);
    padded.extend(std::iter::repeat_n(line[line.len() - 1], reach));
    padded
        .windows(kernel.len())
        .map(|part| part.iter().zip(kernel).map(|(a, b)| a * b).sum::<f32>() / sum)
        .collect()
}

fn boxed(line: &[f32], reach: usize) -> Vec<f32> {
    let last = line.len() - 1;
    let mut sum: f32 = line[0] * real(reach + 1);
    for at in 1..=reach {
        sum += line[at.min(last)];
    }
    let count = real(2 * reach + 1);
    (0..line.len())
        .map(|at| {
            let mean = sum / count;
            sum += line[(at + reach + 1).min(last)] - line[at.saturating_sub(reach)];
            mean
        })
        .collect()
}

pub(crate) fn real(count: usize) -> f32 {
    count as f32
}

pub(crate) fn whole(value: f32) -> usize {
    value as usize
}
