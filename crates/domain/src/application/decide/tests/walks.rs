//! Random walks through the state machine: the invariants that the journal, the store and people rely on.

use proptest::prelude::*;

use super::*;
use crate::application::{Turn, may, rules, turn};

/// One step of a walk: which cell of the table, whether another person of that role acts, how many minutes later, and a
/// random byte.
type Step = (prop::sample::Index, bool, i64, u8);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Now and then a month passes.
    let minutes = prop_oneof![19 => 0i64..40, 1 => Just(31 * 24 * 60)];
    let step = (
        any::<prop::sample::Index>(),
        any::<bool>(),
        minutes,
        any::<u8>(),
    );
    proptest::collection::vec(step, 0..120)
}

/// What the table allows from a state. Actions that end the application come last and once, the others three times, so that
/// walks are long.
fn allowed(state: CaseState) -> Vec<(Role, ActionKind)> {
    let ends = |kind: ActionKind| {
        let to = rules::rule_of(kind).to;
        to.is_some_and(CaseState::is_final)
    };
    let all = || {
        let pairs = |kind| Role::ALL.into_iter().map(move |role| (role, kind));
        let allowed = move |(role, kind): &(Role, ActionKind)| may(*role, *kind, state);
        ActionKind::ALL.into_iter().flat_map(pairs).filter(allowed)
    };
    let lasting = all().filter(|(_, kind)| !ends(*kind));
    let lasting = lasting.flat_map(|pair| std::iter::repeat_n(pair, 3));
    lasting
        .chain(all().filter(|(_, kind)| ends(*kind)))
        .collect()
}

/// The action of a step, with facts that vary from step to step.
fn vary(kind: ActionKind, chance: u8) -> Action<'static> {
    let relationship = if chance.is_multiple_of(2) {
        VERIFIED
    } else {
        Relationship::UNASKED
    };
    let finding = Uuid::from_u128(u128::from(chance % 3));
    match (kind, action_of(kind)) {
        (ActionKind::Submit, _) => Action::Submit {
            problems: usize::from(chance.is_multiple_of(7)),
            relationship,
        },
        (ActionKind::Resubmit, _) => Action::Resubmit {
            problems: 0,
            relationship,
            dropped: &[],
            same_child: chance.is_multiple_of(3),
        },
        (ActionKind::SaveStep, _) => Action::SaveStep {
            step: "supplement",
            fields: if chance.is_multiple_of(3) {
                &["child.name"]
            } else {
                &["residence.address"]
            },
            wrong: &[],
        },
        (ActionKind::RaiseFinding, _) => Action::RaiseFinding {
            finding,
            kind: FindingKind::ALL[usize::from(chance) % FindingKind::ALL.len()],
            item: Some("card_photo"),
        },
        (ActionKind::ResolveFinding, _) => Action::ResolveFinding { finding },
        (ActionKind::OverrideFinding, _) => Action::OverrideFinding {
            finding,
            reason: "scar",
        },
        (_, action) => action,
    }
}

