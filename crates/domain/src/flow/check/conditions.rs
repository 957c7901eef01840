//! The rules that a flow's conditions must meet.

use super::Check;
use crate::flow::completions::possible_values;
use crate::flow::condition::{Comparison, Condition, Test};
use crate::flow::facts::{
    CHILD_AGE, MOBILE_PROVED, NEEDS_PROOF, OF_SCHOOL_AGE, RELATIONSHIP_STATE,
};
use crate::flow::universe::Universe;

impl Check<'_, '_, '_> {
    /// `before`: how many items are answered before the condition is evaluated.
    pub(super) fn condition(&mut self, condition: &Condition, before: usize) {
        for comparison in condition.comparisons() {
            let name = &comparison.variable;
            let Some(values) = possible_values(self.release, name) else {
                let cure = format!(
                    "use a field with a list of values, or a fact: {CHILD_AGE}, {OF_SCHOOL_AGE}, {RELATIONSHIP_STATE}, \
                     {NEEDS_PROOF}, {MOBILE_PROVED}{}",
                    self.near(name)
                );
                self.reading.fault(
                    comparison.at,
                    format!("a condition cannot ask for `{name}`"),
                    cure,
                );
                continue;
            };
            self.compared_values(comparison, &values);
            if before != usize::MAX {
                match self.known_after(name) {
                    None => {
                        let cure = "place the field in an earlier step, or take the condition away";
                        self.reading.fault(
                            comparison.at,
                            format!("`{name}` is never asked in this flow"),
                            cure,
                        );
                    }
                    Some(place) if place > before => {
                        let what = format!("`{name}` is answered later in this flow");
                        let cure = "ask it earlier; only material rows may look ahead";
                        self.reading.fault(comparison.at, what, cure);
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn compared_values(&mut self, comparison: &Comparison, values: &[String]) {
        let name = &comparison.variable;
        match &comparison.test {
            Test::Below(_) if name != CHILD_AGE => {
                let what = format!("`{name}` is no number");
                self.reading
                    .fault(comparison.at, what, "compare it with = or in");
            }
            Test::OneOf(wanted) if name == CHILD_AGE => {
                if wanted.iter().any(|value| value.parse::<u8>().is_err()) {
                    self.reading.fault(
                        comparison.at,
                        format!("`{name}` is a number of years"),
                        "write digits",
                    );
                }
            }
            Test::OneOf(wanted) => {
                for value in wanted.iter().filter(|value| !values.contains(value)) {
                    let some: Vec<_> = values.iter().take(12).map(String::as_str).collect();
                    let dots = if values.len() > some.len() {
                        ", ..."
                    } else {
                        ""
                    };
                    let cure = format!("use one of: {}{dots}", some.join(", "));
                    self.reading
                        .fault(comparison.at, format!("`{name}` is never `{value}`"), cure);
                }
            }
            Test::Below(_) => {}
        }
    }

    /// After how many items a variable is known; `None` when this flow never asks for it.
    fn known_after(&self, name: &str) -> Option<usize> {
        let after = |ids: &[&str]| {
            ids.iter()
                .filter_map(|id| self.order.get(id))
                .min()
                .map(|place| place + 1)
        };
        match name {
            MOBILE_PROVED => Some(0),
            CHILD_AGE | OF_SCHOOL_AGE => after(&["child.id_number", "child.birth_date"]),
            RELATIONSHIP_STATE => after(&["child.id_number"]),
            NEEDS_PROOF => after(&["relationship"]),
            "agent.is_householder" => {
                after(&["agent.householder_relation", "agent.is_householder"])
            }
            _ => after(&[name]),
        }
    }

    pub(super) fn reachable(&mut self, at: usize, what: &str, id: &str, conditions: &[&Condition]) {
        if !Universe::of(self.release, conditions.iter().copied()).can_hold(conditions) {
            let cure =
                "its conditions contradict each other or the step's: correct them or take it away";
            self.reading
                .fault(at, format!("nobody ever reaches the {what} `{id}`"), cure);
        }
    }
}
