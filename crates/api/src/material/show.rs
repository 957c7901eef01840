//! Shows a picture.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use service::parent::show_material::{Size, show_material};
use web::Shared;
use web::held::holding;
use web::transfers::Sender;

use super::Picture;
use crate::application::case_id;
use crate::caller::Applicant;
use crate::problem::OfAnApplication;
use crate::refusal::ApiError;

/// How large.
#[derive(Deserialize)]
pub(crate) struct Asking {
    size: Option<String>,
}

/// A picture of the application, as it is kept: upright, a JPEG.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}/materials/{material}",
    operation_id = "get_material",
    tag = "materials",
    params(
        ("id" = String, Path, description = "of the application"),
        ("material" = String, Path, description = "of the document"),
        ("size" = Option<String>, Query, description = "`small` for its thumbnail"),
    ),
    responses(
        (status = 200, description = "the picture", body = Picture, content_type = "image/jpeg"),
        OfAnApplication,
    )
)]
pub(crate) async fn get_material(
    State(web): State<Shared>,
    caller: Applicant,
    Path((id, material)): Path<(String, String)>,
    Query(asking): Query<Asking>,
) -> Result<Response, ApiError> {
    let case = case_id(&id)?;
    let size = match asking.size.as_deref() {
        Some("small") => Size::Thumbnail,
        _ => Size::Whole,
    };
    let place = match size {
        Size::Whole => {
            let sender = Sender::Agent(caller.agent.account);
            Some(web.downloads.place(sender).await?)
        }
        Size::Thumbnail => None,
    };
    let jpeg = show_material(&web.service, &caller.agent, case, &material, size).await?;
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")];
    Ok(holding(place, (headers, jpeg).into_response()))
}
