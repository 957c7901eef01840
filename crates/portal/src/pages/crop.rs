//! Which part of the child's photo goes onto the card.

use askama::Template;

use super::card_drawing::CardDrawing;
use super::layout::Layout;

/// `/applications/{id}/materials/card_photo/crop`
#[derive(Debug, Template)]
#[template(path = "portal/crop.html")]
pub struct Crop {
    /// Header, footer, language.
    pub page: Layout,
    /// The case's state, as its code.
    pub state: String,
    /// Whether photo or frame were changed elsewhere since the form was drawn; shown with status 409.
    pub is_stale: bool,
    /// If so: where the page shows the frame that was sent; empty if it no longer fits this photo.
    pub mine_url: String,
    /// Where the form is sent.
    pub action: String,
    /// The page with the photo.
    pub back: String,
    /// Whether the way leads back to the summary.
    pub from_review: bool,
    /// The mark of photo and frame.
    pub mark: String,
    /// The card as it would look.
    pub card: CardDrawing,
    /// The small view of the photo, shown until the whole one has arrived.
    pub thumbnail_url: String,
    /// The whole photo.
    pub photo_url: String,
    /// Width and height of the photo as stored, in pixels.
    pub stored_px: (u32, u32),
    /// Quarter turns to the right under the frame, 0 to 3.
    pub turns: u8,
    /// Turns the photo in its drawing: an SVG `transform`; empty if it is not turned.
    pub transform: String,
    /// Width and height at which the photo is shown without script: the places of taps arrive in these units, and nothing else
    /// says how large the browser drew it.
    pub tap_px: (u32, u32),
    /// Width of the turned photo in pixels: the units of all that follows.
    pub width_px: u32,
    /// Height of the turned photo.
    pub height_px: u32,
    /// Pixels left of the frame.
    pub frame_x_px: u32,
    /// Pixels above the frame.
    pub frame_y_px: u32,
    /// Width of the frame.
    pub frame_width_px: u32,
    /// Height of the frame.
    pub frame_height_px: u32,
    /// The suggested frame: corner and width.
    pub suggested: String,
    /// The same if the photo were turned once more.
    pub suggested_turned: String,
    /// The minimum width of a frame.
    pub least_px: u32,
    /// The maximum width of a frame.
    pub largest_px: u32,
    /// Where the frame is, in words.
    pub position: String,
}
