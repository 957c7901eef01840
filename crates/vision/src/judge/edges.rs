//! Edges along a line: where brightness rises or falls from one extreme to the next, how far, and over how many pixels.
//!
//! The width of an edge does not depend on how much is printed on a paper, as the energy of high frequencies would: a sharp card
//! on a bare table has few edges, and they are narrow. It is measured between a quarter and three quarters of the height, where
//! neither noise on the paper nor ringing beside the edge count. Inspired by Marziliano et al., "A no-reference perceptual blur
//! metric", ICIP 2002.

/// Calls `see` with the height and the width of each rise or fall of at least `least`: quarters of a level, and steps of the line. A
/// turn back of less than `ripple` does not end one.
pub(super) fn along(line: &[i16], ripple: i16, least: i16, mut see: impl FnMut(i16, f32)) {
    let Some(&first) = line.first() else { return };
    let mut ended = |from: usize, to: usize| {
        let height = line[to].abs_diff(line[from]).cast_signed();
        if height >= least {
            see(height, width(&line[from..=to], height));
        }
    };
    let (mut lowest, mut highest) = ((0, first), (0, first));
    let mut rises = None;
    for (index, &level) in line.iter().enumerate() {
        // While it rises, only the top may move, and the fall that began at the last top is over; and the other way round.
        if rises != Some(false) && level > highest.1 {
            highest = (index, level);
        }
        if rises != Some(true) && level < lowest.1 {
            lowest = (index, level);
        }
        if rises != Some(false) && highest.1 - level >= ripple {
            if rises.is_some() {
                ended(lowest.0, highest.0);
            }
            rises = Some(false);
            lowest = (index, level);
        } else if rises != Some(true) && level - lowest.1 >= ripple {
            if rises.is_some() {
                ended(highest.0, lowest.0);
            }
            rises = Some(true);
            highest = (index, level);
        }
    }
    match rises {
        Some(true) => ended(lowest.0, highest.0),
        Some(false) => ended(highest.0, lowest.0),
        None => {}
    }
}

/// The steps between a quarter and three quarters of an edge that runs over `levels`.
fn width(levels: &[i16], height: i16) -> f32 {
    let (first, quarter) = (levels[0], f32::from(height) / 4.0);
    let above = |level: i16| f32::from(level.abs_diff(first));
    let (mut left, mut reached) = (0, levels.len() - 1);
    for (index, &level) in levels.iter().enumerate() {
        if above(level) < quarter {
            left = index;
        } else if above(level) >= 3.0 * quarter {
            reached = index;
            break;
        }
    }
    // Between two neighbours the level is taken as a straight line.
    let between = |index: usize, wanted: f32| {
        let (before, after) = (above(levels[index]), above(levels[index + 1]));
        (wanted - before) / (after - before)
    };
    if reached == 0 {
        return 0.0;
    }
    let steps = u16::try_from(reached - 1 - left).unwrap_or(u16::MAX);
    f32::from(steps) + between(reached - 1, 3.0 * quarter) - between(left, quarter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(line: &[i16]) -> Vec<f32> {
        let mut widths = Vec::new();
        along(line, 12, 64, |_, width| widths.push(width));
        widths
    }

    #[test]
    fn an_edge_is_as_wide_as_the_middle_half_of_its_height() {
        assert_eq!(widths(&[0, 0, 400, 400]), [0.5]);
        assert_eq!(widths(&[0, 0, 100, 200, 300, 400, 400]), [2.0]);
        assert_eq!(widths(&[400, 300, 200, 100, 0]), [2.0]);
    }

    #[test]
    fn a_line_of_print_has_two() {
        assert_eq!(widths(&[400, 400, 0, 0, 400, 400]), [0.5, 0.5]);
        assert_eq!(widths(&[0, 400, 0, 400, 0]), [0.5; 4]);
    }

    #[test]
    fn what_is_low_is_none_and_noise_divides_none() {
        assert_eq!(widths(&[]), [0.0; 0]);
        assert_eq!(widths(&[7; 9]), [0.0; 0]);
        assert_eq!(widths(&[0, 0, 60, 60, 0]), [0.0; 0]);
        assert_eq!(widths(&[0, 100, 90, 200, 190, 300, 400]), [32.0 / 11.0]);
    }
}
