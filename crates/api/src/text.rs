//! Texts that people agree to.

use axum::extract::{Path, State};
use axum::response::Response;
use http::HeaderMap;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use crate::cached::of_the_release;
use crate::refusal::ApiError;
use crate::step::AgreedText;

/// A text that people agree to, with its version.
#[utoipa::path(
    get,
    path = "/api/v1/texts/{text}",
    operation_id = "get_text",
    tag = "content",
    params(("text" = String, Path, description = "id of the text, such as `disclaimer`, or of the consent that agrees to it, such as `consent.face`", example = "disclaimer")),
    responses(
        (status = 200, description = "the text", body = AgreedText, headers(("ETag" = String, description = "for `If-None-Match`"))),
        (status = 304, description = "unchanged"),
    ),
    security()
)]
pub(crate) async fn get_text(
    State(web): State<Shared>,
    page: Page,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let release = &web.service.rules.in_force;
    let named = || {
        let consent = release.field(&id)?.agreement.as_deref()?;
        release.agreement(consent)
    };
    let text = release.agreement(&id).or_else(named);
    let text = AgreedText::of(text.ok_or(RequestError::NotFound)?, page.lang);
    Ok(of_the_release(&web, &page, &headers, &text.named(&id)))
}
