//! What a check or a person found about a submitted application.

use uuid::Uuid;

use crate::digest::Digest;

/// The kinds of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A picture is hard to read, or a card photo misses a requirement.
    Quality,
    /// A picture that the agent sent a third time was taken although it is blurred, too dark, too bright, too small, blank, or the
    /// same as another; the evidence is what was seen, as codes.
    QualityOverride,
    /// Another application for the same child is under way; the evidence is its id.
    PotentialDuplicate,
    /// A paper contradicts an answer.
    Contradiction,
    /// The registry gave no answer about agent and child before submission. Settled once it does.
    RelationshipDown,
    /// Asked again, the registry found the relationship; the evidence is its GB/T 4761 code.
    RegisterSaysHit,
    /// Asked again, the registry found no relationship.
    RegisterSaysMiss,
    /// Asked again, the registry has another name or number.
    RegisterSaysMismatch,
    /// The bank's messages go to a number that nobody has verified as theirs.
    MobileUnproved,
    /// The child's name has one character: lawful for some, a slip for most.
    NameSingleCharacter,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Quality,
        Self::QualityOverride,
        Self::PotentialDuplicate,
        Self::Contradiction,
        Self::RelationshipDown,
        Self::RegisterSaysHit,
        Self::RegisterSaysMiss,
        Self::RegisterSaysMismatch,
        Self::MobileUnproved,
        Self::NameSingleCharacter,
    ];

    /// The stable code in store and journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quality => "quality",
            Self::QualityOverride => "quality_override",
            Self::PotentialDuplicate => "potential_duplicate",
            Self::Contradiction => "contradiction",
            Self::RelationshipDown => "relationship_down",
            Self::RegisterSaysHit => "register_says_hit",
            Self::RegisterSaysMiss => "register_says_miss",
            Self::RegisterSaysMismatch => "register_says_mismatch",
            Self::MobileUnproved => "mobile_unproved",
            Self::NameSingleCharacter => "name_single_character",
        }
    }

    /// Whether somebody may accept the application despite it, with a reason.
    pub const fn is_overridable(self) -> bool {
        match self {
            Self::Quality | Self::QualityOverride => true,
            Self::PotentialDuplicate
            | Self::Contradiction
            | Self::RelationshipDown
            | Self::RegisterSaysHit
            | Self::RegisterSaysMiss
            | Self::RegisterSaysMismatch
            | Self::MobileUnproved
            | Self::NameSingleCharacter => false,
        }
    }

    /// Whether a person must handle it before they approve. The service itself approves nothing with any finding open.
    pub const fn blocks_approval(self) -> bool {
        match self {
            Self::Quality
            | Self::QualityOverride
            | Self::PotentialDuplicate
            | Self::Contradiction
            | Self::RegisterSaysMiss
            | Self::RegisterSaysMismatch => true,
            // The papers that the person judges take the place of the answer; the others refuse nothing.
            Self::RelationshipDown
            | Self::RegisterSaysHit
            | Self::MobileUnproved
            | Self::NameSingleCharacter => false,
        }
    }

    /// Whether the agent is told. What a registry says later, or that another application exists, would disclose what they may
    /// not learn from us.
    pub const fn is_told_to_parent(self) -> bool {
        match self {
            Self::Quality | Self::QualityOverride => true,
            Self::PotentialDuplicate
            | Self::Contradiction
            | Self::RelationshipDown
            | Self::RegisterSaysHit
            | Self::RegisterSaysMiss
            | Self::RegisterSaysMismatch
            | Self::MobileUnproved
            | Self::NameSingleCharacter => false,
        }
    }

    /// Whether it is about the pixels, so that a new picture settles it.
    pub(super) const fn is_about_the_picture(self) -> bool {
        match self {
            Self::Quality | Self::QualityOverride => true,
            Self::PotentialDuplicate
            | Self::Contradiction
            | Self::RelationshipDown
            | Self::RegisterSaysHit
            | Self::RegisterSaysMiss
            | Self::RegisterSaysMismatch
            | Self::MobileUnproved
            | Self::NameSingleCharacter => false,
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::FindingKind;
    /// assert_eq!(FindingKind::from_code("quality"), Some(FindingKind::Quality));
    /// assert_eq!(FindingKind::from_code("beauty"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The id of what is found on submission `submission` of `case`: one for each kind, item and, for duplicates, other application.
/// Found again, it gets the same id, so that raising it is idempotent.
pub fn finding_id(
    case: Uuid,
    submission: u32,
    kind: FindingKind,
    item: Option<&str>,
    other: Option<Uuid>,
) -> Uuid {
    let other = other.map(|id| id.to_string()).unwrap_or_default();
    let digest = Digest::of_parts([
        case.to_string().as_str(),
        &submission.to_string(),
        kind.code(),
        // Absent and empty hash alike, which is safe: no id is empty.
        item.unwrap_or_default(),
        &other,
    ]);
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_bytes()[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

/// A finding. Settled ones are kept, so that a repeated report is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: Uuid,
    /// The number of the submission it is about.
    pub submission: u32,
    /// What kind.
    pub kind: FindingKind,
    /// The field or material it is about, if any.
    pub item: Option<String>,
    /// Its state.
    pub state: FindingState,
}

impl Finding {
    /// Whether it still needs attention.
    pub fn is_open(&self) -> bool {
        self.state == FindingState::Open
    }
}

/// The state of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// Not handled yet.
    Open,
    /// The picture is accepted anyway: a flag until the finding is settled.
    Overridden {
        /// Why, by a code of the administered list.
        reason: String,
    },
    /// Resolved.
    Settled,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_says_who_may_do_what_about_it() {
        let table = FindingKind::ALL.map(|kind| {
            assert_eq!(FindingKind::from_code(kind.code()), Some(kind));
            let marks = [
                (kind.is_overridable(), "overridable"),
                (kind.blocks_approval(), "blocks"),
                (kind.is_told_to_parent(), "told"),
            ];
            let marks = marks.into_iter().filter(|(is, _)| *is);
            let words: Vec<&str> = marks.map(|(_, word)| word).collect();
            (kind.code(), words.join(" "))
        });
        let expected = [
            ("quality", "overridable blocks told"),
            ("quality_override", "overridable blocks told"),
            ("potential_duplicate", "blocks"),
            ("contradiction", "blocks"),
            ("relationship_down", ""),
            ("register_says_hit", ""),
            ("register_says_miss", "blocks"),
            ("register_says_mismatch", "blocks"),
            ("mobile_unproved", ""),
            ("name_single_character", ""),
        ];
        assert_eq!(
            table,
            expected.map(|(code, words)| (code, words.to_owned()))
        );
    }

    #[test]
    fn whatever_differs_in_a_finding_gives_it_another_id() {
        let [case, other] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let kind = FindingKind::Quality;
        let ids = [
            finding_id(case, 1, kind, None, None),
            finding_id(other, 1, kind, None, None),
            finding_id(case, 2, kind, None, None),
            finding_id(case, 1, FindingKind::Contradiction, None, None),
            finding_id(case, 1, kind, Some("card_photo"), None),
            finding_id(case, 1, kind, None, Some(other)),
        ];
        let different: std::collections::BTreeSet<Uuid> = ids.into_iter().collect();
        assert_eq!(different.len(), ids.len());
        assert_eq!(ids[0], finding_id(case, 1, kind, None, None));
    }
}
