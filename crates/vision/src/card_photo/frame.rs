//! The frame: the part of a picture that goes onto the card.

use super::measures::{HEIGHT_PX, WIDTH_PX};
use super::turns::QuarterTurns;

/// A rectangle inside a picture, with the aspect ratio of the card photo: its height follows from its width. The picture may be
/// turned first; all values are then those of the turned picture.
///
/// ```
/// use vision::card_photo::{Frame, FrameRefusal};
/// let frame = Frame::within(1200, 1600, 100, 40, 716)?;
/// assert_eq!(frame.height_px(), 882);
/// assert_eq!(Frame::within(1200, 1600, 500, 40, 716), Err(FrameRefusal::Outside));
/// # Ok::<(), FrameRefusal>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Width and height of the turned picture. All values are in its pixels.
    over: (u32, u32),
    turns: QuarterTurns,
    x: u32,
    y: u32,
    width: u32,
}

/// Why a rectangle is not a valid frame of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameRefusal {
    /// Part of it lies outside the picture.
    #[error("the frame is not inside the picture")]
    Outside,
    /// It is so small that nobody could be recognised.
    #[error("the frame is {width_px} px wide, at least {least_px} are needed")]
    TooSmall {
        /// Its width.
        width_px: u32,
        /// The least width for this picture.
        least_px: u32,
    },
}

/// How far down the frame the middle of the face is, in parts of its height: the oval that the page draws over it. At a face
/// that fills the oval the eyes are on their line.
const FACE_AT: (u32, u32) = (170, HEIGHT_PX);

/// A frame that a tap makes smaller, to get a face at the edge into its middle, keeps this part of the largest width: it is
/// then still a head with shoulders, not a nose.
const TAPPED_AT_LEAST: (u32, u32) = (2, 5);

impl Frame {
    /// The least width. At a third of the printed size a face is 90 px wide and blurred, but that may be all a family has of
    /// a newborn: it is pointed out, not refused. Below that nothing of a face is left.
    pub const LEAST_WIDTH_PX: u32 = 120;

    /// The frame with this corner and width, all in pixels of the picture. The height follows from the width.
    ///
    /// # Errors
    /// [`FrameRefusal`] when it does not lie inside the picture, or is narrower than [`Self::least_width_px`].
    pub fn within(
        picture_width_px: u32,
        picture_height_px: u32,
        x_px: u32,
        y_px: u32,
        width_px: u32,
    ) -> Result<Self, FrameRefusal> {
        let upright = (picture_width_px, picture_height_px);
        Self::within_turned(QuarterTurns::NONE, upright, x_px, y_px, width_px)
    }

    /// The same over a picture that is turned first. `stored_px`: width and height of the picture as it is stored.
    ///
    /// # Errors
    /// As [`Self::within`].
    pub fn within_turned(
        turns: QuarterTurns,
        stored_px: (u32, u32),
        x_px: u32,
        y_px: u32,
        width_px: u32,
    ) -> Result<Self, FrameRefusal> {
        let (picture_width_px, picture_height_px) = turns.sides(stored_px);
        let frame = Self {
            over: (picture_width_px, picture_height_px),
            turns,
            x: x_px,
            y: y_px,
            width: width_px,
        };
        let least_px = Self::least_width_px(picture_width_px, picture_height_px);
        if width_px < least_px {
            return Err(FrameRefusal::TooSmall { width_px, least_px });
        }
        let fits =
            |at: u32, side: u32, whole: u32| at.checked_add(side).is_some_and(|end| end <= whole);
        if width_px > picture_width_px
            || !fits(x_px, width_px, picture_width_px)
            || !fits(y_px, frame.height_px(), picture_height_px)
        {
            return Err(FrameRefusal::Outside);
        }
        Ok(frame)
    }

    /// The default frame: as large as fits and centred, but nearer to the top of a tall picture, where heads are.
    ///
    /// It knows nothing of faces. A face detector would place its frame with [`Self::within`] and fall back to this one.
    pub fn suggest(picture_width_px: u32, picture_height_px: u32) -> Self {
        Self::suggest_turned(QuarterTurns::NONE, (picture_width_px, picture_height_px))
    }

    /// The same over a picture that is turned first. `stored_px`: width and height of the picture as it is stored.
    pub fn suggest_turned(turns: QuarterTurns, stored_px: (u32, u32)) -> Self {
        let over = turns.sides(stored_px);
        let (picture_width_px, picture_height_px) = over;
        let width = largest_width_px(picture_width_px, picture_height_px);
        let frame = Self {
            over,
            turns,
            x: 0,
            y: 0,
            width,
        };
        Self {
            x: (picture_width_px - width) / 2,
            y: (picture_height_px - frame.height_px()) / 5,
            ..frame
        }
    }

    /// The least width of a frame on such a picture, in pixels: [`Self::LEAST_WIDTH_PX`], or less where the picture is too
    /// small for that.
    pub fn least_width_px(picture_width_px: u32, picture_height_px: u32) -> u32 {
        Self::LEAST_WIDTH_PX.min(largest_width_px(picture_width_px, picture_height_px))
    }

    /// The same frame, moved by this many pixels; it stops at the edge of the picture.
    #[must_use]
    pub fn moved(self, right_px: i32, down_px: i32) -> Self {
        let (width, height) = self.over;
        let along = |at: u32, by: i32, last: u32| at.saturating_add_signed(by).min(last);
        Self {
            x: along(self.x, right_px, width - self.width),
            y: along(self.y, down_px, height - self.height_px()),
            ..self
        }
    }

