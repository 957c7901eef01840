//! A step as it is told.

use domain::catalogue::FieldKind;
use domain::flow::{PlannedItem, PlannedStep, StepKind};
use domain::id::Mobile;
use serde::Serialize;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::proved_mobiles::proved_mobiles;
use service::parent::returned_view::Correction;
use service::parent::step_view::{FieldView, ItemView, SlotView, StepView};
use service::parent::way;
use utoipa::ToSchema;
use web::Web;
use web::errors::RequestError;
use web::page::Page;

use super::item::{Drawn, Item};

/// A step of an application.
#[derive(Serialize, ToSchema)]
pub(crate) struct Step {
    /// Its id.
    #[schema(example = "child")]
    id: String,
    /// Its heading.
    title: String,
    /// What its main button says.
    button: String,
    /// Names what is stored here; it goes with each save.
    version: String,
    /// At the last step: names what is handed in (`submit_application`).
    #[serde(skip_serializing_if = "Option::is_none")]
    once: Option<String>,
    /// Its pages, in order: headings for what is asked at once.
    pages: Vec<StepPage>,
    /// Its questions and pictures, in order; after a return, those alone that can be corrected. Those of `review` belong to the other
    /// steps, and are changed there.
    items: Vec<Item>,
    /// Where the way leads: this step while something of it is missing or wrong, `submission` once nothing is; `null` where nothing
    /// is filled in any more.
    #[schema(required, example = "relationship")]
    next: Option<String>,
}

/// A page of a step.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepPage {
    /// Its id.
    id: String,
    /// Its heading.
    title: String,
    /// A sentence under the heading; may be empty.
    lead: String,
}

impl Step {
    /// A step of an application of this agent, for the reader of `page`.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn of(
        web: &Web,
        page: &Page,
        agent: &Agent,
        case: &CaseView,
        step: &PlannedStep,
    ) -> Result<Step, RequestError> {
        let has_mobile = step.kind == StepKind::Review
            || step.fields().any(|field| field.kind == FieldKind::Mobile);
        let proved = if has_mobile {
            proved_mobiles(&web.service, agent).await?
        } else {
            Vec::new()
        };
        Ok(Step::drawn(web, page, case, step, &proved))
    }

    fn drawn(
        web: &Web,
        page: &Page,
        case: &CaseView,
        step: &PlannedStep,
        proved: &[Mobile],
    ) -> Step {
        let release = &web.service.rules.in_force;
        let whole = StepView::of(case, release, step, None);
        let all_locked = if !case.is_filled_in() {
            Some(page.t("api.locked"))
        } else if step.kind == StepKind::Review {
            Some(page.t("api.changed_at_its_step"))
        } else {
            None
        };
        let drawn = Drawn {
            site: &web.site,
            page,
            case,
            release,
            all_locked,
            proved,
        };
        let items = if step.kind == StepKind::Review {
            everything(&drawn)
        } else {
            let items = whole.items.iter();
            items.map(|item| drawn.item(step, item)).collect()
        };
        let shown = step
            .pages
            .iter()
            .filter(|known| known.visible && (case.returned.is_none() || known.answerable));
        Step {
            id: step.id.clone(),
            title: step.title.get(page.lang).to_owned(),
            button: step.button.get(page.lang).to_owned(),
            version: whole.mark(),
            once: whole.once().filter(|_| case.is_filled_in()),
            pages: shown
                .map(|known| StepPage {
                    id: known.id.clone(),
                    title: known.title.get(page.lang).to_owned(),
                    lead: known
                        .lead
                        .as_ref()
                        .map(|lead| lead.get(page.lang).to_owned())
                        .unwrap_or_default(),
                })
                .collect(),
            items,
            next: next(case, step),
        }
    }
}

impl Drawn<'_> {
    /// An item of a step.
    fn item(&self, step: &PlannedStep, item: &ItemView<'_>) -> Item {
        match item {
            ItemView::Field(field) => {
                let is_here = |known: &domain::flow::PlannedField| known.id == field.planned.id;
                let mut pages = step.pages.iter();
                let at = pages.find(|known| known.fields().any(is_here));
                self.field(&step.id, at.map_or("", |known| &known.id), field)
            }
            ItemView::Slot(slot) => Item::Material(self.material_of(slot.planned)),
        }
    }
}

/// What was entered at all steps before the promise.
fn everything(drawn: &Drawn<'_>) -> Vec<Item> {
    let steps = drawn.case.plan.steps.iter();
    let before = steps.take_while(|step| step.kind != StepKind::Review);
    let mut items = Vec::new();
    for step in before.filter(|step| step.reached) {
        for (page, item) in step
            .pages
            .iter()
            .flat_map(|page| page.items.iter().map(move |item| (page, item)))
        {
            match item {
                PlannedItem::Field(field) if field.visible => {
                    let shown = FieldView::of(drawn.case, drawn.release, field);
                    items.push(drawn.field(&step.id, &page.id, &shown));
                }
                PlannedItem::Slot(slot) if slot.required || slot.present => {
                    let shown = SlotView::of(drawn.case, slot);
                    items.push(Item::Material(drawn.material(&page.id, &shown)));
                }
                PlannedItem::Field(_) | PlannedItem::Slot(_) => {}
            }
        }
    }
    items
}

/// Where the way leads from a step.
fn next(case: &CaseView, step: &PlannedStep) -> Option<String> {
    if !case.is_filled_in() {
        return None;
    }
    let is_left = |id: &str| {
        let open = case.returned_items();
        let mut open = open.iter().filter(|one| one.correction == Correction::Open);
        open.any(|one| one.at.as_ref().is_some_and(|at| at.step == id))
    };
    let next = if case.plan.problems_of(&step.id).next().is_some() || is_left(&step.id) {
        step.id.as_str()
    } else if let Some(later) = case.step_after(&step.id) {
        later.id.as_str()
    } else if case.plan.problems.is_empty() {
        "submission"
    } else {
        way::open_step(case)
    };
    Some(next.to_owned())
}
