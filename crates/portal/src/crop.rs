//! Which part of the child's photo goes onto the card: chosen by buttons, and with script by finger, mouse and keys.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::channel::Channel;
use http::StatusCode;
use serde::Deserialize;
use service::agent::Agent;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::case_view::{CaseView, MaterialView};
use service::parent::crop_photo::{CropOutcome, Wanted, crop_photo};
use service::parent::show_case::show_case;
use service::parent::way::where_asked;
use uuid::Uuid;
use vision::card_photo::{Frame, QuarterTurns};
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::addresses;
use super::card_photo::{numbers, transform, tried};
use super::draw::draw;
use super::layout::layout;
use super::pages::crop::Crop;

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// A frame that is tried and not saved: corner and width. Not personal, so the browser's back button can lead to the frame
    /// before it.
    frame: Option<String>,
    /// `review` if the way leads back to the summary.
    from: Option<String>,
}

/// Without script the photo is shown at most this wide and high, in CSS pixels: what the narrowest phone has room for.
const TAP_PX: (u32, u32) = (288, 360);

/// The part of its width by which a button moves the frame.
const MOVES_BY: u32 = 20;
/// The part of its width by which a button makes the frame larger or smaller.
const GROWS_BY: u32 = 10;

/// `GET /applications/{id}/materials/card_photo/crop`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let from_review = asking.from.as_deref() == Some("review");
    let Some((photo, stored)) = open_photo(&view) else {
        return Ok(Redirect::to(&elsewhere(&view, from_review)).into_response());
    };
    let tried = asking.frame.as_deref().and_then(|text| read(stored, text));
    let shown = Shown {
        page: &page,
        view: &view,
        photo,
        frame: tried.unwrap_or(stored),
        from_review,
    };
    Ok(draw(&shown.context())?.into_response())
}

/// `POST /applications/{id}/materials/card_photo/crop`
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
    posted: Posted,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let from_review = posted.text("from") == "review";
    let Some((_, stored)) = open_photo(&view) else {
        return Ok(Redirect::to(&elsewhere(&view, from_review)).into_response());
    };
    let number = |name: &str| {
        posted
            .text(name)
            .parse()
            .map_err(|_| RequestError::Unreadable)
    };
    let turns = posted.get("turns").unwrap_or("0").parse().ok();
    let wanted = Wanted {
        x_px: number("x")?,
        y_px: number("y")?,
        width_px: number("width")?,
        turns: turns
            .and_then(QuarterTurns::new)
            .ok_or(RequestError::Unreadable)?,
    };
    let next = match tapped(&posted) {
        Some(place) => Some(tried_at(stored, wanted, place)),
        None => tried_next(stored, wanted, posted.text("action")),
    };
    if let Some(frame) = next {
        let tried = numbers(frame);
        let address = addresses::crop(view.id, from_review, Some(&tried));
        return Ok(Redirect::to(&address).into_response());
    }
    match crop_photo(&web.service, &agent, id, posted.get("seen"), wanted).await? {
        CropOutcome::Saved { view } => {
            Ok(Redirect::to(&elsewhere(&view, from_review)).into_response())
        }
        // No button leads here; a request that does gets the stored frame.
        CropOutcome::Refused(_) => {
            Ok(Redirect::to(&addresses::crop(view.id, from_review, None)).into_response())
        }
        CropOutcome::Stale { view } => {
            let Some((photo, frame)) = open_photo(&view) else {
                return Ok(Redirect::to(&elsewhere(&view, from_review)).into_response());
            };
            let shown = Shown {
                page: &page,
                view: &view,
                photo,
                frame,
                from_review,
            };
            let drawn = Crop {
                is_stale: true,
                mine_url: within(frame, wanted)
                    .filter(|mine| *mine != frame)
                    .map_or_else(String::new, |mine| {
                        addresses::crop(view.id, from_review, Some(&numbers(mine)))
                    }),
                ..shown.context()
            };
            Ok((StatusCode::CONFLICT, draw(&drawn)?).into_response())
        }
    }
}

/// The photo and its frame, if both can be changed here.
fn open_photo(view: &CaseView) -> Option<(&MaterialView, Frame)> {
    let is_open = is_open(view) && view.channel == Channel::Portal;
    view.card_photo().filter(|_| is_open)
}

/// Whether the agent may change the photo: in a draft, or if it was returned.
fn is_open(view: &CaseView) -> bool {
    let mut slots = view.plan.slots();
    let slot = slots.find(|slot| slot.id == CARD_PHOTO);
    view.is_filled_in() && slot.is_some_and(|slot| !slot.locked)
}

/// The page with the photo, or the application if the photo can no longer be changed.
fn elsewhere(view: &CaseView, from_review: bool) -> String {
    match where_asked(&view.plan, CARD_PHOTO).filter(|_| is_open(view)) {
        Some((step, page)) => {
            let step = addresses::step(view.id, &step.id, Some(&page.id), from_review);
            format!("{step}#slot-{CARD_PHOTO}")
        }
        None => addresses::application(view.id),
    }
}

/// The frame with these numbers over the same photo.
fn within(over: Frame, wanted: Wanted) -> Option<Frame> {
    wanted.over(over.stored_px()).ok()
}

