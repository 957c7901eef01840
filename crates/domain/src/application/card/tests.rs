//! The state machine of cards.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::rules::rule_of;
use super::*;
use crate::application::{CaseState, ChildHold, Role};
use crate::channel::Channel;

const BATCH: Uuid = Uuid::from_u128(9);
const OTHER_BATCH: Uuid = Uuid::from_u128(10);
const WAITS: SignedDuration = SignedDuration::from_hours(24 * 60);

fn now() -> Timestamp {
    "2026-11-22T13:00:00Z".parse().unwrap()
}

fn branch(code: &str) -> BranchCode {
    BranchCode::new(code).unwrap()
}

fn clerk(code: &str) -> Actor {
    Actor::Clerk {
        staff: Uuid::from_u128(41),
        branch: branch(code),
    }
}

fn actor_of(role: Role) -> Actor {
    let id = Uuid::from_u128(21);
    match role {
        Role::Agent => Actor::Agent(id),
        Role::System => Actor::System,
        Role::Reviewer => Actor::Reviewer(id),
        Role::Supervisor => Actor::Supervisor(id),
        Role::Clerk => clerk("ICBC-110101-01"),
        Role::CardMaker => Actor::CardMaker,
    }
}

fn action_of(kind: CardActionKind) -> CardAction<'static> {
    let (batch, reason) = (BATCH, "photo");
    let case = CaseState::Approved;
    match kind {
        CardActionKind::Queue => CardAction::Queue { case },
        // Every test begins with the card in BATCH: it is sent again in another one.
        CardActionKind::Batch => CardAction::Batch {
            batch: OTHER_BATCH,
            case,
        },
        CardActionKind::Send => CardAction::Send,
        CardActionKind::AcknowledgeMade => CardAction::AcknowledgeMade { batch },
        CardActionKind::AcknowledgeRefused => CardAction::AcknowledgeRefused { batch, reason },
        CardActionKind::Arrive => CardAction::Arrive,
        CardActionKind::HandOver => CardAction::HandOver,
        CardActionKind::GiveUp => CardAction::GiveUp { after: WAITS },
    }
}

fn card_in(state: CardState) -> Card {
    Card {
        state,
        version: 5,
        batch: Some(BATCH),
        ..begin(Uuid::from_u128(1), branch("ICBC-110101-01"), now())
    }
}

fn refusal(card: &Card, actor: Actor, action: CardAction<'_>) -> CardRefusal {
    decide(card, actor, action, card.version, now()).unwrap_err()
}

fn changed(card: &Card, actor: Actor, action: CardAction<'_>, at: Timestamp) -> CardDecision {
    match decide(card, actor, action, card.version, at) {
        Ok(CardOutcome::Changed(decision)) => *decision,
        other => panic!("{action:?}: {other:?}"),
    }
}

#[test]
fn the_machine_does_what_the_table_says_and_nothing_else() {
    for kind in CardActionKind::ALL {
        for role in Role::ALL {
            for state in CardState::ALL {
                let (card, actor, at) = (card_in(state), actor_of(role), now() + WAITS);
                let result = decide(&card, actor, action_of(kind), 5, at);
                let context = format!("{role:?} {kind:?} from {state:?}");
                if may(role, kind, state) {
                    let decision = changed(&card, actor, action_of(kind), at);
                    let to = rule_of(kind).to;
                    assert_eq!(
                        (decision.next.state, decision.event.to),
                        (to, to),
                        "{context}"
                    );
                    assert_eq!(decision.next.version, 6, "{context}");
                    let free = to == CardState::Collected;
                    assert_eq!(decision.child_hold == ChildHold::Release, free, "{context}");
                } else if !rule_of(kind).by.contains(&role) {
                    let refusal = CardRefusal::NotAllowed { action: kind, role };
                    assert_eq!(result, Err(refusal), "{context}");
                } else if result != Ok(CardOutcome::Known) {
                    let action = kind;
                    let refusal = CardRefusal::WrongState { action, state };
                    assert_eq!(result, Err(refusal), "{context}");
                } else {
                    assert_eq!(kind, CardActionKind::Arrive, "{context}");
                }
            }
        }
    }
}

#[test]
fn a_clerk_touches_the_cards_of_their_own_branch_alone() {
    for state in CardState::ALL {
        for action in [CardAction::Arrive, CardAction::HandOver] {
            let other = clerk("ICBC-110101-02");
            let refusal = refusal(&card_in(state), other, action);
            assert_eq!(refusal, CardRefusal::AnotherBranch);
        }
    }
}

