//! Shows a picture.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use service::parent::show_material::{Size, show_material};
use utoipa::ToSchema;
use web::Shared;
use web::held::holding;
use web::transfers::Sender;

use super::Picture;
use crate::application::case_id;
use crate::caller::Applicant;
use crate::problem::OfAnApplication;
use crate::query::Asked;
use crate::refusal::ApiError;

/// How large.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asking {
    size: Option<Smaller>,
}

/// A size below the whole.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Smaller {
    /// The thumbnail.
    Small,
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
        ("size" = inline(Option<Smaller>), Query, description = "`small` for its thumbnail"),
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
    Asked(asking): Asked<Asking>,
) -> Result<Response, ApiError> {
    let case = case_id(&id)?;
    let size = match asking.size {
        Some(Smaller::Small) => Size::Thumbnail,
        None => Size::Whole,
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
