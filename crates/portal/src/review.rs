//! Check your answers.

use axum::response::{IntoResponse, Response};
use domain::answer::Provenance;
use domain::catalogue::FieldKind;
use domain::flow::{PlannedField, PlannedPage, PlannedStep, StepKind};
use domain::id::Mobile;
use service::parent::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use service::parent::step_view::StepView;
use service::parent::way::{index, review, stands_on_review, where_confirmed};
use web::Web;
use web::errors::RequestError;
use web::page::Page;

use super::articles::articles;
use super::card_photo::PHOTO_CHOICE;
use super::drawing::{self, Drawn, picture};
use super::pages::field::OpenProblem;
use super::pages::review::{PictureRow, Review, Row, Topic};
use super::pages::slot::Picture;
use super::pages::step::StepForm;
use super::{addresses, card_photo, draw::draw, problems, wording};

/// The summary, with the promise under it once nothing is open.
///
/// `drawn`: the step of the summary, or that of the promise, which stands on the same page.
pub(super) fn show(web: &Web, drawn: &Drawn<'_>) -> Result<Response, RequestError> {
    let (page, view) = (drawn.page, drawn.shown.case);
    let release = &web.service.rules.in_force;
    let here = index(&view.plan, review(&view.plan));
    let step = view.plan.steps.get(here).ok_or(RequestError::NotFound)?;
    let heading = step.title.get(page.lang);
    let part_of = |step, part| Drawn {
        page,
        only: "",
        is_another: false,
        shown: StepView::of(view, release, step, part),
        problems: drawn.problems.clone(),
        elsewhere: drawn.elsewhere.clone(),
        from_review: false,
        news: drawn.news,
        mark: None,
    };
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
    let mut form = part_of(step, None).form(heading);
    let mut steps = view.plan.steps.iter();
    let promise = steps.find(|known| stands_on_review(&view.plan, &known.id));
    let promise = promise.filter(|_| open.is_empty());
    let promise = promise.map(|step| part_of(step, step.pages.first()));
    match &promise {
        Some(promise) => {
            let of_promise = promise.form(heading);
            form = StepForm {
                action: of_promise.action,
                part: of_promise.part,
                mark: of_promise.mark,
                primary: of_promise.primary,
                ..form
            };
        }
        None => page.t("service.continue").clone_into(&mut form.primary),
    }
    let shown = Review {
        page: drawn
            .layout(heading)
            .with_problem(!open.is_empty() || drawn.has_problem()),
        lead: page
            .t(if view.returned.is_some() {
                "returned.review_lead"
            } else {
                "review.lead"
            })
            .to_owned(),
        form,
        once: promise
            .as_ref()
            .and_then(|promise| promise.shown.once())
            .unwrap_or_default(),
        articles: promise.as_ref().map_or_else(Vec::new, articles),
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
    Ok(draw(&shown)?.into_response())
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
            is_known: step.fields().all(|field| field.locked),
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
                    addresses::change(view.id, &step.id, &part.id, &field.id)
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

/// Whether an answer needs no row: the row of the relationship already shows that the registry is right, and the picture that it
/// is there.
fn stands_in_its_row(field: &PlannedField) -> bool {
    let shown_elsewhere = [
        (RELATIONSHIP_CONFIRMED, "yes"),
        (PHOTO_CHOICE, "own"),
        ("birth_certificate_choice", "have"),
    ];
    shown_elsewhere
        .iter()
        .any(|(id, value)| field.id == *id && field.value.as_deref() == Some(*value))
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
    let change_url = |is_open: bool, id: &str| {
        if is_open {
            addresses::change(view.id, &step.id, &part.id, id)
        } else {
            String::new()
        }
    };
    let cartoon = card_photo::chosen_cartoon(part).map(|(url, is_locked)| PictureRow {
        label: page.t("answers.cartoon").to_owned(),
        alt: page.t("answers.cartoon").to_owned(),
        picture: Picture::drawn(url),
        change_url: change_url(changeable && !is_locked, PHOTO_CHOICE),
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
                change_url: change_url(changeable && !slot.locked, &slot.id),
            })
        });
    cartoon.into_iter().chain(stored).collect()
}

fn alt(page: &Page, label: &str) -> String {
    page.w("slot.picture_of", &[("what", label)])
}
