//! What a check or a person found about a submitted application.

use uuid::Uuid;

/// The kinds of finding that the machine tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A picture is hard to read, or a card photo misses a measure. The only kind that can be
    /// overridden.
    Quality,
    /// Another application for the same child is under way.
    PotentialDuplicate,
    /// A paper or a register says something else than what was entered.
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

    /// Whether it speaks of the pixels, so that another picture makes it void.
    pub(super) const fn is_about_the_picture(self) -> bool {
        match self {
            Self::Quality => true,
            Self::PotentialDuplicate | Self::Contradiction => false,
        }
    }

    /// The kind of a code.
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

/// A finding. Settled ones stay, so that one that is reported twice is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: Uuid,
    /// What kind.
    pub kind: FindingKind,
    /// The field or material it is about, where it is about one.
    pub item: Option<String>,
    /// What became of it.
    pub state: FindingState,
}

impl Finding {
    /// Whether somebody still has to see to it.
    pub fn is_open(&self) -> bool {
        self.state == FindingState::Open
    }
}

/// What became of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// Nobody has seen to it.
    Open,
    /// The picture is taken all the same: a flag until it is settled.
    Overridden {
        /// Why, by a code of the administered list.
        reason: String,
    },
    /// Nothing is left of it.
    Settled,
}
