//! The decision on a card: who acts, what they want, when; then the next card and what happened, or
//! nothing new, or a refusal.

use jiff::Timestamp;
use uuid::Uuid;

use super::rules::rule_of;
use super::{Acknowledgement, Card, CardAction, CardActionKind, CardAnswer, CardEvent};
use crate::application::{Actor, CardState, CaseState, ChildHold, Role};

/// What a decision on a card comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardOutcome {
    /// Something happened: store all of it in one transaction, or nothing.
    Changed(Box<CardDecision>),
    /// It was said before: the card stands as it stood, and nothing is noted a second time.
    Known,
}

/// What a decision on a card means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardDecision {
    /// The card after it.
    pub next: Card,
    /// For the journal of the case.
    pub event: CardEvent,
    /// What becomes of the child's hold.
    pub child_hold: ChildHold,
}

/// Why a decision on a card is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardRefusal {
    /// This kind of actor never does this.
    #[error("{role:?} may not do {action:?}")]
    NotAllowed {
        /// What was wanted.
        action: CardActionKind,
        /// Who wanted it.
        role: Role,
    },
    /// The card waits at another branch than the clerk's. Pages answer as if it did not exist.
    #[error("the card belongs to another branch")]
    AnotherBranch,
    /// Not from this state.
    #[error("{action:?} is not possible from {}", state.code())]
    WrongState {
        /// What was wanted.
        action: CardActionKind,
        /// Where the card stands.
        state: CardState,
    },
    /// The card was changed since the actor saw it.
    #[error("version {expected} was seen, {current} stands")]
    Stale {
        /// The version that the actor saw.
        expected: u32,
        /// The version that stands.
        current: u32,
    },
    /// The acknowledgement speaks of another batch than the one the card went out in.
    #[error("the card is not in this batch")]
    AnotherBatch,
    /// The card was refused in this very batch: it goes out in another one, or the answers could not be told apart.
    #[error("the card was in this batch before")]
    SameBatch,
    /// The card maker said something else about this batch before.
    #[error("the acknowledgement contradicts an earlier one")]
    Contradiction,
    /// A card is made for an approved case alone.
    #[error("the case is {}, not approved", state.code())]
    CaseNotApproved {
        /// Where the case stands.
        state: CaseState,
    },
    /// The time in which it can be fetched is not over.
    #[error("the card waits until {until}")]
    StillWaiting {
        /// When it is over.
        until: Timestamp,
    },
}

/// Decides one action on a card.
///
/// `expected_version` is the version that the actor saw; files of the card maker know none, so the
/// service gives the one it loaded. Refusals come in this order: who may, whose branch, what was said
/// before, from where, which version, what is missing.
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

/// Whether an acknowledgement was taken in before, wherever the card stands by now. A file that comes
/// twice is nothing new; one that says something else about the same batch is a fault that staff
/// must see.
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
