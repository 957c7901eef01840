//! Pictures that depend on questions beside them: a page can show and hide them as the answers change.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::values::HOUSEHOLDER;
use crate::flow::{AskedWith, PlannedField, PlannedItem, PlannedPage};

const HOUSEHOLDER_RELATION: &str = "agent.householder_relation";

/// More combinations of answers than this are not worked out: only the next plan tells then.
const MOST_COMBINED: usize = 32;

impl Draft<'_> {
    /// Records at each slot which answers to the questions of its own page require it.
    pub(super) fn note_what_hangs(&self, page: &mut PlannedPage) {
        if !page.visible || page.slots().next().is_none() {
            return;
        }
        let tells_apart = |id: &str| {
            // The plain yes or no follows from the relation.
            let derived = (id == HOUSEHOLDER_RELATION).then_some("agent.is_householder");
            let universe = &self.flow.universe;
            universe.tells_apart(id) || derived.is_some_and(|derived| universe.tells_apart(derived))
        };
        let decides =
            |field: &&PlannedField| field.visible && !field.locked && tells_apart(&field.id);
        let questions: Vec<Decider> = page.fields().filter(decides).map(Decider::of).collect();
        let combined = self.combined(&questions);
        for item in &mut page.items {
            let PlannedItem::Slot(slot) = item else {
                continue;
            };
            let deciding: Vec<&Decider> = questions
                .iter()
                .enumerate()
                .filter(|(at, _)| decides_over(&combined, *at, &slot.id))
                .map(|(_, question)| question)
                .collect();
            match deciding[..] {
                [] => {}
                [one] => {
                    let at = questions
                        .iter()
                        .position(|question| question.field == one.field);
                    let asks = |kind: &usize| {
                        let mut turns = combined.iter();
                        turns.any(|turn| {
                            at.is_some_and(|at| turn.kinds[at] == *kind)
                                && turn.asked.contains(&slot.id)
                        })
                    };
                    let kinds = (0..one.kinds.len()).filter(asks);
                    let values: BTreeSet<&String> =
                        kinds.flat_map(|kind| &one.kinds[kind]).collect();
                    slot.asked_with = Some(AskedWith {
                        field: one.field.clone(),
                        values: one.in_order(&values),
                    });
                }
                _ => {
                    let asking = combined.iter().filter(|turn| turn.asked.contains(&slot.id));
                    slot.asked_when = asking
                        .map(|turn| {
                            let chosen = questions.iter().zip(&turn.kinds);
                            let deciding = chosen.filter(|(question, _)| {
                                deciding.iter().any(|one| one.field == question.field)
                            });
                            deciding
                                .map(|(question, kind)| AskedWith {
                                    field: question.field.clone(),
                                    values: question.kinds[*kind].clone(),
                                })
                                .collect()
                        })
                        .collect::<BTreeSet<Vec<AskedWith>>>()
                        .into_iter()
                        .collect();
                }
            }
        }
    }

    /// What every combination of answers requires; none if there are too many.
    fn combined(&self, questions: &[Decider]) -> Vec<Turn> {
        let count: usize = questions
            .iter()
            .map(|question| question.kinds.len())
            .product();
        if questions.is_empty() || count > MOST_COMBINED {
            return Vec::new();
        }
        let turn = |number: usize| {
            let mut left = number;
            let mut values = self.values.clone();
            let mut kinds = Vec::with_capacity(questions.len());
            for question in questions {
                let kind = left % question.kinds.len();
                left /= question.kinds.len();
                values = values.with(self.release, &question.field, &question.kinds[kind][0]);
                kinds.push(kind);
            }
            Turn {
                asked: self.flow.demand(&values).required,
                kinds,
            }
        };
        (0..count).map(turn).collect()
    }
}

/// A question, and its options, those together that no condition tells apart.
struct Decider {
    field: String,
    /// Its options as they are shown.
    order: Vec<String>,
    kinds: Vec<Vec<String>>,
}

/// What is required with one kind of answer to each question.
struct Turn {
    kinds: Vec<usize>,
    asked: BTreeSet<String>,
}

impl Decider {
    fn of(field: &PlannedField) -> Self {
        let order: Vec<String> = field
            .options
            .iter()
            .map(|option| option.value.clone())
            .collect();
        let kinds = if field.id == HOUSEHOLDER_RELATION {
            let (householder, others): (Vec<_>, Vec<_>) = order
                .iter()
                .cloned()
                .partition(|value| value == HOUSEHOLDER);
            vec![householder, others]
        } else {
            order.iter().map(|value| vec![value.clone()]).collect()
        };
        Self {
            field: field.id.clone(),
            kinds: kinds.into_iter().filter(|kind| !kind.is_empty()).collect(),
            order,
        }
    }

    fn in_order(&self, values: &BTreeSet<&String>) -> Vec<String> {
        let order = self.order.iter();
        order
            .filter(|value| values.contains(value))
            .cloned()
            .collect()
    }
}

/// Whether another answer to the question in this place, and to no other, can change whether a material is required.
fn decides_over(turns: &[Turn], question: usize, material: &str) -> bool {
    turns.iter().any(|one| {
        turns.iter().any(|other| {
            let mut pairs = one.kinds.iter().zip(&other.kinds).enumerate();
            one.asked.contains(material) != other.asked.contains(material)
                && pairs.all(|(at, (a, b))| at == question || a == b)
        })
    })
}
