//! Both values of answers that were changed elsewhere in the meantime.

use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::FieldKind;
use domain::flow::{PlannedField, show as show_value};
use http::StatusCode;
use service::parent::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use service::parent::way::review;
use web::Web;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::addresses;
use super::draw::draw;
use super::drawing::shown;
use super::layout::layout;
use super::news::News;
use super::pages::stale::{BothValues, Stale};

/// Something was changed elsewhere since the promise was drawn: leads back to the summary.
pub(super) fn to_review(page: &Page, view: &CaseView) -> Result<Response, RequestError> {
    let step = review(&view.plan);
    let drawn = Stale {
        page: layout(page, page.t("stale.title")),
        state: view.state.code().to_owned(),
        step: step.to_owned(),
        lead: page.t("stale.review_lead").to_owned(),
        action: String::new(),
        part: String::new(),
        from_review: false,
        mark: String::new(),
        rows: Vec::new(),
        mine: Vec::new(),
        stored_label: page.t("stale.review").to_owned(),
        stored_url: addresses::step(view.id, step, None, false),
    };
    Ok((StatusCode::CONFLICT, draw(&drawn)?).into_response())
}

/// Shows what was posted next to what is stored, and lets the parent choose.
pub(super) fn show(
    web: &Web,
    page: &Page,
    view: &CaseView,
    step: &str,
    part: Option<&str>,
    posted: &Posted,
    mine: &[(String, String)],
) -> Result<Response, RequestError> {
    let or_empty = |value: String| {
        if value.is_empty() {
            page.t("stale.empty").to_owned()
        } else {
            value
        }
    };
    let rows: Vec<BothValues> = mine
        .iter()
        .filter_map(|(id, value)| {
            let field = view.plan.field(id).filter(|field| !must_be_seen(field))?;
            Some(BothValues {
                label: field.label.get(page.lang).to_owned(),
                mine: or_empty(
                    show_value(&web.service.rules.in_force, id, value)
                        .get(page.lang)
                        .to_owned(),
                ),
                stored: or_empty(shown(page, field, false)),
            })
        })
        .collect();
    let from_review = posted.text("from") == "review";
    let stored_url = addresses::step(view.id, step, part, from_review);
    if rows.is_empty() {
        // Nothing to compare: show the page as it is now.
        return Ok(Redirect::to(&News::Changed.told_at(&stored_url)).into_response());
    }
    let drawn = Stale {
        page: layout(page, page.t("stale.title")),
        state: view.state.code().to_owned(),
        step: step.to_owned(),
        lead: page.t("stale.lead").to_owned(),
        stored_label: page.t("stale.keep_stored").to_owned(),
        action: addresses::step(view.id, step, None, false),
        part: part.unwrap_or_default().to_owned(),
        from_review,
        mark: view.mark(step),
        rows,
        mine: posted
            .fields
            .iter()
            .filter(|(name, _)| {
                let field = view.plan.field(name);
                field.is_some_and(|field| !must_be_seen(field))
            })
            .cloned()
            .collect(),
        stored_url,
    };
    Ok((StatusCode::CONFLICT, draw(&drawn)?).into_response())
}

/// Whether a field may be answered only on the page that shows it: a box belongs to the text above it, a confirmation of the
/// relationship to what the registry says.
pub(super) fn must_be_seen(field: &PlannedField) -> bool {
    field.kind == FieldKind::Consent || field.id == RELATIONSHIP_CONFIRMED
}
