//! Check your answers.

use axum::response::{IntoResponse, Response};
use domain::answer::Provenance;
use domain::catalogue::FieldKind;
use domain::flow::{PlannedField, PlannedPage, PlannedStep, StepKind};
use domain::id::Mobile;
use service::parent::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use service::parent::way::{index, where_confirmed};
use web::errors::RequestError;
use web::page::Page;

use super::drawing::{self, Drawn, picture};
use super::pages::field::OpenProblem;
use super::pages::review::{PictureRow, Review, Row, Topic};
use super::pages::slot::Picture;
use super::{addresses, card_photo, draw::draw, layout::layout, problems, wording};

/// The summary before the promise.
pub(super) fn show(drawn: &Drawn<'_>) -> Result<Response, RequestError> {
    let Drawn { page, shown, .. } = drawn;
    let (view, step) = (shown.case, shown.step);
    let heading = step.title.get(page.lang);
    let here = index(&view.plan, &step.id);
    let open: Vec<OpenProblem> = view
        .plan
        .problems
        .iter()
        .filter(|problem| index(&view.plan, &problem.step) < here)
        .map(|problem| OpenProblem {
            problem: problems::of_plan(page, problem),
            url: addresses::step(view.id, &problem.step, problem.page.as_deref(), true),
        })
        .collect();
    let review = Review {
        page: layout(page, heading).with_problem(!open.is_empty()),
        lead: page
            .t(if view.returned.is_some() {
                "returned.review_lead"
            } else {
                "review.lead"
            })
            .to_owned(),
        form: drawn.form(heading),
        topics: topics(page, view, true),
        open,
        unneeded: drawing::unneeded(page, view)
            .map(|(label, material)| PictureRow {
                alt: alt(page, &label),
                label,
                picture: picture(view, material),
                change_url: String::new(),
            })
            .collect(),
    };
    Ok(draw(&review)?.into_response())
}

/// What was answered, step by step. With `changeable`, each answer links to where it is changed, and what the parent typed can be
/// read in full; otherwise ID numbers show only their ends.
pub(super) fn topics(page: &Page, view: &CaseView, changeable: bool) -> Vec<Topic> {
    let steps = view.plan.steps.iter().filter(|step| {
        step.reached && !matches!(step.kind, StepKind::Agreement | StepKind::Review)
    });
    steps
        .map(|step| Topic {
            title: step.short.get(page.lang).to_owned(),
            rows: step
                .pages
                .iter()
                .flat_map(|part| rows(page, view, step, part, changeable))
                .collect(),
            pictures: step
                .pages
                .iter()
                .flat_map(|part| pictures(page, view, step, part, changeable))
                .collect(),
        })
        .filter(|topic| !topic.rows.is_empty() || !topic.pictures.is_empty())
        .collect()
}

fn rows(
    page: &Page,
    view: &CaseView,
    step: &PlannedStep,
    part: &PlannedPage,
    changeable: bool,
) -> Vec<Row> {
    part.fields()
        .filter(|field| field.visible && field.kind != FieldKind::Consent)
        .filter(|field| !stands_in_its_row(field))
        .map(|field| {
            let value = match &field.value {
                Some(mobile) if field.kind == FieldKind::Mobile && !changeable => masked(mobile),
                _ => drawing::shown(page, field, field.locked || !changeable),
            };
            let answer = view.answers.get(&field.id);
            Row {
                label: field.label.get(page.lang).to_owned(),
                value: if value.is_empty() {
                    page.t("answers.none").to_owned()
                } else {
                    value
                },
                source: answer
                    .map(|answer| match answer.provenance {
                        // The parent saw it and left it unchanged.
                        Provenance::Default if field.options.len() > 1 => {
                            page.t("answers.usual_kept").to_owned()
                        }
                        provenance => wording::source(page, provenance),
                    })
                    .unwrap_or_default(),
                change_url: if !changeable {
                    String::new()
                } else if field.options.len() == 1 {
                    // There is nothing else to choose.
                    String::new()
                } else if !field.locked {
                    addresses::step(view.id, &step.id, Some(&part.id), true)
                } else if field.id == "relationship" {
                    where_confirmed(&view.plan)
                        .map(|stop| addresses::stop(view.id, &stop, true))
                        .unwrap_or_default()
                } else {
                    String::new()
                },
            }
        })
        .collect()
}

/// The ends of a mobile number.
fn masked(mobile: &str) -> String {
    Mobile::parse(mobile).map_or_else(|_| String::new(), |mobile| mobile.masked())
}

/// Whether an answer needs no row: the row of the relationship already shows that the registry is right.
fn stands_in_its_row(field: &PlannedField) -> bool {
    field.id == RELATIONSHIP_CONFIRMED && field.value.as_deref() == Some("yes")
}

fn pictures(
    page: &Page,
    view: &CaseView,
    step: &PlannedStep,
    part: &PlannedPage,
    changeable: bool,
) -> Vec<PictureRow> {
    // Pictures that are no longer asked for are listed separately, below.
    let possible = &view.plan.possible_materials;
    let change_url = |is_open: bool| {
        if is_open {
            addresses::step(view.id, &step.id, Some(&part.id), true)
        } else {
            String::new()
        }
    };
    let cartoon = card_photo::chosen_cartoon(part).map(|(url, is_locked)| PictureRow {
        label: page.t("answers.cartoon").to_owned(),
        alt: page.t("answers.cartoon").to_owned(),
        picture: Picture::drawn(url),
        change_url: change_url(changeable && !is_locked),
    });
    let stored = part
        .slots()
        .filter(|slot| possible.contains(&slot.id))
        .filter_map(|slot| {
            let material = view
                .materials
                .iter()
                .find(|material| material.material == slot.id)?;
            let label = slot.label.get(page.lang);
            Some(PictureRow {
                label: label.to_owned(),
                alt: alt(page, label),
                picture: picture(view, material),
                change_url: change_url(changeable && !slot.locked),
            })
        });
    cartoon.into_iter().chain(stored).collect()
}

fn alt(page: &Page, label: &str) -> String {
    page.w("slot.picture_of", &[("what", label)])
}
