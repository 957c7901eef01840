//! Who has the lease, what stops work, and findings.

use super::*;

const MINUTE: jiff::SignedDuration = jiff::SignedDuration::from_mins(1);

/// What a reviewer may do only under their own lease.
const DECIDING: [ActionKind; 11] = [
    ActionKind::ReleaseReview,
    ActionKind::RaiseFinding,
    ActionKind::ResolveFinding,
    ActionKind::OverrideFinding,
    ActionKind::AskSecondReview,
    ActionKind::Endorse,
    ActionKind::Hold,
    ActionKind::Unhold,
    ActionKind::Approve,
    ActionKind::Reject,
    ActionKind::Return,
];

#[test]
fn a_reviewer_who_begins_has_the_case_and_the_service_has_nothing() {
    let mut scene = Scene::new(CaseState::Submitted);
    let begun = scene.act(REVIEWER, Action::BeginReview);
    assert_eq!(begun.records.assignment, Some(scene.lease(ANN)));

    let mut scene = Scene::new(CaseState::Submitted);
    let begun = scene.act(Actor::System, Action::BeginReview);
    assert_eq!(begun.records.assignment, None);
}

#[test]
fn a_supervisor_who_begins_leaves_it_to_the_one_it_was_given_to() {
    let mut scene = Scene::new(CaseState::Submitted);
    scene.act(SUPERVISOR, Action::Assign { to: BEN });
    let begun = scene.act(SUPERVISOR, Action::BeginReview);
    assert_eq!(
        begun.records.assigned(now()).map(|lease| lease.to),
        Some(BEN)
    );

    let mut scene = Scene::new(CaseState::Submitted);
    let begun = scene.act(SUPERVISOR, Action::BeginReview);
    let lease = begun.records.assigned(now());
    assert_eq!(lease.map(|lease| lease.to), SUPERVISOR.staff());
}

#[test]
fn while_a_lease_runs_nobody_decides_but_the_reviewer_and_a_supervisor() {
    for kind in DECIDING {
        let mut scene = Scene::ready(CaseState::InReview, Role::Reviewer, kind);
        let until = scene.now + LEASE_LASTS;
        let action = action_of(kind);
        let refusal = scene.refusal(OTHER_REVIEWER, action);
        assert_eq!(refusal, Refusal::LeaseOfAnother { until }, "{kind:?}");
        assert!(scene.ask(REVIEWER, action).is_ok(), "{kind:?}");
        assert!(scene.ask(SUPERVISOR, action).is_ok(), "{kind:?}");

        scene.now = until - MINUTE;
        assert!(scene.ask(REVIEWER, action).is_ok(), "{kind:?}");
        scene.now = until;
        let refusal = scene.refusal(REVIEWER, action);
        assert_eq!(refusal, Refusal::NotAssigned, "{kind:?}");
        let refusal = scene.refusal(OTHER_REVIEWER, action);
        assert_eq!(refusal, Refusal::NotAssigned, "{kind:?}");
    }
}

#[test]
fn the_service_approves_nothing_that_a_person_has() {
    let scene = Scene::in_review();
    let until = scene.now + LEASE_LASTS;
    let approve = action_of(ActionKind::Approve);
    let refusal = scene.refusal(Actor::System, approve);
    assert_eq!(refusal, Refusal::LeaseOfAnother { until });
}

#[test]
fn a_lease_that_ran_out_may_be_taken_and_a_running_one_renewed() {
    let mut scene = Scene::in_review();
    let until = scene.now + LEASE_LASTS;
    let take = Action::Assign { to: BEN };
    let refusal = scene.refusal(OTHER_REVIEWER, take);
    assert_eq!(refusal, Refusal::LeaseOfAnother { until });

    scene.now = until - MINUTE;
    let renewed = scene.act(REVIEWER, Action::Assign { to: ANN });
    assert_eq!(renewed.records.assignment, Some(scene.lease(ANN)));

    scene.now += LEASE_LASTS;
    scene.act(OTHER_REVIEWER, take);
    let refusal = scene.refusal(REVIEWER, action_of(ActionKind::Reject));
    assert!(matches!(refusal, Refusal::LeaseOfAnother { .. }));
}

#[test]
fn a_reviewer_takes_for_themselves_and_a_supervisor_gives_and_takes_away() {
    let mut scene = Scene::new(CaseState::InReview);
    let to_ben = Action::Assign { to: BEN };
    assert_eq!(scene.refusal(REVIEWER, to_ben), Refusal::AssignsOthers);
    scene.act(REVIEWER, Action::Assign { to: ANN });
    let given = scene.act(SUPERVISOR, to_ben);
    assert_eq!(given.event.subject, Some(BEN.to_string()));
    scene.act(SUPERVISOR, Action::ReleaseReview);
    assert_eq!(scene.records.assignment, None);
}

#[test]
fn what_is_given_back_waits_in_review_for_anybody() {
    let mut scene = Scene::in_review();
    let released = scene.act(REVIEWER, Action::ReleaseReview);
    assert_eq!(released.next.state, CaseState::InReview);
    for actor in [REVIEWER, SUPERVISOR] {
        let refusal = scene.refusal(actor, Action::ReleaseReview);
        assert_eq!(refusal, Refusal::NotAssigned);
    }
    assert!(
        scene
            .ask(OTHER_REVIEWER, Action::Assign { to: BEN })
            .is_ok()
    );
    let (action, state) = (ActionKind::TakeBack, CaseState::InReview);
    let refusal = scene.refusal(AGENT, Action::TakeBack);
    assert_eq!(refusal, Refusal::WrongState { action, state });
}

