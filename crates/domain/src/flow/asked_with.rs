//! Pictures that depend on a question beside them: a page can show and hide them as the answer changes.

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::flow::{AskedWith, PlannedField, PlannedItem, PlannedPage};

impl Draft<'_> {
    /// Records at each slot which answers to one question of its own page require it. Where several questions of the page
    /// decide together, none is recorded: only the next plan can tell.
    pub(super) fn note_what_hangs(&self, page: &mut PlannedPage) {
        if !page.visible || page.slots().next().is_none() {
            return;
        }
        let decides = |field: &&PlannedField| {
            field.visible && !field.locked && self.flow.universe.tells_apart(&field.id)
        };
        let questions: Vec<Decider> = page
            .fields()
            .filter(decides)
            .map(|field| self.question(field))
            .collect();
        for item in &mut page.items {
            let PlannedItem::Slot(slot) = item else {
                continue;
            };
            let mut hangs = questions.iter().filter_map(|question| {
                let with = question.asked.iter();
                let with = with.filter(|(_, materials)| materials.contains(&slot.id));
                let values: Vec<String> = with.map(|(value, _)| value.clone()).collect();
                (!values.is_empty() && values.len() < question.asked.len()).then(|| AskedWith {
                    field: question.field.clone(),
                    values,
                })
            });
            slot.asked_with = match (hangs.next(), hangs.next()) {
                (Some(one), None) => Some(one),
                _ => None,
            };
        }
    }

    fn question(&self, field: &PlannedField) -> Decider {
        let asked = |value: &str| {
            if self.values.get(&field.id) == Some(value) {
                return self.demand.required.clone();
            }
            let values = self.values.with(self.release, &field.id, value);
            self.flow.demand(&values).required
        };
        let options = field.options.iter();
        Decider {
            field: field.id.clone(),
            asked: options
                .map(|option| (option.value.clone(), asked(&option.value)))
                .collect(),
        }
    }
}

/// A question, and the materials required by each value that can be chosen.
struct Decider {
    field: String,
    asked: Vec<(String, BTreeSet<String>)>,
}
