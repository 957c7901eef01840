//! Draws a step as its kind of page: questions, texts to agree to, the relationship, the summary.

use axum::response::{IntoResponse, Response};
use domain::flow::{PlannedItem, PlannedPage, StepKind};
use service::agent::Agent;
use service::parent::offer_children::offer_children;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::drawing::{self, Drawn, mask};
use super::leading::{child_url, confirms};
use super::pages::agreement::{Agreement, Article};
use super::pages::field::Field;
use super::pages::relationship::Relationship;
use super::pages::step::{Item, KnownChild, NamedChild, Step};
use super::{branches, draw::draw, frame::frame, review, wording};

/// Draws the step as its kind of page.
pub(super) async fn show(
    web: &Shared,
    agent: &Agent,
    drawn: &Drawn<'_>,
) -> Result<Response, RequestError> {
    match (drawn.step.kind, drawn.part) {
        (StepKind::Review, _) => review::show(drawn),
        (StepKind::Agreement, Some(part)) => agreement(web, drawn, part),
        (StepKind::Relationship, Some(part)) if part.fields().any(confirms) => {
            relationship(drawn, part)
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
    let items: Vec<Item> = part
        .items
        .iter()
        .filter_map(|item| match item {
            PlannedItem::Field(field) => field.visible.then(|| {
                let mut field = drawn.field(field);
                branches::complete(drawn.page, web.service.release.codes(), &mut field);
                Item::Field(field)
            }),
            // What hangs on a question here stands by, hidden, for script to show as that is answered.
            PlannedItem::Slot(slot) => (slot.required || slot.present || slot.asked_with.is_some())
                .then(|| Item::Slot(drawn.slot(slot))),
        })
        .collect();
    let items = Item::gather(items);
    let offers = part
        .fields()
        .any(|field| field.id == "child.id_number" && field.visible && !field.locked);
    let children = if offers {
        offer_children(&web.service, agent, drawn.view.id).await?
    } else {
        Vec::new()
    };
    let shown = Step {
        page: frame(drawn.page, heading).with_problem(!drawn.problems.is_empty()),
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
                is_chosen: drawn
                    .view
                    .answers
                    .get("child.id_number")
                    .is_some_and(|answer| answer.value == child.id_number.as_str()),
            })
            .collect(),
        named: (drawn.step.kind == StepKind::Relationship)
            .then(|| named(drawn))
            .flatten(),
        has_slots: items.iter().any(|item| matches!(item, Item::Slot(_))),
        items,
    };
    Ok(draw(&shown)?.into_response())
}

/// Whom the relationship is asked about, and where a slip of the pen is mended: the register does not know a child by
/// a wrong name, and says no more than that.
fn named(drawn: &Drawn<'_>) -> Option<NamedChild> {
    let row = |id: &str| {
        let field = drawn.view.plan.field(id)?;
        let shown = drawing::shown(drawn.page, field, true);
        Some((field.label.get(drawn.page.lang).to_owned(), shown))
    };
    Some(NamedChild {
        rows: vec![row("child.name")?, row("child.id_number")?],
        change_url: child_url(drawn.view)?,
    })
}

fn agreement(
    web: &Shared,
    drawn: &Drawn<'_>,
    part: &PlannedPage,
) -> Result<Response, RequestError> {
    let lang = drawn.page.lang;
    let heading = drawn.step.title.get(lang);
    let articles = part
        .fields()
        .filter(|field| field.visible)
        .map(|field| {
            let text = field
                .agreement
                .as_deref()
                .and_then(|id| web.service.release.agreement(id));
            Article {
                title: text
                    .map(|text| text.title.get(lang).to_owned())
                    .unwrap_or_default(),
                paragraphs: text
                    .map(|text| {
                        text.paragraphs
                            .iter()
                            .map(|paragraph| paragraph.get(lang).to_owned())
                            .collect()
                    })
                    .unwrap_or_default(),
                edition: text
                    .map(|text| edition(drawn.page, &text.version))
                    .unwrap_or_default(),
                tick: drawn.field(field),
            }
        })
        .collect();
    let last = drawn
        .view
        .plan
        .steps
        .last()
        .is_some_and(|last| last.id == drawn.step.id);
    let shown = Agreement {
        page: frame(drawn.page, heading).with_problem(!drawn.problems.is_empty()),
        form: drawn.form(heading),
        once: if last {
            drawn.view.once()
        } else {
            String::new()
        },
        articles,
    };
    Ok(draw(&shown)?.into_response())
}

/// The edition of a text: the day that it is named after, as people write it.
fn edition(page: &Page, version: &str) -> String {
    version
        .parse()
        .map_or_else(|_| version.to_owned(), |day| wording::day(page, day))
}

fn relationship(drawn: &Drawn<'_>, part: &PlannedPage) -> Result<Response, RequestError> {
    let page = drawn.page;
    let heading = part.title.get(page.lang);
    let plan = &drawn.view.plan;
    let confirmed = part
        .fields()
        .find(|field| confirms(field))
        .ok_or(RequestError::NotFound)?;
    let shown = Relationship {
        page: frame(page, heading).with_problem(!drawn.problems.is_empty()),
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
            .map(|field| drawn.field(field)),
    };
    Ok(draw(&shown)?.into_response())
}