#[test]
fn staff_keep_their_hands_off_their_own_case() {
    for kind in ActionKind::ALL {
        for role in [Role::Reviewer, Role::Supervisor] {
            let scene = Scene::ready(CaseState::InReview, role, kind);
            let standing = Standing {
                own_case: true,
                ..scene.standing()
            };
            let result = decide_on(standing, actor_of(role), action_of(kind), 7, scene.now);
            let refusal = result.unwrap_err();
            let never = Refusal::NotAllowed { action: kind, role };
            assert!(refusal == Refusal::OwnCase || refusal == never, "{refusal}");
        }
    }
}

#[test]
fn nobody_judges_what_is_on_hold_until_the_work_goes_on() {
    let mut scene = Scene::in_review();
    let held = scene.act(REVIEWER, Action::Hold { reason: "police" });
    assert_eq!(held.event.subject.as_deref(), Some("police"));
    assert_eq!(held.records.hold, Some(scene.stopped()));
    for kind in [
        ActionKind::Hold,
        ActionKind::Approve,
        ActionKind::Reject,
        ActionKind::Return,
        ActionKind::Endorse,
        ActionKind::AskSecondReview,
    ] {
        for actor in [REVIEWER, SUPERVISOR] {
            assert_eq!(scene.refusal(actor, action_of(kind)), Refusal::OnHold);
        }
    }
    scene.act(REVIEWER, Action::Unhold);
    assert_eq!(scene.refusal(REVIEWER, Action::Unhold), Refusal::NotOnHold);
    scene.act(REVIEWER, action_of(ActionKind::Reject));
}

#[test]
fn a_reason_that_the_list_does_not_have_for_it_is_refused() {
    for (given_for, action) in [
        (ReasonUse::Hold, Action::Hold { reason: "blurred" }),
        (ReasonUse::Reject, Action::Reject { reason: "blurred" }),
        (
            ReasonUse::Override,
            Action::OverrideFinding {
                finding: FINDING,
                reason: "blurred",
            },
        ),
    ] {
        let mut scene = Scene::in_review();
        scene.records.findings = vec![finding(FindingKind::Quality)];
        let code = "blurred".to_owned();
        let refusal = scene.refusal(REVIEWER, action);
        assert_eq!(refusal, Refusal::ReasonUnknown { given_for, code });
    }
}

#[test]
fn only_the_quality_of_a_picture_can_be_overridden() {
    for kind in FindingKind::ALL {
        for (state, actor) in [
            (CaseState::Draft, AGENT),
            (CaseState::Returned, AGENT),
            (CaseState::InReview, REVIEWER),
        ] {
            let mut scene = Scene::new(state);
            scene.records.assignment = Some(scene.lease(ANN));
            scene.records.findings = vec![finding(kind)];
            let result = scene.ask(actor, action_of(ActionKind::OverrideFinding));
            if kind.is_overridable() {
                let reason = "scar".to_owned();
                let expected = FindingState::Overridden { reason };
                assert_eq!(result.unwrap().records.findings[0].state, expected);
            } else if actor == AGENT {
                assert_eq!(result, Err(Refusal::FindingUnknown), "not told");
            } else {
                assert_eq!(result, Err(Refusal::NotOverridable));
            }
        }
    }
}

#[test]
fn a_finding_is_raised_once_and_settled_once() {
    let mut scene = Scene::in_review();
    let raise = Action::RaiseFinding {
        finding: FINDING,
        kind: FindingKind::PotentialDuplicate,
        item: None,
    };
    let raised = scene.act(Actor::System, raise);
    assert_eq!(raised.event.subject.as_deref(), Some("potential_duplicate"));
    assert_eq!(scene.refusal(REVIEWER, raise), Refusal::FindingKnown);
    let settle = Action::ResolveFinding { finding: FINDING };
    scene.act(REVIEWER, settle);
    assert_eq!(scene.refusal(REVIEWER, settle), Refusal::FindingUnknown);
    let again = scene.refusal(Actor::System, raise);
    assert_eq!(again, Refusal::FindingKnown, "settled, it is still known");
    let again = action_of(ActionKind::OverrideFinding);
    assert_eq!(scene.refusal(REVIEWER, again), Refusal::FindingUnknown);
}

#[test]
fn another_picture_settles_what_was_found_about_the_quality_of_the_one_before() {
    for kind in FindingKind::ALL {
        for (action, settles) in [
            (ActionKind::AddMaterial, true),
            (ActionKind::RemoveMaterial, true),
            (ActionKind::CropMaterial, false),
        ] {
            let mut scene = Scene::new(CaseState::Returned);
            scene.records.findings = vec![finding(kind)];
            scene.act(AGENT, action_of(action));
            let open = scene.records.findings[0].is_open();
            let is_of_pixels = matches!(kind, FindingKind::Quality | FindingKind::QualityOverride);
            let expected = !settles || !is_of_pixels;
            assert_eq!(open, expected, "{kind:?} {action:?}");
        }
    }
}
