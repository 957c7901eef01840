//! Says which part of the child's photo goes onto the card.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::crop_photo::{CropOutcome, Wanted, crop_photo};
use utoipa::ToSchema;
use vision::card_photo::{Frame, FrameRefusal};
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::slot::item;
use crate::application::open_here;
use crate::body::Body;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::{ApiError, Refused, RefusedField};
use crate::step::MaterialItem;

/// A part of a picture, in parts of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameWish {
    /// Its left edge, in parts of the picture's width.
    #[schema(minimum = 0, maximum = 1, example = 0.2)]
    x: f64,
    /// Its upper edge, in parts of the picture's height.
    #[schema(minimum = 0, maximum = 1, example = 0.1)]
    y: f64,
    /// Its width, in parts of the picture's width. Its height follows from it: a card photo is 358 wide and 441 high.
    #[schema(minimum = 0, maximum = 1, example = 0.6)]
    width: f64,
}

/// Sets the part of the child's photo that goes onto the card. Until then a suggested one counts.
#[utoipa::path(
    put,
    path = "/api/v1/applications/{id}/materials/card_photo/frame",
    operation_id = "frame_card_photo",
    tag = "materials",
    params(("id" = String, Path, description = "of the application")),
    request_body = FrameWish,
    responses(
        (status = 200, description = "the photo with its frame", body = MaterialItem),
        (status = 409, description = "`not_possible_now`, `locked`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`frame_outside`, `frame_small`, or a field of another shape", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn frame_card_photo(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
    Body(wish): Body<FrameWish>,
) -> Result<Json<MaterialItem>, ApiError> {
    let open = open_here(&web, &caller, &id).await?;
    let (_, frame) = open.view.card_photo().ok_or(RequestError::NotFound)?;
    let wanted = wish.over(frame).map_err(|field| outside(&page, field))?;
    match crop_photo(&web.service, &caller.agent, open.view.id, None, wanted).await? {
        CropOutcome::Saved { view } => Ok(Json(item(&web, &page, &view, CARD_PHOTO)?)),
        CropOutcome::Refused(FrameRefusal::Outside) => Err(outside(&page, "width").into()),
        CropOutcome::Refused(FrameRefusal::TooSmall { .. }) => {
            let small = RefusedField::new("width", "frame_small");
            Err(Refused::of_fields(vec![small.saying(page.t("api.frame_small"))]).into())
        }
        CropOutcome::Stale { .. } => Err(RequestError::Stale.into()),
    }
}

fn outside(page: &Page, field: &str) -> Refused {
    let outside = RefusedField::new(field, "frame_outside");
    Refused::of_fields(vec![outside.saying(page.t("api.frame_outside"))])
}

impl FrameWish {
    /// The same in pixels of the photo, turned as it is now; else the field that is no part of it.
    fn over(&self, now: Frame) -> Result<Wanted, &'static str> {
        let (width_px, height_px) = now.picture_px();
        Ok(Wanted {
            x_px: pixels(self.x, width_px).ok_or("x")?,
            y_px: pixels(self.y, height_px).ok_or("y")?,
            width_px: pixels(self.width, width_px).ok_or("width")?,
            turns: now.turns(),
        })
    }
}

/// A part of a length, in whole pixels; `None` where it is no part of it.
fn pixels(part: f64, whole_px: u32) -> Option<u32> {
    if !(0.0..=1.0).contains(&part) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between nothing and the whole"
    )]
    let pixels = (part * f64::from(whole_px)).round() as u32;
    Some(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_picture_are_pixels_of_it() {
        assert_eq!(pixels(0.5, 358), Some(179));
        assert_eq!(pixels(1.0, 358), Some(358));
        assert_eq!(pixels(0.0, 358), Some(0));
        assert_eq!(pixels(-0.01, 358), None);
        assert_eq!(pixels(1.01, 358), None);
        assert_eq!(pixels(f64::NAN, 358), None);
    }
}
