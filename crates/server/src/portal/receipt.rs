//! The receipt of a submitted application.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::Branch;
use domain::day::beijing_date;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::ToSpan;
use uuid::Uuid;

use super::pages::receipt::Receipt;
use super::receipt_pdf::{self, PdfError};
use super::{code as codes, draw, frame, wording};
use crate::app::{App, Shared};
use crate::web::agent::Agent;
use crate::web::errors::PageError;
use crate::web::page::Page;
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::pool::For;

mod on_paper;

/// A card is made within so many days of the application (京人社数据字〔2024〕133号).
pub(super) const DAYS_TO_MAKE: i64 = 30;

/// `GET /applications/{id}/receipt`
pub(super) async fn get(
    State(app): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let view = show_case(&app, &agent, id).await?;
    let Some(submission) = view.standing() else {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    };
    let branch = branch(&app, &view);
    let whose = For::Account(agent.account);
    // Where too much waits the link stands: it leads back to this page where there is no font.
    let pdf_url = if app
        .picture_work
        .run(whose, receipt_pdf::is_possible)
        .await
        .unwrap_or(true)
    {
        format!("/applications/{id}/receipt.pdf")
    } else {
        String::new()
    };
    let shown = Receipt {
        page: frame(&page, page.t("receipt.title")),
        number: submission.receipt.clone(),
        verified: submission.verified,
        state: view.state.code().to_owned(),
        state_label: wording::state(&page, view.state),
        child: child_name(&page, &view),
        submitted_at: wording::day_time(&page, submission.submitted_at),
        made_by: made_by(&page, submission.submitted_at),
        branch: branch
            .map(|branch| branch.label.get(page.lang).to_owned())
            .unwrap_or_default(),
        branch_address: branch
            .map(|branch| branch.address.get(page.lang).to_owned())
            .unwrap_or_default(),
        qr_url: format!("/applications/{id}/receipt.svg"),
        pdf_url,
        application_url: format!("/applications/{id}"),
    };
    Ok(draw(&shown)?.into_response())
}

/// `GET /applications/{id}/receipt.svg`: the number as a QR code, and nothing else.
pub(super) async fn code(
    State(app): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let view = show_case(&app, &agent, id).await?;
    let submission = view.standing().ok_or(PageError::NotFound)?;
    let drawn = codes::svg(&submission.receipt)?;
    Ok((
        [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-store")],
        drawn,
    )
        .into_response())
}

/// `GET /applications/{id}/receipt.pdf`: the same as a file. Where this machine cannot draw it, the page says so.
pub(super) async fn pdf(
    State(app): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let view = show_case(&app, &agent, id).await?;
    let submission = view.standing().ok_or(PageError::NotFound)?;
    let content = on_paper::content(&app, &page, &view, submission);
    let file = format!("attachment; filename=\"{}.pdf\"", submission.receipt);
    let drawn = app
        .picture_work
        .run(For::Account(agent.account), move || {
            receipt_pdf::draw(&content)
        })
        .await;
    match drawn.map_err(|_| PageError::Unavailable)? {
        Ok(pdf) => Ok((
            [
                (CONTENT_TYPE, "application/pdf"),
                (CACHE_CONTROL, "no-store"),
                (CONTENT_DISPOSITION, file.as_str()),
            ],
            pdf,
        )
            .into_response()),
        Err(PdfError::NoFont) => {
            Ok(Redirect::to(&format!("/applications/{id}/receipt")).into_response())
        }
        Err(error) => Err(PageError::internal(&error)),
    }
}

/// By when the card is made, in words.
pub(super) fn made_by(page: &Page, submitted_at: jiff::Timestamp) -> String {
    let day = beijing_date(submitted_at);
    wording::day(page, day.saturating_add(DAYS_TO_MAKE.days()))
}

/// Where the card will be collected.
fn branch<'a>(app: &'a App, view: &CaseView) -> Option<&'a Branch> {
    let chosen = view.answers.get("branch")?;
    app.release.codes().branches.get(&chosen.value)
}

/// The child's name, or words for "not named yet".
pub(super) fn child_name(page: &Page, view: &CaseView) -> String {
    let named = view
        .answers
        .get("child.name")
        .map(|answer| answer.value.clone());
    named.unwrap_or_else(|| page.t("applications.unnamed").to_owned())
}
