//! Completions: every way in which open values can turn out.
//!
//! A material is required once every completion of the open conditions requires it. Three-valued logic alone would miss some:
//! with two booklets the birth certificate is required whether or not the agent turns out to be the householder.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::{Condition, Test};
use super::facts::{
    CHILD_AGE, MOBILE_PROVED, NEEDS_PROOF, OF_SCHOOL_AGE, RELATIONSHIP_STATE, word,
};
use super::model::{Flow, Replacement, Row};
use super::universe::Universe;
use super::values::{HOUSEHOLDER, Values, needs_proof};
use crate::flow::RelationshipState;
use crate::flow::choices::accepted_values;
use crate::release::Release;

impl Universe {
    /// The universe of these conditions.
    pub(crate) fn of<'c>(
        release: &Release,
        conditions: impl IntoIterator<Item = &'c Condition>,
    ) -> Self {
        let mut tests: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
        for comparison in conditions.into_iter().flat_map(Condition::comparisons) {
            tests
                .entry(&comparison.variable)
                .or_default()
                .push(&comparison.test);
        }
        let mut universe = Self::default();
        for (variable, tests) in tests {
            let values = possible_values(release, variable).unwrap_or_default();
            let values = if variable == CHILD_AGE {
                ages(&tests)
            } else {
                kinds(release, variable, values, &tests)
            };
            universe.with_proof.extend(
                values
                    .iter()
                    .filter(|value| needs_proof(release, value))
                    .cloned(),
            );
            universe.representatives.insert(variable.to_owned(), values);
        }
        universe
    }

    /// Calls `visit` with every completion of the open values among `variables`, until it returns false.
    fn visit<'v>(
        &'v self,
        variables: &BTreeSet<&str>,
        values: &'v Values,
        mut visit: impl FnMut(&dyn Fn(&str) -> Option<&'v str>) -> bool,
    ) {
        let open: Vec<(&str, &'v [String])> = variables
            .iter()
            .filter(|variable| values.get(variable).is_none())
            .filter_map(|variable| {
                Some((*variable, self.representatives.get(*variable)?.as_slice()))
            })
            .filter(|(_, representatives)| !representatives.is_empty())
            .collect();
        let mut turn = vec![0; open.len()];
        loop {
            let chosen = |name: &str| {
                let place = open.iter().position(|(variable, _)| *variable == name);
                place
                    .map(|place| open[place].1[turn[place]].as_str())
                    .or_else(|| values.get(name))
            };
            if self.is_consistent(values, &chosen) && !visit(&chosen) {
                return;
            }
            // The next combination, counting like an odometer.
            let Some(place) = (0..open.len())
                .rev()
                .find(|&place| turn[place] + 1 < open[place].1.len())
            else {
                return;
            };
            turn[place] += 1;
            turn[place + 1..].fill(0);
        }
    }

    /// Rejects combinations in which a variable disagrees with one that it is derived from. Where the base is known, the
    /// derived value is known as well.
    fn is_consistent<'v>(
        &self,
        values: &Values,
        value_of: &dyn Fn(&str) -> Option<&'v str>,
    ) -> bool {
        let agrees = |base: &str, derived: &str, follows: &dyn Fn(&str) -> bool| match (
            values.get(base),
            value_of(base),
            value_of(derived),
        ) {
            (None, Some(base), Some(derived)) => word(follows(base)) == derived,
            _ => true,
        };
        agrees(
            "agent.householder_relation",
            "agent.is_householder",
            &|relation| relation == HOUSEHOLDER,
        ) && agrees("relationship", NEEDS_PROOF, &|relation| {
            self.with_proof.contains(relation)
        })
    }

    /// Whether all these conditions can hold at once.
    pub(crate) fn can_hold(&self, conditions: &[&Condition]) -> bool {
        let variables = conditions
            .iter()
            .flat_map(|condition| condition.variables())
            .collect();
        let mut found = false;
        let nothing_known = Values::default();
        self.visit(&variables, &nothing_known, |value_of| {
            found = conditions
                .iter()
                .all(|condition| holds(condition, value_of));
            !found
        });
        found
    }
}

/// What the rows of a flow require.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Asked for by the rows in every completion, before replacements.
    pub(crate) asked: BTreeSet<String>,
    /// Required in every completion.
    pub(crate) required: BTreeSet<String>,
    /// Required in some completion.
    pub(crate) possible: BTreeSet<String>,
}

