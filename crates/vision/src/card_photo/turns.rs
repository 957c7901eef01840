//! How far a picture is turned before the frame is laid on it.

/// Quarter turns to the right, 0 to 3. A photo of a child who lay sideways, or whose phone did not notice how it was held, is
/// turned for the card; the stored picture stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuarterTurns(u8);

impl QuarterTurns {
    /// The picture as it is stored.
    pub const NONE: Self = Self(0);

    /// This many; `None` for more than three.
    pub fn new(quarters: u8) -> Option<Self> {
        (quarters < 4).then_some(Self(quarters))
    }

    /// How many, 0 to 3.
    pub fn count(self) -> u8 {
        self.0
    }

    /// One more to the right.
    #[must_use]
    pub fn right(self) -> Self {
        Self((self.0 + 1) % 4)
    }

    /// One more to the left.
    #[must_use]
    pub fn left(self) -> Self {
        Self((self.0 + 3) % 4)
    }

    /// Width and height of a picture after them, from those before them, and the other way round.
    pub(super) fn sides(self, (width_px, height_px): (u32, u32)) -> (u32, u32) {
        if self.0.is_multiple_of(2) {
            (width_px, height_px)
        } else {
            (height_px, width_px)
        }
    }
}
