//! Why a decision is refused, each reason by its name.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::application::{ActionKind, CaseState, Flag, HumanCause, ReasonUse, Role};

/// Why a decision is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The case is somebody else's. Pages answer as if it did not exist.
    #[error("the case belongs to another account")]
    NotYours,
    /// This kind of actor never does this.
    #[error("{role:?} may not do {action:?}")]
    NotAllowed {
        /// What was wanted.
        action: ActionKind,
        /// Who wanted it.
        role: Role,
    },
    /// Nobody decides on an application of their own.
    #[error("staff may not act on their own case")]
    OwnCase,
    /// Not from this state.
    #[error("{action:?} is not possible from {}", state.code())]
    WrongState {
        /// What was wanted.
        action: ActionKind,
        /// Where the case stands.
        state: CaseState,
    },
    /// The case was changed since the actor saw it.
    #[error("version {expected} was seen, {current} stands")]
    Stale {
        /// The version that the actor saw.
        expected: u32,
        /// The version that stands.
        current: u32,
    },
    /// The plan of the day has problems left.
    #[error("{problems} problems are left")]
    Incomplete {
        /// How many.
        problems: usize,
    },
    /// The register found no relationship that could be confirmed or disputed.
    #[error("no relationship was found that could be confirmed or disputed")]
    NothingFound,
    /// The draft was touched less than 30 days ago.
    #[error("the draft lasts until {until}")]
    NotExpired {
        /// When it is over.
        until: Timestamp,
    },
    /// The item was not sent back, so it stays as it was handed in.
    #[error("{item} is locked")]
    ItemLocked {
        /// The id of the field or material.
        item: String,
    },
    /// The case is returned, but what was sent back is not at hand.
    #[error("no open return was given")]
    NoOpenReturn,
    /// Something that was sent back was not seen to.
    #[error("{} is not corrected", items.join(", "))]
    NotCorrected {
        /// The ids of the fields and materials.
        items: Vec<String>,
    },
    /// A return names nothing to correct.
    #[error("a return without items")]
    EmptyReturn,
    /// A return names something twice.
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
    /// A reviewer may decide only on what they have.
    #[error("the case is not assigned")]
    NotAssigned,
    /// Somebody else has it.
    #[error("somebody else has the case until {until}")]
    LeaseOfAnother {
        /// When the lease runs out.
        until: Timestamp,
    },
    /// A reviewer takes work for themselves alone; a supervisor gives it.
    #[error("a reviewer assigns nobody else")]
    AssignsOthers,
    /// The work on it is stopped.
    #[error("the case is on hold")]
    OnHold,
    /// The work on it is not stopped.
    #[error("the case is not on hold")]
    NotOnHold,
    /// Another person was asked for already.
    #[error("a second review was asked for already")]
    SecondReviewAsked,
    /// Nobody asked for another person.
    #[error("no second review was asked for")]
    NoSecondReview,
    /// The first of two reviewers has not judged this submission.
    #[error("the first review is missing")]
    FirstReviewMissing,
    /// The second reviewer must be another person than the first.
    #[error("both reviews would be by the same person")]
    SameReviewer,
    /// The id of the finding is taken: it was noted before.
    #[error("the finding is known")]
    FindingKnown,
    /// There is no open finding of this id.
    #[error("no such finding is open")]
    FindingUnknown,
    /// Only the quality of a picture can be overridden.
    #[error("only a finding about quality can be overridden")]
    NotOverridable,
    /// Somebody has to settle or override what was found.
    #[error("{open} findings are open")]
    FindingsOpen {
        /// How many.
        open: usize,
    },
    /// The service itself approves nothing whose checks are not through.
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
    /// The card maker did not refuse the card, so an approval stands.
    #[error("the card was not refused")]
    CardNotRefused,
}
