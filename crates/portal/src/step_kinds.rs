//! Draws a step as its kind of page: questions, texts to agree to, the relationship, the summary.

use axum::response::{IntoResponse, Response};
use domain::flow::{PlannedPage, StepKind};
use service::agent::Agent;
use service::parent::offer_children::offer_children;
use service::parent::step_view::{FieldView, ItemView};
use service::parent::way;
use web::errors::RequestError;
use web::page::Page;
use web::{Shared, Web};

use super::drawing::{self, Drawn, mask};
use super::pages::agreement::{Agreement, Article};
use super::pages::field::Field;
use super::pages::relationship::Relationship;
use super::pages::step::{Item, KnownChild, NamedChild, Step};
use super::{addresses, branches, draw::draw, layout::layout, review, wording};

/// Draws the step as its kind of page.
pub(super) async fn show(
    web: &Shared,
    agent: &Agent,
    drawn: &Drawn<'_>,
) -> Result<Response, RequestError> {
    match (drawn.shown.kind(), drawn.shown.page) {
        (StepKind::Review, _) => review::show(drawn),
        (StepKind::Agreement, Some(_)) => agreement(drawn),
        (StepKind::Relationship, Some(part)) if drawn.shown.confirmation().is_some() => {
            relationship(web, drawn, part)
        }
        (StepKind::Questions | StepKind::Relationship, Some(part)) => {
            questions(web, agent, drawn, part).await
        }
        (_, None) => Err(RequestError::NotFound),
    }
}

async fn questions(
    web: &Shared,
    agent: &Agent,
    drawn: &Drawn<'_>,
    part: &PlannedPage,
) -> Result<Response, RequestError> {
    let heading = part.title.get(drawn.page.lang);
    let items: Vec<Item> = drawn
        .shown
        .items
        .iter()
        .map(|item| match item {
            ItemView::Field(field) => {
                let mut field = drawn.field(field);
                branches::complete(drawn.page, web.service.rules.in_force.codes(), &mut field);
                Item::Field(field)
            }
            ItemView::Slot(slot) => Item::Slot(drawn.slot(slot)),
        })
        .collect();
    let items = Item::gather(items);
    let case = drawn.shown.case;
    let children = if drawn.shown.offers_children() {
        offer_children(&web.service, agent, case.id).await?
    } else {
        Vec::new()
    };
    let shown = Step {
        page: layout(drawn.page, heading).with_problem(drawn.has_problem()),
        form: drawn.form(heading),
        intro: part
            .lead
            .iter()
            .map(|lead| lead.get(drawn.page.lang).to_owned())
            .collect(),
        children: children
            .iter()
            .map(|child| KnownChild {
                name: child.name.as_str().to_owned(),
                shown_number: child.id_number.masked(),
                value: child.shown(),
                is_chosen: case
                    .answers
                    .get("child.id_number")
                    .is_some_and(|answer| answer.value == child.id_number.as_str()),
            })
            .collect(),
        named: (drawn.shown.kind() == StepKind::Relationship)
            .then(|| named(drawn))
            .flatten(),
        has_slots: items.iter().any(|item| matches!(item, Item::Slot(_))),
        items,
    };
    Ok(draw(&shown)?.into_response())
}

/// The child whose relationship is asked about, and where to correct a typing mistake: the registry does not know a child by a
/// wrong name, and says no more than that.
fn named(drawn: &Drawn<'_>) -> Option<NamedChild> {
    let case = drawn.shown.case;
    let row = |id: &str| {
        let field = case.plan.field(id)?;
        let shown = drawing::shown(drawn.page, field, true);
        Some((field.label.get(drawn.page.lang).to_owned(), shown))
    };
    Some(NamedChild {
        rows: vec![row("child.name")?, row("child.id_number")?],
        change_url: addresses::stop(case.id, &way::where_named(&case.plan)?, false),
    })
}

fn agreement(drawn: &Drawn<'_>) -> Result<Response, RequestError> {
    let lang = drawn.page.lang;
    let heading = drawn.shown.step.title.get(lang);
    let articles = drawn
        .shown
        .fields()
        .map(|field| {
            let text = field.agreement;
            let paragraphs = text.into_iter().flat_map(|text| &text.paragraphs);
            Article {
                title: text
                    .map(|text| text.title.get(lang).to_owned())
                    .unwrap_or_default(),
                paragraphs: paragraphs
                    .map(|paragraph| paragraph.get(lang).to_owned())
                    .collect(),
                edition: text
                    .map(|text| edition(drawn.page, &text.version))
                    .unwrap_or_default(),
                tick: drawn.field(field),
            }
        })
        .collect();
    let shown = Agreement {
        page: layout(drawn.page, heading).with_problem(drawn.has_problem()),
        form: drawn.form(heading),
        once: drawn.shown.once().unwrap_or_default(),
        articles,
    };
    Ok(draw(&shown)?.into_response())
}

/// The edition of a text: the date in its version, as people write it.
fn edition(page: &Page, version: &str) -> String {
    version
        .parse()
        .map_or_else(|_| version.to_owned(), |day| wording::day(page, day))
}

fn relationship(
    web: &Web,
    drawn: &Drawn<'_>,
    part: &PlannedPage,
) -> Result<Response, RequestError> {
    let page = drawn.page;
    let heading = part.title.get(page.lang);
    let case = drawn.shown.case;
    let plan = &case.plan;
    let confirmed = drawn.shown.confirmation().ok_or(RequestError::NotFound)?;
    let shown = Relationship {
        page: layout(page, heading).with_problem(drawn.has_problem()),
        form: drawn.form(heading),
        plain: part
            .lead
            .as_ref()
            .map(|lead| lead.get(page.lang).to_owned())
            .unwrap_or_default(),
        child_name: plan
            .field("child.name")
            .map(|field| drawing::shown(page, field, true))
            .unwrap_or_default(),
        child_number: plan
            .field("child.id_number")
            .and_then(|field| field.value.as_deref())
            .map(mask)
            .unwrap_or_default(),
        field: Field {
            label: page.t("relationship.question").to_owned(),
            ..drawn.field(confirmed)
        },
        locked: plan
            .field("relationship")
            .filter(|field| field.visible && field.locked)
            .map(|field| drawn.field(&FieldView::of(case, &web.service.rules.in_force, field))),
    };
    Ok(draw(&shown)?.into_response())
}
