//! Good pictures and spoiled ones, by kind.

use std::f32::consts::TAU;

use crate::chance::Chance;
use crate::grey::{Grey, real, whole};
use crate::papers::Paper;
use crate::scene::{filed, glare, shade, shot};

/// Makes a picture of a paper, as a JPEG file.
pub(crate) type Make = fn(&Paper, &mut Chance) -> Vec<u8>;

/// What must not be held back.
pub(crate) const GOOD: [(&str, Make); 9] = [
    ("photo", photo),
    ("photo with a lamp in it", with_a_lamp),
    ("photo in little light", dim),
    ("photo in much light", light),
    ("faded print", faded),
    ("soft", soft),
    ("messenger", messenger),
    ("scan on white", scan),
    ("grey scan", grey_scan),
];

/// What must be caught.
pub(crate) const SPOILED: [(&str, Make); 11] = [
    ("out of focus", out_of_focus),
    ("moved", moved),
    ("messenger, out of focus", messenger_out_of_focus),
    ("far too dark", far_too_dark),
    ("night with a lamp", night),
    ("far too bright", far_too_bright),
    ("veiled", veiled),
    ("black", black),
    ("bare wall or table", bare),
    ("sky", sky),
    ("too small", too_small),
];

/// A good photograph before exposure and sensor.
fn framed(paper: &Paper, chance: &mut Chance) -> Grey {
    let mut shot = shot(paper, chance);
    shot.frame.defocus(chance.between(0.3, 0.8));
    shade(&mut shot.frame, chance);
    shot.frame
}

fn photo(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    filed(framed(paper, chance), 8.0, chance)
}

fn with_a_lamp(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    glare(&mut frame, chance);
    filed(frame, 6.0, chance)
}

fn dim(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let gain = chance.between(0.3, 0.5);
    frame.each(|level| level * gain);
    filed(frame, 5.0, chance)
}

fn light(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let gain = chance.between(1.1, 1.6);
    frame.each(|level| (level * gain).min(255.0));
    filed(frame, 5.0, chance)
}

/// Thermal paper and old ink: a quarter to a half of the contrast is left.
fn faded(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let left = chance.between(0.28, 0.5);
    let pale = Paper {
        kind: paper.kind,
        grey: Grey {
            levels: paper
                .grey
                .levels
                .iter()
                .map(|level| 250.0 - (250.0 - level) * left)
                .collect(),
            ..paper.grey
        },
        print: paper.print,
    };
    filed(framed(&pale, chance), 3.0, chance)
}

/// Not quite in focus, and still to be read.
fn soft(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut shot = shot(paper, chance);
    let sigma = shot.print * chance.between(0.02, 0.05);
    shot.frame.defocus(sigma.max(0.4));
    shade(&mut shot.frame, chance);
    filed(shot.frame, 5.0, chance)
}

fn messenger(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    compressed(framed(paper, chance), chance)
}

/// As a messenger sends it: filed, shrunk and filed again.
fn compressed(frame: Grey, chance: &mut Chance) -> Vec<u8> {
    let filed = Grey::read(&filed(frame, 5.0, chance), 0.0);
    let short = real(filed.width.min(filed.height));
    let width = real(filed.width) * (1080.0 / short).min(1.0);
    filed
        .shrunk(width)
        .jpeg(whole(chance.between(55.0, 75.0)) as u8)
}

/// The paper alone, or in the middle of white.
fn scan(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let around = chance.between(1.0, 1.8);
    let (width, height) = paper.sides();
    let size = (1000.0_f32.max(9.0 / paper.print) * chance.between(1.0, 1.5)).min(width);
    let small = paper.grey.shrunk(size * width / width.max(height));
    let (left, top) = (
        real(small.width) * (around - 1.0) / 2.0,
        real(small.height) * (around - 1.0) / 2.0,
    );
    let page = Grey::drawn(
        whole(real(small.width) * around),
        whole(real(small.height) * around),
        |x, y| small.at(x - left, y - top).unwrap_or(255.0),
    );
    page.jpeg(whole(chance.between(75.0, 96.0)) as u8)
}

fn grey_scan(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let (low, high) = (chance.between(50.0, 110.0), chance.between(170.0, 215.0));
    let mut page = paper.grey.clone();
    page.each(|level| low + (high - low) * level / 255.0);
    page.defocus(0.6);
    filed(page, 3.0, chance)
}

fn out_of_focus(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut shot = shot(paper, chance);
    shot.frame.defocus(shot.print * chance.between(0.2, 0.6));
    shade(&mut shot.frame, chance);
    filed(shot.frame, 8.0, chance)
}

fn moved(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut shot = shot(paper, chance);
    shot.frame.defocus(0.5);
    shot.frame
        .moved(shot.print * chance.between(0.8, 2.0), chance.share() / 2.0);
    shade(&mut shot.frame, chance);
    filed(shot.frame, 6.0, chance)
}

fn messenger_out_of_focus(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut shot = shot(paper, chance);
    shot.frame.defocus(shot.print * chance.between(0.2, 0.6));
    shade(&mut shot.frame, chance);
    compressed(shot.frame, chance)
}

/// Of white paper and black print at most ten levels are left, under the noise of such a picture.
fn far_too_dark(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let gain = chance.between(0.01, 0.045);
    frame.each(|level| level * gain);
    filed(frame, 4.0, chance)
}

fn night(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let gain = chance.between(0.01, 0.045);
    frame.each(|level| level * gain);
    glare(&mut frame, chance);
    filed(frame, 4.0, chance)
}

/// Black print becomes nearly white.
fn far_too_bright(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let gain = chance.between(9.0, 20.0);
    frame.each(|level| (level * gain + 30.0).min(255.0));
    filed(frame, 4.0, chance)
}

/// Light that falls into the lens: of the contrast next to nothing is left.
fn veiled(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut frame = framed(paper, chance);
    let left = chance.between(0.01, 0.045);
    let veil = chance.between(225.0, 255.0);
    frame.each(|level| veil - (255.0 - level) * left);
    filed(frame, 3.0, chance)
}

fn black(_: &Paper, chance: &mut Chance) -> Vec<u8> {
    let frame = Grey::drawn(1600, 1200, |_, _| 4.0);
    filed(frame, 8.0, chance)
}

fn bare(_: &Paper, chance: &mut Chance) -> Vec<u8> {
    let level = chance.between(15.0, 250.0);
    let mut frame = Grey::drawn(2000, 1500, |_, _| level);
    shade(&mut frame, chance);
    filed(frame, 8.0, chance)
}

fn sky(_: &Paper, chance: &mut Chance) -> Vec<u8> {
    let (from, to, turn) = (
        chance.between(40.0, 250.0),
        chance.between(40.0, 250.0),
        chance.share() * TAU,
    );
    let frame = Grey::drawn(1600, 1200, |x, y| {
        let along = (x / 1600.0 - 0.5) * turn.cos() + (y / 1200.0 - 0.5) * turn.sin() + 0.7;
        from + (to - from) * along / 1.4
    });
    filed(frame, 8.0, chance)
}

/// As icons and previews are: the print is a few pixels high.
fn too_small(paper: &Paper, chance: &mut Chance) -> Vec<u8> {
    let mut shot = shot(paper, chance);
    let long = real(shot.frame.width.max(shot.frame.height));
    let to = chance.between(360.0, 620.0);
    shade(&mut shot.frame, chance);
    let small = shot.frame.shrunk(real(shot.frame.width) * to / long);
    filed(small, 4.0, chance)
}
