//! What the agent and the service do to an application that nobody reviews.

use super::*;

fn ask(state: CaseState, action: Action<'_>) -> Result<Decision, Refusal> {
    decide(&case_in(state), AGENT, action, 7, now())
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
        let result = decide(&case_in(CaseState::Draft), AGENT, action_of(kind), 6, now());
        let (expected, current) = (6, 7);
        assert_eq!(result, Err(Refusal::Stale { expected, current }));
    }
}

#[test]
fn who_comes_late_learns_the_state_and_not_the_version() {
    let submitted = case_in(CaseState::Submitted);
    let action = ActionKind::SaveStep;
    let result = decide(&submitted, AGENT, action_of(action), 6, now());
    let state = CaseState::Submitted;
    assert_eq!(result, Err(Refusal::WrongState { action, state }));
}

#[test]
fn problems_left_keep_it_from_being_handed_in() {
    let action = Action::Submit {
        problems: 2,
        relationship: VERIFIED,
    };
    let result = ask(CaseState::Draft, action);
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
            let result = ask(CaseState::Draft, action);
            assert_eq!(result, Err(Refusal::NothingFound), "{action:?}");
        }
    }
}

#[test]
fn only_a_verified_submission_holds_the_child() {
    let hold = |state, action| ask(state, action).unwrap().child_hold;
    let submit = |relationship| Action::Submit {
        problems: 0,
        relationship,
    };
    let disputed = Relationship {
        answer: Some(RelationshipAnswer::Disputed),
        ..VERIFIED
    };
    let (draft, submitted) = (CaseState::Draft, CaseState::Submitted);
    assert_eq!(hold(draft, submit(VERIFIED)), ChildHold::Take);
    assert_eq!(hold(draft, submit(disputed)), ChildHold::Keep);
    assert_eq!(hold(draft, submit(Relationship::UNASKED)), ChildHold::Keep);
    assert_eq!(hold(submitted, Action::TakeBack), ChildHold::Release);
    let in_review = CaseState::InReview;
    assert_eq!(hold(in_review, Action::Withdraw), ChildHold::Release);
    let save = action_of(ActionKind::SaveStep);
    assert_eq!(hold(draft, save), ChildHold::Keep);
}

#[test]
fn a_case_is_handed_in_taken_back_and_handed_in_again() {
    let begun = begin(CASE, PARENT, Channel::Portal, now());
    assert_eq!(begun.event.kind, EventKind::DraftBegun);
    assert_eq!((begun.event.from, begun.event.to), (None, CaseState::Draft));

    let submit = action_of(ActionKind::Submit);
    let first = decide(&begun.next, AGENT, submit, 1, now()).unwrap();
    assert_eq!(
        (first.next.submissions, first.event.submission),
        (1, Some(1))
    );
    assert_eq!(first.event.subject.as_deref(), Some("verified"));

    let back = decide(&first.next, AGENT, Action::TakeBack, 2, now()).unwrap();
    assert_eq!((back.next.submissions, back.event.submission), (1, Some(1)));
    assert_eq!(back.next.state, CaseState::Draft);

    let second = decide(&back.next, AGENT, submit, 3, now()).unwrap();
    assert_eq!(
        (second.next.submissions, second.event.submission),
        (2, Some(2))
    );
    assert_eq!((second.next.version, second.event.version), (4, 4));
}

#[test]
fn a_draft_ends_when_its_time_is_over_and_not_before() {
    let draft = case_in(CaseState::Draft);
    let until = now() + crate::application::DRAFT_LASTS;
    let early = until - jiff::SignedDuration::from_millis(1);
    let expire = |at| decide(&draft, Actor::System, Action::Expire, 7, at);
    assert_eq!(expire(early), Err(Refusal::NotExpired { until }));
    assert_eq!(expire(until).unwrap().next.state, CaseState::Expired);
}

#[test]
fn a_draft_that_was_taken_back_ends_too_and_its_submissions_stay_counted() {
    let mut scene = Scene::new(CaseState::Submitted);
    scene.act(AGENT, Action::TakeBack);
    scene.now += crate::application::DRAFT_LASTS;
    let ended = scene.act(Actor::System, Action::Expire);
    assert_eq!(
        (ended.next.state, ended.next.submissions),
        (CaseState::Expired, 1)
    );
    assert_eq!(
        ended.child_hold,
        ChildHold::Keep,
        "taking back let go already"
    );
}

#[test]
fn what_the_service_finds_in_the_background_touches_nothing_that_its_agent_sees() {
    use ActionKind::{BeginReview, RaiseFinding, RecordRelationship, ResolveFinding};
    use CaseState::{Draft, Returned, Submitted};
    let later = now() + jiff::SignedDuration::from_hours(20 * 24);
    for (kind, state, role, touched) in [
        (RecordRelationship, Draft, Role::System, now()),
        (RecordRelationship, Draft, Role::Agent, later),
        (RecordRelationship, Submitted, Role::System, now()),
        (RaiseFinding, Submitted, Role::System, now()),
        (RaiseFinding, Returned, Role::System, now()),
        (ResolveFinding, Returned, Role::System, now()),
        (RaiseFinding, CaseState::InReview, Role::Reviewer, later),
        (BeginReview, Submitted, Role::System, later),
    ] {
        let mut scene = Scene::ready(state, role, kind);
        scene.now = later;
        if role == Role::Reviewer {
            scene.records.assignment = Some(scene.lease(ANN));
        }
        let before = scene.case.version;
        let decided = scene.act(actor_of(role), action_of(kind));
        assert_eq!(decided.next.updated_at, touched, "{kind:?} in {state:?}");
        assert_eq!(decided.next.version, before + 1, "staff have to see it");
    }
}

#[test]
fn a_clock_that_lags_makes_no_case_younger() {
    let case = case_in(CaseState::Draft);
    let earlier = now() - jiff::SignedDuration::from_secs(60);
    let save = action_of(ActionKind::SaveStep);
    let saved = decide(&case, AGENT, save, 7, earlier).unwrap();
    assert_eq!(saved.next.updated_at, now());
    assert_eq!(saved.event.at, earlier);
}

#[test]
fn without_records_nothing_is_approved() {
    let in_review = case_in(CaseState::InReview);
    let approve = action_of(ActionKind::Approve);
    let result = decide(&in_review, Actor::System, approve, 7, now());
    assert_eq!(result, Err(Refusal::NotChecked { submission: 1 }));
    let result = decide(&in_review, REVIEWER, approve, 7, now());
    assert_eq!(result, Err(Refusal::NotAssigned));
}
