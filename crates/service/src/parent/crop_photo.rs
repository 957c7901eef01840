//! Sets which part of the child's photo goes onto the card.

use domain::application::Action;
use store::materials;
use uuid::Uuid;
use vision::card_photo::{Frame, FrameRefusal, QuarterTurns};

use super::card_photo::{CARD_PHOTO, crop_of, frame_of};
use super::case_file::{CaseFile, Rules, material_view};
use super::case_view::{CaseView, crop_mark};
use super::show_case::{load, show_case};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// The requested frame, in pixels of the photo after its turns. Its height follows from its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Pixels left of it.
    pub x_px: u32,
    /// Pixels above it.
    pub y_px: u32,
    /// Its width.
    pub width_px: u32,
    /// How far the photo is turned under it.
    pub turns: QuarterTurns,
}

impl Wanted {
    /// The frame over a photo of this width and height, as stored.
    ///
    /// # Errors
    /// As [`Frame::within`].
    pub fn over(self, stored_px: (u32, u32)) -> Result<Frame, FrameRefusal> {
        Frame::within_turned(self.turns, stored_px, self.x_px, self.y_px, self.width_px)
    }
}

/// The result.
#[derive(Debug)]
pub enum CropOutcome {
    /// The frame is stored.
    Saved {
        /// The application as it is now.
        view: CaseView,
    },
    /// The photo or its frame was changed elsewhere since the page was drawn: nothing was saved.
    Stale {
        /// The application as it is stored.
        view: CaseView,
    },
    /// It is not a valid frame of this photo; nothing was saved.
    Refused(FrameRefusal),
}

/// Stores the frame over the child's photo. Idempotent: the stored frame itself changes nothing.
///
/// `mark`: the one the page was drawn with ([`CaseView::crop_mark`]); `None` skips the check.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application or one without a photo, [`ServiceError::WrongState`] once it is
/// submitted.
pub async fn crop_photo(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    mark: Option<&str>,
    wanted: Wanted,
) -> Result<CropOutcome, ServiceError> {
    let (rules, account, mark) = (Rules::of(service), agent.account, mark.map(str::to_owned));
    load(service, agent, case).await?;
    let done = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            file.require_open()?;
            let photo = file
                .materials
                .iter()
                .find(|known| known.material == CARD_PHOTO)
                .ok_or(ServiceError::NotFound)?;
            if mark.is_some_and(|mark| mark != crop_mark(case, &material_view(photo))) {
                return Ok(Done::Stale);
            }
            let frame = match wanted.over((photo.width_px, photo.height_px)) {
                Ok(frame) => frame,
                Err(refusal) => return Ok(Done::Refused(refusal)),
            };
            if frame != frame_of(photo) {
                let crop = crop_of(frame);
                materials::set_crop(tx, case, CARD_PHOTO, &crop).await?;
                let material = CARD_PHOTO;
                let action = Action::CropMaterial { material };
                file.change(tx, &rules, action, &crop.to_string()).await?;
            }
            Ok::<_, ServiceError>(Done::Saved)
        })
        .await?;
    Ok(match done {
        Done::Refused(refusal) => CropOutcome::Refused(refusal),
        Done::Saved => CropOutcome::Saved {
            view: show_case(service, agent, case).await?,
        },
        Done::Stale => CropOutcome::Stale {
            view: show_case(service, agent, case).await?,
        },
    })
}

enum Done {
    Saved,
    Stale,
    Refused(FrameRefusal),
}
