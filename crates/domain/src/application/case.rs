//! What the machine works on: the case, who acts, and the event that a change leaves behind.

use jiff::Timestamp;
use uuid::Uuid;

use super::CaseState;
use crate::channel::Channel;

/// A case as far as decisions go; answers, materials and records stand beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id, made by the caller before it is stored.
    pub id: Uuid,
    /// The account of the agent: the only one who reads and changes it.
    pub owner: Uuid,
    /// The channel whose flow it follows: the one it was begun in, or went on in.
    pub channel: Channel,
    /// Where it stands.
    pub state: CaseState,
    /// Counts every change, from 1: who changes it says which version they saw.
    pub version: u32,
    /// How often it was handed in: the number of the latest submission.
    pub submissions: u32,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A logged-in parent or guardian, by account.
    Agent(Uuid),
    /// The service itself: background look-ups, clean-up.
    System,
}

impl Actor {
    /// What kind of actor this is.
    pub const fn role(self) -> Role {
        match self {
            Self::Agent(_) => Role::Agent,
            Self::System => Role::System,
        }
    }

    /// The account, where there is one.
    pub const fn account(self) -> Option<Uuid> {
        match self {
            Self::Agent(account) => Some(account),
            Self::System => None,
        }
    }
}

/// The kinds of actor that rules and the journal know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The parent or guardian who applies.
    Agent,
    /// The service itself.
    System,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Agent, Self::System];

    /// The stable code in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::System => "system",
        }
    }
}

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
    /// The step, material or register state it concerns, by its code.
    pub subject: Option<String>,
    /// The state before; none for a new case.
    pub from: Option<CaseState>,
    /// The state after.
    pub to: CaseState,
    /// The version of the case after it.
    pub version: u32,
    /// The number of the submission that was made or taken back.
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
    /// Taken back for changes.
    TakenBack,
    /// Given up.
    Withdrawn,
    /// A draft that nobody touched for 30 days, erased.
    Expired,
    /// A draft was moved to the release in force.
    ReleaseMoved,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::DraftBegun,
        Self::StepSaved,
        Self::MaterialAdded,
        Self::MaterialRemoved,
        Self::RelationshipRecorded,
        Self::RelationshipConfirmed,
        Self::RelationshipDisputed,
        Self::ChannelChanged,
        Self::Submitted,
        Self::TakenBack,
        Self::Withdrawn,
        Self::Expired,
        Self::ReleaseMoved,
    ];

    /// The stable code in the journal and in the wording of the timeline.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DraftBegun => "draft_begun",
            Self::StepSaved => "step_saved",
            Self::MaterialAdded => "material_added",
            Self::MaterialRemoved => "material_removed",
            Self::RelationshipRecorded => "relationship_recorded",
            Self::RelationshipConfirmed => "relationship_confirmed",
            Self::RelationshipDisputed => "relationship_disputed",
            Self::ChannelChanged => "channel_changed",
            Self::Submitted => "submitted",
            Self::TakenBack => "taken_back",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::ReleaseMoved => "release_moved",
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
