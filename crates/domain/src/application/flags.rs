//! Flags: what makes an application worth a second look. Derived from open records, never set by hand.

use std::collections::BTreeSet;

use super::{FindingKind, FindingState, Records, Relationship};

/// A flag of a submitted application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// The registry did not find the relationship of agent and child, or the agent did not confirm it.
    RelationshipUnverified,
    /// A picture was accepted despite a finding about its quality, or taken at the third try despite what was seen on it.
    QualityOverride,
    /// Another application for the same child may be under way.
    PotentialDuplicate,
    /// A second review by another person is needed.
    SecondReview,
    /// Work on it is stopped.
    OnHold,
}

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 5] = [
        Self::RelationshipUnverified,
        Self::QualityOverride,
        Self::PotentialDuplicate,
        Self::SecondReview,
        Self::OnHold,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RelationshipUnverified => "relationship_unverified",
            Self::QualityOverride => "quality_override",
            Self::PotentialDuplicate => "potential_duplicate",
            Self::SecondReview => "second_review",
            Self::OnHold => "on_hold",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::Flag;
    /// assert_eq!(Flag::from_code("on_hold"), Some(Flag::OnHold));
    /// assert_eq!(Flag::from_code("odd"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.code() == code)
    }
}

/// The flags of an application.
///
/// ```
/// use domain::application::{Flag, Records, Relationship, flags};
/// let found = flags(&Records::default(), Relationship::UNASKED);
/// assert_eq!(found.into_iter().collect::<Vec<_>>(), [Flag::RelationshipUnverified]);
/// ```
pub fn flags(records: &Records, relationship: Relationship) -> BTreeSet<Flag> {
    let findings = &records.findings;
    let is_set = |flag: &Flag| match flag {
        Flag::RelationshipUnverified => !relationship.is_verified(),
        Flag::QualityOverride => findings.iter().any(|finding| match finding.state {
            FindingState::Overridden { .. } => true,
            FindingState::Open => finding.kind == FindingKind::QualityOverride,
            FindingState::Settled => false,
        }),
        Flag::PotentialDuplicate => findings
            .iter()
            .any(|finding| finding.kind == FindingKind::PotentialDuplicate && finding.is_open()),
        Flag::SecondReview => records.second_review,
        Flag::OnHold => records.hold.is_some(),
    };
    Flag::ALL.into_iter().filter(is_set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Finding, Hold, RelationshipAnswer};
    use crate::flow::RelationshipState;

    const VERIFIED: Relationship = Relationship {
        state: RelationshipState::Hit,
        answer: Some(RelationshipAnswer::Confirmed),
    };

    #[test]
    fn each_flag_comes_from_its_record_and_from_no_other() {
        let finding = |kind, state: &FindingState| Records {
            findings: vec![Finding {
                id: uuid::Uuid::nil(),
                submission: 1,
                kind,
                item: None,
                state: state.clone(),
            }],
            ..Records::default()
        };
        let second_review = Records {
            second_review: true,
            ..Records::default()
        };
        let hold = Records {
            hold: Some(Hold {
                reason: "police".to_owned(),
                since: jiff::Timestamp::UNIX_EPOCH,
            }),
            ..Records::default()
        };
        let (open, settled) = (FindingState::Open, FindingState::Settled);
        let overridden = FindingState::Overridden {
            reason: "scar".to_owned(),
        };
        for (records, relationship, expected) in [
            (Records::default(), VERIFIED, ""),
            (
                Records::default(),
                Relationship::UNASKED,
                "relationship_unverified",
            ),
            (finding(FindingKind::Quality, &open), VERIFIED, ""),
            (
                finding(FindingKind::Quality, &overridden),
                VERIFIED,
                "quality_override",
            ),
            (
                finding(FindingKind::QualityOverride, &open),
                VERIFIED,
                "quality_override",
            ),
            (
                finding(FindingKind::QualityOverride, &settled),
                VERIFIED,
                "",
            ),
            (
                finding(FindingKind::PotentialDuplicate, &open),
                VERIFIED,
                "potential_duplicate",
            ),
            (
                finding(FindingKind::PotentialDuplicate, &settled),
                VERIFIED,
                "",
            ),
            (finding(FindingKind::Contradiction, &open), VERIFIED, ""),
            (second_review, VERIFIED, "second_review"),
            (hold, VERIFIED, "on_hold"),
        ] {
            let found = flags(&records, relationship);
            let codes: Vec<&str> = found.iter().map(|flag| flag.code()).collect();
            assert_eq!(codes.join(" "), expected, "{records:?}");
        }
        for flag in Flag::ALL {
            assert_eq!(Flag::from_code(flag.code()), Some(flag));
        }
    }
}
