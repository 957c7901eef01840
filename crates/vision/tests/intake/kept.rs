//! What is stored of the files that people send.

use crate::files::{
    BLUE, FOUR, GREEN, RED, WHITE, assert_corners, assert_plain, corners, exif, jpeg, png,
    quarters, small, webp,
};
use image::{DynamicImage, Rgb, Rgba, RgbaImage};
use vision::{Intake, Limits, SourceFormat, THUMBNAIL_PX, intake};

macro_rules! picture {
    ($name:literal) => {
        include_bytes!(concat!("../../../../testdata/pictures/", $name))
    };
}

fn check(bytes: &[u8], format: SourceFormat) -> Intake {
    let kept = intake(bytes, &small()).unwrap();
    assert_eq!(kept.source_format, format);
    assert_eq!((kept.width_px, kept.height_px), (400, 300));
    assert_plain(&kept);
    kept
}

#[test]
fn reads_the_three_formats() {
    let picture = quarters(400, 300);
    assert_corners(&check(&jpeg(&picture, None), SourceFormat::Jpeg), FOUR, 8);
    let picture = DynamicImage::from(picture);
    assert_corners(&check(&png(&picture, None), SourceFormat::Png), FOUR, 8);
    assert_corners(&check(&webp(&picture, None), SourceFormat::WebP), FOUR, 8);
}

#[test]
fn reads_the_less_usual_kinds() {
    assert_corners(
        &check(picture!("progressive.jpg"), SourceFormat::Jpeg),
        FOUR,
        10,
    );
    assert_corners(
        &check(picture!("sixteen_bit.png"), SourceFormat::Png),
        FOUR,
        8,
    );
    assert_corners(
        &check(picture!("palette_transparent.png"), SourceFormat::Png),
        FOUR,
        10,
    );
    assert_corners(&check(picture!("lossy.webp"), SourceFormat::WebP), FOUR, 20);
    assert_corners(
        &check(picture!("lossless_transparent.webp"), SourceFormat::WebP),
        FOUR,
        8,
    );
}

#[test]
fn keeps_four_inks_and_greys_in_their_order() {
    assert_corners(&check(picture!("cmyk.jpg"), SourceFormat::Jpeg), FOUR, 40);
    for bytes in [&picture!("grey.jpg")[..], picture!("grey.png")] {
        let kept = intake(bytes, &small()).unwrap();
        let [red, green, blue, white] = corners(&kept).map(|colour| colour.0[1]);
        assert!(
            blue < red && red < green && green < white,
            "{red} {green} {blue} {white}"
        );
    }
}

#[test]
fn takes_the_first_picture_of_a_moving_one() {
    assert_corners(
        &check(picture!("moving.webp"), SourceFormat::WebP),
        [RED, GREEN, BLUE, WHITE],
        20,
    );
}

#[test]
fn lays_transparent_parts_on_white() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| Rgba([0, 0, 0, if x < 20 { 0 } else { 128 }]));
    for bytes in [png(&glass.clone().into(), None), webp(&glass.into(), None)] {
        let kept = intake(&bytes, &small()).unwrap();
        assert_corners(&kept, [WHITE, Rgb([127; 3]), WHITE, Rgb([127; 3])], 3);
    }
}

#[test]
fn shrinks_what_is_larger_than_needed_and_nothing_else() {
    let bytes = jpeg(&quarters(640, 400), None);
    for (keep, expected) in [
        (1000, (640, 400)),
        (640, (640, 400)),
        (320, (320, 200)),
        (100, (100, 63)),
    ] {
        let kept = intake(
            &bytes,
            &Limits {
                keep_long_side_px: keep,
                ..small()
            },
        )
        .unwrap();
        assert_eq!((kept.width_px, kept.height_px), expected);
        assert_corners(&kept, FOUR, 10);
    }
}

#[test]
fn the_same_file_gives_the_same_picture() {
    let bytes = picture!("progressive.jpg");
    assert_eq!(
        intake(bytes, &small()).unwrap().jpeg,
        intake(bytes, &small()).unwrap().jpeg
    );
}

#[test]
fn makes_a_small_copy_of_every_picture() {
    let long = THUMBNAIL_PX;
    for (size, expected) in [
        ((1200, 900), (long, long * 3 / 4)),
        ((900, 1200), (long * 3 / 4, long)),
        ((400, 300), (400, 300)),
    ] {
        let bytes = jpeg(&quarters(size.0, size.1), None);
        let limits = Limits {
            max_pixels: 2_000_000,
            ..small()
        };
        let kept = intake(&bytes, &limits).unwrap();
        let copy = Intake {
            jpeg: kept.thumbnail.clone(),
            width_px: expected.0,
            height_px: expected.1,
            ..kept.clone()
        };
        assert_plain(&copy);
        assert_corners(&copy, FOUR, 12);
        assert!(copy.jpeg.len() <= kept.jpeg.len());
    }
}

#[test]
fn the_small_copy_is_upright_too() {
    let file = jpeg(&quarters(800, 600), Some(&exif(6, true)));
    let kept = intake(&file, &small()).unwrap();
    let copy = Intake {
        jpeg: kept.thumbnail.clone(),
        width_px: 360,
        height_px: 480,
        ..kept
    };
    assert_plain(&copy);
    assert_corners(&copy, [BLUE, RED, WHITE, GREEN], 12);
}

#[test]
fn a_picture_is_not_printed() {
    let kept = intake(picture!("lossy.webp"), &small()).unwrap();
    assert_eq!(
        format!("{kept:?}"),
        format!(
            "Intake(WebP, 400 x 300 px, {} bytes, [Small])",
            kept.jpeg.len()
        )
    );
}