/// Drives any open application to an approval, always acting as the one whose turn it is.
fn drive_to_approval(mut scene: Scene) -> Scene {
    for _ in 0..60 {
        let whose = turn(scene.case.state, &scene.records);
        match scene.case.state {
            CaseState::Draft => {
                assert_eq!(whose, Turn::Agent);
                scene.act(AGENT, action_of(ActionKind::Submit));
            }
            CaseState::Submitted => {
                assert_eq!(whose, Turn::Staff);
                scene.act(SUPERVISOR, Action::BeginReview);
            }
            CaseState::InReview => {
                assert_eq!(whose, Turn::Staff);
                let open = scene.records.findings.iter().find(|known| known.is_open());
                let finding = open.map(|known| known.id);
                let endorsed = scene.records.endorsers(scene.case.submissions).next();
                if scene.records.hold.is_some() {
                    scene.act(SUPERVISOR, Action::Unhold);
                } else if let Some(finding) = finding {
                    scene.act(SUPERVISOR, Action::ResolveFinding { finding });
                } else if scene.records.second_review && endorsed.is_none() {
                    scene.act(SUPERVISOR, Action::Endorse);
                } else if scene.records.second_review && endorsed == SUPERVISOR.staff() {
                    scene.now += LEASE_LASTS;
                    scene.act(REVIEWER, Action::Assign { to: ANN });
                    scene.act(REVIEWER, action_of(ActionKind::Approve));
                } else {
                    scene.act(SUPERVISOR, action_of(ActionKind::Approve));
                }
            }
            CaseState::Returned => {
                assert_eq!(whose, Turn::Agent);
                scene.act(AGENT, action_of(ActionKind::AddMaterial));
                let relationship = VERIFIED;
                scene.act(
                    AGENT,
                    Action::Resubmit {
                        problems: 0,
                        relationship,
                        dropped: &[],
                        same_child: true,
                    },
                );
            }
            CaseState::Approved
            | CaseState::Rejected
            | CaseState::Withdrawn
            | CaseState::Expired => return scene,
        }
    }
    panic!("no way on: {scene:?}")
}

proptest! {
    #[test]
    fn every_walk_stays_on_the_table_counts_its_changes_and_finds_a_way_on(walk in steps()) {
        let mut scene = Scene {
            case: begin(CASE, PARENT, Channel::Portal, now()).next,
            records: Records::default(),
            reasons: reasons(),
            now: now(),
        };
        let mut holds = 0;
        for (cell, other, minutes, chance) in walk {
            scene.now += jiff::SignedDuration::from_mins(minutes);
            // After an approval the card is refused, so that the walk can go on.
            if scene.case.state == CaseState::Approved {
                scene.records.card = Some(CardState::Refused);
            }
            let cells = allowed(scene.case.state);
            if cells.is_empty() {
                break;
            }
            let (role, kind) = *cell.get(&cells);
            let actor = match (role, other) {
                (Role::Agent, true) if chance > 200 => Actor::Agent(STRANGER),
                (Role::Reviewer, true) => OTHER_REVIEWER,
                _ => actor_of(role),
            };
            let before = scene.case.clone();
            let decision = match scene.ask(actor, vary(kind, chance)) {
                Ok(decision) => decision,
                Err(refusal) => {
                    let off_the_table = matches!(
                        refusal,
                        Refusal::NotAllowed { .. } | Refusal::WrongState { .. }
                    );
                    prop_assert!(!off_the_table, "{role:?} {kind:?}: {refusal}");
                    continue;
                }
            };
            let next = &decision.next;
            prop_assert!(!before.state.is_final());
            prop_assert_eq!(next.version, before.version + 1);
            prop_assert_eq!(decision.event.version, next.version);
            prop_assert_eq!((decision.event.from, decision.event.to), (Some(before.state), next.state));
            prop_assert_eq!((next.id, next.owner), (before.id, before.owner));
            prop_assert!(next.submissions >= before.submissions);
            prop_assert!(next.updated_at >= before.updated_at);
            match decision.child_hold {
                ChildHold::Take => holds += 1,
                ChildHold::Move | ChildHold::Keep => {}
                ChildHold::Release => holds = 0,
            }
            prop_assert!(holds <= 1, "a child is taken twice");
            prop_assert_eq!(decision.records.holds_child, holds == 1);
            if next.state.is_final() || next.state == CaseState::Draft {
                prop_assert_eq!(holds, 0, "a child stays held in {:?}", next.state);
            }
            let open = &decision.records;
            prop_assert_eq!(open.returned.is_some(), next.state == CaseState::Returned);
            prop_assert!(open.hold.is_none() || next.state == CaseState::InReview);
            (scene.case, scene.records) = (decision.next, decision.records);
        }
        if !scene.case.state.is_final() {
            let end = drive_to_approval(scene);
            prop_assert_eq!(end.case.state, CaseState::Approved);
        }
    }
}
