//! Answers that change: the pictures that they make unnecessary are kept until the submission, and listed.

use domain::answer::Provenance;
use domain::application::CaseState;
use service::parent::save_step::SaveOutcome;
use service::parent::save_step::{StepInput, save_step};
use service::parent::withdraw::withdraw;

use crate::house::House;
use crate::walking::Walked;

/// Saves another ID type at the step that names the child; returns the pictures that it made unnecessary.
async fn change_id_type(
    house: &House,
    agent: &service::agent::Agent,
    id: uuid::Uuid,
    id_type: &str,
) -> Vec<String> {
    match house
        .save(agent, id, "child", &[("child.id_type", id_type)])
        .await
    {
        SaveOutcome::Saved { released, .. } => released,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_other_document_stay_until_the_submission() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("supplement")).await;
    let before = house.show(&agent, id).await;
    let names = |view: &service::parent::case_view::CaseView| {
        let mut names: Vec<String> = view
            .materials
            .iter()
            .map(|picture| picture.material.clone())
            .collect();
        names.sort();
        names
    };

    let released = change_id_type(&house, &agent, id, "household_booklet").await;
    assert_eq!(released, ["child_id_emblem", "child_id_portrait"]);
    let changed = house.show(&agent, id).await;
    assert_eq!(names(&changed), names(&before), "nothing is gone yet");
    assert!(changed.verified(), "the relationship stays");
    assert_eq!(
        changed.plan.next.as_deref(),
        Some("papers"),
        "and the flow leads back to what is asked now"
    );

    let released = change_id_type(&house, &agent, id, "resident_id_card").await;
    assert_eq!(released, Vec::<String>::new());
    let back = house.show(&agent, id).await;
    assert_eq!(
        back.plan.next.as_deref(),
        Some("supplement"),
        "whoever changes back finds the pictures again"
    );

    change_id_type(&house, &agent, id, "household_booklet").await;
    let fields = [
        ("agent.householder_relation", "12"),
        ("same_booklet", "yes"),
    ];
    house.save(&agent, id, "papers", &fields).await;
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    assert_eq!(view.unneeded().count(), 0);
    assert!(!names(&view).contains(&"child_id_emblem".to_owned()));
    assert!(names(&view).contains(&"birth_certificate".to_owned()));
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_questions_no_longer_asked_are_not_handed_in() {
    let house = House::open().await;
    let case = house.case("family-03");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("supplement")).await;
    change_id_type(&house, &agent, id, "resident_id_card").await;
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    for gone in ["same_booklet", "agent.householder_relation"] {
        assert!(!view.answers.contains_key(gone), "{gone}");
    }
    assert_eq!(
        view.answers["relationship"].provenance,
        Provenance::Registry
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_given_up_before_it_was_handed_in_keeps_nothing() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("papers")).await;
    let view = withdraw(house.service(), &agent, id).await.unwrap();
    assert_eq!(view.state, CaseState::Withdrawn);
    assert!(view.answers.is_empty() && view.materials.is_empty());
    assert!(
        house
            .service()
            .store
            .pictures()
            .list()
            .await
            .unwrap()
            .is_empty()
    );
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_on_the_relationship_counts_for_what_its_form_showed() {
    let house = House::open().await;
    let (case, other) = (house.case("family-26a"), house.case("family-26b"));
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("relationship")).await;
    let drawn = house.show(&agent, id).await.mark("relationship");
    // In another window she names her other child, whom the registry knows as well.
    house.service().clock.move_forward(1);
    let named = [
        ("child.name", other.child.name.as_str()),
        ("child.id_type", other.child.id_type.as_str()),
        ("child.id_number", other.child.id_number.as_str()),
    ];
    house.save(&agent, id, "child", &named).await;
    for word in ["yes", "disputed"] {
        let input = StepInput {
            step: "relationship".to_owned(),
            page: Some("confirm".to_owned()),
            mark: Some(drawn.clone()),
            fields: vec![("relationship_confirmed".to_owned(), word.to_owned())],
            ..StepInput::default()
        };
        let saved = save_step(house.service(), &agent, id, input).await.unwrap();
        assert!(matches!(saved, SaveOutcome::Stale { .. }), "{saved:?}");
        let found = house.show(&agent, id).await.relationship.unwrap();
        assert!(found.confirmed_at.is_none() && found.disputed_at.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_another_release_knows_stays_with_the_draft_and_is_not_handed_in() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let proved = house.show(&agent, id).await.answers["agent.name"].clone();
    let answer = domain::answer::Answer {
        value: "x".to_owned(),
        ..proved
    };
    let stored = house
        .service()
        .store
        .write(async move |tx| store::answers::put(tx, id, [("child.of_another", &answer)]).await);
    stored.await.unwrap();
    let view = house.walk(&agent, &case, id, Some("promise")).await.view();
    assert!(view.answers.contains_key("child.of_another"));
    let asked = view.plan.problems.iter().map(|problem| &problem.field);
    assert_eq!(asked.collect::<Vec<_>>(), ["promise"], "it is no problem");
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    assert!(!view.answers.contains_key("child.of_another"));
}
