//! Files of the kinds that people report in public, drawn by us (`testdata/pictures/README.md`).

use image::{DynamicImage, Rgb, RgbImage};
use vision::{Intake, IntakeRefusal, Limits, intake};

use crate::files::{
    BLUE, FOUR, GREEN, RED, WHITE, assert_corners, assert_plain, jpeg, png, quarters,
};

macro_rules! reported {
    ($name:literal) => {
        (
            $name,
            &include_bytes!(concat!("../../../../testdata/pictures/reported/", $name))[..],
        )
    };
}

fn check((name, bytes): (&str, &[u8]), size: (u32, u32), colours: [Rgb<u8>; 4], tolerance: u8) {
    let kept =
        intake(bytes, &Limits::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    assert_eq!((kept.width_px, kept.height_px), size, "{name}");
    assert_plain(&kept);
    assert_corners(&kept, colours, tolerance);
    let small = Intake {
        jpeg: kept.thumbnail.clone(),
        width_px: size.0 * 480 / size.0.max(size.1),
        height_px: size.1 * 480 / size.0.max(size.1),
        ..kept
    };
    assert_plain(&small);
    assert_corners(&small, colours, tolerance.max(12));
}

#[test]
fn each_is_kept_as_it_looks() {
    for file in [
        reported!("00-control.jpg"),
        reported!("01-scans-apart-420.jpg"),
        reported!("01b-scans-apart-colour-first.jpg"),
        reported!("02-no-end-mark-trailer.jpg"),
        reported!("02b-no-end-mark.jpg"),
        reported!("03-fill-bytes.jpg"),
        reported!("04-no-huffman-tables.jpg"),
        reported!("05-unknown-marker.jpg"),
        reported!("06-two-exif-1-then-6.jpg"),
    ] {
        check(file, (800, 600), FOUR, 8);
    }
}

#[test]
fn each_is_kept_as_it_was_held() {
    for file in [
        reported!("00-control-turned.jpg"),
        reported!("07-orientation-as-long.jpg"),
    ] {
        check(file, (600, 800), [BLUE, RED, WHITE, GREEN], 8);
    }
}

/// The difference of two colours (CIE 2000 is finer, but for such small ones this is stricter): CIE 1976.
fn delta_e(one: [u8; 3], other: [u8; 3]) -> f64 {
    let lab = |colour: [u8; 3]| {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        let row = |weights: [f64; 3], white: f64| {
            let sum: f64 = weights
                .iter()
                .zip(linear)
                .map(|(weight, part)| weight * part)
                .sum();
            let ratio = sum / white;
            if ratio > 0.008_856 {
                ratio.cbrt()
            } else {
                7.787 * ratio + 16.0 / 116.0
            }
        };
        let x = row([0.4124, 0.3576, 0.1805], 0.9505);
        let y = row([0.2126, 0.7152, 0.0722], 1.0);
        let z = row([0.0193, 0.1192, 0.9505], 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    let (one, other) = (lab(one), lab(other));
    one.iter()
        .zip(other)
        .map(|(one, other)| (one - other).powi(2))
        .sum::<f64>()
        .sqrt()
}

#[test]
fn wide_colours_are_brought_to_those_that_the_telephone_shows() {
    let shown = [
        [224, 172, 140],
        [198, 140, 110],
        [67, 142, 219],
        [196, 40, 48],
    ];
    let (name, bytes) = reported!("09-display-p3.jpg");
    let kept = intake(bytes, &Limits::default()).unwrap();
    assert_plain(&kept);
    for (found, shown) in crate::files::corners(&kept).iter().zip(shown) {
        let difference = delta_e(found.0, shown);
        assert!(
            difference < 2.0,
            "{name}: {found:?} for {shown:?}, dE {difference:.2}"
        );
    }
}

#[test]
fn fifty_megapixels_are_taken() {
    let bytes = jpeg(&quarters(8192, 6144), None);
    let kept = intake(&bytes, &Limits::default()).unwrap();
    assert_eq!((kept.width_px, kept.height_px), (3000, 2250));
    assert_corners(&kept, FOUR, 8);
}

#[test]
fn pages_put_together_stay_legible_or_are_refused() {
    let joined = |height| {
        png(
            &DynamicImage::from(RgbImage::from_pixel(1080, height, WHITE)),
            None,
        )
    };
    let kept = intake(&joined(12_000), &Limits::default()).unwrap();
    assert_eq!((kept.width_px, kept.height_px), (1000, 11_111));
    let refusal = intake(&joined(18_000), &Limits::default()).unwrap_err();
    let expected = IntakeRefusal::TooLong {
        width_px: 1080,
        height_px: 18_000,
    };
    assert_eq!(refusal, expected);
}
