//! The receipt of an application.

use axum::Json;
use axum::extract::{Path, State};
use domain::code::Branch;
use serde::Serialize;
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::parent::timeline::{bank_writes_to, made_by};
use utoipa::ToSchema;
use web::errors::RequestError;
use web::page::Page;
use web::{Shared, Web, dates};

use super::case_id;
use super::submit::relationship;
use crate::caller::Applicant;
use crate::problem::OfAnApplication;
use crate::refusal::ApiError;

/// A receipt.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// The receipt number, as people read it.
    #[serde(rename = "receipt")]
    number: String,
    /// What its QR code holds.
    qr_text: String,
    /// When it was submitted, as RFC 3339 has it.
    #[schema(format = DateTime)]
    submitted_at: String,
    /// Whether the relationship was verified by a registry: `verified`, else `unverified`.
    #[schema(example = "verified")]
    relationship: String,
    /// What the receipt says, a sentence each: by when the card is made, how its agent hears of it, where it is collected.
    texts: Vec<String>,
}

/// The receipt, while a submission stands.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}/receipt",
    operation_id = "get_receipt",
    tag = "applications",
    params(("id" = String, Path, description = "of the application")),
    responses(
        (status = 200, description = "the receipt", body = Receipt),
        OfAnApplication,
    )
)]
pub(crate) async fn get_receipt(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
) -> Result<Json<Receipt>, ApiError> {
    let view = show_case(&web.service, &caller.agent, case_id(&id)?).await?;
    let standing = view.standing().ok_or(RequestError::NotFound)?;
    let made_by = dates::day(&page.texts, made_by(standing.submitted_at));
    let told = match bank_writes_to(&view) {
        Some(mobile) => page.w("way.bank_writes_to", &[("mobile", &mobile.masked())]),
        None => page.t("way.at_branch_detail").to_owned(),
    };
    let place = branch(&web, &view).map(|branch| {
        let (label, address) = (branch.label.get(page.lang), branch.address.get(page.lang));
        page.w(
            "api.collected_at",
            &[("branch", label), ("address", address)],
        )
    });
    let texts = [page.w("way.made_by", &[("date", &made_by)]), told];
    Ok(Json(Receipt {
        number: standing.receipt.clone(),
        qr_text: standing.receipt.clone(),
        submitted_at: standing.submitted_at.to_string(),
        relationship: relationship(standing).to_owned(),
        texts: texts.into_iter().chain(place).collect(),
    }))
}

/// Where the card is collected.
fn branch<'a>(web: &'a Web, view: &CaseView) -> Option<&'a Branch> {
    let chosen = view.answers.get("branch")?;
    let codes = web.service.rules.in_force.codes();
    codes.branches.get(&chosen.value)
}
