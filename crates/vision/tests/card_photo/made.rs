//! The finished file: dimensions, density, length, and what it shows.

use image::{Rgb, RgbImage};
use vision::IntakeRefusal;
use vision::card_photo::{Frame, HEIGHT_PX, QuarterTurns, SIZE_BYTES, WIDTH_PX, make};

use crate::read_back::read;

fn stored(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let side = |side: u32| u16::try_from(side).unwrap();
    jpeg_encoder::Encoder::new(&mut bytes, quality)
        .encode(
            picture,
            side(picture.width()),
            side(picture.height()),
            jpeg_encoder::ColorType::Rgb,
        )
        .unwrap();
    bytes
}

/// Numbers without a pattern, the same in every run.
fn noise(x: u32, y: u32) -> u32 {
    let mut value = x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B);
    for _ in 0..3 {
        value ^= value >> 15;
        value = value.wrapping_mul(0x2C1B_3C6D);
        value ^= value >> 12;
    }
    value
}

fn byte(value: u32) -> u8 {
    u8::try_from(value % 256).unwrap()
}

/// A head on a light background, with hair, eyes and a little grain, as from a phone.
fn portrait(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (
            f64::from(x) / f64::from(width) - 0.5,
            f64::from(y) / f64::from(height),
        );
        let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
            ((across - cx) / rx).powi(2) + ((down - cy) / ry).powi(2) < 1.0
        };
        let colour = if inside(-0.1, 0.42, 0.03, 0.012) || inside(0.1, 0.42, 0.03, 0.012) {
            [40, 30, 28]
        } else if inside(0.0, 0.47, 0.26, 0.27) {
            [226, 182, 152]
        } else if inside(0.0, 0.36, 0.3, 0.28) {
            [44, 36, 34]
        } else if inside(0.0, 1.05, 0.48, 0.34) {
            [70, 110, 170]
        } else {
            [244, 246, 248]
        };
        Rgb(colour.map(|part: u8| part.saturating_sub(byte(noise(x, y)) / 24)))
    })
}

fn check(what: &str, picture: &RgbImage, quality: u8) -> Vec<u8> {
    let frame = Frame::suggest(picture.width(), picture.height());
    let made = make(&stored(picture, quality), frame).unwrap();
    assert!(
        SIZE_BYTES.contains(&made.len()),
        "{what}: {} bytes",
        made.len()
    );
    // Start of image; the JFIF segment: 350 x 350 dots per inch, no thumbnail.
    assert_eq!(made[..4], [0xFF, 0xD8, 0xFF, 0xE0], "{what}");
    assert_eq!(&made[6..11], b"JFIF\0", "{what}");
    assert_eq!(made[13..20], [1, 1, 94, 1, 94, 0, 0], "{what}");
    assert_eq!(made[made.len() - 2..], [0xFF, 0xD9], "{what}");
    let frame = made.windows(2).position(|pair| pair == [0xFF, 0xC0]);
    assert_eq!(made[frame.unwrap() + 9], 3, "{what}: three components");
    assert_eq!(read(&made).dimensions(), (WIDTH_PX, HEIGHT_PX), "{what}");
    made
}

#[test]
fn every_picture_becomes_one_for_the_card() {
    let grain = |x, y| Rgb([0, 8, 16].map(|shift| byte(noise(x, y) >> shift)));
    let dots = |x, y| Rgb([if noise(x, y) & 1 == 0 { 0 } else { 255 }; 3]);
    let pictures: [(&str, RgbImage); 9] = [
        ("one colour", RgbImage::from_pixel(700, 900, Rgb([250; 3]))),
        ("black", RgbImage::from_pixel(400, 500, Rgb([0; 3]))),
        (
            "a slope",
            RgbImage::from_fn(900, 1200, |x, y| Rgb([byte(x / 4), byte(y / 5), 128])),
        ),
        ("a portrait", portrait(1500, 2000)),
        ("a small portrait", portrait(220, 260)),
        ("a wide portrait", portrait(2000, 1000)),
        ("coloured noise", RgbImage::from_fn(358, 441, grain)),
        ("black and white dots", RgbImage::from_fn(358, 441, dots)),
        (
            "stripes",
            RgbImage::from_fn(716, 882, |x, _| {
                Rgb([if x / 2 % 2 == 0 { 0 } else { 255 }; 3])
            }),
        ),
    ];
    for (what, picture) in &pictures {
        for quality in [60, 95] {
            check(what, picture, quality);
        }
    }
}

