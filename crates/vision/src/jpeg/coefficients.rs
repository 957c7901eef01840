//! The coefficients of a whole picture.

use super::frame::Frame;
use super::scan::Sink;
use super::{Block, OF_BLOCK, Steps};

/// The coefficients of all components, quantised as in the file.
pub(crate) struct Coefficients {
    pub(super) frame: Frame,
    pub(super) components: Vec<OfComponent>,
}

/// The blocks of one component, row by row, those that fill the last units included.
pub(super) struct OfComponent {
    pub(super) blocks: Vec<Block>,
    /// Blocks of a row.
    pub(super) stride: usize,
    pub(super) steps: Steps,
}

impl Coefficients {
    /// All zero: grey.
    pub(super) fn new(frame: &Frame) -> Self {
        let components = (0..frame.components.len())
            .map(|index| {
                let (stride, high) = frame.held(index);
                OfComponent {
                    blocks: vec![[0; OF_BLOCK]; stride * high],
                    stride,
                    steps: [1; OF_BLOCK],
                }
            })
            .collect();
        Self {
            frame: frame.clone(),
            components,
        }
    }

    /// Width and height in pixels.
    pub(crate) fn size_px(&self) -> (u32, u32) {
        self.frame.size_px()
    }

    /// Hands all blocks of the picture to another sink.
    pub(super) fn hand_to(&self, sink: &mut impl Sink) {
        for component in 0..self.components.len() {
            self.hand_one_to(component, sink);
        }
    }

    /// Hands the blocks of one component to another sink.
    pub(super) fn hand_one_to(&self, component: usize, sink: &mut impl Sink) {
        let (of_one, one) = (
            &self.components[component],
            &self.frame.components[component],
        );
        sink.begin(component, &of_one.steps);
        for down in 0..one.high {
            let row = &of_one.blocks[down * of_one.stride..][..one.wide];
            for (across, block) in row.iter().enumerate() {
                sink.put(component, (across, down), block);
            }
        }
    }
}

impl Sink for Coefficients {
    fn begin(&mut self, component: usize, steps: &Steps) {
        self.components[component].steps = *steps;
    }

    fn put(&mut self, component: usize, (across, down): (usize, usize), block: &Block) {
        let of_one = &mut self.components[component];
        of_one.blocks[down * of_one.stride + across] = *block;
    }
}
