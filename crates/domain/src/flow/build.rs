//! Applies answers to a flow.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::accept::{Fault, accept_field};
use super::choices::{accepted, offered};
use super::draft::{Draft, label_in};
use super::model::{Flow, Item, ItemKind, Page, Placement, Step, StepKind};
use super::values::Values;
use super::wording::{tells_the_pair, worded};
use crate::answer::Answers;
use crate::catalogue::{Agreement, Field, Supplier};
use crate::flow::{
    Choice, Facts, Plan, PlannedField, PlannedItem, PlannedPage, PlannedSlot, PlannedStep, show,
};
use crate::lang::Text;
use crate::release::Release;

/// The plan of a draft in this flow.
pub(crate) fn build(
    release: &Release,
    flow: &Flow,
    answers: &Answers,
    on: Date,
    facts: Facts,
) -> Plan {
    let (values, faults) = judge(release, flow, answers, on, facts);
    let demand = flow.demand(&values);
    let draft = Draft {
        release,
        flow,
        answers,
        values: &values,
        faults: &faults,
        demand: &demand,
    };
    let mut steps: Vec<_> = flow.steps.iter().map(|step| draft.step(step)).collect();
    for page in steps.iter_mut().flat_map(|step| &mut step.pages) {
        draft.note_what_hangs(page);
    }
    let problems = draft.problems(&steps, on, facts);
    Plan {
        channel: flow.channel,
        release: release.number().to_owned(),
        materials: steps
            .iter()
            .flat_map(PlannedStep::slots)
            .filter(|slot| slot.required)
            .map(|slot| slot.id.clone())
            .collect(),
        next: problems.first().map(|problem| problem.step.clone()),
        possible_materials: demand.possible.clone(),
        steps,
        problems,
    }
}

/// Splits the answers into valid values and faults by field.
fn judge(
    release: &Release,
    flow: &Flow,
    answers: &Answers,
    on: Date,
    facts: Facts,
) -> (Values, BTreeMap<String, Fault>) {
    let mut valid = BTreeMap::new();
    let mut faults = BTreeMap::new();
    for (id, raw) in answers.iter() {
        let Some(field) = release.field(id) else {
            continue;
        };
        let accepted = accept_field(release, field, label_in(flow, field), raw, on);
        match accepted.fault {
            Some(fault) => {
                faults.insert(id.to_owned(), fault);
            }
            None if accepted.value.is_empty() => {}
            None => {
                valid.insert(id.to_owned(), accepted.value);
            }
        }
    }
    (Values::new(release, valid, on, facts), faults)
}

