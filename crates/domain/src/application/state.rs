//! The states of the two state machines, by the codes of the contract.

/// The state of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseState {
    /// The agent is filling it in. It holds no child and discloses nothing.
    Draft,
    /// Submitted; no review has begun. The agent may still take it back.
    Submitted,
    /// A check or a person is reviewing it.
    InReview,
    /// Returned for correction of named items.
    Returned,
    /// A card is made.
    Approved,
    /// Rejected, with a reason.
    Rejected,
    /// Withdrawn by the agent.
    Withdrawn,
    /// A draft untouched for 30 days, erased.
    Expired,
}

impl CaseState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::InReview,
        Self::Returned,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// The stable code in tables, pages and exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::CaseState;
    /// assert_eq!(CaseState::from_code("in_review"), Some(CaseState::InReview));
    /// assert_eq!(CaseState::from_code("done"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether staff must act on it.
    pub const fn waits_for_staff(self) -> bool {
        match self {
            Self::Submitted | Self::InReview => true,
            Self::Draft
            | Self::Returned
            | Self::Approved
            | Self::Rejected
            | Self::Withdrawn
            | Self::Expired => false,
        }
    }

    /// Whether the application has ended, so that nobody can change it any more. An approved one has not: its card goes on,
    /// and a card refused by the card maker can send it back.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Draft | Self::Submitted | Self::InReview | Self::Returned | Self::Approved => {
                false
            }
            Self::Rejected | Self::Withdrawn | Self::Expired => true,
        }
    }
}

/// The state of the card of an approved application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CardState {
    /// Waits for the next batch.
    Queued,
    /// In a batch that is being put together.
    Batched,
    /// The batch was sent to the card maker.
    Sent,
    /// The card exists.
    Made,
    /// The card maker refused the entry.
    Refused,
    /// Ready at the branch.
    AtBranch,
    /// Handed over to the agent.
    Collected,
    /// Not collected in time.
    Uncollected,
}

impl CardState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Batched,
        Self::Sent,
        Self::Made,
        Self::Refused,
        Self::AtBranch,
        Self::Collected,
        Self::Uncollected,
    ];

    /// The stable code in tables, pages and exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Batched => "batched",
            Self::Sent => "sent",
            Self::Made => "made",
            Self::Refused => "refused",
            Self::AtBranch => "at_branch",
            Self::Collected => "collected",
            Self::Uncollected => "uncollected",
        }
    }

    /// Whether the card has reached its end. An uncollected one has not: a late agent still gets it.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Collected => true,
            Self::Queued
            | Self::Batched
            | Self::Sent
            | Self::Made
            | Self::Refused
            | Self::AtBranch
            | Self::Uncollected => false,
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::CardState;
    /// assert_eq!(CardState::from_code("at_branch"), Some(CardState::AtBranch));
    /// assert_eq!(CardState::from_code("lost"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back() {
        for state in CaseState::ALL {
            assert_eq!(CaseState::from_code(state.code()), Some(state));
        }
        for state in CardState::ALL {
            assert_eq!(CardState::from_code(state.code()), Some(state));
        }
    }
}
