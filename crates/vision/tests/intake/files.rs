//! Files for the tests, and checks of the stored picture.

use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, Rgb, RgbImage};
use vision::{Intake, Limits};

use crate::read_back::read;

pub(crate) const RED: Rgb<u8> = Rgb([200, 30, 30]);
pub(crate) const GREEN: Rgb<u8> = Rgb([30, 160, 60]);
pub(crate) const BLUE: Rgb<u8> = Rgb([30, 60, 200]);
pub(crate) const WHITE: Rgb<u8> = Rgb([255, 255, 255]);

/// Colours of the corners: top left, top right, bottom left, bottom right.
pub(crate) const FOUR: [Rgb<u8>; 4] = [RED, GREEN, BLUE, WHITE];

/// Limits that small test pictures pass.
pub(crate) fn small() -> Limits {
    Limits {
        min_side_px: 1,
        max_pixels: 1_000_000,
        keep_short_side_px: 1,
        ..Limits::default()
    }
}

/// A picture with one colour in each quarter.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        FOUR[usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2)]
    })
}

pub(crate) fn jpeg(picture: &RgbImage, exif: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).unwrap();
    }
    let (width, height) = picture.dimensions();
    encoder
        .encode(
            picture,
            width.try_into().unwrap(),
            height.try_into().unwrap(),
            jpeg_encoder::ColorType::Rgb,
        )
        .unwrap();
    bytes
}

pub(crate) fn png(picture: &DynamicImage, exif: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(PngEncoder::new(&mut bytes), picture, exif);
    bytes
}

pub(crate) fn webp(picture: &DynamicImage, exif: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(WebPEncoder::new_lossless(&mut bytes), picture, exif);
    bytes
}

fn write(mut encoder: impl ImageEncoder, picture: &DynamicImage, exif: Option<&[u8]>) {
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif.to_vec()).unwrap();
    }
    picture.write_with_encoder(encoder).unwrap();
}

/// EXIF data with an orientation, the camera's maker and a location, big- or little-endian.
pub(crate) fn exif(turn: u16, little_endian: bool) -> Vec<u8> {
    let short = |value: u16| {
        if little_endian {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    };
    let long = |value: u32| {
        if little_endian {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &value].concat()
    };
    let turn_value = [short(turn), [0; 2]].concat().try_into().unwrap();
    let place = 8 + 2 + 3 * 12 + 4;
    [
        if little_endian { b"II" } else { b"MM" },
        &short(42)[..],
        &long(8),
        &short(3),
        &entry(0x010F, 2, 4, *b"Cam\0"),
        &entry(0x0112, 3, 1, turn_value),
        &entry(0x8825, 4, 1, long(place)),
        &long(0),
        &short(1),
        &entry(0x001D, 2, 11, long(place + 2 + 12 + 4)),
        &long(0),
        b"2026:11:22\0",
    ]
    .concat()
}

/// The colours in the centre of the stored picture's four quarters.
pub(crate) fn corners(kept: &Intake) -> [Rgb<u8>; 4] {
    let picture = read(&kept.jpeg);
    assert_eq!(picture.dimensions(), (kept.width_px, kept.height_px));
    let at = |x: u32, y: u32| *picture.get_pixel(kept.width_px * x / 4, kept.height_px * y / 4);
    [at(1, 1), at(3, 1), at(1, 3), at(3, 3)]
}

/// Asserts the colours of the quarters, as precisely as JPEG keeps them.
pub(crate) fn assert_corners(kept: &Intake, expected: [Rgb<u8>; 4], tolerance: u8) {
    for (found, expected) in corners(kept).iter().zip(expected) {
        let near = found
            .0
            .iter()
            .zip(expected.0)
            .all(|(found, expected)| found.abs_diff(expected) <= tolerance);
        assert!(near, "{:?} instead of {expected:?}", corners(kept));
    }
}

/// Asserts that the JPEG has only the segments that pixels need.
pub(crate) fn assert_plain(kept: &Intake) {
    let mut rest = &kept.jpeg[2..];
    loop {
        assert_eq!(rest[0], 0xFF);
        let length = usize::from(u16::from_be_bytes([rest[2], rest[3]]));
        match rest[1] {
            // Sixteen bytes of JFIF: a version and a density.
            0xE0 => assert_eq!((length, &rest[4..8]), (16, &b"JFIF"[..])),
            // Tables and the frame header.
            0xDB | 0xC4 | 0xC0 => {}
            0xDA => break,
            marker => panic!("segment {marker:02X} was kept"),
        }
        rest = &rest[2 + length..];
    }
    let markers = rest
        .windows(2)
        .skip(1)
        .filter(|pair| pair[0] == 0xFF && pair[1] != 0);
    assert_eq!(
        markers.collect::<Vec<_>>(),
        [&[0xFF, 0xD9]],
        "pixels, then the end"
    );
    assert!(kept.jpeg.ends_with(&[0xFF, 0xD9]));
}
