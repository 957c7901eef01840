//! What somebody wants to do to an application, with the facts that the decision needs.

use uuid::Uuid;

use super::{ActionKind, Evidence, FindingKind, Relationship, ReturnItem};
use crate::channel::Channel;
use crate::flow::RelationshipState;

/// What somebody wants to do, with the facts that the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Save the answers of a step.
    SaveStep {
        /// The id of the step.
        step: &'a str,
        /// The ids of the fields to save: after a return, a locked one is refused by name.
        fields: &'a [&'a str],
        /// The ids of what is wrong or missing once they are saved: after a return, none of it stays locked.
        wrong: &'a [&'a str],
    },
    /// Store a picture, new or replaced.
    AddMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Choose the part of a picture that is used.
    CropMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Remove a picture.
    RemoveMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Record what the registry said about agent and child.
    RecordRelationship {
        /// What it said.
        state: RelationshipState,
    },
    /// Confirm the relationship that was found.
    ConfirmRelationship {
        /// What the registry said.
        state: RelationshipState,
    },
    /// Dispute the relationship that was found.
    DisputeRelationship {
        /// What the registry said.
        state: RelationshipState,
    },
    /// Continue in another channel, whose flow applies from then on.
    ContinueIn {
        /// The channel.
        channel: Channel,
    },
    /// Submit.
    Submit {
        /// How many problems the plan of the day still has.
        problems: usize,
        /// What is known about agent and child.
        relationship: Relationship,
    },
    /// Submit again after a return: the correction becomes the next submission.
    Resubmit {
        /// How many problems the plan of the day still has.
        problems: usize,
        /// What is known about agent and child.
        relationship: Relationship,
        /// Returned items that the plan no longer asks for: another correction made them unnecessary, so they cannot be
        /// corrected.
        dropped: &'a [&'a str],
        /// Whether it is still for the child of the previous submission.
        same_child: bool,
    },
    /// Take back for changes.
    TakeBack,
    /// Withdraw.
    Withdraw,
    /// End a draft untouched for 30 days; its personal data is erased with it.
    Expire,
    /// Move a draft to the release in force.
    MoveRelease {
        /// The number of the release that it is pinned to.
        from: &'a str,
        /// The number of the release in force.
        to: &'a str,
    },
    /// Assign to a reviewer for the length of a lease, or renew the lease. Reviewers assign only themselves.
    Assign {
        /// The staff id of the reviewer.
        to: Uuid,
    },
    /// Begin a review; a reviewer then holds the lease.
    BeginReview,
    /// Give back to the queue.
    ReleaseReview,
    /// Record that the service's own checks of the latest submission are complete; their findings were raised before.
    FinishChecks {
        /// Whether it was picked at random for a person to look at anyway.
        sampled: bool,
    },
    /// Record what a check or a person found.
    RaiseFinding {
        /// Its id ([`finding_id`](super::finding_id)): one that is known is refused, so that raising is idempotent.
        finding: Uuid,
        /// What kind.
        kind: FindingKind,
        /// The field or material it is about, if any.
        item: Option<&'a str>,
    },
    /// Settle a finding.
    ResolveFinding {
        /// Its id.
        finding: Uuid,
    },
    /// Accept a picture despite a finding about its quality.
    OverrideFinding {
        /// The id of the finding.
        finding: Uuid,
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Ask for a second review by another person.
    AskSecondReview,
    /// Endorse approval, as the first of two reviewers.
    Endorse,
    /// Stop work on it.
    Hold {
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Resume work on it.
    Unhold,
    /// Approve: a card is made.
    Approve {
        /// What the approval rests on.
        evidence: Evidence,
    },
    /// Reject it.
    Reject {
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Return for correction; only the listed items are unlocked.
    Return {
        /// What to correct.
        items: &'a [ReturnItem<'a>],
        /// The ids of all answers and materials of the submission
        /// ([`ids`](super::snapshot::Snapshot::ids)).
        frozen: &'a [&'a str],
    },
    /// Return an approved application whose card was refused by the card maker.
    ReturnRefused {
        /// What to correct.
        items: &'a [ReturnItem<'a>],
        /// The ids of all answers and materials of the submission.
        frozen: &'a [&'a str],
    },
}

