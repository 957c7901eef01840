//! Pictures that need no paper: what the first fault of each is.

use vision::judge::{Fault, Luma, judge};

use crate::grey::Grey;

const KEPT_PX: (u32, u32) = (3000, 2250);

fn check(level: impl Fn(f32, f32) -> f32, kept_px: (u32, u32), expected: &[Fault]) {
    let drawn = Grey::drawn(1024, 768, level);
    let levels: Vec<u8> = drawn.levels.iter().map(|level| *level as u8).collect();
    let luma = Luma::of(&levels, 1024, 768).unwrap();
    assert_eq!(judge(&luma, kept_px), expected);
}

/// Strokes in the middle, `strong` levels apart from their ground.
fn strokes(ground: f32, strong: f32) -> impl Fn(f32, f32) -> f32 {
    move |x, y| {
        let is_paper = (300.0..700.0).contains(&x) && (200.0..500.0).contains(&y);
        let is_ink =
            is_paper && (x as u32 / 3).is_multiple_of(4) && !(y as u32 / 3).is_multiple_of(4);
        ground - if is_ink { strong } else { 0.0 }
    }
}

#[test]
fn print_on_anything_is_good_while_it_stands_out() {
    check(strokes(250.0, 200.0), KEPT_PX, &[]);
    check(strokes(250.0, 60.0), KEPT_PX, &[]);
    check(strokes(90.0, 70.0), KEPT_PX, &[]);
    check(
        |x, y| {
            if (x < 512.0) == (y < 384.0) {
                60.0
            } else {
                200.0
            }
        },
        KEPT_PX,
        &[],
    );
}

#[test]
fn what_shows_nothing_is_blank() {
    for level in [0.0, 3.0, 128.0, 255.0] {
        check(|_, _| level, KEPT_PX, &[Fault::Blank]);
    }
    check(|x, _| 90.0 + x / 10.0, KEPT_PX, &[Fault::Blank]);
}

#[test]
fn what_does_not_stand_out_is_too_dark_or_too_bright() {
    check(strokes(14.0, 10.0), KEPT_PX, &[Fault::Dark]);
    check(strokes(250.0, 10.0), KEPT_PX, &[Fault::Bright]);
    // A lamp in the night is no light on the paper.
    let lamp = |x: f32, y: f32| 245.0 * (-((x - 90.0).powi(2) + (y - 90.0).powi(2)) / 5000.0).exp();
    check(
        |x, y| strokes(10.0, 8.0)(x, y) + lamp(x, y),
        KEPT_PX,
        &[Fault::Dark],
    );
}

#[test]
fn edges_that_are_wide_in_any_direction_are_blurred() {
    let waves = |at: f32| 128.0 + 100.0 * (at / 4.0).sin();
    check(
        |x, y| f32::midpoint(waves(x), waves(y)),
        KEPT_PX,
        &[Fault::Blurred],
    );
    // The telephone moved sideways: what lies along the movement is as sharp as before.
    let bars = |y: f32| {
        if (y as u32 / 6).is_multiple_of(2) {
            60.0
        } else {
            -60.0
        }
    };
    check(
        |x, y| waves(x) / 2.0 + 64.0 + bars(y),
        KEPT_PX,
        &[Fault::Blurred],
    );
}

#[test]
fn too_few_pixels_are_told_first() {
    check(strokes(250.0, 200.0), (640, 360), &[]);
    check(strokes(250.0, 200.0), (360, 640), &[]);
    for kept_px in [(639, 480), (1200, 359), (300, 300)] {
        check(strokes(250.0, 200.0), kept_px, &[Fault::Small]);
        check(|_, _| 7.0, kept_px, &[Fault::Small, Fault::Blank]);
    }
}

#[test]
fn a_plane_has_one_byte_for_each_pixel() {
    assert!(Luma::of(&[1, 2, 3], 3, 1).is_some());
    assert!(Luma::of(&[1, 2, 3], 2, 1).is_none());
    assert!(Luma::of(&[], 0, 7).is_none());
}

#[test]
fn the_smallest_planes_are_judged_too() {
    for (width, height) in [(1, 1), (1, 9), (9, 1), (2, 2), (3, 3), (5, 2)] {
        let levels = vec![9; (width * height) as usize];
        let luma = Luma::of(&levels, width, height).unwrap();
        assert_eq!(judge(&luma, KEPT_PX), [Fault::Blank]);
    }
}
