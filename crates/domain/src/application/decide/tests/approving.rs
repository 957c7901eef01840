//! When an application may be approved: by the service alone, by one person, or by two.

use std::collections::BTreeSet;

use super::*;
use crate::application::{Flag, HumanCause, Verdict};

/// Opens a record.
type Open = fn(&mut Scene);

const APPROVE: Action<'static> = Action::Approve { evidence: SOUND };

#[test]
fn the_service_approves_at_once_what_every_check_agrees_on() {
    let mut scene = Scene::new(CaseState::Submitted);
    scene.records.checks = None;
    scene.act(Actor::System, Action::BeginReview);
    let refusal = scene.refusal(Actor::System, APPROVE);
    assert_eq!(refusal, Refusal::NotChecked { submission: 1 });
    scene.act(Actor::System, Action::FinishChecks { sampled: false });
    let approved = scene.act(Actor::System, APPROVE);
    assert_eq!(approved.next.state, CaseState::Approved);
    assert_eq!(approved.event.subject.as_deref(), Some("verified"));
    assert_eq!(approved.event.submission, Some(1));
    assert!(approved.records.reviews.is_empty(), "no person judged");
}

#[test]
fn checks_of_an_earlier_submission_approve_nothing() {
    let mut scene = Scene::new(CaseState::InReview);
    scene.case.submissions = 2;
    let refusal = scene.refusal(Actor::System, APPROVE);
    assert_eq!(refusal, Refusal::NotChecked { submission: 2 });
}

#[test]
fn the_service_approves_nothing_while_a_flag_is_set() {
    let unverified = Evidence {
        relationship: Relationship::UNASKED,
        ..SOUND
    };
    let cases: [(Flag, Evidence, Open); 5] = [
        (Flag::RelationshipUnverified, unverified, |_| {}),
        (Flag::QualityOverride, SOUND, |scene| {
            let mut found = finding(FindingKind::Quality);
            let reason = "scar".to_owned();
            found.state = FindingState::Overridden { reason };
            scene.records.findings = vec![found];
        }),
        (Flag::PotentialDuplicate, SOUND, |scene| {
            scene.records.findings = vec![finding(FindingKind::PotentialDuplicate)];
        }),
        (Flag::SecondReview, SOUND, |scene| {
            scene.records.second_review = true;
        }),
        (Flag::OnHold, SOUND, |scene| {
            scene.records.hold = Some(scene.stopped());
        }),
    ];
    for (flag, evidence, open) in cases {
        let mut scene = Scene::new(CaseState::InReview);
        open(&mut scene);
        let refusal = scene.refusal(Actor::System, Action::Approve { evidence });
        let flags = BTreeSet::from([flag]);
        assert_eq!(refusal, Refusal::FlagsOpen { flags });
    }
}

#[test]
fn the_service_approves_nothing_that_takes_a_person() {
    let disputed = Relationship {
        answer: Some(RelationshipAnswer::Disputed),
        ..VERIFIED
    };
    for (cause, relationship, parent, other_proof) in [
        (Some(HumanCause::Disputed), disputed, true, false),
        (Some(HumanCause::Disputed), disputed, false, true),
        (Some(HumanCause::Guardian), VERIFIED, false, false),
        (Some(HumanCause::Guardian), VERIFIED, false, true),
        (Some(HumanCause::OtherProof), VERIFIED, true, true),
        (None, VERIFIED, true, false),
    ] {
        let evidence = Evidence {
            relationship,
            parent,
            other_proof,
        };
        assert_eq!(evidence.human_cause(), cause);
        let mut scene = Scene::new(CaseState::InReview);
        let approve = Action::Approve { evidence };
        let result = scene.ask(Actor::System, approve);
        match (cause, result) {
            (None, result) => assert!(result.is_ok()),
            // A disputed relationship is also unverified, and the flag is reported first.
            (Some(HumanCause::Disputed), result) => {
                assert!(matches!(result, Err(Refusal::FlagsOpen { .. })));
            }
            (Some(cause), result) => assert_eq!(result, Err(Refusal::HumanNeeded { cause })),
        }
        scene.records.assignment = Some(scene.lease(ANN));
        assert!(scene.ask(REVIEWER, approve).is_ok(), "a person may");
    }
}

