//! What a check or a person found about a submitted application.

use uuid::Uuid;

/// The kinds of finding that the state machine distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A picture is hard to read, or a card photo misses a requirement. The only kind that can be overridden.
    Quality,
    /// Another application for the same child is under way.
    PotentialDuplicate,
    /// A paper or the registry contradicts an answer.
    Contradiction,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Quality, Self::PotentialDuplicate, Self::Contradiction];

    /// The stable code in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quality => "quality",
            Self::PotentialDuplicate => "potential_duplicate",
            Self::Contradiction => "contradiction",
        }
    }

    /// Whether it is about the pixels, so that a new picture settles it.
    pub(super) const fn is_about_the_picture(self) -> bool {
        match self {
            Self::Quality => true,
            Self::PotentialDuplicate | Self::Contradiction => false,
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

/// A finding. Settled ones are kept, so that a repeated report is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: Uuid,
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
