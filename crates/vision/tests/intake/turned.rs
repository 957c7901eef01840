//! Pictures are stored upright, without the rest of their EXIF data.

use crate::files::{FOUR, assert_corners, assert_plain, exif, jpeg, png, quarters, small, webp};
use image::{DynamicImage, RgbImage};
use vision::intake;

/// The pixels as a camera stores them under an orientation, so that `upright` is what was seen.
///
/// Source: Exif 2.32 (CIPA DC-008), tag 0x0112: "the 0th row is at the visual (side), the 0th column at
/// the visual (side)".
fn as_stored(upright: &RgbImage, turn: u16) -> RgbImage {
    let (right, bottom) = (upright.width() - 1, upright.height() - 1);
    let (width, height) = if turn < 5 {
        upright.dimensions()
    } else {
        (upright.height(), upright.width())
    };
    RgbImage::from_fn(width, height, |column, row| {
        let (x, y) = match turn {
            1 => (column, row),
            2 => (right - column, row),
            3 => (right - column, bottom - row),
            4 => (column, bottom - row),
            5 => (row, column),
            6 => (right - row, column),
            7 => (right - row, bottom - column),
            8 => (row, bottom - column),
            _ => unreachable!("there are eight turns"),
        };
        *upright.get_pixel(x, y)
    })
}

#[test]
fn all_eight_turns_of_all_formats_come_out_upright() {
    let upright = quarters(64, 40);
    for turn in 1..=8 {
        for little_endian in [false, true] {
            let stored = as_stored(&upright, turn);
            let exif = exif(turn, little_endian);
            let dynamic = DynamicImage::from(stored.clone());
            for bytes in [
                jpeg(&stored, Some(&exif)),
                png(&dynamic, Some(&exif)),
                webp(&dynamic, Some(&exif)),
            ] {
                let kept = intake(&bytes, &small()).unwrap();
                assert_eq!(
                    (kept.width_px, kept.height_px),
                    (64, 40),
                    "turn {turn} of {:?}",
                    kept.source_format
                );
                assert_corners(&kept, FOUR, 12);
            }
        }
    }
}

#[test]
fn a_turn_out_of_range_or_damaged_leaves_the_picture_as_it_lies() {
    let picture = quarters(64, 40);
    let cut = &exif(6, true)[..20];
    for exif in [
        &exif(0, true)[..],
        &exif(9, false),
        cut,
        b"",
        b"II*\0\xFF\xFF\xFF\xFF",
    ] {
        let kept = intake(&jpeg(&picture, Some(exif)), &small()).unwrap();
        assert_eq!((kept.width_px, kept.height_px), (64, 40));
        assert_corners(&kept, FOUR, 12);
    }
}

#[test]
fn place_camera_and_day_are_gone() {
    let picture = quarters(64, 40);
    let exif = exif(1, true);
    let dynamic = DynamicImage::from(picture.clone());
    for bytes in [
        jpeg(&picture, Some(&exif)),
        png(&dynamic, Some(&exif)),
        webp(&dynamic, Some(&exif)),
    ] {
        let holds =
            |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
        let kept = intake(&bytes, &small()).unwrap();
        for what in [&b"Cam\0"[..], b"2026:11:22"] {
            assert!(holds(&bytes, what), "the test's file has it");
            assert!(!holds(&kept.jpeg, what));
        }
        assert_plain(&kept);
    }
}
