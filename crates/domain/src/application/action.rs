//! What somebody wants to do to a case, with the facts that the decision needs.

use uuid::Uuid;

use super::{ActionKind, Evidence, FindingKind, Relationship, ReturnItem};
use crate::channel::Channel;
use crate::flow::RelationshipState;

/// What somebody wants to do, with the facts that the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Keep the answers of a step.
    SaveStep {
        /// The id of the step.
        step: &'a str,
        /// The ids of the fields that are saved: after a return, a locked one is refused by name.
        fields: &'a [&'a str],
    },
    /// Keep a picture, the first or another one.
    AddMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Say which part of a picture is used.
    CropMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Remove a picture.
    RemoveMaterial {
        /// The id of the material.
        material: &'a str,
    },
    /// Keep what a register said about agent and child.
    RecordRelationship {
        /// What it said.
        state: RelationshipState,
    },
    /// Say that the found relationship is right.
    ConfirmRelationship {
        /// What the register had said.
        state: RelationshipState,
    },
    /// Say that the found relationship is wrong.
    DisputeRelationship {
        /// What the register had said.
        state: RelationshipState,
    },
    /// Go on in another channel, whose flow counts from then on.
    ContinueIn {
        /// The channel.
        channel: Channel,
    },
    /// Hand in.
    Submit {
        /// How many problems the plan of the day still has.
        problems: usize,
        /// What is known about agent and child.
        relationship: Relationship,
    },
    /// Hand in again after a return: the correction becomes the next submission.
    Resubmit {
        /// How many problems the plan of the day still has.
        problems: usize,
        /// What is known about agent and child.
        relationship: Relationship,
        /// Returned items that the plan does not ask for any more: another correction took their
        /// ground away, so nobody can correct them.
        dropped: &'a [&'a str],
        /// Whether it is still for the child of the submission before.
        same_child: bool,
    },
    /// Take back for changes.
    TakeBack,
    /// Give up.
    Withdraw,
    /// End a draft that nobody touched for 30 days; what it holds of persons is erased with it.
    Expire,
    /// Move a draft to the release in force.
    MoveRelease {
        /// The number of the release that it was pinned to.
        from: &'a str,
        /// The number of the release in force.
        to: &'a str,
    },
    /// Give to a reviewer for a time, or renew the time. A reviewer takes for themselves alone.
    Assign {
        /// The staff id of the reviewer.
        to: Uuid,
    },
    /// Begin to look; a reviewer has it from then on.
    BeginReview,
    /// Give back to the queue.
    ReleaseReview,
    /// Note that the service's own checks of the latest submission are through; what they found was
    /// raised before.
    FinishChecks {
        /// Whether chance picked it for a person to look at all the same.
        sampled: bool,
    },
    /// Note what a check or a person found.
    RaiseFinding {
        /// Its id, made by the caller.
        finding: Uuid,
        /// What kind.
        kind: FindingKind,
        /// The field or material it is about, where it is about one.
        item: Option<&'a str>,
    },
    /// Settle what was found.
    ResolveFinding {
        /// Its id.
        finding: Uuid,
    },
    /// Take a picture although its quality was found wanting.
    OverrideFinding {
        /// The id of the finding.
        finding: Uuid,
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Ask for another person to look as well.
    AskSecondReview,
    /// Say, as the first of two reviewers, that it may be approved.
    Endorse,
    /// Stop the work on it.
    Hold {
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Go on with the work.
    Unhold,
    /// Have a card made.
    Approve {
        /// What the case rests on.
        evidence: Evidence,
    },
    /// Refuse it.
    Reject {
        /// Why, by a code of the administered list.
        reason: &'a str,
    },
    /// Send back for correction; nothing but the items unlocks.
    Return {
        /// What to correct.
        items: &'a [ReturnItem<'a>],
        /// The ids of all answers and materials of the submission
        /// ([`ids`](super::snapshot::Snapshot::ids)).
        frozen: &'a [&'a str],
    },
    /// Send back an approved case whose card the card maker refused.
    ReturnRefused {
        /// What to correct.
        items: &'a [ReturnItem<'a>],
        /// The ids of all answers and materials of the submission.
        frozen: &'a [&'a str],
    },
}

impl Action<'_> {
    /// The row of the table that speaks about this action.
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

    /// What the event is about, by its code.
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
