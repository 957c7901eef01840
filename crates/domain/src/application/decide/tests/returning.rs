//! Returns for correction: what unlocks, what must be corrected, and what the next submission holds.

use super::*;

const ADDRESS: ReturnItem<'static> = ReturnItem {
    item: "residence.address",
    ..ITEM
};

fn save<'a>(fields: &'a [&'a str]) -> Action<'a> {
    Action::SaveStep {
        step: "supplement",
        fields,
        wrong: &[],
    }
}

fn resubmit(relationship: Relationship, same_child: bool) -> Action<'static> {
    Action::Resubmit {
        problems: 0,
        relationship,
        dropped: &[],
        same_child,
    }
}

/// In review, then returned for the photo and the address.
fn returned() -> Scene {
    let mut scene = Scene::in_review();
    scene.records.holds_child = true;
    let items = &[ITEM, ADDRESS];
    let frozen = FROZEN;
    let returned = scene.act(REVIEWER, Action::Return { items, frozen });
    assert_eq!(returned.next.state, CaseState::Returned);
    assert_eq!(returned.event.submission, Some(1));
    assert_eq!(
        returned.child_hold,
        ChildHold::Keep,
        "a return frees no child"
    );
    assert_eq!(returned.records.assignment, None);
    scene
}

#[test]
fn a_locked_item_is_refused_by_its_name() {
    let scene = returned();
    let locked = |action| scene.refusal(AGENT, action);
    let named = |item: &str| Refusal::ItemLocked {
        item: item.to_owned(),
    };
    assert_eq!(
        locked(save(&["residence.address", "child.name"])),
        named("child.name")
    );
    let material = "birth_certificate";
    assert_eq!(locked(Action::AddMaterial { material }), named(material));
    assert_eq!(locked(Action::CropMaterial { material }), named(material));
    assert_eq!(locked(Action::RemoveMaterial { material }), named(material));
    for kind in [
        ActionKind::ConfirmRelationship,
        ActionKind::DisputeRelationship,
    ] {
        assert_eq!(locked(action_of(kind)), named("relationship_confirmed"));
    }
    // What the submission did not contain is not locked: another answer may have made it necessary.
    let material = "guardianship_proof";
    assert!(scene.ask(AGENT, Action::AddMaterial { material }).is_ok());
    assert!(
        scene
            .ask(AGENT, save(&["residence.address", "promise"]))
            .is_ok()
    );
}

#[test]
fn a_correction_becomes_the_next_submission_once_all_of_it_was_seen_to() {
    let mut scene = returned();
    let left = |items: &[&str]| Refusal::NotCorrected {
        items: items.iter().map(|id| (*id).to_owned()).collect(),
    };
    let hand_in = resubmit(VERIFIED, true);
    let refusal = scene.refusal(AGENT, hand_in);
    assert_eq!(refusal, left(&["card_photo", "residence.address"]));
    scene.act(AGENT, save(&["residence.address"]));
    scene.act(AGENT, action_of(ActionKind::AddMaterial));
    scene.act(AGENT, action_of(ActionKind::RemoveMaterial));
    assert_eq!(scene.refusal(AGENT, hand_in), left(&["card_photo"]));
    scene.act(AGENT, action_of(ActionKind::AddMaterial));

    let incomplete = Action::Resubmit {
        problems: 1,
        relationship: VERIFIED,
        dropped: &[],
        same_child: true,
    };
    let refusal = scene.refusal(AGENT, incomplete);
    assert_eq!(refusal, Refusal::Incomplete { problems: 1 });

    let again = scene.act(AGENT, hand_in);
    assert_eq!(again.next.state, CaseState::Submitted);
    assert_eq!(
        (again.next.submissions, again.event.submission),
        (2, Some(2))
    );
    assert_eq!(again.event.kind, EventKind::Resubmitted);
    assert_eq!(again.records.returned, None);
    assert_eq!(
        again.records.reviewer_of(1),
        Some(ANN),
        "the same reviewer can take it"
    );
    scene.act(REVIEWER, Action::BeginReview);
}

