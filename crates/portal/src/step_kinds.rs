//! Draws a step as its kind of page: questions, texts to agree to, the relationship, the summary.

use axum::response::{IntoResponse, Response};
use domain::answer::Provenance;
use domain::flow::{PlannedPage, StepKind};
use domain::lang::Text;
use service::agent::Agent;
use service::parent::offer_children::{OfferedChild, offer_children};
use service::parent::step_view::{FieldView, ItemView};
use service::parent::way;
use web::errors::RequestError;
use web::{Shared, Web};

use super::articles::articles;
use super::drawing::{self, Drawn, mask};
use super::pages::agreement::Agreement;
use super::pages::choice::Choice;
use super::pages::relationship::Relationship;
use super::pages::step::{Either, Item, KnownChild, Live, NamedChild, Step};
use super::{addresses, branches, draw::draw, review};

/// Draws the step as its kind of page.
pub(super) async fn show(
    web: &Shared,
    agent: &Agent,
    drawn: &Drawn<'_>,
) -> Result<Response, RequestError> {
    match (drawn.shown.kind(), drawn.shown.page) {
        (StepKind::Review, _) => review::show(web, drawn),
        (StepKind::Agreement, _) if drawn.stands_on_review() => review::show(web, drawn),
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
    let case = drawn.shown.case;
    let children = if drawn.shown.offers_children() {
        offer_children(&web.service, agent, case.id).await?
    } else {
        Vec::new()
    };
    let children: Vec<KnownChild> = children
        .iter()
        .map(|child| known_child(drawn, child))
        .collect();
    let is_closed = !drawn.is_another && children.iter().any(|child| child.is_chosen);
    let shown_items = drawn.shown.items.iter().filter(|_| !is_closed);
    let mut items: Vec<Item> = shown_items
        .map(|item| match item {
            ItemView::Field(field) => Item::Field(drawn.field(field)),
            ItemView::Slot(slot) => Item::Slot(drawn.slot(slot)),
        })
        .collect();
    let codes = web.service.rules.in_force.codes();
    branches::complete(drawn.page, codes, home(drawn), &mut items);
    let items = Item::gather(items);
    let another_url = if is_closed {
        addresses::another_child(case.id, &drawn.shown.step.id)
    } else {
        String::new()
    };
    let shown = Step {
        page: drawn.layout(heading),
        form: drawn.form(heading),
        intro: part
            .lead
            .iter()
            .map(|lead| lead.get(drawn.page.lang).to_owned())
            .collect(),
        children: children
            .into_iter()
            .filter(|child| !is_closed || child.is_chosen)
            .collect(),
        another_url,
        named: (drawn.shown.kind() == StepKind::Relationship)
            .then(|| named(drawn))
            .flatten(),
        has_slots: items.iter().any(|item| matches!(item, Item::Slot(_))),
        items,
    };
    Ok(draw(&shown)?.into_response())
}

/// The district in which the agent looks for a branch first.
fn home<'a>(drawn: &'a Drawn<'_>) -> Option<&'a str> {
    let answer = drawn.shown.case.answers.get("residence.district");
    answer.map(|answer| answer.value.as_str())
}

/// A child of the registry as a card.
fn known_child(drawn: &Drawn<'_>, child: &OfferedChild) -> KnownChild {
    let (page, case) = (drawn.page, drawn.shown.case);
    let number = case.answers.get("child.id_number");
    // A number that was typed stays in its field, even if the registry lists the child as well.
    let is_chosen = number.is_some_and(|answer| {
        answer.value == child.id_number.as_str() && answer.provenance == Provenance::Registry
    });
    let id_type = case.plan.field("child.id_type");
    let options = id_type.into_iter().flat_map(|field| &field.options);
    KnownChild {
        name: child.name.as_str().to_owned(),
        shown_number: child.id_number.masked(),
        id_types: options
            .map(|option| {
                let is_answer =
                    id_type.and_then(|field| field.value.as_ref()) == Some(&option.value);
                let value = format!("choose:{}:{}", option.value, child.shown());
                Choice::plain(&value, option.label.get(page.lang), is_chosen && is_answer)
            })
            .collect(),
        is_chosen,
        live: child.live.as_ref().map(|live| Live {
            words: page.w("child.live", &[("number", &live.receipt)]),
            url: addresses::application(live.id),
        }),
    }
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
    let heading = drawn.shown.step.title.get(drawn.page.lang);
    let shown = Agreement {
        page: drawn.layout(heading),
        form: drawn.form(heading),
        articles: articles(drawn),
    };
    Ok(draw(&shown)?.into_response())
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
    let [yes, other] = &confirmed.planned.options[..] else {
        return Err(RequestError::NotFound);
    };
    let words = |text: &Text| text.get(page.lang).to_owned();
    let mut form = drawn.form(heading);
    form.primary = words(&yes.label);
    form.either = Some(Either {
        name: confirmed.planned.id.clone(),
        value: yes.value.clone(),
        other_value: other.value.clone(),
        other: words(&other.label),
        other_detail: other.note.as_ref().map(words).unwrap_or_default(),
    });
    let shown = Relationship {
        page: drawn.layout(heading),
        form,
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
        problem: drawn.field(confirmed).problem,
        locked: plan
            .field("relationship")
            .filter(|field| field.visible && field.locked)
            .map(|field| drawn.field(&FieldView::of(case, &web.service.rules.in_force, field))),
    };
    Ok(draw(&shown)?.into_response())
}
