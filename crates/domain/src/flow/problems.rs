//! What is wrong with a draft, and where to correct it.

use jiff::civil::Date;

use super::across::{Contradiction, contradictions};
use super::draft::{Draft, label_in};
use super::facts::{MOBILE_PROVED, RELATIONSHIP_STATE};
use super::model::{Flow, Item, ItemKind, Page, Step, StepKind};
use crate::answer::{Again, PRESENT};
use crate::catalogue::{FieldKind, ProblemCode, Supplier};
use crate::flow::{Facts, PlannedField, PlannedItem, PlannedSlot, PlannedStep, Problem};
use crate::lang::Text;

impl Draft<'_> {
    /// Everything wrong or missing, in the order of the flow.
    pub(crate) fn problems(&self, steps: &[PlannedStep], on: Date, facts: Facts) -> Vec<Problem> {
        let mut problems = self.problems_of_places(steps);
        problems.extend(self.faults_of_the_log_in());
        problems.extend(self.problems_between(on, facts));
        problems.extend(self.unknown_keys());
        problems.sort_by_key(|problem| place(self.flow, problem));
        problems
    }

    /// Missing answers and values that are wrong by themselves, item by item.
    fn problems_of_places(&self, steps: &[PlannedStep]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (step, planned) in self.flow.steps.iter().zip(steps) {
            for (page, planned) in step.pages.iter().zip(&planned.pages) {
                for (item, planned) in page.items.iter().zip(&planned.items) {
                    let found = match planned {
                        PlannedItem::Field(field) => self.problem_of_field(step, page, item, field),
                        PlannedItem::Slot(slot) => self.problem_of_slot(slot),
                    };
                    problems.extend(found.map(|(code, text)| Problem {
                        field: item.id.clone(),
                        code,
                        step: step.id.clone(),
                        page: Some(page.id.clone()),
                        text,
                    }));
                }
            }
        }
        problems
    }

    /// Faults in answers from the log-in that no step of this channel shows.
    fn faults_of_the_log_in(&self) -> Vec<Problem> {
        let unplaced = self.faults.iter().filter(|(id, _)| {
            let field = self.release.field(id);
            self.flow.place_of(id).is_none()
                && field.is_some_and(|field| field.suppliers.first() == Some(&Supplier::Login))
        });
        unplaced
            .filter_map(|(id, fault)| {
                let (step, page) = self.where_to_mend(id)?;
                Some(Problem {
                    field: id.clone(),
                    code: fault.code,
                    step,
                    page,
                    text: fault.text.clone(),
                })
            })
            .collect()
    }

    fn problem_of_field(
        &self,
        step: &Step,
        page: &Page,
        item: &Item,
        planned: &PlannedField,
    ) -> Option<(ProblemCode, Text)> {
        let is_first = self
            .flow
            .place_of(&item.id)
            .is_some_and(|(s, p)| s.id == step.id && p.id == page.id);
        let is_fixed = planned.locked
            && matches!(&item.kind, ItemKind::Field(placement) if placement.fixed.is_some());
        if is_fixed {
            return None;
        }
        if let Some(fault) = self.faults.get(&item.id) {
            // A value that is certainly hidden answers a question that is no longer asked.
            let is_left_out = [&step.when, &page.when, &item.when]
                .iter()
                .any(|when| self.holds(when) == Some(false));
            let is_beside_nothing = matches!(&item.kind, ItemKind::Field(placement)
                if placement.beside.as_ref().is_some_and(|material| !self.demand.asked.contains(material)));
            let hidden = is_left_out || is_beside_nothing;
            return (is_first && !hidden).then(|| (fault.code, fault.text.clone()));
        }
        let field = self.release.field(&item.id)?;
        let label = || [("label", planned.label.clone())];
        if planned.visible
            && !planned.locked
            && let Some(again) = self.answers.again(&field.id)
        {
            let usual = if field.kind == FieldKind::Consent {
                "missing.agree_again"
            } else {
                "missing.ask_again"
            };
            return Some(self.ask_again(again, usual, &planned.label));
        }
        if !planned.required {
            return None;
        }
        let consent = || {
            let text = (planned.agreement.as_deref()).and_then(|id| self.release.agreement(id));
            let title = text.map(|text| text.title.clone()).unwrap_or_default();
            let values = [("label", planned.label.clone()), ("text", title)];
            let key = ProblemCode::ConsentMissing.as_str();
            self.release.problem_texts().sentence(key, &values)
        };
        match planned.value.as_deref() {
            None if field.kind == FieldKind::Consent => Some((ProblemCode::Missing, consent())),
            None => {
                let general = if planned.options.is_empty() {
                    "missing"
                } else {
                    "missing.choice"
                };
                let text = field.missing.clone();
                Some((
                    ProblemCode::Missing,
                    text.unwrap_or_else(|| {
                        self.release.problem_texts().sentence(general, &label())
                    }),
                ))
            }
            Some("no") if field.kind == FieldKind::Consent => {
                Some((ProblemCode::ConsentMissing, consent()))
            }
            Some(_) => None,
        }
    }

    fn problem_of_slot(&self, slot: &PlannedSlot) -> Option<(ProblemCode, Text)> {
        let sentence = |key: &str| {
            self.release
                .problem_texts()
                .sentence(key, &[("label", slot.label.clone())])
        };
        match self.answers.get(&slot.id) {
            Some(PRESENT) => self
                .answers
                .again(&slot.id)
                .filter(|_| slot.required)
                .map(|again| self.ask_again(again, "missing.material_again", &slot.label)),
            Some(_) => Some((ProblemCode::CodeUnknown, sentence("code_unknown.material"))),
            None if slot.required => {
                let own = self
                    .release
                    .material(&slot.id)
                    .and_then(|material| material.missing.clone());
                Some((
                    ProblemCode::Missing,
                    own.unwrap_or_else(|| sentence("missing.material")),
                ))
            }
            None => None,
        }
    }

    /// An answer to be confirmed under a new release counts as missing until it is saved again.
    fn ask_again(&self, again: &Again, usual: &str, label: &Text) -> (ProblemCode, Text) {
        let texts = self.release.problem_texts();
        let text = match again {
            Again::Changed => texts.sentence(usual, &[("label", label.clone())]),
            Again::ByLaw(reason) => {
                let values = [("label", label.clone()), ("reason", reason.clone())];
                texts.sentence("missing.by_law", &values)
            }
        };
        (ProblemCode::Missing, text)
    }

    /// Contradictions between answers, where they can be corrected.
    fn problems_between(&self, on: Date, facts: Facts) -> Vec<Problem> {
        let found = contradictions(self.release, self.answers, self.values, on, facts);
        let problem = |contradiction: Contradiction| {
            let (step, page) = self.where_to_mend(contradiction.field)?;
            let label = self
                .release
                .field(contradiction.field)
                .map(|field| label_in(self.flow, field).clone());
            let text = self.release.problem_texts().sentence(
                contradiction.sentence,
                &[("label", label.unwrap_or_default())],
            );
            Some(Problem {
                field: contradiction.field.to_owned(),
                code: contradiction.code,
                step,
                page,
                text,
            })
        };
        found.into_iter().filter_map(problem).collect()
    }

    /// The step and page where a field can be corrected; `None` when this channel does not ask for it, so that the draft of
    /// another channel does not get stuck here.
    fn where_to_mend(&self, field: &str) -> Option<(String, Option<String>)> {
        let stand_ins: &[&str] = match field {
            "agent.is_householder" => &["agent.is_householder", "agent.householder_relation"],
            "child.birth_date" => &["child.birth_date", "child.id_number"],
            // The agent's identity comes from the log-in; if no step shows it, the problem is shown where the agent's mobile
            // number is asked for.
            "agent.name" | "agent.id_type" | "agent.id_number" | "agent.sex" => &["agent.mobile"],
            _ => &[],
        };
        let mut fields = std::iter::once(field).chain(stand_ins.iter().copied());
        fields.find_map(|field| {
            let (step, page) = self.flow.place_of(field)?;
            let item = page.items.iter().find(|item| item.id == field)?;
            let is_asked = [&step.when, &page.when, &item.when]
                .iter()
                .all(|when| self.holds(when) != Some(false));
            is_asked.then(|| (step.id.clone(), Some(page.id.clone())))
        })
    }

    /// Answers with unknown ids cannot be corrected on a page, so the review shows them. A fact has a known name; one that is
    /// still among the answers has an invalid value.
    fn unknown_keys(&self) -> Vec<Problem> {
        let review = self
            .flow
            .steps
            .iter()
            .find(|step| step.kind == StepKind::Review);
        let step = review
            .or(self.flow.steps.last())
            .map(|step| step.id.clone())
            .unwrap_or_default();
        let unknown =
            |id: &str| self.release.field(id).is_none() && self.release.material(id).is_none();
        let problem = |(key, _): (&str, &str)| {
            let code = if matches!(key, RELATIONSHIP_STATE | MOBILE_PROVED) {
                ProblemCode::CodeUnknown
            } else {
                ProblemCode::UnknownKey
            };
            let name = || Text::new(key, key);
            let text = self
                .release
                .problem_texts()
                .sentence(code.as_str(), &[("key", name()), ("label", name())]);
            Problem {
                field: key.to_owned(),
                code,
                step: step.clone(),
                page: None,
                text,
            }
        };
        self.answers
            .iter()
            .filter(|(id, _)| unknown(id))
            .map(problem)
            .collect()
    }
}

/// Position of a problem in the flow: its step, then its item; a problem without an item comes last in its step.
fn place(flow: &Flow, problem: &Problem) -> (Option<usize>, usize) {
    let step = flow.steps.iter().position(|step| step.id == problem.step);
    let mut items = flow
        .steps
        .iter()
        .flat_map(|step| &step.pages)
        .flat_map(|page| &page.items);
    (
        step,
        items
            .position(|item| item.id == problem.field)
            .unwrap_or(usize::MAX),
    )
}
