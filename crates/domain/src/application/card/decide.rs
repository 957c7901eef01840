//! Decides on a card: from actor, action and time to the next card and its event, or to no change, or to a refusal.

use jiff::Timestamp;
use uuid::Uuid;

use super::rules::rule_of;
use super::{Acknowledgement, Card, CardAction, CardActionKind, CardAnswer, CardEvent};
use crate::application::{Actor, CardState, CaseState, ChildHold, Role};

/// The outcome of a decision on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardOutcome {
    /// Something changed: store all of it in one transaction, or nothing.
    Changed(Box<CardDecision>),
    /// The report is a repeat: the card stays as it is, and nothing is recorded twice (idempotent).
    Known,
}

/// What a decision on a card changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardDecision {
    /// The card after the decision.
    pub next: Card,
    /// For the journal of the application.
    pub event: CardEvent,
    /// The effect on the hold on the child.
    pub child_hold: ChildHold,
}

/// Why a decision on a card is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardRefusal {
    /// This kind of actor never does this.
    #[error("{role:?} may not do {action:?}")]
    NotAllowed {
        /// The action.
        action: CardActionKind,
        /// The role of the actor.
        role: Role,
    },
    /// The card belongs to another branch than the clerk's. Pages respond as if it did not exist.
    #[error("the card belongs to another branch")]
    AnotherBranch,
    /// Not possible from this state.
    #[error("{action:?} is not possible from {}", state.code())]
    WrongState {
        /// The action.
        action: CardActionKind,
        /// The state of the card.
        state: CardState,
    },
    /// The card was changed since the actor saw it (optimistic lock).
    #[error("version {expected} was seen, {current} stands")]
    Stale {
        /// The version that the actor saw.
        expected: u32,
        /// The current version.
        current: u32,
    },
    /// The acknowledgement names another batch than the one the card was sent in.
    #[error("the card is not in this batch")]
    AnotherBatch,
    /// The card was refused in this very batch: it must go into another one, or the acknowledgements could not be told apart.
    #[error("the card was in this batch before")]
    SameBatch,
    /// The card maker reported something else about this batch before.
    #[error("the acknowledgement contradicts an earlier one")]
    Contradiction,
    /// A card is made only for an approved application.
    #[error("the case is {}, not approved", state.code())]
    CaseNotApproved {
        /// The state of the application.
        state: CaseState,
    },
    /// The collection period is not over.
    #[error("the card waits until {until}")]
    StillWaiting {
        /// When it ends.
        until: Timestamp,
    },
}

/// Decides one action on a card.
///
/// `expected_version` is the version that the actor saw; files of the card maker carry none, so the service passes the one it
/// loaded. Checks run in this order: role, branch, repeated report, state, version, facts.
///
/// ```
/// use domain::application::card::{self, CardAction, CardOutcome, CardRefusal};
/// use domain::application::{Actor, BranchCode, CardState, CaseState};
/// use uuid::Uuid;
///
/// let now = "2026-11-22T13:00:00Z".parse()?;
/// let branch = BranchCode::new("ICBC-110101-01").unwrap();
/// let queued = card::begin(Uuid::from_u128(1), branch, now);
/// let case = CaseState::Approved;
/// let batch = CardAction::Batch { batch: Uuid::from_u128(9), case };
/// let CardOutcome::Changed(batched) = card::decide(&queued, Actor::System, batch, 1, now)? else {
///     unreachable!("a queued card was in no batch")
/// };
/// assert_eq!(batched.next.state, CardState::Batched);
/// assert!(matches!(
///     card::decide(&queued, Actor::CardMaker, batch, 1, now),
///     Err(CardRefusal::NotAllowed { .. }),
/// ));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(
    card: &Card,
    actor: Actor,
    action: CardAction<'_>,
    expected_version: u32,
    now: Timestamp,
) -> Result<CardOutcome, CardRefusal> {
    let kind = action.kind();
    let row = rule_of(kind);
    let role = actor.role();
    if !row.by.contains(&role) {
        return Err(CardRefusal::NotAllowed { action: kind, role });
    }
    if matches!(actor, Actor::Clerk { branch, .. } if branch != card.branch) {
        return Err(CardRefusal::AnotherBranch);
    }
    let said = acknowledgement(action);
    if was_said(card, kind, said.as_ref())? {
        return Ok(CardOutcome::Known);
    }
    if !row.from.contains(&card.state) {
        return Err(CardRefusal::WrongState {
            action: kind,
            state: card.state,
        });
    }
    if expected_version != card.version {
        return Err(CardRefusal::Stale {
            expected: expected_version,
            current: card.version,
        });
    }
    check_facts(card, action, now)?;

    let batch = match action {
        CardAction::Batch { batch, .. } => Some(batch),
        _ => card.batch,
    };
    let next = Card {
        state: row.to,
        version: card.version + 1,
        batch,
        acknowledged: said.or_else(|| card.acknowledged.clone()),
        updated_at: now.max(card.updated_at),
        ..card.clone()
    };
    let event = CardEvent {
        kind: row.event,
        actor,
        at: now,
        subject: subject(action, batch),
        from: card.state,
        to: row.to,
    };
    let child_hold = match kind {
        CardActionKind::HandOver => ChildHold::Release,
        _ => ChildHold::Keep,
    };
    Ok(CardOutcome::Changed(Box::new(CardDecision {
        next,
        event,
        child_hold,
    })))
}

