//! Conditions: simple comparisons over answers and derived facts.
//!
//! ```text
//! child.id_type = household_booklet and (agent.is_householder = no or same_booklet = no)
//! child_age < 7
//! relationship_state in (hit, unasked)
//! not (mobile_proved = yes)
//! ```
//!
//! `not` binds tightest, then `and`, then `or`. Values are bare words. A comparison with something not known yet is neither
//! true nor false.

mod parse;

use std::collections::BTreeSet;

pub(crate) use parse::parse;

/// A parsed condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Every part holds; always true without parts.
    All(Vec<Condition>),
    /// At least one part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// One comparison.
    Compare(Comparison),
}

/// One comparison of a variable with values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// A catalogue id or the name of a fact.
    pub(crate) variable: String,
    /// Byte position of the variable: in the condition's text when parsed, in the file after [`Condition::moved_by`].
    pub(crate) at: usize,
    /// The test on the variable.
    pub(crate) test: Test,
}

/// The test of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    /// Equal to one of these values.
    OneOf(Vec<String>),
    /// A number less than this one.
    Below(i64),
}

impl Condition {
    /// The condition that always holds.
    pub(crate) const ALWAYS: Self = Self::All(Vec::new());

    /// Whether it holds, given what `value_of` knows; `None` while that is open.
    pub(crate) fn holds<V: AsRef<str>>(
        &self,
        value_of: &(impl Fn(&str) -> Option<V> + ?Sized),
    ) -> Option<bool> {
        match self {
            Self::All(parts) => all(parts.iter().map(|part| part.holds(value_of))),
            Self::Any(parts) => all(parts
                .iter()
                .map(|part| part.holds(value_of).map(|held| !held)))
            .map(|none| !none),
            Self::Not(part) => part.holds(value_of).map(|held| !held),
            Self::Compare(comparison) => comparison
                .test
                .passes(value_of(&comparison.variable)?.as_ref()),
        }
    }

    /// All its comparisons, in textual order.
    pub(crate) fn comparisons(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::comparisons).collect()
            }
            Self::Not(part) => part.comparisons(),
            Self::Compare(comparison) => vec![comparison],
        }
    }

    /// The same condition, with positions counted from the start of its file.
    pub(crate) fn moved_by(self, start: usize) -> Self {
        let moved = |parts: Vec<Self>| parts.into_iter().map(|part| part.moved_by(start)).collect();
        match self {
            Self::All(parts) => Self::All(moved(parts)),
            Self::Any(parts) => Self::Any(moved(parts)),
            Self::Not(part) => Self::Not(Box::new(part.moved_by(start))),
            Self::Compare(comparison) => Self::Compare(Comparison {
                at: comparison.at + start,
                ..comparison
            }),
        }
    }

    /// Names of its variables.
    pub(crate) fn variables(&self) -> BTreeSet<&str> {
        self.comparisons()
            .into_iter()
            .map(|comparison| comparison.variable.as_str())
            .collect()
    }
}

impl Test {
    /// `None` when the test needs a number and the value is not one.
    fn passes(&self, value: &str) -> Option<bool> {
        match self {
            Self::OneOf(values) => Some(values.iter().any(|wanted| wanted == value)),
            Self::Below(limit) => value.parse::<i64>().ok().map(|number| number < *limit),
        }
    }
}

/// Kleene's three-valued conjunction: false wins over open, open over true.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, known: &[(&str, &'static str)], expected: Option<bool>) {
        let condition = parse(text).unwrap();
        let value_of = |name: &str| {
            known
                .iter()
                .find(|(id, _)| *id == name)
                .map(|(_, value)| *value)
        };
        assert_eq!(
            condition.holds(&value_of),
            expected,
            "{text} with {known:?}"
        );
    }

    #[test]
    fn compares_words_and_numbers() {
        check("a = yes", &[("a", "yes")], Some(true));
        check("a != yes", &[("a", "no")], Some(true));
        check("a in (x, y)", &[("a", "y")], Some(true));
        check("a not in (x, y)", &[("a", "y")], Some(false));
        for (age, below, at_most) in [("6", true, true), ("7", false, true), ("8", false, false)] {
            check("age < 7", &[("age", age)], Some(below));
            check("age <= 7", &[("age", age)], Some(at_most));
            check("age >= 7", &[("age", age)], Some(!below));
            check("age > 7", &[("age", age)], Some(!at_most));
        }
    }

    #[test]
    fn what_is_open_stays_open_unless_the_rest_decides() {
        check("a = yes and b = yes", &[("a", "no")], Some(false));
        check("a = yes and b = yes", &[("a", "yes")], None);
        check("a = yes or b = yes", &[("a", "yes")], Some(true));
        check("a = yes or b = yes", &[("a", "no")], None);
        check("not (a = yes)", &[], None);
        check("age < 7", &[("age", "young")], None);
    }

    #[test]
    fn and_binds_closer_than_or() {
        check(
            "a = 1 or b = 1 and c = 1",
            &[("a", "1"), ("b", "0"), ("c", "0")],
            Some(true),
        );
        check(
            "(a = 1 or b = 1) and c = 1",
            &[("a", "1"), ("b", "0"), ("c", "0")],
            Some(false),
        );
        check(
            "not a = 1 and b = 1",
            &[("a", "0"), ("b", "0")],
            Some(false),
        );
    }
}
