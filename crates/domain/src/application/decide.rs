//! The decision: a case, who acts, what they want, when; then the next case and what happened, or a
//! refusal.

use jiff::Timestamp;
use uuid::Uuid;

use super::rules::rule_of;
use super::{ActionKind, Actor, Case, CaseState, Event, EventKind, Relationship, Role};
use crate::channel::Channel;
use crate::flow::RelationshipState;

/// What somebody wants to do, with the facts that the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Keep the answers of a step.
    SaveStep {
        /// The id of the step.
        step: &'a str,
    },
    /// Keep a picture, the first or another one.
    AddMaterial {
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
}

impl Action<'_> {
    /// The row of the table that speaks about this action.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::SaveStep { .. } => ActionKind::SaveStep,
            Self::AddMaterial { .. } => ActionKind::AddMaterial,
            Self::RemoveMaterial { .. } => ActionKind::RemoveMaterial,
            Self::RecordRelationship { .. } => ActionKind::RecordRelationship,
            Self::ConfirmRelationship { .. } => ActionKind::ConfirmRelationship,
            Self::DisputeRelationship { .. } => ActionKind::DisputeRelationship,
            Self::ContinueIn { .. } => ActionKind::ContinueIn,
            Self::Submit { .. } => ActionKind::Submit,
            Self::TakeBack => ActionKind::TakeBack,
            Self::Withdraw => ActionKind::Withdraw,
            Self::Expire => ActionKind::Expire,
            Self::MoveRelease { .. } => ActionKind::MoveRelease,
        }
    }

    fn subject(self) -> Option<String> {
        match self {
            Self::SaveStep { step } => Some(step.to_owned()),
            Self::AddMaterial { material } | Self::RemoveMaterial { material } => {
                Some(material.to_owned())
            }
            Self::RecordRelationship { state } => Some(state.code().to_owned()),
            Self::ContinueIn { channel } => Some(channel.code().to_owned()),
            Self::Submit { relationship, .. } => Some(relationship.code().to_owned()),
            Self::MoveRelease { from, to } => Some(format!("{from} {to}")),
            Self::ConfirmRelationship { .. }
            | Self::DisputeRelationship { .. }
            | Self::TakeBack
            | Self::Withdraw
            | Self::Expire => None,
        }
    }
}

/// What a decision means: store all of it in one transaction, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The case after it.
    pub next: Case,
    /// For the journal.
    pub event: Event,
    /// What becomes of the child's hold.
    pub child_hold: ChildHold,
}

/// The hold on a child: one live application, over both parents and all channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildHold {
    /// Stays as it is.
    Keep,
    /// This case holds the child from now on; refuse with `live_application` when another one does.
    Take,
    /// The child is free again, where this case held it.
    Release,
}

/// Why a decision is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
}

/// Begins a draft: the first version of a case and its first event.
pub fn begin(id: Uuid, owner: Uuid, channel: Channel, now: Timestamp) -> Decision {
    Decision {
        next: Case {
            id,
            owner,
            channel,
            state: CaseState::Draft,
            version: 1,
            submissions: 0,
            created_at: now,
            updated_at: now,
        },
        event: Event {
            kind: EventKind::DraftBegun,
            case: id,
            actor: Actor::Agent(owner),
            at: now,
            subject: Some(channel.code().to_owned()),
            from: None,
            to: CaseState::Draft,
            version: 1,
            submission: None,
        },
        child_hold: ChildHold::Keep,
    }
}

