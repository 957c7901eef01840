//! The kinds of action on an application.

/// The kinds of action, without what they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Save the answers of a step.
    SaveStep,
    /// Store a picture, new or replaced.
    AddMaterial,
    /// Choose the part of a picture that is used.
    CropMaterial,
    /// Remove a picture.
    RemoveMaterial,
    /// Record what the registry said about agent and child.
    RecordRelationship,
    /// Confirm the relationship that was found.
    ConfirmRelationship,
    /// Dispute the relationship that was found.
    DisputeRelationship,
    /// Continue in another channel.
    ContinueIn,
    /// Submit.
    Submit,
    /// Submit again after a return.
    Resubmit,
    /// Take back for changes.
    TakeBack,
    /// Withdraw.
    Withdraw,
    /// End a draft untouched for 30 days.
    Expire,
    /// Move a draft to the release in force.
    MoveRelease,
    /// Assign to a reviewer, under a lease.
    Assign,
    /// Begin a review.
    BeginReview,
    /// Give back to the queue.
    ReleaseReview,
    /// Record that the service's own checks are complete.
    FinishChecks,
    /// Record what a check or a person found.
    RaiseFinding,
    /// Settle a finding.
    ResolveFinding,
    /// Accept a picture despite a finding about its quality.
    OverrideFinding,
    /// Ask for a second review by another person.
    AskSecondReview,
    /// Endorse approval, as the first of two reviewers.
    Endorse,
    /// Stop work on it.
    Hold,
    /// Resume work on it.
    Unhold,
    /// Approve: a card is made.
    Approve,
    /// Reject it.
    Reject,
    /// Return for correction.
    Return,
    /// Return an approved application whose card was refused by the card maker.
    ReturnRefused,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 29] = [
        Self::SaveStep,
        Self::AddMaterial,
        Self::CropMaterial,
        Self::RemoveMaterial,
        Self::RecordRelationship,
        Self::ConfirmRelationship,
        Self::DisputeRelationship,
        Self::ContinueIn,
        Self::Submit,
        Self::Resubmit,
        Self::TakeBack,
        Self::Withdraw,
        Self::Expire,
        Self::MoveRelease,
        Self::Assign,
        Self::BeginReview,
        Self::ReleaseReview,
        Self::FinishChecks,
        Self::RaiseFinding,
        Self::ResolveFinding,
        Self::OverrideFinding,
        Self::AskSecondReview,
        Self::Endorse,
        Self::Hold,
        Self::Unhold,
        Self::Approve,
        Self::Reject,
        Self::Return,
        Self::ReturnRefused,
    ];
}