/// Reads what [`numbers`] writes.
fn read(over: Frame, text: &str) -> Option<Frame> {
    let mut parts = text.split(',').map(|part| part.parse::<u32>().ok());
    let wanted = Wanted {
        x_px: parts.next()??,
        y_px: parts.next()??,
        width_px: parts.next()??,
        turns: QuarterTurns::new(u8::try_from(parts.next().unwrap_or(Some(0))?).ok()?)?,
    };
    within(over, wanted).filter(|_| parts.next().is_none())
}

/// Where the photo was tapped, in CSS pixels of the tapped picture. Pressed by a key it sends its corner, which is no place.
fn tapped(posted: &Posted) -> Option<(u32, u32)> {
    let place = |name: &str| posted.get(name)?.parse().ok();
    let place = (place("face.x")?, place("face.y")?);
    Some(place).filter(|place| *place != (0, 0))
}

/// The frame after a tap on a face.
fn tried_at(stored: Frame, wanted: Wanted, (x, y): (u32, u32)) -> Frame {
    let frame = within(stored, wanted).unwrap_or(stored);
    let over = frame.picture_px();
    let drawn = tap_px(over);
    let along = |at: u32, whole: u32, drawn: u32| {
        let place = u64::from(at.min(drawn)) * u64::from(whole) / u64::from(drawn);
        u32::try_from(place).unwrap_or(whole)
    };
    frame.around(along(x, over.0, drawn.0), along(y, over.1, drawn.1))
}

/// Width and height at which such a picture is shown to be tapped.
fn tap_px((width_px, height_px): (u32, u32)) -> (u32, u32) {
    let (wide, high) = TAP_PX;
    let (width, height) = (u64::from(width_px.max(1)), u64::from(height_px.max(1)));
    let scaled = |side: u64, most: u64, by: u64| u32::try_from((side * most / by).max(1));
    let fits = if width * u64::from(high) > height * u64::from(wide) {
        (Ok(wide), scaled(height, u64::from(wide), width))
    } else {
        (scaled(width, u64::from(high), height), Ok(high))
    };
    (fits.0.unwrap_or(wide), fits.1.unwrap_or(high))
}

/// The frame after a button was pressed; `None` for the button that saves.
fn tried_next(stored: Frame, wanted: Wanted, button: &str) -> Option<Frame> {
    let frame = within(stored, wanted).unwrap_or(stored);
    let width = frame.width_px();
    let step = (width / MOVES_BY).max(1).cast_signed();
    let growth = (width / GROWS_BY).max(1);
    Some(match button {
        "up" => frame.moved(0, -step),
        "down" => frame.moved(0, step),
        "left" => frame.moved(-step, 0),
        "right" => frame.moved(step, 0),
        "larger" => frame.resized(width.saturating_add(growth)),
        "smaller" => frame.resized(width - growth),
        "turn_left" => frame.turned(false),
        "turn_right" => frame.turned(true),
        "reset" => Frame::suggest_turned(frame.turns(), frame.stored_px()),
        _ => return None,
    })
}

/// Corner and width of a frame, whatever is turned.
fn corner(frame: Frame) -> String {
    format!("{},{},{}", frame.x_px(), frame.y_px(), frame.width_px())
}

/// What the page is drawn from.
struct Shown<'a> {
    page: &'a Page,
    view: &'a CaseView,
    photo: &'a MaterialView,
    frame: Frame,
    from_review: bool,
}

impl Shown<'_> {
    fn context(&self) -> Crop {
        let Shown {
            page, view, frame, ..
        } = *self;
        let (width_px, height_px) = frame.picture_px();
        let suggested = Frame::suggest_turned(frame.turns(), frame.stored_px());
        let turned = Frame::suggest_turned(frame.turns().right(), frame.stored_px());
        let at = self.photo.uploaded_at.as_millisecond();
        let of_size = |size| addresses::picture(view.id, CARD_PHOTO, at, size);
        let photo_url = of_size(None);
        let percent = |part: u32, whole: u32| (part * 100 / whole).to_string();
        let left = percent(frame.x_px(), width_px);
        let top = percent(frame.y_px(), height_px);
        let width = percent(frame.width_px(), width_px);
        let position = [("left", &*left), ("top", &*top), ("width", &*width)];
        Crop {
            page: layout(page, page.t("crop.title")),
            state: view.state.code().to_owned(),
            is_stale: false,
            mine_url: String::new(),
            action: addresses::crop(view.id, false, None),
            back: elsewhere(view, self.from_review),
            from_review: self.from_review,
            mark: view.crop_mark(),
            card: tried(view, frame, &photo_url),
            thumbnail_url: of_size(Some("small")),
            photo_url,
            stored_px: frame.stored_px(),
            turns: frame.turns().count(),
            transform: transform(frame),
            tap_px: tap_px(frame.picture_px()),
            width_px,
            height_px,
            frame_x_px: frame.x_px(),
            frame_y_px: frame.y_px(),
            frame_width_px: frame.width_px(),
            frame_height_px: frame.height_px(),
            suggested: corner(suggested),
            suggested_turned: corner(turned),
            least_px: Frame::least_width_px(width_px, height_px),
            largest_px: suggested.width_px(),
            position: page.w("crop.position", &position),
        }
    }
}
