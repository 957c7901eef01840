//! What happened to a case or its card, for the journal.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Actor, CaseState};

/// What happened, for the journal. Carries no personal data: the values stand in their own rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// To which case.
    pub case: Uuid,
    /// By whom.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// What it concerns, by its code: a step, a material, the state of a register, a reason, a kind of
    /// finding; the id of a reviewer or of a batch.
    pub subject: Option<String>,
    /// The state before; none for a new case.
    pub from: Option<CaseState>,
    /// The state after.
    pub to: CaseState,
    /// The version of the case after it.
    pub version: u32,
    /// The number of the submission that was made, taken back or judged.
    pub submission: Option<u32>,
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A draft was begun.
    DraftBegun,
    /// The answers of a step were kept.
    StepSaved,
    /// A picture was added or replaced.
    MaterialAdded,
    /// Another part of a picture is used.
    MaterialCropped,
    /// A picture was removed.
    MaterialRemoved,
    /// A register was asked about agent and child.
    RelationshipRecorded,
    /// The agent confirmed what the register said.
    RelationshipConfirmed,
    /// The agent said that the register is wrong.
    RelationshipDisputed,
    /// The draft goes on in another channel.
    ChannelChanged,
    /// Handed in.
    Submitted,
    /// Handed in again after a return: the next submission.
    Resubmitted,
    /// Taken back for changes.
    TakenBack,
    /// Given up.
    Withdrawn,
    /// A draft that nobody touched for 30 days, erased.
    Expired,
    /// A draft was moved to the release in force.
    ReleaseMoved,
    /// A check or a person began to look.
    ReviewBegun,
    /// Given back to the queue by the one who had it.
    ReviewReleased,
    /// Given to a reviewer, for a time.
    Assigned,
    /// The service's own checks of a submission are through.
    ChecksFinished,
    /// A check or a person found something.
    FindingRaised,
    /// What was found is settled.
    FindingResolved,
    /// A picture is taken although its quality was found wanting.
    FindingOverridden,
    /// Another person has to look as well.
    SecondReviewAsked,
    /// The first of two reviewers would approve.
    Endorsed,
    /// Work on it was stopped for a reason.
    Held,
    /// Work on it goes on.
    Unheld,
    /// A card will be made.
    Approved,
    /// Refused, with a reason.
    Rejected,
    /// Sent back for correction of named items.
    Returned,
    /// The card waits for the next batch.
    CardQueued,
    /// The card is in a batch.
    CardBatched,
    /// The batch went to the card maker.
    CardSent,
    /// The card maker made the card.
    CardMade,
    /// The card maker refused the entry.
    CardRefused,
    /// The card is ready at its branch.
    CardArrived,
    /// The card is in the agent's hand.
    CardCollected,
    /// Nobody fetched the card in time.
    CardUncollected,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 37] = [
        Self::DraftBegun,
        Self::StepSaved,
        Self::MaterialAdded,
        Self::MaterialCropped,
        Self::MaterialRemoved,
        Self::RelationshipRecorded,
        Self::RelationshipConfirmed,
        Self::RelationshipDisputed,
        Self::ChannelChanged,
        Self::Submitted,
        Self::Resubmitted,
        Self::TakenBack,
        Self::Withdrawn,
        Self::Expired,
        Self::ReleaseMoved,
        Self::ReviewBegun,
        Self::ReviewReleased,
        Self::Assigned,
        Self::ChecksFinished,
        Self::FindingRaised,
        Self::FindingResolved,
        Self::FindingOverridden,
        Self::SecondReviewAsked,
        Self::Endorsed,
        Self::Held,
        Self::Unheld,
        Self::Approved,
        Self::Rejected,
        Self::Returned,
        Self::CardQueued,
        Self::CardBatched,
        Self::CardSent,
        Self::CardMade,
        Self::CardRefused,
        Self::CardArrived,
        Self::CardCollected,
        Self::CardUncollected,
    ];

    /// The stable code in the journal and in the wording of the timeline.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DraftBegun => "draft_begun",
            Self::StepSaved => "step_saved",
            Self::MaterialAdded => "material_added",
            Self::MaterialCropped => "material_cropped",
            Self::MaterialRemoved => "material_removed",
            Self::RelationshipRecorded => "relationship_recorded",
            Self::RelationshipConfirmed => "relationship_confirmed",
            Self::RelationshipDisputed => "relationship_disputed",
            Self::ChannelChanged => "channel_changed",
            Self::Submitted => "submitted",
            Self::Resubmitted => "resubmitted",
            Self::TakenBack => "taken_back",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::ReleaseMoved => "release_moved",
            Self::ReviewBegun => "review_begun",
            Self::ReviewReleased => "review_released",
            Self::Assigned => "assigned",
            Self::ChecksFinished => "checks_finished",
            Self::FindingRaised => "finding_raised",
            Self::FindingResolved => "finding_resolved",
            Self::FindingOverridden => "finding_overridden",
            Self::SecondReviewAsked => "second_review_asked",
            Self::Endorsed => "endorsed",
            Self::Held => "held",
            Self::Unheld => "unheld",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
            Self::CardQueued => "card_queued",
            Self::CardBatched => "card_batched",
            Self::CardSent => "card_sent",
            Self::CardMade => "card_made",
            Self::CardRefused => "card_refused",
            Self::CardArrived => "card_arrived",
            Self::CardCollected => "card_collected",
            Self::CardUncollected => "card_uncollected",
        }
    }

    /// The kind of a code.
    ///
    /// ```
    /// # use domain::application::EventKind;
    /// assert_eq!(EventKind::from_code("taken_back"), Some(EventKind::TakenBack));
    /// assert_eq!(EventKind::from_code("lost"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_from_its_code() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_code(kind.code()), Some(kind));
        }
    }
}
