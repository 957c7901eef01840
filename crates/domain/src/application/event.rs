//! What happened to an application or its card, for the journal.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Actor, CaseState};

/// What happened, for the journal. Holds no personal data: values are stored in their own rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// To which application.
    pub case: Uuid,
    /// By whom.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// What it concerns, as a code (a step, a material, the state of a relationship, a reason, a kind of finding) or as the
    /// id of a reviewer or a batch.
    pub subject: Option<String>,
    /// The state before; `None` for a new application.
    pub from: Option<CaseState>,
    /// The state after.
    pub to: CaseState,
    /// The version of the application after it.
    pub version: u32,
    /// The number of the submission that was made, taken back or judged.
    pub submission: Option<u32>,
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A draft was begun.
    DraftBegun,
    /// The answers of a step were saved.
    StepSaved,
    /// A picture was added or replaced.
    MaterialAdded,
    /// Another part of a picture was chosen.
    MaterialCropped,
    /// A picture was removed.
    MaterialRemoved,
    /// The registry was asked about agent and child.
    RelationshipRecorded,
    /// The agent confirmed what the registry said.
    RelationshipConfirmed,
    /// The agent disputed what the registry said.
    RelationshipDisputed,
    /// The draft continues in another channel.
    ChannelChanged,
    /// Submitted.
    Submitted,
    /// Submitted again after a return: the next submission.
    Resubmitted,
    /// Taken back for changes.
    TakenBack,
    /// Withdrawn.
    Withdrawn,
    /// A draft untouched for 30 days expired and was erased.
    Expired,
    /// A draft was moved to the release in force.
    ReleaseMoved,
    /// A check or a person began a review.
    ReviewBegun,
    /// Given back to the queue by the reviewer.
    ReviewReleased,
    /// Assigned to a reviewer, under a lease.
    Assigned,
    /// The service's own checks of a submission are complete.
    ChecksFinished,
    /// A check or a person found something.
    FindingRaised,
    /// A finding was settled.
    FindingResolved,
    /// A picture was accepted despite a finding about its quality.
    FindingOverridden,
    /// A second review by another person was asked for.
    SecondReviewAsked,
    /// The first of two reviewers endorsed approval.
    Endorsed,
    /// Work on it was stopped for a reason.
    Held,
    /// Work on it was resumed.
    Unheld,
    /// Approved: a card is made.
    Approved,
    /// Rejected, with a reason.
    Rejected,
    /// Returned for correction of named items.
    Returned,
    /// The card waits for the next batch.
    CardQueued,
    /// The card is in a batch.
    CardBatched,
    /// The batch was sent to the card maker.
    CardSent,
    /// The card maker made the card.
    CardMade,
    /// The card maker refused the entry.
    CardRefused,
    /// The card is ready at its branch.
    CardArrived,
    /// The card was handed over to the agent.
    CardCollected,
    /// Nobody collected the card in time.
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

    /// Parses a code.
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
