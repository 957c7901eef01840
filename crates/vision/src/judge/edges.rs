//! Edges along a line: where brightness rises or falls from one extreme to the next, how far, and over how many pixels.
//!
//! The width of an edge does not depend on how much is printed on a paper, as the energy of high frequencies would: a sharp card
//! on a bare table has few edges, and they are narrow. It is measured between a quarter and three quarters of the height, where
//! neither noise on the paper nor ringing beside the edge count. Inspired by Marziliano et al., "A no-reference perceptual blur
//! metric", ICIP 2002.

/// Calls `see` with the height and the width of each rise or fall of at least `least`: quarters of a level, and steps of the line. A
/// turn back of less than `ripple` does not end one.
pub(super) fn along(line: &[i16], ripple: i16, least: i16, mut see: impl FnMut(i16, f32)) {
    // A fall is a rise of what is turned upside down: the sign is -1 then.
    let Some((mut from, mut top, mut sign)) = first_slope(line, ripple) else {
        return;
    };
    let mut ended = |from: usize, to: usize| {
        let height = line[to].abs_diff(line[from]).cast_signed();
        if height >= least {
            see(height, width(&line[from..=to], height));
        }
    };
    let mut highest = sign * line[top];
    for (index, level) in line.iter().enumerate().skip(top + 1) {
        let level = sign * level;
        // Without a branch: whether noise is higher than the last of it is as good as chance.
        top = if level > highest { index } else { top };
        highest = highest.max(level);
        if highest - level >= ripple {
            ended(from, top);
            (from, top) = (top, index);
            (sign, highest) = (-sign, -level);
        }
    }
    ended(from, top);
}

/// Where the first rise or fall begins, where it reaches `ripple`, and 1 for a rise, -1 for a fall.
fn first_slope(line: &[i16], ripple: i16) -> Option<(usize, usize, i16)> {
    let &first = line.first()?;
    let (mut lowest, mut highest) = ((0, first), (0, first));
    for (index, &level) in line.iter().enumerate() {
        if level > highest.1 {
            highest = (index, level);
        }
        if level < lowest.1 {
            lowest = (index, level);
        }
        if highest.1 - level >= ripple {
            return Some((highest.0, index, -1));
        }
        if level - lowest.1 >= ripple {
            return Some((lowest.0, index, 1));
        }
    }
    None
}

/// The steps between a quarter and three quarters of an edge that runs over `levels`.
fn width(levels: &[i16], height: i16) -> f32 {
    let (first, height) = (levels[0], u32::from(height.unsigned_abs()));
    // Four times what a level is away from the first one.
    let above = |level: i16| u32::from(level.abs_diff(first)) * 4;
    let (mut left, mut reached) = (0, levels.len() - 1);
    for (index, &level) in levels.iter().enumerate() {
        if above(level) < height {
            left = index;
        } else if above(level) >= 3 * height {
            reached = index;
            break;
        }
    }
    // Between two neighbours the level is taken as a straight line.
    #[expect(clippy::cast_precision_loss, reason = "levels have 16 bits")]
    let between = |index: usize, wanted: u32| {
        let (before, after) = (above(levels[index]) as f32, above(levels[index + 1]) as f32);
        (wanted as f32 - before) / (after - before)
    };
    if reached == 0 {
        return 0.0;
    }
    let steps = u16::try_from(reached - 1 - left).unwrap_or(u16::MAX);
    f32::from(steps) + between(reached - 1, 3 * height) - between(left, height)
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
