//! The small drawings of a picture that is kept: a copy in colours to be shown, and its brightness to be judged.

use super::coefficients::Coefficients;
use super::frame::{Coding, Frame};
use super::head::Head;
use super::scaled::{Drawing, Plane, Scale};
use super::scan::Sink;
use super::{Block, Steps, Unreadable, as_coded};

/// At which scales the two are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Scales {
    pub(crate) colours: Scale,
    pub(crate) brightness: Scale,
}

/// The two drawings.
pub(crate) struct Views {
    /// All components.
    pub(crate) colours: Vec<Plane>,
    /// The first component, which is brightness in all that [`Head::can_be_kept`].
    pub(crate) brightness: Plane,
}

/// Draws both from the same blocks.
struct Both {
    colours: Drawing,
    brightness: Drawing,
}

impl Both {
    fn new(frame: &Frame, scales: Scales) -> Self {
        Self {
            colours: Drawing::new(frame, scales.colours),
            brightness: Drawing::of_first(1, frame, scales.brightness),
        }
    }

    fn views(self) -> Views {
        Views {
            colours: self.colours.planes(),
            brightness: self.brightness.planes().swap_remove(0),
        }
    }
}

impl Sink for Both {
    fn begin(&mut self, component: usize, steps: &Steps) {
        self.colours.begin(component, steps);
        if component == 0 {
            self.brightness.begin(component, steps);
        }
    }

    #[inline]
    fn put(&mut self, component: usize, at: (usize, usize), block: &Block) {
        self.colours.put(component, at, block);
        if component == 0 {
            self.brightness.put(component, at, block);
        }
    }
}

/// Reads a file and draws it. Answers with the plain file of the same coded data, or with `None` where these cannot stay as they are.
/// [`Head::can_be_kept`] comes first.
///
/// # Errors
/// When something of the image is missing or cannot be read.
pub(crate) fn kept_as_coded(
    bytes: &[u8],
    head: &Head,
    scales: Scales,
) -> Result<Option<(Vec<u8>, Views)>, Unreadable> {
    if head.frame.coding == Coding::Progressive {
        return Ok(None);
    }
    let mut both = Both::new(&head.frame, scales);
    let file = as_coded::read(bytes, head, &mut both)?;
    Ok(file.map(|file| (file, both.views())))
}

impl Coefficients {
    /// Draws the picture.
    pub(crate) fn views(&self, scales: Scales) -> Views {
        let mut both = Both::new(&self.frame, scales);
        self.hand_to(&mut both);
        both.views()
    }
}
