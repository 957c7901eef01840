//! Photographs of papers, as telephones, scanners and messengers make them.

use std::f32::consts::TAU;

use crate::chance::Chance;
use crate::grey::{Grey, real, whole};
use crate::papers::Paper;

/// What a paper lies on.
#[derive(Clone, Copy)]
enum Ground {
    Smooth,
    White,
    Wood,
    Cloth,
}

/// A photograph before it is spoiled.
pub(crate) struct Shot {
    pub(crate) frame: Grey,
    /// Height of the small print in pixels of the frame.
    pub(crate) print: f32,
}

const LONG_SIDES: [f32; 7] = [1000.0, 1080.0, 1440.0, 1600.0, 2000.0, 3000.0, 4000.0];

fn ground(kind: Ground, width: usize, height: usize, chance: &mut Chance) -> Grey {
    let long = real(width.max(height));
    let (level, across) = (chance.between(60.0, 200.0), chance.between(-30.0, 30.0));
    let phase = chance.share() * TAU;
    match kind {
        Ground::White => Grey::drawn(width, height, |x, _| 236.0 + 8.0 * x / long),
        Ground::Smooth => Grey::drawn(width, height, |x, y| level + across * (x + y) / long),
        Ground::Wood => {
            let strength = chance.between(4.0, 14.0);
            Grey::drawn(width, height, |x, y| {
                let bend = y + 0.03 * long * (x / long * 5.0 + phase).sin();
                let grain = (bend / long * 300.0).sin()
                    + 0.6 * (bend / long * 770.0 + x / long * 9.0).sin();
                level + across * x / long + strength * grain
            })
        }
        Ground::Cloth => {
            let strength = chance.between(4.0, 12.0);
            Grey::drawn(width, height, |x, y| {
                let weave = (x / long * 900.0).sin() * (y / long * 900.0).sin();
                level + across * y / long + strength * weave
            })
        }
    }
}

/// A paper on its ground, before the lens. Print is at least nine pixels high, or it could not be read in any case.
pub(crate) fn shot(paper: &Paper, chance: &mut Chance) -> Shot {
    let long = chance.of(&LONG_SIDES).min(chance.longest_px);
    let short = (long * *chance.of(&[0.75, 0.75, 0.5625])).round();
    let (paper_width, paper_height) = paper.sides();
    let lies = chance.one_in(2);
    let (width, height) = if lies { (long, short) } else { (short, long) };
    let fits = (width / paper_width).min(height / paper_height);
    let longer = paper_width.max(paper_height) * fits;
    let least = (9.0 / (paper.print * longer)).min(0.95);
    let scale = chance.between(0.4, 0.95).max(least);
    let turn = chance.between(-0.014, 0.014);
    let kind = *chance.of(&[
        Ground::Smooth,
        Ground::Smooth,
        Ground::White,
        Ground::Wood,
        Ground::Cloth,
    ]);
    let mut frame = ground(kind, whole(width), whole(height), chance);
    let small = paper.grey.shrunk(paper_width * fits * scale);
    let size = paper_width * fits * scale / real(small.width);
    let (sin, cos) = ((turn * TAU).sin(), (turn * TAU).cos());
    let centre = (
        width / 2.0 + chance.between(-0.5, 0.5) * (width - paper_width * fits * scale),
        height / 2.0 + chance.between(-0.5, 0.5) * (height - paper_height * fits * scale),
    );
    let (middle_x, middle_y) = (real(small.width) / 2.0, real(small.height) / 2.0);
    let across = frame.width;
    for (index, level) in frame.levels.iter_mut().enumerate() {
        let (x, y) = (
            real(index % across) - centre.0,
            real(index / across) - centre.1,
        );
        let inside = small.at(
            (x * cos + y * sin) / size + middle_x,
            (y * cos - x * sin) / size + middle_y,
        );
        if let Some(paper) = inside {
            *level = paper;
        }
    }
    Shot {
        frame,
        print: paper.print * longer * scale,
    }
}

/// Light that falls off to one side, and a darker rim.
pub(crate) fn shade(frame: &mut Grey, chance: &mut Chance) {
    let (low, turn, rim) = (
        chance.between(0.65, 1.0),
        chance.share() * TAU,
        chance.between(0.0, 0.2),
    );
    let (width, height) = (real(frame.width), real(frame.height));
    let across = frame.width;
    for (index, level) in frame.levels.iter_mut().enumerate() {
        let x = real(index % across) / width - 0.5;
        let y = real(index / across) / height - 0.5;
        let side = (x * turn.cos() + y * turn.sin() + 0.7) / 1.4;
        *level *= (low + (1.0 - low) * side) * (1.0 - rim * 2.0 * (x * x + y * y));
    }
}

/// A lamp that mirrors in the picture.
pub(crate) fn glare(frame: &mut Grey, chance: &mut Chance) {
    let (width, height) = (real(frame.width), real(frame.height));
    let (x0, y0) = (width * chance.share(), height * chance.share());
    let reach = width.max(height) * chance.between(0.05, 0.12);
    let across = frame.width;
    for (index, level) in frame.levels.iter_mut().enumerate() {
        let (x, y) = (real(index % across) - x0, real(index / across) - y0);
        *level += 400.0 * (-(x * x + y * y) / (2.0 * reach * reach)).exp();
    }
}

/// Sensor and file.
pub(crate) fn filed(mut frame: Grey, most_noise: f32, chance: &mut Chance) -> Vec<u8> {
    // A large sensor picture has more pixels, not less noise in each.
    let noise = chance.between(0.0, most_noise);
    let coarse = chance.one_in(2);
    frame.add_noise(noise, coarse, chance);
    frame.each(|level| level.clamp(0.0, 255.0));
    frame.jpeg(whole(chance.between(60.0, 96.0)) as u8)
}