impl Draft<'_> {
    fn step(&self, step: &Step) -> PlannedStep {
        let pages: Vec<_> = step
            .pages
            .iter()
            .map(|page| self.page(step, page))
            .collect();
        let title = self.title(step, &pages);
        PlannedStep {
            id: step.id.clone(),
            kind: step.kind,
            short: step.short.clone().unwrap_or_else(|| title.clone()),
            title,
            button: step.button.clone(),
            reached: step.kind == StepKind::Review || pages.iter().any(|page| page.visible),
            pages,
        }
    }

    /// The step's title. A title that names the relationship of agent and child is for one that the registry found; with
    /// nothing to confirm, the step uses the title of its first visible page.
    fn title(&self, step: &Step, pages: &[PlannedPage]) -> Text {
        let confirms = |page: &PlannedPage| {
            let mut fields = page.fields();
            fields.any(|field| field.id == "relationship_confirmed" && field.visible)
        };
        let asked = pages.iter().find(|page| page.visible);
        match asked {
            Some(page) if tells_the_pair(&step.title) && !pages.iter().any(confirms) => {
                page.title.clone()
            }
            _ => worded(self.release, &step.title, self.values),
        }
    }

    fn page(&self, step: &Step, page: &Page) -> PlannedPage {
        let there = self.holds(&step.when) == Some(true) && self.holds(&page.when) == Some(true);
        let items: Vec<_> = page
            .items
            .iter()
            .map(|item| self.item(step, item, there))
            .collect();
        let worded = |text: &Text| worded(self.release, text, self.values);
        PlannedPage {
            id: page.id.clone(),
            title: worded(page.title.as_ref().unwrap_or(&step.title)),
            lead: page.lead.as_ref().map(worded),
            visible: items.iter().any(|item| match item {
                PlannedItem::Field(field) => field.visible,
                PlannedItem::Slot(slot) => slot.required,
            }),
            answerable: items.iter().any(PlannedItem::is_answerable),
            items,
        }
    }

    fn item(&self, step: &Step, item: &Item, there: bool) -> PlannedItem {
        let visible = there && self.holds(&item.when) == Some(true);
        match (&item.kind, self.release.field(&item.id)) {
            (ItemKind::Field(placement), Some(field)) => {
                PlannedItem::Field(self.field(item, placement, field, visible))
            }
            _ => PlannedItem::Slot(self.slot(step, item)),
        }
    }

    fn field(
        &self,
        item: &Item,
        placement: &Placement,
        field: &Field,
        visible: bool,
    ) -> PlannedField {
        let is_asked_beside = placement
            .beside
            .as_ref()
            .is_none_or(|material| self.demand.asked.contains(material));
        let visible = visible && is_asked_beside;
        let locked = placement
            .locked
            .as_ref()
            .is_some_and(|condition| self.holds(condition) == Some(true))
            && !self.is_to_be_mended_here(item, field);
        let stored = || {
            self.values
                .get(&field.id)
                // A wrong value is shown so that it can be corrected; whitespace alone is not an answer.
                .or_else(|| {
                    let raw = self.answers.get(&field.id);
                    raw.filter(|raw| !raw.trim().is_empty())
                })
        };
        let fixed = placement.fixed.as_deref().filter(|_| locked);
        let value = fixed.or_else(stored).map(str::to_owned);
        let suggested = || {
            let other = placement.suggest.as_ref();
            let usual = || {
                let mut usual = placement.usual.iter();
                usual.find(|usual| self.holds(&usual.when) == Some(true))
            };
            other
                .and_then(|other| self.values.get(other))
                .or_else(|| usual().map(|usual| usual.value.as_str()))
                .map(str::to_owned)
        };
        let reason = || {
            placement
                .locked_reason
                .clone()
                .or_else(|| field.locked_reason.clone())
        };
        PlannedField {
            id: field.id.clone(),
            kind: field.kind,
            visible,
            required: visible && placement.required && !locked && !self.is_told_already(field),
            locked,
            locked_reason: if locked { reason() } else { None },
            label: item.label.as_ref().unwrap_or(&field.label).clone(),
            hints: self.hints(item, field.hint.as_ref()),
            example: field.example.clone(),
            options: if visible {
                self.options(placement, field, value.as_deref())
            } else {
                Vec::new()
            },
            agreement_hash: field
                .agreement
                .as_ref()
                .and_then(|id| self.release.agreement(id))
                .map(Agreement::hash),
            agreement: field.agreement.clone(),
            suggested: if value.is_none() { suggested() } else { None },
            shown: value
                .as_ref()
                .map(|value| self.shown(placement, field, value)),
            value,
        }
    }

    /// Whether a wrong value, typed in another channel and read-only in this one, opens for correction: otherwise the draft
    /// would be stuck here.
    fn is_to_be_mended_here(&self, item: &Item, field: &Field) -> bool {
        let is_asked_elsewhere = || {
            let items = self
                .flow
                .steps
                .iter()
                .flat_map(|step| &step.pages)
                .flat_map(|page| &page.items);
            items
                .filter(|other| other.id == item.id)
                .any(|other| !other.is_shown_only())
        };
        item.is_shown_only()
            && field.suppliers.contains(&Supplier::Agent)
            && self.faults.contains_key(&field.id)
            && !is_asked_elsewhere()
    }

    /// Whether the yes or no asked in another channel already answers it, so that the relation is not asked as well.
    fn is_told_already(&self, field: &Field) -> bool {
        field.id == "agent.householder_relation"
            && self.values.get("agent.is_householder").is_some()
            && self.values.get(&field.id).is_none()
    }

    /// The choices, plus the present value where it is valid but not offered.
    fn options(&self, placement: &Placement, field: &Field, value: Option<&str>) -> Vec<Choice> {
        let mut options = offered(self.release, field, self.values);
        if let Some(value) = value
            && !options.iter().any(|choice| choice.value == value)
        {
            let of_this_branch = field.id != "branch" || options.is_empty();
            options.extend(accepted(self.release, field, value).filter(|_| of_this_branch));
        }
        for choice in &mut options {
            if let Some(label) = placement.option_labels.get(&choice.value) {
                choice.label = label.clone();
            }
        }
        options
    }

    fn shown(&self, placement: &Placement, field: &Field, value: &str) -> Text {
        placement
            .option_labels
            .get(value)
            .cloned()
            .unwrap_or_else(|| show(self.release, &field.id, value))
    }

    fn hints(&self, item: &Item, usual: Option<&Text>) -> Vec<Text> {
        let notes = item
            .notes
            .iter()
            .filter(|note| self.holds(&note.when) == Some(true));
        // Notes that apply only in this situation come first.
        let texts = notes.map(|note| &note.text);
        texts
            .chain(item.hint.as_ref().or(usual))
            .map(|text| worded(self.release, text, self.values))
            .collect()
    }

    fn slot(&self, step: &Step, item: &Item) -> PlannedSlot {
        let material = self.release.material(&item.id);
        let usual = material.map(|material| &material.label);
        PlannedSlot {
            id: item.id.clone(),
            step: step.id.clone(),
            required: self.demand.required.contains(&item.id),
            asked_with: None,
            asked_when: Vec::new(),
            present: self.answers.is_present(&item.id),
            locked: false,
            label: item.label.as_ref().or(usual).cloned().unwrap_or_default(),
            hints: self.hints(item, material.and_then(|material| material.hint.as_ref())),
        }
    }
}