/// Decides one action on a case.
///
/// `expected_version` is the version that the actor saw; the service itself gives the one it loaded.
///
/// Refusals come in this order: whose case, who may, from where, which version, what is missing. So
/// a stranger learns nothing, and someone who comes late learns what became of the case rather than
/// that a number differs.
///
/// ```
/// use domain::application::{Action, Actor, CaseState, Refusal, Relationship, begin, decide};
/// use domain::channel::Channel;
/// use uuid::Uuid;
///
/// let (case, parent) = (Uuid::from_u128(1), Uuid::from_u128(2));
/// let now = "2026-11-22T13:00:00Z".parse()?;
/// let draft = begin(case, parent, Channel::Portal, now).next;
///
/// let saved = decide(&draft, Actor::Agent(parent), Action::SaveStep { step: "child" }, 1, now)?;
/// assert_eq!(saved.next.version, 2);
///
/// let hand_in = Action::Submit { problems: 0, relationship: Relationship::UNASKED };
/// let stranger = Actor::Agent(Uuid::from_u128(3));
/// assert_eq!(decide(&saved.next, stranger, hand_in, 2, now), Err(Refusal::NotYours));
/// assert_eq!(
///     decide(&saved.next, Actor::Agent(parent), hand_in, 1, now),
///     Err(Refusal::Stale { expected: 1, current: 2 }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(
    case: &Case,
    actor: Actor,
    action: Action<'_>,
    expected_version: u32,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let kind = action.kind();
    let row = rule_of(kind);
    if actor.account().is_some_and(|account| account != case.owner) {
        return Err(Refusal::NotYours);
    }
    let role = actor.role();
    let states = row
        .from(role)
        .ok_or(Refusal::NotAllowed { action: kind, role })?;
    if !states.contains(&case.state) {
        return Err(Refusal::WrongState {
            action: kind,
            state: case.state,
        });
    }
    if expected_version != case.version {
        return Err(Refusal::Stale {
            expected: expected_version,
            current: case.version,
        });
    }
    check_facts(action)?;

    let to = row.to.unwrap_or(case.state);
    let submissions = case.submissions + u32::from(kind == ActionKind::Submit);
    let channel = if let Action::ContinueIn { channel } = action {
        channel
    } else {
        case.channel
    };
    let next = Case {
        channel,
        state: to,
        version: case.version + 1,
        submissions,
        // The clock of another process may lag: a case never grows younger.
        updated_at: now.max(case.updated_at),
        ..case.clone()
    };
    let event = Event {
        kind: row.event,
        case: case.id,
        actor,
        at: now,
        subject: action.subject(),
        from: Some(case.state),
        to,
        version: next.version,
        submission: matches!(kind, ActionKind::Submit | ActionKind::TakeBack)
            .then_some(submissions),
    };
    Ok(Decision {
        next,
        event,
        child_hold: child_hold(action),
    })
}

fn check_facts(action: Action<'_>) -> Result<(), Refusal> {
    match action {
        Action::ConfirmRelationship { state } | Action::DisputeRelationship { state }
            if state != RelationshipState::Hit =>
        {
            Err(Refusal::NothingFound)
        }
        Action::Submit { problems, .. } if problems > 0 => Err(Refusal::Incomplete { problems }),
        Action::ConfirmRelationship { .. }
        | Action::DisputeRelationship { .. }
        | Action::Submit { .. }
        | Action::SaveStep { .. }
        | Action::AddMaterial { .. }
        | Action::RemoveMaterial { .. }
        | Action::RecordRelationship { .. }
        | Action::ContinueIn { .. }
        | Action::TakeBack
        | Action::Withdraw
        | Action::Expire
        | Action::MoveRelease { .. } => Ok(()),
    }
}

/// A draft holds nothing; only a verified submission holds, so that a stranger can block nobody.
fn child_hold(action: Action<'_>) -> ChildHold {
    match action {
        Action::Submit { relationship, .. } if relationship.is_verified() => ChildHold::Take,
        Action::TakeBack | Action::Withdraw => ChildHold::Release,
        Action::Submit { .. }
        | Action::SaveStep { .. }
        | Action::AddMaterial { .. }
        | Action::RemoveMaterial { .. }
        | Action::RecordRelationship { .. }
        | Action::ConfirmRelationship { .. }
        | Action::DisputeRelationship { .. }
        | Action::ContinueIn { .. }
        | Action::Expire
        | Action::MoveRelease { .. } => ChildHold::Keep,
    }
}

#[cfg(test)]
mod tests;