#[test]
fn the_same_acknowledgement_twice_is_nothing_new_wherever_the_card_stands() {
    let sent = card_in(CardState::Sent);
    for kind in [
        CardActionKind::AcknowledgeMade,
        CardActionKind::AcknowledgeRefused,
    ] {
        let answered = changed(&sent, Actor::CardMaker, action_of(kind), now()).next;
        for state in CardState::ALL {
            let later = Card {
                state,
                version: 9,
                ..answered.clone()
            };
            // An outdated version does not matter either: a file carries none.
            let again = decide(&later, Actor::CardMaker, action_of(kind), 1, now());
            assert_eq!(again, Ok(CardOutcome::Known), "{state:?}");
        }
    }
    for state in [
        CardState::AtBranch,
        CardState::Collected,
        CardState::Uncollected,
    ] {
        let again = decide(
            &card_in(state),
            Actor::CardMaker,
            CardAction::Arrive,
            1,
            now(),
        );
        assert_eq!(again, Ok(CardOutcome::Known), "{state:?}");
    }
}

#[test]
fn an_acknowledgement_that_says_something_else_is_refused() {
    let made = action_of(CardActionKind::AcknowledgeMade);
    let refused = action_of(CardActionKind::AcknowledgeRefused);
    let answered =
        |action| changed(&card_in(CardState::Sent), Actor::CardMaker, action, now()).next;
    let other_reason = CardAction::AcknowledgeRefused {
        batch: BATCH,
        reason: "name",
    };
    for (before, then) in [(made, refused), (refused, made), (refused, other_reason)] {
        let refusal = refusal(&answered(before), Actor::CardMaker, then);
        assert_eq!(refusal, CardRefusal::Contradiction);
    }
    let batch = OTHER_BATCH;
    let other = CardAction::AcknowledgeMade { batch };
    let refusal = refusal(&card_in(CardState::Sent), Actor::CardMaker, other);
    assert_eq!(refusal, CardRefusal::AnotherBatch);
}

#[test]
fn a_refused_card_goes_out_again_in_another_batch() {
    let sent = card_in(CardState::Sent);
    let refuse = action_of(CardActionKind::AcknowledgeRefused);
    let refused = changed(&sent, Actor::CardMaker, refuse, now());
    assert_eq!(refused.event.subject.as_deref(), Some("photo"));
    let queue = action_of(CardActionKind::Queue);
    let queued = changed(&refused.next, Actor::System, queue, now()).next;
    let batch = OTHER_BATCH;
    let case = CaseState::Approved;
    let batch_it = CardAction::Batch { batch, case };
    let batched = changed(&queued, Actor::System, batch_it, now()).next;
    let sent = changed(&batched, Actor::System, CardAction::Send, now());
    assert_eq!(sent.event.subject, Some(batch.to_string()));
    // The refusal of the previous batch arrives again.
    let again = decide(&sent.next, Actor::CardMaker, refuse, 1, now());
    assert_eq!(again, Ok(CardOutcome::Known));
    let made = CardAction::AcknowledgeMade { batch };
    let made = changed(&sent.next, Actor::CardMaker, made, now());
    assert_eq!(made.next.state, CardState::Made);
}

#[test]
fn no_card_is_made_for_a_case_that_is_not_approved() {
    let batch = OTHER_BATCH;
    for state in CaseState::ALL {
        for (from, action) in [
            (CardState::Refused, CardAction::Queue { case: state }),
            (CardState::Queued, CardAction::Batch { batch, case: state }),
        ] {
            let card = card_in(from);
            let result = decide(&card, Actor::System, action, card.version, now());
            if state == CaseState::Approved {
                assert!(matches!(result, Ok(CardOutcome::Changed(_))));
            } else {
                assert_eq!(result, Err(CardRefusal::CaseNotApproved { state }));
            }
        }
    }
}

#[test]
fn a_card_waits_its_time_and_who_comes_late_still_gets_it() {
    let waiting = card_in(CardState::AtBranch);
    let until = now() + WAITS;
    let early = until - SignedDuration::from_millis(1);
    let give_up = action_of(CardActionKind::GiveUp);
    let result = decide(&waiting, Actor::System, give_up, 5, early);
    assert_eq!(result, Err(CardRefusal::StillWaiting { until }));
    let left_there = changed(&waiting, Actor::System, give_up, until).next;
    assert_eq!(left_there.state, CardState::Uncollected);
    let late = changed(
        &left_there,
        clerk("ICBC-110101-01"),
        CardAction::HandOver,
        until,
    );
    assert_eq!(late.next.state, CardState::Collected);
    assert_eq!(late.child_hold, ChildHold::Release);
}

