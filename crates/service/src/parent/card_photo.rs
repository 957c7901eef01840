//! The child's photo for the card: which part of it is used, and the picture made from that.
//!
//! The frame is the truth (`docs/adr/0006-the-crop-is-the-truth.md`): the printed picture is made from it whenever it is viewed
//! or sent, and never stored.

use domain::crop::Crop;
use store::materials::Material;
use uuid::Uuid;
use vision::card_photo::{self, Frame, QuarterTurns};

use super::show_material::{Size, stored};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::pool::For;

/// The only material that is cropped.
pub const CARD_PHOTO: &str = "card_photo";

/// The frame over a photo: the agent's, or else the suggested one. A stored frame that today's rules do not allow is ignored.
pub(super) fn frame_of(photo: &Material) -> Frame {
    let said = photo.crop.and_then(|crop| {
        let (x, y, width) = (crop.x_px(), crop.y_px(), crop.width_px());
        let turns = QuarterTurns::new(crop.quarter_turns())?;
        Frame::within_turned(turns, (photo.width_px, photo.height_px), x, y, width).ok()
    });
    said.unwrap_or_else(|| Frame::suggest(photo.width_px, photo.height_px))
}

/// The same, as it is stored and submitted.
pub(super) fn crop_of(frame: Frame) -> Crop {
    Crop::new(
        frame.x_px(),
        frame.y_px(),
        frame.width_px(),
        frame.height_px(),
    )
    .and_then(|crop| crop.turned(frame.turns().count()))
    .expect("a frame is not empty and lies in its picture")
}

/// The picture for the card, made with the current frame: a JPEG of 358 x 441 px.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no photo, or the application is somebody else's.
pub async fn show_card_photo(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<Vec<u8>, ServiceError> {
    let turn = service
        .work
        .pictures
        .turn(For::Account(agent.account))
        .await?;
    let (photo, jpeg) = stored(service, agent, case, CARD_PHOTO, Size::Whole).await?;
    let frame = frame_of(&photo);
    let made = turn.run(move || card_photo::make(&jpeg, frame)).await?;
    made.map_err(|error| ServiceError::Internal(format!("object {}: {error}", photo.object)))
}
