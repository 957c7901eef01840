//! The picture of a code: letters as strokes, bent, leaning and overlapping, with lines through them.
//!
//! The strokes are built in, since a machine may have no font, and no letter looks the same twice. A program that reads letters
//! first separates them; here neighbours touch, some lines run through all of them in a letter's ink and one cuts them in the
//! colour of the background. Like any picture code it keeps out simple programs; the limits on tries do the rest.

use data_encoding::BASE64;
use rand::{Rng, RngExt};
use tiny_skia::{Color, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};

/// Drawn one and a half times as large as the page shows it (160 by 56; 关怀版 shows exactly this size), to be sharp on a phone.
const WIDTH_PX: u16 = 240;
const HEIGHT_PX: u16 = 84;
/// Neighbours differ in hue, so that people can tell them apart where they touch, but hardly in lightness, so that they merge in
/// grayscale. Each has a contrast of at least 7 : 1 to the background.
const INKS: [[u8; 3]; 5] = [
    [24, 78, 160],
    [150, 30, 76],
    [18, 94, 70],
    [98, 52, 144],
    [114, 68, 8],
];
const GROUND: [u8; 3] = [244, 246, 250];
/// Strokes in a box of 10 by 14, separated by `|`. One that begins with `~` is a curve along its points.
const SHAPES: [(char, &str); 23] = [
    (
        '3',
        "~0.5,2 2,0 9,-1 9,7 3.5,6.8|~3.5,6.8 10.5,6.5 10,15.5 2,14.5 0,11.5",
    ),
    ('4', "10,9.8 0,9.8 7,0 7,14"),
    (
        '6',
        "~8.5,0.8 3,0 0,5 0,9.5|~0,9.5 0,15 10,15.5 10,9.5 10,4.5 0,4.5 0,9.5",
    ),
    ('7', "0,0 10,0 4,14"),
    (
        '9',
        "~10,4.5 10,9 0,9.5 0,4.5 0,-1.5 10,-1 10,4.5|~10,4.5 10,9 7,14 1.5,13.2",
    ),
    ('A', "0,14 5,0 10,14|1.9,9.2 8.1,9.2"),
    ('C', "~10,2.6 8,-0.5 0,-1.5 0,7 0,15.5 8,14.5 10,11.4"),
    ('D', "0,0 0,14|~0,0 5,0 10,1 10,7 10,13 5,14 0,14"),
    ('E', "10,0 0,0 0,14 10,14|0,6.8 8,6.8"),
    ('F', "10,0 0,0 0,14|0,6.8 8,6.8"),
    ('H', "0,0 0,14|10,0 10,14|0,7 10,7"),
    ('J', "~8,0 8,9 8,15 0.5,15 0,9.5|4.5,0 10,0"),
    ('K', "0,0 0,14|9.5,0 0,8.5|3.4,5.6 10,14"),
    ('M', "0,14 0.8,0 5.5,9.5 10.2,0 11,14"),
    ('N', "0,14 0,0 10,14 10,0"),
    ('P', "0,14 0,0|~0,0 5,0 10,-0.4 10,3.8 10,8 5,7.6 0,7.6"),
    (
        'R',
        "0,14 0,0|~0,0 5,0 9.6,-0.4 9.6,3.6 9.6,7.4 5,7 0,7|3,7 10.5,14",
    ),
    ('T', "0,0 10,0|5,0 5,14"),
    ('U', "~0,0 0,8 0,15 10,15 10,8 10,0"),
    ('V', "0,0 5,14 10,0"),
    ('W', "0,0 2.8,14 6,3.5 9.2,14 12,0"),
    ('X', "0,0 10,14|10,0 0,14"),
    ('Y', "0,0 5,6.8 10,0|5,6.8 5,14"),
];

type Point = (f32, f32);

