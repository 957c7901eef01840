//! What an approval rests on, and when that takes a person's eyes.

use super::{Relationship, RelationshipAnswer};

/// What an approval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What is known about agent and child.
    pub relationship: Relationship,
    /// Whether the agent is the child's father or mother, by the relationship that was submitted.
    pub parent: bool,
    /// Whether another proof stands in for the birth certificate.
    pub other_proof: bool,
}

impl Evidence {
    /// Why only a person may approve, whatever the checks say; `None` when the service may.
    ///
    /// ```
    /// use domain::application::{Evidence, HumanCause, Relationship};
    /// let grandmother = Evidence { relationship: Relationship::UNASKED, parent: false, other_proof: false };
    /// assert_eq!(grandmother.human_cause(), Some(HumanCause::Guardian));
    /// ```
    pub fn human_cause(self) -> Option<HumanCause> {
        if self.relationship.answer == Some(RelationshipAnswer::Disputed) {
            Some(HumanCause::Disputed)
        } else if !self.parent {
            Some(HumanCause::Guardian)
        } else if self.other_proof {
            Some(HumanCause::OtherProof)
        } else {
            None
        }
    }
}

/// Why a person has to look although nothing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HumanCause {
    /// The agent said that the register is wrong.
    Disputed,
    /// A guardian who is no parent applies.
    Guardian,
    /// Another proof stands in for the birth certificate.
    OtherProof,
    /// Chance picked it.
    Sampled,
}
