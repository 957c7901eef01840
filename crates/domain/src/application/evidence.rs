//! What an approval rests on, and when a person must look at it.

use super::{Relationship, RelationshipAnswer};

/// What an approval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What is known about agent and child.
    pub relationship: Relationship,
    /// Whether the agent is the child's father or mother, by the submitted relationship.
    pub parent: bool,
    /// Whether another proof replaces the birth certificate.
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

/// Why a person must look although there is no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HumanCause {
    /// The agent disputed what the registry said.
    Disputed,
    /// The agent is a guardian, not a parent.
    Guardian,
    /// Another proof replaces the birth certificate.
    OtherProof,
    /// It was picked at random.
    Sampled,
}
