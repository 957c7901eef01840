//! The picture that is made from the child's photo, and the drawing of a card that shows it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use service::agent::Agent;
use service::parent::card_photo::show_card_photo;
use service::parent::case_view::{CaseView, MaterialView};
use uuid::Uuid;
use vision::card_photo::{Frame, HEIGHT_PX, WIDTH_PX};
use web::Shared;
use web::errors::RequestError;

use super::addresses;
use super::pages::card_drawing::CardDrawing;

/// `GET /applications/{id}/materials/card_photo/made`
pub(super) async fn made(
    State(web): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, RequestError> {
    let jpeg = show_card_photo(&web.service, &agent, id).await?;
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")];
    Ok((headers, jpeg).into_response())
}

/// The part of a photo within its frame, as an SVG `viewBox`.
pub(super) fn part(frame: Frame) -> String {
    let (x, y) = (frame.x_px(), frame.y_px());
    format!("{x} {y} {} {}", frame.width_px(), frame.height_px())
}

/// The address of the picture made from a photo; it changes with photo and frame.
fn made_url(view: &CaseView, photo: &MaterialView) -> Option<String> {
    let frame = photo.frame?;
    let at = photo.uploaded_at.as_millisecond();
    Some(addresses::made_photo(view.id, at, &numbers(frame)))
}

/// Corner and width of a frame, as addresses and pages hold them.
pub(super) fn numbers(frame: Frame) -> String {
    format!("{},{},{}", frame.x_px(), frame.y_px(), frame.width_px())
}

/// The card with the picture made from a photo; `None` for any other document.
pub(super) fn finished(view: &CaseView, photo: &MaterialView) -> Option<CardDrawing> {
    let frame = photo.frame?;
    Some(CardDrawing {
        photo_url: made_url(view, photo)?,
        photo_width_px: WIDTH_PX,
        photo_height_px: HEIGHT_PX,
        view_box: format!("0 0 {WIDTH_PX} {HEIGHT_PX}"),
        name: name(view),
        is_blurred: !frame.has_enough_pixels(),
    })
}

/// The card with a part of a photo that is not made into a picture yet. `photo_url`: the whole photo.
pub(super) fn tried(view: &CaseView, frame: Frame, photo_url: &str) -> CardDrawing {
    let (photo_width_px, photo_height_px) = frame.picture_px();
    CardDrawing {
        photo_url: photo_url.to_owned(),
        photo_width_px,
        photo_height_px,
        view_box: part(frame),
        name: name(view),
        is_blurred: !frame.has_enough_pixels(),
    }
}

/// The child's name, once it is known.
fn name(view: &CaseView) -> String {
    let answer = view.answers.get("child.name");
    answer
        .map(|answer| answer.value.clone())
        .unwrap_or_default()
}
