use proptest::prelude::*;

use super::*;
use crate::application::{RelationshipAnswer, may};

const CASE: Uuid = Uuid::from_u128(1);
const PARENT: Uuid = Uuid::from_u128(2);
const STRANGER: Uuid = Uuid::from_u128(3);

const VERIFIED: Relationship = Relationship {
    state: RelationshipState::Hit,
    answer: Some(RelationshipAnswer::Confirmed),
};

fn now() -> Timestamp {
    "2026-11-22T13:00:00Z".parse().unwrap()
}

fn case_in(state: CaseState) -> Case {
    Case {
        state,
        version: 7,
        submissions: 1,
        ..begin(CASE, PARENT, Channel::Portal, now()).next
    }
}

/// One action of every kind, with facts that let it pass.
fn action_of(kind: ActionKind) -> Action<'static> {
    let state = RelationshipState::Hit;
    match kind {
        ActionKind::SaveStep => Action::SaveStep { step: "child" },
        ActionKind::AddMaterial => Action::AddMaterial {
            material: "card_photo",
        },
        ActionKind::RemoveMaterial => Action::RemoveMaterial {
            material: "card_photo",
        },
        ActionKind::RecordRelationship => Action::RecordRelationship { state },
        ActionKind::ConfirmRelationship => Action::ConfirmRelationship { state },
        ActionKind::DisputeRelationship => Action::DisputeRelationship { state },
        ActionKind::ContinueIn => Action::ContinueIn {
            channel: Channel::Jingtong,
        },
        ActionKind::Submit => Action::Submit {
            problems: 0,
            relationship: VERIFIED,
        },
        ActionKind::TakeBack => Action::TakeBack,
        ActionKind::Withdraw => Action::Withdraw,
        ActionKind::Expire => Action::Expire,
        ActionKind::MoveRelease => Action::MoveRelease {
            from: "2026.11.1",
            to: "2026.12.1",
        },
    }
}

/// The whole table, written out a second time: action, then the state after it by the state before
/// it, in the order of `CaseState::ALL`; a dash where it is refused.
#[test]
fn the_agent_may_do_what_the_table_says() {
    let table = "
        SaveStep            draft     -         -         -         - - - -
        AddMaterial         draft     -         -         -         - - - -
        RemoveMaterial      draft     -         -         -         - - - -
        RecordRelationship  draft     -         -         -         - - - -
        ConfirmRelationship draft     -         -         -         - - - -
        DisputeRelationship draft     -         -         -         - - - -
        ContinueIn          draft     -         -         -         - - - -
        Submit              submitted -         -         -         - - - -
        TakeBack            -         draft     -         -         - - - -
        Withdraw            withdrawn withdrawn withdrawn withdrawn - - - -
    ";
    let mut rows = table.lines().filter(|line| !line.trim().is_empty());
    for kind in ActionKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, ActionKind::Expire | ActionKind::MoveRelease))
    {
        let mut cells = rows.next().unwrap().split_whitespace();
        assert_eq!(cells.next(), Some(format!("{kind:?}").as_str()));
        for state in CaseState::ALL {
            let expected = cells.next().unwrap();
            let result = decide(
                &case_in(state),
                Actor::Agent(PARENT),
                action_of(kind),
                7,
                now(),
            );
            match result {
                Ok(decision) => {
                    assert_eq!(decision.next.state.code(), expected, "{kind:?} {state:?}");
                }
                Err(refusal) => {
                    assert_eq!(expected, "-", "{kind:?} {state:?}");
                    assert_eq!(
                        refusal,
                        Refusal::WrongState {
                            action: kind,
                            state
                        }
                    );
                }
            }
            assert_eq!(may(Role::Agent, kind, state), expected != "-");
        }
    }
}

#[test]
fn the_service_itself_only_records_relationships_while_the_case_is_open_and_moves_or_ends_drafts() {
    for kind in ActionKind::ALL {
        for state in CaseState::ALL {
            let result = decide(&case_in(state), Actor::System, action_of(kind), 7, now());
            if matches!(kind, ActionKind::Expire | ActionKind::MoveRelease) {
                let to = if kind == ActionKind::Expire {
                    CaseState::Expired
                } else {
                    CaseState::Draft
                };
                match result {
                    Ok(decision) => {
                        assert_eq!((state, decision.next.state), (CaseState::Draft, to));
                    }
                    Err(refusal) => {
                        assert_ne!(state, CaseState::Draft);
                        let action = kind;
                        assert_eq!(refusal, Refusal::WrongState { action, state });
                    }
                }
            } else if kind != ActionKind::RecordRelationship {
                let role = Role::System;
                assert_eq!(result, Err(Refusal::NotAllowed { action: kind, role }));
            } else if state.is_final() {
                assert_eq!(
                    result,
                    Err(Refusal::WrongState {
                        action: kind,
                        state
                    })
                );
            } else {
                let decision = result.unwrap();
                assert_eq!(decision.event.actor, Actor::System);
                assert_eq!(decision.next.state, state);
            }
        }
    }
}

#[test]
fn a_stranger_learns_nothing_whatever_they_try() {
    for state in CaseState::ALL {
        for kind in ActionKind::ALL {
            for version in [6, 7] {
                let actor = Actor::Agent(STRANGER);
                let result = decide(&case_in(state), actor, action_of(kind), version, now());
                assert_eq!(result, Err(Refusal::NotYours));
            }
        }
    }
}

#[test]
fn who_saw_an_older_version_is_told_so() {
    for kind in [
        ActionKind::SaveStep,
        ActionKind::Submit,
        ActionKind::Withdraw,
    ] {
        let result = decide(
            &case_in(CaseState::Draft),
            Actor::Agent(PARENT),
            action_of(kind),
            6,
            now(),
        );
        assert_eq!(
            result,
            Err(Refusal::Stale {
                expected: 6,
                current: 7
            })
        );
    }
}