fn acknowledgement(action: CardAction<'_>) -> Option<Acknowledgement> {
    match action {
        CardAction::AcknowledgeMade { batch } => Some(Acknowledgement {
            batch,
            answer: CardAnswer::Made,
        }),
        CardAction::AcknowledgeRefused { batch, reason } => Some(Acknowledgement {
            batch,
            answer: CardAnswer::Refused {
                reason: reason.to_owned(),
            },
        }),
        CardAction::Queue { .. }
        | CardAction::Batch { .. }
        | CardAction::Send
        | CardAction::Arrive
        | CardAction::HandOver
        | CardAction::GiveUp { .. } => None,
    }
}

/// Whether an acknowledgement was taken in before, whatever the card's state is by now. A repeated file changes nothing; one
/// that says something else about the same batch is a fault that staff must see.
fn was_said(
    card: &Card,
    kind: CardActionKind,
    said: Option<&Acknowledgement>,
) -> Result<bool, CardRefusal> {
    if let Some(said) = said {
        return match &card.acknowledged {
            Some(before) if before == said => Ok(true),
            Some(before) if before.batch == said.batch => Err(CardRefusal::Contradiction),
            _ if card.batch != Some(said.batch) => Err(CardRefusal::AnotherBatch),
            _ => Ok(false),
        };
    }
    let there = matches!(
        card.state,
        CardState::AtBranch | CardState::Collected | CardState::Uncollected
    );
    Ok(kind == CardActionKind::Arrive && there)
}

fn check_facts(card: &Card, action: CardAction<'_>, now: Timestamp) -> Result<(), CardRefusal> {
    match action {
        CardAction::Queue { case: state } | CardAction::Batch { case: state, .. }
            if state != CaseState::Approved =>
        {
            Err(CardRefusal::CaseNotApproved { state })
        }
        CardAction::Batch { batch, .. } if card.batch == Some(batch) => Err(CardRefusal::SameBatch),
        CardAction::GiveUp { after } => {
            let until = card.updated_at.checked_add(after);
            let until = until.unwrap_or(Timestamp::MAX);
            if now < until {
                Err(CardRefusal::StillWaiting { until })
            } else {
                Ok(())
            }
        }
        CardAction::Queue { .. }
        | CardAction::Batch { .. }
        | CardAction::Send
        | CardAction::AcknowledgeMade { .. }
        | CardAction::AcknowledgeRefused { .. }
        | CardAction::Arrive
        | CardAction::HandOver => Ok(()),
    }
}

fn subject(action: CardAction<'_>, batch: Option<Uuid>) -> Option<String> {
    match action {
        CardAction::AcknowledgeRefused { reason, .. } => Some(reason.to_owned()),
        CardAction::Batch { .. } | CardAction::Send | CardAction::AcknowledgeMade { .. } => {
            batch.map(|batch| batch.to_string())
        }
        CardAction::Queue { .. }
        | CardAction::Arrive
        | CardAction::HandOver
        | CardAction::GiveUp { .. } => None,
    }
}