#[test]
fn a_correction_that_takes_away_the_ground_of_another_leaves_a_way_on() {
    let mut scene = returned();
    scene.act(AGENT, save(&["residence.address"]));
    let hand_in = Action::Resubmit {
        problems: 0,
        relationship: VERIFIED,
        dropped: &["card_photo"],
        same_child: true,
    };
    assert_eq!(scene.act(AGENT, hand_in).next.state, CaseState::Submitted);
}

#[test]
fn what_the_register_is_asked_about_unlocks_its_answer_as_well() {
    let mut scene = Scene::new(CaseState::Returned);
    // The child's name is one of the items here.
    let confirmed = scene.act(AGENT, action_of(ActionKind::ConfirmRelationship));
    assert_eq!(confirmed.next.state, CaseState::Returned);
    let state = RelationshipState::Miss;
    let nothing = scene.refusal(AGENT, Action::ConfirmRelationship { state });
    assert_eq!(nothing, Refusal::NothingFound);
}

#[test]
fn a_correction_keeps_moves_takes_or_frees_the_child() {
    for (holds, relationship, same_child, expected) in [
        (true, VERIFIED, true, ChildHold::Keep),
        (true, VERIFIED, false, ChildHold::Move),
        (true, Relationship::UNASKED, true, ChildHold::Release),
        (true, Relationship::UNASKED, false, ChildHold::Release),
        (false, VERIFIED, true, ChildHold::Take),
        (false, VERIFIED, false, ChildHold::Take),
        (false, Relationship::UNASKED, true, ChildHold::Keep),
        (false, Relationship::UNASKED, false, ChildHold::Keep),
    ] {
        let mut scene = returned();
        scene.records.holds_child = holds;
        scene.act(AGENT, save(&["residence.address"]));
        scene.act(AGENT, action_of(ActionKind::AddMaterial));
        let again = scene.act(AGENT, resubmit(relationship, same_child));
        assert_eq!(again.child_hold, expected);
        assert_eq!(again.records.holds_child, relationship.is_verified());
    }
}

#[test]
fn a_return_says_what_why_and_what_to_do() {
    let scene = Scene::in_review();
    let refusal = |items: &[ReturnItem<'_>]| {
        let frozen = FROZEN;
        scene.refusal(REVIEWER, Action::Return { items, frozen })
    };
    let item = || "card_photo".to_owned();
    assert_eq!(refusal(&[]), Refusal::EmptyReturn);
    assert_eq!(
        refusal(&[ITEM, ADDRESS, ITEM]),
        Refusal::ItemTwice { item: item() }
    );
    let sentence = " ";
    let silent = ReturnItem { sentence, ..ITEM };
    assert_eq!(refusal(&[silent]), Refusal::NoSentence { item: item() });
    let reason = "not_the_guardian";
    let refusal = refusal(&[ReturnItem { reason, ..ITEM }]);
    let (given_for, code) = (ReasonUse::Return, reason.to_owned());
    assert_eq!(refusal, Refusal::ReasonUnknown { given_for, code });
}

#[test]
fn an_approved_case_comes_back_only_when_its_card_was_refused() {
    for card in CardState::ALL.into_iter().map(Some).chain([None]) {
        let mut scene = Scene::new(CaseState::Approved);
        scene.records.card = card;
        let result = scene.ask(REVIEWER, action_of(ActionKind::ReturnRefused));
        if card == Some(CardState::Refused) {
            let returned = result.unwrap();
            assert_eq!(returned.next.state, CaseState::Returned);
            assert!(returned.records.returned.unwrap().is_locked("child.name"));
        } else {
            assert_eq!(result, Err(Refusal::CardNotRefused), "{card:?}");
        }
    }
}

#[test]
fn without_its_return_nothing_of_a_returned_case_can_be_changed() {
    for kind in [
        ActionKind::SaveStep,
        ActionKind::AddMaterial,
        ActionKind::Resubmit,
    ] {
        let result = decide(
            &case_in(CaseState::Returned),
            AGENT,
            action_of(kind),
            7,
            now(),
        );
        assert_eq!(result, Err(Refusal::NoOpenReturn), "{kind:?}");
    }
}
