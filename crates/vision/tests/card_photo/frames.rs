//! Valid frames of a picture, and how they move.

use vision::card_photo::{Frame, FrameRefusal};

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
        let (width, height) = frame.picture_px();
        let [x, y, frame_width, frame_height] = numbers(frame);
        assert_eq!(Frame::within(width, height, x, y, frame_width), Ok(frame));
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
                for (right, down) in [(0, 0), (7, -3), (-40, 900), (i32::MAX, i32::MIN)] {
                    is_frame(other.moved(right, down));
                    is_frame(other.moved(right, down).resized(wanted / 2));
                }
            }
        }
    }
}

#[test]
fn a_frame_moves_to_the_edge_and_grows_around_its_middle() {
    let frame = Frame::within(1200, 1600, 300, 400, 400).unwrap();
    assert_eq!(numbers(frame), [300, 400, 400, 493]);
    assert_eq!(numbers(frame.moved(20, -30)), [320, 370, 400, 493]);
    assert_eq!(numbers(frame.moved(-301, 0)), [0, 400, 400, 493]);
    assert_eq!(numbers(frame.moved(9000, 9000)), [800, 1107, 400, 493]);
    assert_eq!(numbers(frame.resized(600)), [200, 277, 600, 739]);
    assert_eq!(numbers(frame.resized(200)), [400, 523, 200, 246]);
    assert_eq!(numbers(frame.resized(5000)), [0, 0, 1200, 1478]);
    assert_eq!(frame.resized(1).width_px(), Frame::LEAST_WIDTH_PX);
}

#[test]
fn a_frame_has_enough_pixels_when_nothing_is_blown_up() {
    for (width, expected) in [(357, false), (358, true), (1200, true)] {
        let frame = Frame::within(1200, 1600, 0, 0, width).unwrap();
        assert_eq!(frame.has_enough_pixels(), expected, "{width}");
    }
}
