//! The kinds of action on a case.

/// The kinds of action, without what they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Keep the answers of a step.
    SaveStep,
    /// Keep a picture, the first or another one.
    AddMaterial,
    /// Say which part of a picture is used.
    CropMaterial,
    /// Remove a picture.
    RemoveMaterial,
    /// Keep what a register said about agent and child.
    RecordRelationship,
    /// Say that the found relationship is right.
    ConfirmRelationship,
    /// Say that the found relationship is wrong.
    DisputeRelationship,
    /// Go on in another channel.
    ContinueIn,
    /// Hand in.
    Submit,
    /// Hand in again after a return.
    Resubmit,
    /// Take back for changes.
    TakeBack,
    /// Give up.
    Withdraw,
    /// End a draft that nobody touched for 30 days.
    Expire,
    /// Move a draft to the release in force.
    MoveRelease,
    /// Give to a reviewer, for a time.
    Assign,
    /// Begin to look.
    BeginReview,
    /// Give back to the queue.
    ReleaseReview,
    /// Note that the service's own checks are through.
    FinishChecks,
    /// Note what a check or a person found.
    RaiseFinding,
    /// Settle what was found.
    ResolveFinding,
    /// Take a picture although its quality was found wanting.
    OverrideFinding,
    /// Ask for another person to look as well.
    AskSecondReview,
    /// Say, as the first of two reviewers, that it may be approved.
    Endorse,
    /// Stop the work on it.
    Hold,
    /// Go on with the work.
    Unhold,
    /// Have a card made.
    Approve,
    /// Refuse it.
    Reject,
    /// Send back for correction.
    Return,
    /// Send back an approved case whose card the card maker refused.
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
