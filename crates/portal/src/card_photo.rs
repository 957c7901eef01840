//! The picture that is made from the child's photo, and the drawing of a card that shows it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::flow::{PlannedField, PlannedPage};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use service::agent::Agent;
use service::parent::card_photo::show_card_photo;
use service::parent::case_view::{CaseView, MaterialView};
use uuid::Uuid;
use vision::card_photo::{Frame, HEIGHT_PX, WIDTH_PX};
use web::Shared;
use web::errors::RequestError;

use super::pages::card_drawing::CardDrawing;
use super::pages::field::Shape;
use super::pages::slot::Printed;
use super::{addresses, assets};

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

/// The part of a photo that is printed.
pub(super) fn printed(frame: Frame) -> Printed {
    Printed {
        view_box: part(frame),
        transform: transform(frame),
    }
}

/// The part of a photo within its frame, as an SVG `viewBox`.
fn part(frame: Frame) -> String {
    let (x, y) = (frame.x_px(), frame.y_px());
    format!("{x} {y} {} {}", frame.width_px(), frame.height_px())
}

/// The address of the picture made from a photo; it changes with photo and frame.
fn made_url(view: &CaseView, photo: &MaterialView) -> Option<String> {
    let frame = photo.frame?;
    let at = photo.uploaded_at.as_millisecond();
    Some(addresses::made_photo(view.id, at, &numbers(frame)))
}

/// Corner and width of a frame, and the quarter turns under it if there are any, as addresses and pages hold them.
pub(super) fn numbers(frame: Frame) -> String {
    let turns = match frame.turns().count() {
        0 => String::new(),
        turns => format!(",{turns}"),
    };
    let (x, y, width) = (frame.x_px(), frame.y_px(), frame.width_px());
    format!("{x},{y},{width}{turns}")
}

/// Turns a photo in a drawing whose units are the pixels of the turned photo: an SVG `transform`, empty if nothing is turned.
pub(super) fn transform(frame: Frame) -> String {
    let (width, height) = frame.picture_px();
    match frame.turns().count() {
        0 => String::new(),
        1 => format!("translate({width} 0) rotate(90)"),
        2 => format!("translate({width} {height}) rotate(180)"),
        _ => format!("translate(0 {height}) rotate(270)"),
    }
}

/// The card with the picture made from a photo; `None` for any other document.
pub(super) fn finished(view: &CaseView, photo: &MaterialView) -> Option<CardDrawing> {
    let frame = photo.frame?;
    Some(CardDrawing {
        photo_url: made_url(view, photo)?,
        photo_width_px: WIDTH_PX,
        photo_height_px: HEIGHT_PX,
        transform: String::new(),
        view_box: format!("0 0 {WIDTH_PX} {HEIGHT_PX}"),
        name: name(view),
        is_blurred: !frame.has_enough_pixels(),
    })
}

/// The card with a part of a photo that is not made into a picture yet. `photo_url`: the whole photo.
pub(super) fn tried(view: &CaseView, frame: Frame, photo_url: &str) -> CardDrawing {
    let (photo_width_px, photo_height_px) = frame.stored_px();
    CardDrawing {
        photo_url: photo_url.to_owned(),
        photo_width_px,
        photo_height_px,
        transform: transform(frame),
        view_box: part(frame),
        name: name(view),
        is_blurred: !frame.has_enough_pixels(),
    }
}

/// The question of which picture goes onto the card, and the answer for the cartoon.
pub(super) const PHOTO_CHOICE: &str = "photo_choice";
const CARTOON: &str = "default_picture";

/// Puts, beside each answer to which picture goes onto the card, that picture: the child's photo, or a drawn child until it is
/// there, and the cartoon. Other questions stay as they are.
pub(super) fn with_pictures(view: &CaseView, field: &PlannedField, shape: Shape) -> Shape {
    let Shape::Cards(mut choices) = shape else {
        return shape;
    };
    let photo = view.card_photo().map(|(photo, _)| photo);
    let asked = choices.iter_mut().filter(|_| field.id == PHOTO_CHOICE);
    for choice in asked {
        choice.card = if choice.value == CARTOON {
            Some(cartoon(view))
        } else {
            let own = photo.and_then(|photo| finished(view, photo));
            Some(own.unwrap_or_else(|| drawn(view, "face_good", (104, 128), (0, 0))))
        };
    }
    Shape::Cards(choices)
}

/// The drawing of the cartoon, if a page of the plan asks which picture goes onto the card and the answer is the cartoon.
/// With it, whether that answer is locked.
pub(super) fn chosen_cartoon(part: &PlannedPage) -> Option<(String, bool)> {
    let chosen = part.fields().find(|field| {
        field.id == PHOTO_CHOICE && field.visible && field.value.as_deref() == Some(CARTOON)
    });
    chosen.map(|field| (drawing_url(CARTOON), field.locked))
}

fn cartoon(view: &CaseView) -> CardDrawing {
    drawn(view, CARTOON, (240, 160), (68, 12))
}

/// The card with a drawing, of whose width and height the part of 104 x 128 with this corner is shown.
fn drawn(view: &CaseView, drawing: &str, size: (u32, u32), (x, y): (u32, u32)) -> CardDrawing {
    CardDrawing {
        photo_url: drawing_url(drawing),
        photo_width_px: size.0,
        photo_height_px: size.1,
        transform: String::new(),
        view_box: format!("{x} {y} 104 128"),
        name: name(view),
        is_blurred: false,
    }
}

fn drawing_url(name: &str) -> String {
    format!("{}/drawings/{name}.svg", assets::address())
}

/// The child's name, once it is known.
fn name(view: &CaseView) -> String {
    let answer = view.answers.get("child.name");
    answer
        .map(|answer| answer.value.clone())
        .unwrap_or_default()
}