#[test]
fn the_service_approves_neither_what_chance_picked_nor_what_a_check_found() {
    let mut scene = Scene::new(CaseState::InReview);
    scene.act(Actor::System, Action::FinishChecks { sampled: true });
    // After a repeated check it stays picked.
    scene.act(Actor::System, Action::FinishChecks { sampled: false });
    let cause = HumanCause::Sampled;
    let refusal = scene.refusal(Actor::System, APPROVE);
    assert_eq!(refusal, Refusal::HumanNeeded { cause });

    let mut scene = Scene::new(CaseState::InReview);
    scene.act(Actor::System, action_of(ActionKind::RaiseFinding));
    let refusal = scene.refusal(Actor::System, APPROVE);
    assert_eq!(refusal, Refusal::FindingsOpen { open: 1 });
}

#[test]
fn a_person_settles_or_overrides_what_was_found_before_approving() {
    for settle in [ActionKind::ResolveFinding, ActionKind::OverrideFinding] {
        let mut scene = Scene::in_review();
        scene.records.findings = vec![finding(FindingKind::Quality)];
        let refusal = scene.refusal(REVIEWER, APPROVE);
        assert_eq!(refusal, Refusal::FindingsOpen { open: 1 });
        scene.act(REVIEWER, action_of(settle));
        let approved = scene.act(REVIEWER, APPROVE);
        let review = approved.records.reviews[0];
        assert_eq!((review.by, review.verdict), (ANN, Verdict::Approved));
        assert_eq!(approved.records.reviewer_of(1), Some(ANN));
    }
}

#[test]
fn what_refuses_nothing_leaves_the_approval_to_a_person() {
    for kind in FindingKind::ALL {
        let mut scene = Scene::in_review();
        scene.records.findings = vec![finding(kind)];
        let open = Refusal::FindingsOpen { open: 1 };
        if kind.blocks_approval() {
            assert_eq!(scene.refusal(REVIEWER, APPROVE), open, "{kind:?}");
        } else {
            scene.act(REVIEWER, APPROVE);
        }
        let mut scene = Scene::new(CaseState::InReview);
        scene.records.findings = vec![finding(kind)];
        assert!(scene.ask(Actor::System, APPROVE).is_err(), "{kind:?}");
    }
}

#[test]
fn two_people_have_to_agree_where_two_were_asked_for() {
    let mut scene = Scene::in_review();
    assert_eq!(
        scene.refusal(REVIEWER, Action::Endorse),
        Refusal::NoSecondReview
    );
    scene.act(REVIEWER, Action::AskSecondReview);
    let again = scene.refusal(REVIEWER, Action::AskSecondReview);
    assert_eq!(again, Refusal::SecondReviewAsked);
    assert_eq!(
        scene.refusal(REVIEWER, APPROVE),
        Refusal::FirstReviewMissing
    );

    scene.act(REVIEWER, Action::Endorse);
    assert_eq!(scene.records.assignment, None, "the other one may take it");
    scene.act(REVIEWER, Action::Assign { to: ANN });
    assert_eq!(
        scene.refusal(REVIEWER, Action::Endorse),
        Refusal::SameReviewer
    );
    assert_eq!(scene.refusal(REVIEWER, APPROVE), Refusal::SameReviewer);
    scene.act(REVIEWER, Action::ReleaseReview);

    scene.act(OTHER_REVIEWER, Action::Assign { to: BEN });
    let approved = scene.act(OTHER_REVIEWER, APPROVE);
    assert_eq!(approved.next.state, CaseState::Approved);
    assert!(!approved.records.second_review);
}

#[test]
fn an_endorsement_counts_for_the_submission_it_was_given_to() {
    let mut scene = Scene::in_review();
    scene.act(Actor::System, Action::AskSecondReview);
    scene.act(REVIEWER, Action::Endorse);
    scene.case.submissions = 2;
    let refusal = scene.refusal(SUPERVISOR, APPROVE);
    assert_eq!(refusal, Refusal::FirstReviewMissing);
}

#[test]
fn a_rejection_gives_its_reason_and_frees_the_child() {
    let mut scene = Scene::in_review();
    scene.records.holds_child = true;
    let rejected = scene.act(REVIEWER, action_of(ActionKind::Reject));
    assert_eq!(rejected.next.state, CaseState::Rejected);
    assert_eq!(rejected.event.subject.as_deref(), Some("not_the_guardian"));
    assert_eq!(rejected.child_hold, ChildHold::Release);
    assert!(!rejected.records.holds_child);
    assert_eq!(rejected.records.assignment, None);
}