impl Flow {
    /// What these values require.
    pub(crate) fn demand(&self, values: &Values) -> Demand {
        demand(&self.universe, &self.rows, &self.replacements, values)
    }
}

/// What all completions have in common.
fn demand(
    universe: &Universe,
    rows: &[Row],
    replacements: &[Replacement],
    values: &Values,
) -> Demand {
    let mut common: Option<Demand> = None;
    each_demand(
        universe,
        rows,
        replacements,
        values,
        |demand| match &mut common {
            None => common = Some(demand),
            Some(common) => {
                common
                    .asked
                    .retain(|material| demand.asked.contains(material));
                common
                    .required
                    .retain(|material| demand.required.contains(material));
                common.possible.extend(demand.possible);
            }
        },
    );
    common.unwrap_or_default()
}

/// Every material that some completion requires.
pub(crate) fn ever_required(
    universe: &Universe,
    rows: &[Row],
    replacements: &[Replacement],
) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    each_demand(universe, rows, replacements, &Values::default(), |demand| {
        all.extend(demand.required);
    });
    all
}

fn each_demand(
    universe: &Universe,
    rows: &[Row],
    replacements: &[Replacement],
    values: &Values,
    mut each: impl FnMut(Demand),
) {
    let conditions = rows
        .iter()
        .map(|row| &row.when)
        .chain(replacements.iter().map(|replacement| &replacement.when));
    let variables = conditions.flat_map(Condition::variables).collect();
    universe.visit(&variables, values, |value_of| {
        let held = rows.iter().filter(|row| holds(&row.when, value_of));
        let asked: BTreeSet<String> = held.flat_map(|row| row.materials.iter().cloned()).collect();
        let mut required = asked.clone();
        for replacement in replacements
            .iter()
            .filter(|replacement| holds(&replacement.when, value_of))
        {
            if required.remove(&replacement.material) {
                required.insert(replacement.by.clone());
            }
        }
        each(Demand {
            asked,
            possible: required.clone(),
            required,
        });
        true
    });
}

fn holds<'v>(condition: &Condition, value_of: &dyn Fn(&str) -> Option<&'v str>) -> bool {
    condition.holds(value_of) == Some(true)
}

/// Every possible value of a variable, if it has a list; `None` for one that is unknown or has no list.
pub(crate) fn possible_values(release: &Release, variable: &str) -> Option<Vec<String>> {
    match variable {
        MOBILE_PROVED | NEEDS_PROOF | OF_SCHOOL_AGE => {
            Some(vec!["yes".to_owned(), "no".to_owned()])
        }
        RELATIONSHIP_STATE => Some(
            RelationshipState::ALL
                .map(|state| state.code().to_owned())
                .to_vec(),
        ),
        CHILD_AGE => Some(Vec::new()),
        _ => accepted_values(release, release.field(variable)?),
    }
}

/// The greatest age of a child.
const OLDEST: i64 = 17;

/// Ages on both sides of each limit.
fn ages(tests: &[&Test]) -> Vec<String> {
    let limits = tests.iter().flat_map(|test| match test {
        Test::Below(limit) => vec![limit - 1, *limit],
        Test::OneOf(values) => values
            .iter()
            .filter_map(|value| value.parse().ok())
            .flat_map(|age: i64| [age - 1, age, age + 1])
            .collect(),
    });
    let ages: BTreeSet<i64> = limits.map(|age| age.clamp(0, OLDEST)).collect();
    ages.into_iter().map(|age| age.to_string()).collect()
}

/// The first value of every kind. Values are of one kind if all tests treat them alike and, for a relation, both or neither
/// need proof.
fn kinds(release: &Release, variable: &str, values: Vec<String>, tests: &[&Test]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values
        .into_iter()
        .filter(|value| {
            let told: Vec<bool> = tests
                .iter()
                .map(|test| matches!(test, Test::OneOf(wanted) if wanted.contains(value)))
                .chain([variable == "relationship" && needs_proof(release, value)])
                .chain([variable == "agent.householder_relation" && value == HOUSEHOLDER])
                .collect();
            seen.insert(told)
        })
        .collect()
}