impl Action<'_> {
    /// The row of the table for this action.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::SaveStep { .. } => ActionKind::SaveStep,
            Self::AddMaterial { .. } => ActionKind::AddMaterial,
            Self::CropMaterial { .. } => ActionKind::CropMaterial,
            Self::RemoveMaterial { .. } => ActionKind::RemoveMaterial,
            Self::RecordRelationship { .. } => ActionKind::RecordRelationship,
            Self::ConfirmRelationship { .. } => ActionKind::ConfirmRelationship,
            Self::DisputeRelationship { .. } => ActionKind::DisputeRelationship,
            Self::ContinueIn { .. } => ActionKind::ContinueIn,
            Self::Submit { .. } => ActionKind::Submit,
            Self::Resubmit { .. } => ActionKind::Resubmit,
            Self::TakeBack => ActionKind::TakeBack,
            Self::Withdraw => ActionKind::Withdraw,
            Self::Expire => ActionKind::Expire,
            Self::MoveRelease { .. } => ActionKind::MoveRelease,
            Self::Assign { .. } => ActionKind::Assign,
            Self::BeginReview => ActionKind::BeginReview,
            Self::ReleaseReview => ActionKind::ReleaseReview,
            Self::FinishChecks { .. } => ActionKind::FinishChecks,
            Self::RaiseFinding { .. } => ActionKind::RaiseFinding,
            Self::ResolveFinding { .. } => ActionKind::ResolveFinding,
            Self::OverrideFinding { .. } => ActionKind::OverrideFinding,
            Self::AskSecondReview => ActionKind::AskSecondReview,
            Self::Endorse => ActionKind::Endorse,
            Self::Hold { .. } => ActionKind::Hold,
            Self::Unhold => ActionKind::Unhold,
            Self::Approve { .. } => ActionKind::Approve,
            Self::Reject { .. } => ActionKind::Reject,
            Self::Return { .. } => ActionKind::Return,
            Self::ReturnRefused { .. } => ActionKind::ReturnRefused,
        }
    }

    /// What the event is about, as a code.
    pub(super) fn subject(self) -> Option<String> {
        match self {
            Self::SaveStep { step, .. } => Some(step.to_owned()),
            Self::AddMaterial { material }
            | Self::CropMaterial { material }
            | Self::RemoveMaterial { material } => Some(material.to_owned()),
            Self::RecordRelationship { state } => Some(state.code().to_owned()),
            Self::MoveRelease { from, to } => Some(format!("{from} {to}")),
            Self::ContinueIn { channel } => Some(channel.code().to_owned()),
            Self::Submit { relationship, .. } | Self::Resubmit { relationship, .. } => {
                Some(relationship.code().to_owned())
            }
            Self::Approve { evidence } => Some(evidence.relationship.code().to_owned()),
            Self::Assign { to } => Some(to.to_string()),
            Self::RaiseFinding { kind, .. } => Some(kind.code().to_owned()),
            Self::ResolveFinding { finding } => Some(finding.to_string()),
            Self::OverrideFinding { reason, .. }
            | Self::Hold { reason }
            | Self::Reject { reason } => Some(reason.to_owned()),
            Self::ConfirmRelationship { .. }
            | Self::DisputeRelationship { .. }
            | Self::TakeBack
            | Self::Withdraw
            | Self::Expire
            | Self::BeginReview
            | Self::ReleaseReview
            | Self::FinishChecks { .. }
            | Self::AskSecondReview
            | Self::Endorse
            | Self::Unhold
            | Self::Return { .. }
            | Self::ReturnRefused { .. } => None,
        }
    }
}