#[test]
fn who_saw_an_older_version_is_told_so() {
    let card = card_in(CardState::AtBranch);
    let result = decide(
        &card,
        clerk("ICBC-110101-01"),
        CardAction::HandOver,
        4,
        now(),
    );
    let (expected, current) = (4, 5);
    assert_eq!(result, Err(CardRefusal::Stale { expected, current }));
}

#[test]
fn the_journal_of_the_case_takes_the_event_and_the_case_stays() {
    let begun = crate::application::begin(Uuid::from_u128(1), Uuid::nil(), Channel::Portal, now());
    let case = Case {
        state: CaseState::Approved,
        version: 12,
        ..begun.next
    };
    let batch = action_of(CardActionKind::Batch);
    let batched = changed(&card_in(CardState::Queued), Actor::System, batch, now());
    let event = batched.event.of(&case);
    assert_eq!((event.kind, event.version), (EventKind::CardBatched, 12));
    assert_eq!((event.from, event.to), (Some(case.state), case.state));
    assert_eq!(event.subject, Some(OTHER_BATCH.to_string()));
}

#[test]
fn a_refused_card_goes_out_in_another_batch() {
    let refused = card_in(CardState::Refused);
    let again = action_of(CardActionKind::Queue);
    let queued = changed(&refused, Actor::System, again, now()).next;
    let case = CaseState::Approved;
    let same = CardAction::Batch { batch: BATCH, case };
    assert_eq!(
        refusal(&queued, Actor::System, same),
        CardRefusal::SameBatch
    );
    let other = action_of(CardActionKind::Batch);
    let batched = changed(&queued, Actor::System, other, now()).next;
    assert_eq!(batched.batch, Some(OTHER_BATCH));
}

/// Drives any card into the agent's hand, always acting as the one whose turn it is.
fn drive_to_the_hand(mut card: Card) -> Card {
    let (batch, case) = (Uuid::from_u128(77), CaseState::Approved);
    for _ in 0..10 {
        let (actor, action) = match card.state {
            CardState::Refused => (Actor::System, action_of(CardActionKind::Queue)),
            CardState::Queued => (Actor::System, CardAction::Batch { batch, case }),
            CardState::Batched => (Actor::System, CardAction::Send),
            CardState::Sent => {
                let batch = card.batch.unwrap();
                (Actor::CardMaker, CardAction::AcknowledgeMade { batch })
            }
            CardState::Made => (Actor::CardMaker, CardAction::Arrive),
            CardState::AtBranch | CardState::Uncollected => {
                (clerk("ICBC-110101-01"), CardAction::HandOver)
            }
            CardState::Collected => return card,
        };
        card = changed(&card, actor, action, now()).next;
    }
    panic!("no way on: {card:?}")
}

proptest! {
    #[test]
    fn every_walk_stays_on_the_table_counts_its_changes_and_ends_in_the_agents_hand(
        walk in proptest::collection::vec(
            (proptest::sample::select(Role::ALL.to_vec()), proptest::sample::select(CardActionKind::ALL.to_vec()), 1u128..4),
            0..60,
        )
    ) {
        let mut card = begin(Uuid::from_u128(1), branch("ICBC-110101-01"), now());
        for (role, kind, batch) in walk {
            let batch = Uuid::from_u128(batch);
            let action = match action_of(kind) {
                CardAction::Batch { case, .. } => CardAction::Batch { batch, case },
                CardAction::AcknowledgeMade { .. } => CardAction::AcknowledgeMade { batch },
                CardAction::AcknowledgeRefused { reason, .. } => CardAction::AcknowledgeRefused { batch, reason },
                other => other,
            };
            let at = now() + WAITS;
            let Ok(CardOutcome::Changed(decision)) = decide(&card, actor_of(role), action, card.version, at) else {
                continue;
            };
            prop_assert!(may(role, kind, card.state) && !card.state.is_final());
            prop_assert_eq!(decision.next.version, card.version + 1);
            prop_assert_eq!((decision.event.from, decision.event.to), (card.state, decision.next.state));
            prop_assert_eq!(decision.child_hold == ChildHold::Release, decision.next.state == CardState::Collected);
            card = decision.next;
        }
        prop_assert_eq!(drive_to_the_hand(card).state, CardState::Collected);
    }
}
