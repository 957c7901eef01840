//! Why a decision is refused.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::application::{ActionKind, CaseState, Flag, HumanCause, ReasonUse, Role};

/// Why a decision is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The application belongs to another account. Pages respond as if it did not exist.
    #[error("the case belongs to another account")]
    NotYours,
    /// This kind of actor never does this.
    #[error("{role:?} may not do {action:?}")]
    NotAllowed {
        /// The action.
        action: ActionKind,
        /// The role of the actor.
        role: Role,
    },
    /// Nobody decides on their own application.
    #[error("staff may not act on their own case")]
    OwnCase,
    /// Not possible from this state.
    #[error("{action:?} is not possible from {}", state.code())]
    WrongState {
        /// The action.
        action: ActionKind,
        /// The state of the application.
        state: CaseState,
    },
    /// The application was changed since the actor saw it (optimistic lock).
    #[error("version {expected} was seen, {current} stands")]
    Stale {
        /// The version that the actor saw.
        expected: u32,
        /// The current version.
        current: u32,
    },
    /// The plan of the day still has problems.
    #[error("{problems} problems are left")]
    Incomplete {
        /// How many.
        problems: usize,
    },
    /// The registry found no relationship that could be confirmed or disputed.
    #[error("no relationship was found that could be confirmed or disputed")]
    NothingFound,
    /// The draft was touched less than 30 days ago.
    #[error("the draft lasts until {until}")]
    NotExpired {
        /// When it expires.
        until: Timestamp,
    },
    /// The item was not returned, so it stays as submitted.
    #[error("{item} is locked")]
    ItemLocked {
        /// The id of the field or material.
        item: String,
    },
    /// The application is returned, but its open return was not passed in.
    #[error("no open return was given")]
    NoOpenReturn,
    /// A returned item is not corrected yet.
    #[error("{} is not corrected", items.join(", "))]
    NotCorrected {
        /// The ids of the fields and materials.
        items: Vec<String>,
    },
    /// A return lists nothing to correct.
    #[error("a return without items")]
    EmptyReturn,
    /// A return lists an item twice.
    #[error("{item} is named twice")]
    ItemTwice {
        /// The id of the field or material.
        item: String,
    },
    /// A return does not say what to do about an item.
    #[error("{item} has no sentence")]
    NoSentence {
        /// The id of the field or material.
        item: String,
    },
    /// The administered list has no such reason.
    #[error("no reason `{code}` for {given_for:?}")]
    ReasonUnknown {
        /// What it was given for.
        given_for: ReasonUse,
        /// What was given.
        code: String,
    },
    /// A reviewer may decide only under their own lease.
    #[error("the case is not assigned")]
    NotAssigned,
    /// Somebody else has the lease.
    #[error("somebody else has the case until {until}")]
    LeaseOfAnother {
        /// When the lease ends.
        until: Timestamp,
    },
    /// Reviewers assign only themselves; a supervisor assigns others.
    #[error("a reviewer assigns nobody else")]
    AssignsOthers,
    /// Work on it is stopped.
    #[error("the case is on hold")]
    OnHold,
    /// Work on it is not stopped.
    #[error("the case is not on hold")]
    NotOnHold,
    /// A second review was asked for already.
    #[error("a second review was asked for already")]
    SecondReviewAsked,
    /// No second review was asked for.
    #[error("no second review was asked for")]
    NoSecondReview,
    /// The first of two reviewers has not judged this submission yet.
    #[error("the first review is missing")]
    FirstReviewMissing,
    /// The second reviewer must not be the first one.
    #[error("both reviews would be by the same person")]
    SameReviewer,
    /// The id of the finding is already in use: it was recorded before.
    #[error("the finding is known")]
    FindingKnown,
    /// There is no open finding of this id.
    #[error("no such finding is open")]
    FindingUnknown,
    /// Only the quality of a picture can be overridden.
    #[error("only a finding about quality can be overridden")]
    NotOverridable,
    /// Open findings have to be settled or overridden first.
    #[error("{open} findings are open")]
    FindingsOpen {
        /// How many.
        open: usize,
    },
    /// The service itself approves nothing whose checks are not complete.
    #[error("the checks of submission {submission} are not through")]
    NotChecked {
        /// The number of the submission.
        submission: u32,
    },
    /// The service itself approves nothing that is flagged.
    #[error("flags are set: {flags:?}")]
    FlagsOpen {
        /// Which.
        flags: BTreeSet<Flag>,
    },
    /// Only a person may approve it.
    #[error("a person has to look: {cause:?}")]
    HumanNeeded {
        /// Why.
        cause: HumanCause,
    },
    /// The card maker did not refuse the card, so the approval stands.
    #[error("the card was not refused")]
    CardNotRefused,
}
