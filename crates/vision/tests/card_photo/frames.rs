//! Valid frames of a picture, and how they move.

use vision::card_photo::{Frame, FrameRefusal, QuarterTurns};

const OUTSIDE: FrameRefusal = FrameRefusal::Outside;

/// Corner, width and height.
fn numbers(frame: Frame) -> [u32; 4] {
    [
        frame.x_px(),
        frame.y_px(),
        frame.width_px(),
        frame.height_px(),
    ]
}

#[test]
fn a_frame_lies_in_its_picture_and_is_not_too_small() {
    let too_small = |width_px, least_px| FrameRefusal::TooSmall { width_px, least_px };
    for ((width, height), (x, y, frame_width), expected) in [
        ((1200, 1600), (0, 0, 1200), Ok([0, 0, 1200, 1478])),
        ((1200, 1600), (0, 122, 1200), Ok([0, 122, 1200, 1478])),
        ((1200, 1600), (0, 123, 1200), Err(OUTSIDE)),
        ((1200, 1600), (1, 0, 1200), Err(OUTSIDE)),
        ((1200, 1600), (0, 0, 1201), Err(OUTSIDE)),
        ((1600, 441), (1242, 0, 358), Ok([1242, 0, 358, 441])),
        ((1600, 441), (1243, 0, 358), Err(OUTSIDE)),
        ((1600, 441), (0, 0, 359), Err(OUTSIDE)),
        ((1200, 1600), (0, 0, 120), Ok([0, 0, 120, 148])),
        ((1200, 1600), (0, 0, 119), Err(too_small(119, 120))),
        ((1200, 1600), (0, 0, 0), Err(too_small(0, 120))),
        ((1200, 1600), (u32::MAX, 0, 400), Err(OUTSIDE)),
        ((1200, 1600), (0, u32::MAX, 400), Err(OUTSIDE)),
        ((1200, 1600), (0, 0, u32::MAX), Err(OUTSIDE)),
        // In a picture smaller than the least frame, the widest that fits is accepted.
        ((100, 3000), (0, 0, 100), Ok([0, 0, 100, 123])),
        ((100, 3000), (0, 0, 99), Err(too_small(99, 100))),
    ] {
        let found = Frame::within(width, height, x, y, frame_width).map(numbers);
        assert_eq!(found, expected, "{width} x {height}: {x} {y} {frame_width}");
    }
}

#[test]
fn the_suggested_frame_is_as_large_as_fits_in_the_middle_and_near_the_top() {
    for ((width, height), expected) in [
        ((3000, 4000), [0, 60, 3000, 3696]),
        ((2250, 3000), [0, 45, 2250, 2772]),
        ((1688, 3000), [0, 184, 1688, 2079]),
        ((4000, 3000), [782, 0, 2435, 3000]),
        ((1000, 1000), [94, 0, 812, 1000]),
        ((358, 441), [0, 0, 358, 441]),
        ((100, 3000), [0, 575, 100, 123]),
        ((3000, 1), [1499, 0, 1, 1]),
        ((1, 1), [0, 0, 1, 1]),
    ] {
        let found = Frame::suggest(width, height);
        assert_eq!(numbers(found), expected, "{width} x {height}");
    }
}

/// Every frame reached by any operation would also pass the check of a submitted one.
#[test]
fn no_way_leads_out_of_the_picture() {
    let is_frame = |frame: Frame| {
        let [x, y, frame_width, frame_height] = numbers(frame);
        let again = Frame::within_turned(frame.turns(), frame.stored_px(), x, y, frame_width);
        assert_eq!(again, Ok(frame));
        // The card's aspect ratio, to half a pixel.
        let exact = f64::from(frame_width) * 441.0 / 358.0;
        assert!((exact - f64::from(frame_height)).abs() <= 0.5, "{frame:?}");
    };
    for width in (1..1400).step_by(97) {
        for height in (1..1400).step_by(89) {
            let first = Frame::suggest(width, height);
            is_frame(first);
            for wanted in [0, 1, 119, 200, 500, 5000, u32::MAX] {
                let other = first.resized(wanted);
                is_frame(other);
                for (x, y) in [
                    (0, 0),
                    (width, 0),
                    (width / 3, height),
                    (u32::MAX, u32::MAX),
                ] {
                    is_frame(other.around(x, y));
                    is_frame(other.turned(false).around(x, y));
                }
                for (right, down) in [(0, 0), (7, -3), (-40, 900), (i32::MAX, i32::MIN)] {
                    is_frame(other.moved(right, down));
                    is_frame(other.moved(right, down).resized(wanted / 2));
                    is_frame(other.moved(right, down).turned(right > 0));
                    is_frame(other.turned(right > 0).moved(right, down).turned(true));
                }
            }
        }
    }
}

