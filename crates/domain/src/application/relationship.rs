//! What is known about the relationship of agent and child: the registry's answer and the agent's.

use crate::flow::RelationshipState;

/// The agent's reply to the relationship that the registry found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelationshipAnswer {
    /// Right.
    Confirmed,
    /// Wrong: the agent chooses one, and a person decides.
    Disputed,
}

/// The relationship in one application.
///
/// It is verified only if the registry found it *and* the agent confirmed it. This alone decides what may be disclosed about
/// the child, and whether a submission holds the child.
///
/// ```
/// use domain::application::{Relationship, RelationshipAnswer};
/// use domain::flow::RelationshipState;
///
/// let found = Relationship { state: RelationshipState::Hit, answer: None };
/// assert!(!found.is_verified());
/// let confirmed = Relationship { answer: Some(RelationshipAnswer::Confirmed), ..found };
/// assert!(confirmed.is_verified());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Relationship {
    /// What the registry said.
    pub state: RelationshipState,
    /// The agent's reply to it.
    pub answer: Option<RelationshipAnswer>,
}

impl Relationship {
    /// The registry was not asked yet.
    pub const UNASKED: Self = Self {
        state: RelationshipState::Unasked,
        answer: None,
    };

    /// Whether the registry found it and the agent confirmed it.
    pub const fn is_verified(self) -> bool {
        matches!(
            (self.state, self.answer),
            (RelationshipState::Hit, Some(RelationshipAnswer::Confirmed))
        )
    }

    /// The code in the contract for the receipt: `verified` or `unverified`.
    pub const fn code(self) -> &'static str {
        if self.is_verified() {
            "verified"
        } else {
            "unverified"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_confirmed_hit_is_verified() {
        use RelationshipAnswer::{Confirmed, Disputed};
        use RelationshipState::{Down, Hit, Mismatch, Miss, Unasked};
        for state in [Unasked, Hit, Miss, Mismatch, Down] {
            for answer in [None, Some(Confirmed), Some(Disputed)] {
                let relationship = Relationship { state, answer };
                let expected = state == Hit && answer == Some(Confirmed);
                assert_eq!(relationship.is_verified(), expected, "{relationship:?}");
                assert_eq!(relationship.code() == "verified", expected);
            }
        }
    }
}
