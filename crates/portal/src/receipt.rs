//! The receipt of a submitted application.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use facts::{bank_writes, branch, child_name, made_by};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use service::agent::Agent;
use service::parent::receipt_message::{ReceiptMessage, receipt_message};
use service::parent::show_case::show_case;
use service::pool::For;
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::addresses;
use super::pages::receipt::Receipt;
use super::receipt_pdf::{self, PdfError};
use super::{code as codes, draw::draw, layout::layout, wording};

pub(super) mod facts;
mod on_paper;

/// `GET /applications/{id}/receipt`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let Some(submission) = view.standing() else {
        return Ok(Redirect::to(&addresses::application(id)).into_response());
    };
    let branch = branch(&web, &view);
    let (message, message_words) = match receipt_message(&web.service, &agent, id).await? {
        ReceiptMessage::To(mobile) => {
            let mobile = mobile.masked();
            ("sent", page.w("receipt.message", &[("mobile", &mobile)]))
        }
        ReceiptMessage::Failed => ("failed", page.t("receipt.message_failed").to_owned()),
        ReceiptMessage::None => ("none", page.t("receipt.message_none").to_owned()),
    };
    let whose = For::Account(agent.account);
    // If too much is waiting, the link is shown: without a font it leads back to this page.
    let pdf_url = if web
        .service
        .work
        .pictures
        .run(whose, receipt_pdf::is_possible)
        .await
        .unwrap_or(true)
    {
        addresses::receipt_pdf(id)
    } else {
        String::new()
    };
    let shown = Receipt {
        page: layout(&page, page.t("receipt.title")),
        number: submission.receipt.clone(),
        verified: submission.verified,
        state: view.state.code().to_owned(),
        state_label: wording::state(&page, view.state),
        child: child_name(&page, &view),
        submitted_at: wording::day_time(&page, submission.submitted_at),
        made_by: made_by(&page, submission.submitted_at),
        told: bank_writes(&page, &view),
        message,
        message_words,
        branch: branch
            .map(|branch| branch.label.get(page.lang).to_owned())
            .unwrap_or_default(),
        branch_address: branch
            .map(|branch| branch.address.get(page.lang).to_owned())
            .unwrap_or_default(),
        qr_url: addresses::receipt_code(id),
        pdf_url,
        application_url: addresses::application(id),
    };
    Ok(draw(&shown)?.into_response())
}

/// `GET /applications/{id}/receipt.svg`: the number as a QR code, and nothing else.
pub(super) async fn code(
    State(web): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let submission = view.standing().ok_or(RequestError::NotFound)?;
    let drawn = codes::svg(&submission.receipt)?;
    Ok((
        [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-store")],
        drawn,
    )
        .into_response())
}

/// `GET /applications/{id}/receipt.pdf`: the same as a file. If this machine cannot draw it, it leads back to the page.
pub(super) async fn pdf(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let submission = view.standing().ok_or(RequestError::NotFound)?;
    let content = on_paper::content(&web, &page, &view, submission);
    let file = format!("attachment; filename=\"{}.pdf\"", submission.receipt);
    let drawn = web
        .service
        .work
        .pictures
        .run(For::Account(agent.account), move || {
            receipt_pdf::draw(&content)
        })
        .await;
    match drawn.map_err(|_| RequestError::Unavailable)? {
        Ok(pdf) => Ok((
            [
                (CONTENT_TYPE, "application/pdf"),
                (CACHE_CONTROL, "no-store"),
                (CONTENT_DISPOSITION, file.as_str()),
            ],
            pdf,
        )
            .into_response()),
        Err(PdfError::NoFont) => Ok(Redirect::to(&addresses::receipt(id)).into_response()),
        Err(error) => Err(RequestError::internal(&error)),
    }
}
