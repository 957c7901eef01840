//! Turns and mirrors a picture by its coefficients: nothing is lost.

use image::metadata::Orientation;

use super::coefficients::{Coefficients, OfComponent};
use super::frame::Frame;
use super::{Block, OF_BLOCK, PLACES, SIDE};

/// A turn as three steps, one after the other.
#[derive(Clone, Copy)]
struct Steps {
    /// Rows become columns.
    transposed: bool,
    /// Left becomes right, then.
    across: bool,
    /// Top becomes bottom, then.
    down: bool,
}

impl Steps {
    fn of(turn: Orientation) -> Self {
        let (transposed, across, down) = match turn {
            Orientation::NoTransforms => (false, false, false),
            Orientation::FlipHorizontal => (false, true, false),
            Orientation::FlipVertical => (false, false, true),
            Orientation::Rotate180 => (false, true, true),
            Orientation::Rotate90FlipH => (true, false, false),
            Orientation::Rotate90 => (true, true, false),
            Orientation::Rotate270 => (true, false, true),
            Orientation::Rotate270FlipH => (true, true, true),
        };
        Self {
            transposed,
            across,
            down,
        }
    }
}

impl Frame {
    /// Whether each side that is mirrored ends with a whole unit. Else what fills the last unit would come to stand in front of
    /// the picture.
    pub(super) fn can_be_turned(&self, turn: Orientation) -> bool {
        let steps = Steps::of(turn);
        let frame = turned_frame(self, steps);
        let (across, down) = frame.finest();
        (!steps.across || frame.width == frame.units_wide * across * SIDE)
            && (!steps.down || frame.height == frame.units_high * down * SIDE)
    }
}

impl Coefficients {
    /// The picture turned. Call it only if [`Frame::can_be_turned`].
    pub(crate) fn turned(self, turn: Orientation) -> Self {
        if turn == Orientation::NoTransforms {
            return self;
        }
        let steps = Steps::of(turn);
        let frame = turned_frame(&self.frame, steps);
        let components = self
            .components
            .into_iter()
            .enumerate()
            .map(|(index, of_one)| turned_component(&of_one, frame.held(index), steps))
            .collect();
        Self { frame, components }
    }
}

fn turned_frame(frame: &Frame, steps: Steps) -> Frame {
    let mut frame = frame.clone();
    if steps.transposed {
        std::mem::swap(&mut frame.width, &mut frame.height);
        std::mem::swap(&mut frame.units_wide, &mut frame.units_high);
        for one in &mut frame.components {
            std::mem::swap(&mut one.across, &mut one.down);
            std::mem::swap(&mut one.wide, &mut one.high);
        }
    }
    frame
}

/// `held`: blocks across and down, afterwards.
fn turned_component(
    of_one: &OfComponent,
    (wide, high): (usize, usize),
    steps: Steps,
) -> OfComponent {
    let sources = sources(steps);
    let mut blocks = Vec::with_capacity(wide * high);
    for down in 0..high {
        let down = if steps.down { high - 1 - down } else { down };
        for across in 0..wide {
            let across = if steps.across {
                wide - 1 - across
            } else {
                across
            };
            let (x, y) = if steps.transposed {
                (down, across)
            } else {
                (across, down)
            };
            blocks.push(turned_block(
                &of_one.blocks[y * of_one.stride + x],
                &sources,
            ));
        }
    }
    let mut quantised = of_one.steps;
    for (step, (source, _)) in quantised.iter_mut().zip(&sources) {
        *step = of_one.steps[*source];
    }
    OfComponent {
        blocks,
        stride: wide,
        steps: quantised,
    }
}

/// For each coefficient of a turned block: the number of the one that it was, and its sign. Mirrored, a wave of an odd frequency
/// changes its sign.
fn sources(steps: Steps) -> [(usize, i16); OF_BLOCK] {
    let mut sources = [(0, 1); OF_BLOCK];
    for (source, place) in sources.iter_mut().zip(PLACES) {
        let (across, down) = (usize::from(place) % SIDE, usize::from(place) / SIDE);
        let before = if steps.transposed {
            across * SIDE + down
        } else {
            usize::from(place)
        };
        let number = PLACES
            .iter()
            .position(|place| usize::from(*place) == before);
        let is_negative = (steps.across && across % 2 == 1) != (steps.down && down % 2 == 1);
        *source = (number.unwrap_or(0), if is_negative { -1 } else { 1 });
    }
    sources
}

#[inline]
fn turned_block(block: &Block, sources: &[(usize, i16); OF_BLOCK]) -> Block {
    let mut turned = [0; OF_BLOCK];
    for (coefficient, (source, sign)) in turned.iter_mut().zip(sources) {
        *coefficient = block[*source] * sign;
    }
    turned
}