    /// The same frame with another width, as far as the picture allows. Where the middle of the face belongs stays in place.
    #[must_use]
    pub fn resized(self, width_px: u32) -> Self {
        let (width, height) = self.over;
        let least = Self::least_width_px(width, height);
        let wanted = Self {
            width: width_px.clamp(least, largest_width_px(width, height)),
            ..self
        };
        wanted.with_face_at(self.x + self.width / 2, self.y + self.above_face_px())
    }

    /// The frame after a tap on the middle of a face, at this place of the (turned) picture. It is made smaller if it could not
    /// have the face in its middle otherwise, but never larger.
    #[must_use]
    pub fn around(self, x_px: u32, y_px: u32) -> Self {
        let (width, height) = self.over;
        let (x, y) = (x_px.min(width), y_px.min(height));
        let (above, whole) = FACE_AT;
        let wide = |high: u32, part: u32| {
            let wide = u64::from(high) * u64::from(WIDTH_PX) / u64::from(part);
            u32::try_from(wide).unwrap_or(u32::MAX)
        };
        let fits = (2 * x.min(width - x))
            .min(wide(y, above))
            .min(wide(height - y, whole - above));
        let (part, of) = TAPPED_AT_LEAST;
        let largest = u64::from(largest_width_px(width, height));
        let least = u32::try_from(largest * u64::from(part) / u64::from(of)).unwrap_or(u32::MAX);
        let least = least.max(Self::least_width_px(width, height));
        Self {
            width: self.width.min(fits.max(least)),
            ..self
        }
        .with_face_at(x, y)
    }

    /// The frame after the picture under it was turned once more, to the right or to the left: around the same part of the
    /// picture, as far as it fits. A suggested frame becomes the suggested frame of the turned picture.
    #[must_use]
    pub fn turned(self, to_the_right: bool) -> Self {
        let stored = self.stored_px();
        let turns = if to_the_right {
            self.turns.right()
        } else {
            self.turns.left()
        };
        let suggested = Self::suggest_turned(turns, stored);
        if self == Self::suggest_turned(self.turns, stored) {
            return suggested;
        }
        let (width, height) = self.over;
        let (x, y) = (self.x + self.width / 2, self.y + self.height_px() / 2);
        let (x, y) = if to_the_right {
            (height - y, x)
        } else {
            (y, width - x)
        };
        let least = Self::least_width_px(height, width);
        let kept = Self {
            width: self.width.clamp(least, suggested.width),
            ..suggested
        };
        kept.at(
            x.saturating_sub(kept.width / 2),
            y.saturating_sub(kept.height_px() / 2),
        )
    }

    /// The same frame with this corner, or as near to it as the picture allows.
    fn at(self, x_px: u32, y_px: u32) -> Self {
        let (width, height) = self.over;
        Self {
            x: x_px.min(width - self.width),
            y: y_px.min(height - self.height_px()),
            ..self
        }
    }

    /// The same frame with the middle of the face here, or as near as the picture allows.
    fn with_face_at(self, x_px: u32, y_px: u32) -> Self {
        self.at(
            x_px.saturating_sub(self.width / 2),
            y_px.saturating_sub(self.above_face_px()),
        )
    }

    /// From its upper edge to where the middle of the face belongs.
    fn above_face_px(self) -> u32 {
        let (above, whole) = FACE_AT;
        let px = u64::from(self.height_px()) * u64::from(above) / u64::from(whole);
        u32::try_from(px).unwrap_or(u32::MAX)
    }

    /// How far the picture is turned under it.
    pub fn turns(&self) -> QuarterTurns {
        self.turns
    }

    /// Width and height of the picture as it is stored, in pixels.
    pub fn stored_px(&self) -> (u32, u32) {
        self.turns.sides(self.over)
    }

    /// Width and height of the picture it belongs to, as turned, in pixels.
    pub fn picture_px(&self) -> (u32, u32) {
        self.over
    }

    /// Pixels between the left edge of the picture and the frame.
    pub fn x_px(&self) -> u32 {
        self.x
    }

    /// Pixels between the upper edge of the picture and the frame.
    pub fn y_px(&self) -> u32 {
        self.y
    }

    /// Its width in pixels.
    pub fn width_px(&self) -> u32 {
        self.width
    }

    /// Its height in pixels: the nearest whole number for the card photo's aspect ratio.
    pub fn height_px(&self) -> u32 {
        let doubled = u64::from(self.width) * 2 * u64::from(HEIGHT_PX) + u64::from(WIDTH_PX);
        u32::try_from(doubled / (2 * u64::from(WIDTH_PX))).unwrap_or(u32::MAX)
    }

    /// Whether each printed pixel has at least one of its own, so that nothing is enlarged.
    pub fn has_enough_pixels(&self) -> bool {
        self.width >= WIDTH_PX
    }
}

/// The widest frame that fits in such a picture, in pixels; at least 1.
fn largest_width_px(picture_width_px: u32, picture_height_px: u32) -> u32 {
    // The inverse of `height_px`, rounding included.
    let by_height = (u64::from(picture_height_px) * 2 * u64::from(WIDTH_PX) + u64::from(WIDTH_PX)
        - 1)
        / (2 * u64::from(HEIGHT_PX));
    u32::try_from(by_height)
        .unwrap_or(u32::MAX)
        .min(picture_width_px)
        .max(1)
}