#[test]
fn a_frame_moves_to_the_edge_and_grows_around_the_face() {
    let frame = Frame::within(1200, 1600, 300, 400, 400).unwrap();
    assert_eq!(numbers(frame), [300, 400, 400, 493]);
    assert_eq!(numbers(frame.moved(20, -30)), [320, 370, 400, 493]);
    assert_eq!(numbers(frame.moved(-301, 0)), [0, 400, 400, 493]);
    assert_eq!(numbers(frame.moved(9000, 9000)), [800, 1107, 400, 493]);
    assert_eq!(numbers(frame.resized(600)), [200, 306, 600, 739]);
    assert_eq!(numbers(frame.resized(200)), [400, 496, 200, 246]);
    assert_eq!(numbers(frame.resized(5000)), [0, 21, 1200, 1478]);
    assert_eq!(frame.resized(1).width_px(), Frame::LEAST_WIDTH_PX);
}

#[test]
fn a_frame_has_enough_pixels_when_nothing_is_blown_up() {
    for (width, expected) in [(357, false), (358, true), (1200, true)] {
        let frame = Frame::within(1200, 1600, 0, 0, width).unwrap();
        assert_eq!(frame.has_enough_pixels(), expected, "{width}");
    }
}

/// How far the middle of the oval is from this place, in parts of the frame's width and height.
fn off(frame: Frame, (x, y): (u32, u32)) -> (f64, f64) {
    let [left, top, width, height] = numbers(frame).map(f64::from);
    let (x, y) = (f64::from(x), f64::from(y));
    let down = (y - top) / height - 170.0 / 441.0;
    ((x - left) / width - 0.5, down)
}

#[test]
fn one_tap_brings_a_face_anywhere_into_the_middle() {
    // Pictures as telephones take them, lying and upright.
    for (width, height) in [(3000, 2250), (2250, 3000), (3000, 1688), (1688, 3000)] {
        let first = Frame::suggest(width, height);
        for x in [15, 25, 50, 75, 85].map(|percent| width * percent / 100) {
            for y in [15, 30, 50, 70].map(|percent| height * percent / 100) {
                let tapped = first.around(x, y);
                let (right, down) = off(tapped, (x, y));
                // At the very edge the frame stops: the face is then off the middle, but inside.
                let is_edge = tapped.width_px() * 5 / 2 <= first.width_px() + 3;
                let most = if is_edge { 0.26 } else { 0.01 };
                assert!(
                    right.abs() <= most && down.abs() <= most,
                    "{width} x {height}, {x} {y}: {tapped:?} {right} {down}"
                );
                // What follows, nearer and farther, keeps it there as long as there is room.
                let nearer = tapped.resized(tapped.width_px() * 9 / 10);
                let (right, down) = off(nearer, (x, y));
                assert!(right.abs() <= 0.3 && down.abs() <= 0.3, "{nearer:?}");
            }
        }
    }
}

#[test]
fn a_tap_never_makes_a_frame_larger() {
    let small = Frame::within(3000, 2250, 100, 100, 300).unwrap();
    let tapped = small.around(1500, 1000);
    assert_eq!(numbers(tapped), [1350, 858, 300, 370]);
    assert_eq!(numbers(small.around(0, 0)), [0, 0, 300, 370]);
}

#[test]
fn a_turned_picture_keeps_the_part_in_its_frame() {
    let turns = |count| QuarterTurns::new(count).unwrap();
    let suggested = Frame::suggest(1600, 1200);
    let right = suggested.turned(true);
    assert_eq!(right, Frame::suggest_turned(turns(1), (1600, 1200)));
    assert_eq!(right.picture_px(), (1200, 1600));
    assert_eq!(right.stored_px(), (1600, 1200));
    assert_eq!(right.turned(false), suggested);
    assert_eq!(QuarterTurns::new(4), None);

    // The middle of the frame is (300, 323) of a picture of 1600 x 1200.
    let frame = Frame::within(1600, 1200, 200, 200, 200).unwrap();
    let expected = [
        [777, 177, 200, 246],
        [1200, 754, 200, 246],
        [223, 1177, 200, 246],
        [200, 200, 200, 246],
    ];
    let mut found = frame;
    for (count, expected) in (1..).zip(expected) {
        found = found.turned(true);
        assert_eq!(numbers(found), expected, "{count} to the right");
        assert_eq!(found.turns(), turns(count % 4));
    }
    assert_eq!(found, frame);
    for count in (0..4).rev() {
        found = found.turned(false);
        assert_eq!(found.turns(), turns(count));
    }
    assert_eq!(found, frame);
}
