//! Facts that parents do not enter but that conditions may use.

use crate::answer::Answers;
use crate::id::AgeRule;

/// What the service knows besides the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What the registry said about agent and child.
    pub relationship_state: RelationshipState,
    /// Whether the agent's mobile number was proved at log-in.
    pub mobile_proved: bool,
    /// How years of age are counted.
    pub age_rule: AgeRule,
}

/// What the registry said about the relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationshipState {
    /// Not asked, or not since the child's data changed.
    Unasked,
    /// Related.
    Hit,
    /// No relationship in the registry.
    Miss,
    /// Name and number do not belong together in the registry.
    Mismatch,
    /// The registry gave no answer.
    Down,
}

impl RelationshipState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Unasked,
        Self::Hit,
        Self::Miss,
        Self::Mismatch,
        Self::Down,
    ];

    /// The stable code in conditions, tables and exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unasked => "unasked",
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Mismatch => "mismatch",
            Self::Down => "down",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::flow::RelationshipState;
    /// assert_eq!(RelationshipState::from_code("miss"), Some(RelationshipState::Miss));
    /// assert_eq!(RelationshipState::from_code("missed"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Facts {
    /// Takes the facts given beside the answers of `daiban flows plan` out of them: `relationship_state` and `mobile_proved`,
    /// by default `hit` and `yes`. An invalid value stays among the answers, where the plan reports it.
    ///
    /// ```
    /// use domain::answer::Answers;
    /// use domain::flow::{Facts, RelationshipState};
    /// use domain::id::AgeRule;
    ///
    /// let mut answers: Answers = [("relationship_state", "down"), ("bank", "ICBC")].into_iter().collect();
    /// let facts = Facts::take_from(&mut answers, AgeRule::default());
    /// assert_eq!(facts.relationship_state, RelationshipState::Down);
    /// assert!(facts.mobile_proved);
    /// assert_eq!(answers.iter().collect::<Vec<_>>(), [("bank", "ICBC")]);
    /// ```
    pub fn take_from(answers: &mut Answers, age_rule: AgeRule) -> Self {
        let mut facts = Self {
            relationship_state: RelationshipState::Hit,
            mobile_proved: true,
            age_rule,
        };
        if let Some(state) = answers
            .get(RELATIONSHIP_STATE)
            .and_then(RelationshipState::from_code)
        {
            facts.relationship_state = state;
            answers.remove(RELATIONSHIP_STATE);
        }
        if let Some(proved) = answers.get(MOBILE_PROVED).and_then(yes_no) {
            facts.mobile_proved = proved;
            answers.remove(MOBILE_PROVED);
        }
        facts
    }
}

/// Names of the facts in conditions.
pub(crate) const RELATIONSHIP_STATE: &str = "relationship_state";
pub(crate) const MOBILE_PROVED: &str = "mobile_proved";
pub(crate) const CHILD_AGE: &str = "child_age";
pub(crate) const OF_SCHOOL_AGE: &str = "of_school_age";
pub(crate) const NEEDS_PROOF: &str = "relationship_needs_proof";

fn yes_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The word for a boolean in answers and conditions.
pub(crate) const fn word(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}