#[test]
fn who_comes_late_learns_the_state_and_not_the_version() {
    let submitted = case_in(CaseState::Submitted);
    let result = decide(
        &submitted,
        Actor::Agent(PARENT),
        action_of(ActionKind::SaveStep),
        6,
        now(),
    );
    let (action, state) = (ActionKind::SaveStep, CaseState::Submitted);
    assert_eq!(result, Err(Refusal::WrongState { action, state }));
}

#[test]
fn problems_left_keep_it_from_being_handed_in() {
    let action = Action::Submit {
        problems: 2,
        relationship: VERIFIED,
    };
    let result = decide(
        &case_in(CaseState::Draft),
        Actor::Agent(PARENT),
        action,
        7,
        now(),
    );
    assert_eq!(result, Err(Refusal::Incomplete { problems: 2 }));
}

#[test]
fn only_a_found_relationship_can_be_confirmed_or_disputed() {
    use RelationshipState::{Down, Mismatch, Miss, Unasked};
    for state in [Unasked, Miss, Mismatch, Down] {
        for action in [
            Action::ConfirmRelationship { state },
            Action::DisputeRelationship { state },
        ] {
            let result = decide(
                &case_in(CaseState::Draft),
                Actor::Agent(PARENT),
                action,
                7,
                now(),
            );
            assert_eq!(result, Err(Refusal::NothingFound), "{action:?}");
        }
    }
}

#[test]
fn only_a_verified_submission_holds_the_child() {
    let hold = |state, action| {
        decide(&case_in(state), Actor::Agent(PARENT), action, 7, now())
            .unwrap()
            .child_hold
    };
    let submit = |relationship| Action::Submit {
        problems: 0,
        relationship,
    };
    let disputed = Relationship {
        answer: Some(RelationshipAnswer::Disputed),
        ..VERIFIED
    };
    assert_eq!(hold(CaseState::Draft, submit(VERIFIED)), ChildHold::Take);
    assert_eq!(hold(CaseState::Draft, submit(disputed)), ChildHold::Keep);
    assert_eq!(
        hold(CaseState::Draft, submit(Relationship::UNASKED)),
        ChildHold::Keep
    );
    assert_eq!(
        hold(CaseState::Submitted, Action::TakeBack),
        ChildHold::Release
    );
    assert_eq!(
        hold(CaseState::InReview, Action::Withdraw),
        ChildHold::Release
    );
    assert_eq!(
        hold(CaseState::Draft, Action::SaveStep { step: "child" }),
        ChildHold::Keep
    );
}

#[test]
fn a_case_is_handed_in_taken_back_and_handed_in_again() {
    let agent = Actor::Agent(PARENT);
    let begun = begin(CASE, PARENT, Channel::Portal, now());
    assert_eq!(begun.event.kind, EventKind::DraftBegun);
    assert_eq!((begun.event.from, begun.event.to), (None, CaseState::Draft));

    let submit = action_of(ActionKind::Submit);
    let first = decide(&begun.next, agent, submit, 1, now()).unwrap();
    assert_eq!(
        (first.next.submissions, first.event.submission),
        (1, Some(1))
    );
    assert_eq!(first.event.subject.as_deref(), Some("verified"));

    let back = decide(&first.next, agent, Action::TakeBack, 2, now()).unwrap();
    assert_eq!((back.next.submissions, back.event.submission), (1, Some(1)));
    assert_eq!(back.next.state, CaseState::Draft);

    let second = decide(&back.next, agent, submit, 3, now()).unwrap();
    assert_eq!(
        (second.next.submissions, second.event.submission),
        (2, Some(2))
    );
    assert_eq!((second.next.version, second.event.version), (4, 4));
}

#[test]
fn a_clock_that_lags_makes_no_case_younger() {
    let case = case_in(CaseState::Draft);
    let earlier = now() - jiff::SignedDuration::from_secs(60);
    let saved = decide(
        &case,
        Actor::Agent(PARENT),
        action_of(ActionKind::SaveStep),
        7,
        earlier,
    )
    .unwrap();
    assert_eq!(saved.next.updated_at, now());
    assert_eq!(saved.event.at, earlier);
}

fn actions() -> impl Strategy<Value = Action<'static>> {
    proptest::sample::select(ActionKind::ALL.to_vec()).prop_map(action_of)
}

proptest! {
    /// Any walk through the machine keeps what the journal and the store lean on.
    #[test]
    fn every_walk_counts_its_changes(walk in proptest::collection::vec((actions(), any::<bool>()), 0..40)) {
        let mut case = begin(CASE, PARENT, Channel::Portal, now()).next;
        let mut holds = false;
        for (action, own) in walk {
            let actor = Actor::Agent(if own { PARENT } else { STRANGER });
            let Ok(decision) = decide(&case, actor, action, case.version, now()) else {
                continue;
            };
            prop_assert!(own && !case.state.is_final());
            prop_assert_eq!(decision.next.version, case.version + 1);
            prop_assert_eq!(decision.event.from, Some(case.state));
            prop_assert_eq!(decision.event.to, decision.next.state);
            prop_assert_eq!((decision.next.id, decision.next.owner), (case.id, case.owner));
            prop_assert!(decision.next.submissions >= case.submissions);
            match decision.child_hold {
                ChildHold::Take => {
                    prop_assert!(!holds, "a child is taken twice");
                    holds = true;
                }
                ChildHold::Release => holds = false,
                ChildHold::Keep => {}
            }
            case = decision.next;
            prop_assert!(!holds || case.state == CaseState::Submitted);
        }
    }
}