#[test]
fn a_plain_picture_is_filled_up_with_a_comment_that_says_so() {
    let made = check("plain", &RgbImage::from_pixel(800, 900, Rgb([240; 3])), 90);
    assert_eq!(made.len(), *SIZE_BYTES.start());
    assert_eq!(made[20..22], [0xFF, 0xFE]);
    assert_eq!(&made[24..40], b"padding padding ");
}

#[test]
fn a_portrait_fills_the_window_with_picture() {
    let made = check("portrait", &portrait(1500, 2000), 88);
    let text = b"padding padding ";
    assert!(!made.windows(text.len()).any(|part| part == text));
}

#[test]
fn the_same_picture_and_frame_give_the_same_file() {
    let picture = stored(&portrait(900, 1200), 88);
    let frame = Frame::suggest(900, 1200);
    let made = make(&picture, frame).unwrap();
    assert_eq!(make(&picture, frame).unwrap(), made);
    let other = make(&picture, frame.resized(600)).unwrap();
    assert_ne!(other, made);
}

#[test]
fn what_lies_in_the_frame_is_what_is_drawn() {
    let colours = [[200, 30, 30], [30, 160, 60], [30, 60, 200], [250, 250, 250]];
    let picture = RgbImage::from_fn(1000, 1232, |x, y| {
        Rgb(colours[usize::from(x >= 500) + 2 * usize::from(y >= 616)])
    });
    let stored = stored(&picture, 95);
    let near = |found: [u8; 3], expected: [u8; 3]| {
        found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found.abs_diff(expected) <= 12)
    };
    // A frame inside each quarter shows only its colour; the frame over everything shows each colour in its quarter.
    for (x, y, colour) in [(60, 60, 0), (560, 60, 1), (60, 680, 2), (560, 680, 3)] {
        let frame = Frame::within(1000, 1232, x, y, 360).unwrap();
        for pixel in read(&make(&stored, frame).unwrap()).pixels() {
            assert!(near(pixel.0, colours[colour]), "{x} {y}: {pixel:?}");
        }
    }
    let whole = read(&make(&stored, Frame::suggest(1000, 1232)).unwrap());
    for (x, y, colour) in [(90, 110, 0), (268, 110, 1), (90, 330, 2), (268, 330, 3)] {
        assert!(near(whole.get_pixel(x, y).0, colours[colour]), "{x} {y}");
    }
}

#[test]
fn a_picture_that_lies_is_turned_under_its_frame() {
    let upright = portrait(1200, 1600);
    let shape = Frame::suggest(1200, 1600).resized(700).moved(-60, 90);
    let expected = read(&make(&stored(&upright, 95), shape).unwrap());
    let lying = [
        (image::imageops::rotate270(&upright), 1),
        (image::imageops::rotate180(&upright), 2),
        (image::imageops::rotate90(&upright), 3),
    ];
    for (picture, count) in &lying {
        let frame = Frame::within_turned(
            QuarterTurns::new(*count).unwrap(),
            picture.dimensions(),
            shape.x_px(),
            shape.y_px(),
            shape.width_px(),
        );
        let made = read(&make(&stored(picture, 95), frame.unwrap()).unwrap());
        let off = made.pixels().zip(expected.pixels()).map(|(one, other)| {
            let parts = one.0.iter().zip(other.0);
            parts
                .map(|(one, other)| u64::from(one.abs_diff(other)))
                .sum::<u64>()
        });
        let mean = off.sum::<u64>() / u64::from(3 * WIDTH_PX * HEIGHT_PX);
        assert!(mean <= 2, "{count} turns: {mean} off");
    }
}

#[test]
fn what_is_no_picture_of_that_size_is_refused() {
    let picture = stored(&portrait(600, 800), 88);
    let frame = Frame::suggest(600, 801);
    assert_eq!(make(&picture, frame), Err(IntakeRefusal::Broken));
    let frame = Frame::suggest(600, 800);
    assert_eq!(
        make(&picture[..picture.len() / 2], frame),
        Err(IntakeRefusal::Broken)
    );
}