/// The picture as a `data:` address. The same random numbers draw the same picture.
pub(super) fn draw(code: &str, chance: &mut impl Rng) -> String {
    let mut picture =
        Pixmap::new(WIDTH_PX.into(), HEIGHT_PX.into()).expect("the picture is not empty");
    picture.fill(opaque(GROUND));
    let (width, height) = (f32::from(WIDTH_PX), f32::from(HEIGHT_PX));
    // One slow wave bends everything, so that a letter looks different at each place of the picture.
    let (wave, phase) = (chance.random_range(2.5..4.0), chance.random_range(0.0..6.3));
    let bend = |(x, y): Point| -> Point {
        (
            x + wave * (y / 15.0 + phase).sin(),
            y + wave * (x / 24.0 + phase).sin(),
        )
    };
    let mut ink = chance.random_range(0..INKS.len());
    let step = chance.random_range(46.0..50.0);
    let mut middle = (width - 3.0 * step) / 2.0 + chance.random_range(-10.0..10.0);
    for letter in code.chars() {
        let size = chance.random_range(3.4..3.9);
        let lean = chance.random_range(-0.26..0.26_f32);
        let slant = chance.random_range(-0.22..0.22);
        let top = height / 2.0 + chance.random_range(-5.0..5.0);
        let place = |(x, y): Point| -> Point {
            let (x, y) = ((x - 5.0) * size, (y - 7.0) * size);
            let x = x + slant * y;
            bend((
                middle + x * lean.cos() - y * lean.sin(),
                top + x * lean.sin() + y * lean.cos(),
            ))
        };
        ink = (ink + chance.random_range(1..INKS.len())) % INKS.len();
        let thick = chance.random_range(5.2..7.0);
        for stroke in strokes(letter) {
            line(
                &mut picture,
                stroke.into_iter().map(place),
                INKS[ink],
                thick,
            );
        }
        middle += step + chance.random_range(-3.0..3.0);
    }
    for (color, thick) in [
        (INKS[ink], 2.0),
        (INKS[(ink + 2) % INKS.len()], 1.7),
        (GROUND, 1.7),
    ] {
        let mut at = |x: f32| (x, chance.random_range(0.2..0.8) * height);
        let ends = [at(-5.0), at(width / 3.0), at(width / 1.5), at(width + 5.0)];
        line(
            &mut picture,
            curve(&ends).into_iter().map(bend),
            color,
            thick,
        );
    }
    let png = picture
        .encode_png()
        .expect("a picture in memory can be written");
    format!("data:image/png;base64,{}", BASE64.encode(&png))
}

/// The strokes of a character, each as the points along it.
fn strokes(letter: char) -> Vec<Vec<Point>> {
    let shape = SHAPES.iter().find(|(known, _)| *known == letter);
    let (_, shape) = shape.expect("codes are made of characters that have a shape");
    let stroke = |text: &str| {
        let points: Vec<Point> = text
            .trim_start_matches('~')
            .split(' ')
            .filter_map(|point| {
                let (x, y) = point.split_once(',')?;
                Some((x.parse().ok()?, y.parse().ok()?))
            })
            .collect();
        if text.starts_with('~') {
            curve(&points)
        } else {
            let sides = points.windows(2);
            sides.flat_map(curve).collect()
        }
    };
    shape.split('|').map(stroke).collect()
}

/// Points along a curve that begins and ends at the outer points and is pulled towards the others: close enough to be bent.
fn curve(points: &[Point]) -> Vec<Point> {
    let between =
        |a: Point, b: Point, part: f32| (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
    let last = points.len() - 1;
    let mut along = vec![points[0]];
    for at in 1..last.max(2) {
        let (pull, next) = (points[at.min(last)], points[(at + 1).min(last)]);
        let from = along[along.len() - 1];
        let to = if at + 1 >= last {
            next
        } else {
            between(pull, next, 0.5)
        };
        let parts = (1_u8..=8).map(|part| f32::from(part) / 8.0);
        along.extend(
            parts.map(|part| between(between(from, pull, part), between(pull, to, part), part)),
        );
    }
    along
}

fn opaque([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, 255)
}

fn line(picture: &mut Pixmap, points: impl Iterator<Item = Point>, color: [u8; 3], thick: f32) {
    let mut path = PathBuilder::new();
    for (x, y) in points {
        if path.is_empty() {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    let mut paint = Paint::default();
    paint.set_color(opaque(color));
    let stroke = Stroke {
        width: thick,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    if let Some(path) = path.finish() {
        picture.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    const EVERY: [&str; 6] = ["ACDE", "FHJK", "MNPR", "TUVW", "XY34", "679A"];

    #[test]
    fn every_character_of_a_code_has_a_shape() {
        for letter in super::super::CHARACTERS {
            let strokes = strokes(char::from(*letter));
            assert!(strokes.iter().all(|stroke| stroke.len() > 8), "{letter}");
        }
        assert_eq!(SHAPES.len(), super::super::CHARACTERS.len());
    }

    #[test]
    fn the_picture_is_an_address_for_an_img_and_small() {
        let mut chance = Chance::seeded(3).fork();
        for code in EVERY.iter().cycle().take(60) {
            let picture = draw(code, &mut chance);
            assert!(picture.starts_with("data:image/png;base64,"));
            assert!(picture.len() < 16 * 1024, "{code}: {} bytes", picture.len());
        }
    }

    #[test]
    fn one_chance_draws_one_picture_and_another_another() {
        let drawn = |seed| draw("A3CD", &mut Chance::seeded(seed).fork());
        assert_eq!(drawn(3), drawn(3));
        assert_ne!(drawn(3), drawn(4));
    }

    #[test]
    fn every_ink_is_read_well_on_the_ground() {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let light = |[r, g, b]: [u8; 3]| {
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05
        };
        for ink in INKS {
            assert!(light(GROUND) / light(ink) >= 7.0, "{ink:?}");
        }
    }
}
