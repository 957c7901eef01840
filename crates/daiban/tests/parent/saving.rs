//! Saving answers: what was entered stays, nobody overwrites anybody, and nobody sees what is not theirs.

use domain::answer::Provenance;
use service::ServiceError;
use service::parent::list_mine::list_mine;
use service::parent::remove_material::remove_material;
use service::parent::save_step::{Next, SaveOutcome, StepInput, save_step};
use service::parent::show_case::show_case;
use service::parent::show_material::{Size, show_material};
use service::parent::submit::submit;
use service::parent::take_back::take_back;
use service::parent::withdraw::withdraw;

use crate::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_begins_with_what_the_log_in_proved() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let view = house.show(&agent, id).await;
    assert_eq!(view.answers["agent.name"].value, case.agent.name);
    assert_eq!(view.answers["agent.mobile"].provenance, Provenance::LogIn);
    assert_eq!(view.plan.next.as_deref(), Some("disclaimer"));
    let saved = house
        .save(&agent, id, "agent", &[("agent.name", "别人")])
        .await;
    assert!(!matches!(saved, SaveOutcome::Stale { .. }));
    assert_eq!(
        house.show(&agent, id).await.answers["agent.name"].value,
        case.agent.name,
        "a locked value stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_entries_stay_with_their_problem_and_right_ones_lead_on() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let consents = [
        ("consent.disclaimer", "yes"),
        ("consent.sensitive_data", "yes"),
        ("consent.lookup", "yes"),
    ];
    let SaveOutcome::Problems { problems, .. } =
        house.save(&agent, id, "disclaimer", &consents[..2]).await
    else {
        panic!("saved")
    };
    assert_eq!(
        problems
            .iter()
            .map(|problem| problem.field.as_str())
            .collect::<Vec<_>>(),
        ["consent.lookup"]
    );
    let SaveOutcome::Saved { next, .. } = house.save(&agent, id, "disclaimer", &consents).await
    else {
        panic!("not saved")
    };
    assert_eq!(next, Next::Step("agent".into()));

    let wrong = [
        ("child.name", "张"),
        ("child.id_type", "resident_id_card"),
        ("child.id_number", "1101012018030100"),
    ];
    let SaveOutcome::Problems { view, problems } = house.save(&agent, id, "child", &wrong).await
    else {
        panic!("saved")
    };
    assert!(
        problems
            .iter()
            .any(|problem| problem.code.as_str() == "id_length"),
        "{problems:?}"
    );
    assert_eq!(view.answers["child.id_number"].value, "1101012018030100");
    assert!(
        view.relationship.is_none(),
        "nobody is asked about a number that cannot be"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_window_is_told_instead_of_overwriting() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("supplement")).await;
    let mark = Some(house.show(&agent, id).await.mark("supplement"));
    let save = |district: &str| {
        let fields = vec![("residence.district".to_owned(), district.to_owned())];
        let input = StepInput {
            step: "supplement".into(),
            page: Some("residence".into()),
            mark: mark.clone(),
            fields,
            ..StepInput::default()
        };
        save_step(house.service(), &agent, id, input)
    };
    save("110108").await.unwrap();
    assert!(
        !matches!(save("110108").await.unwrap(), SaveOutcome::Stale { .. }),
        "the same again is no conflict"
    );
    let SaveOutcome::Stale { view, mine } = save("110105").await.unwrap() else {
        panic!("overwrote")
    };
    assert_eq!(
        mine,
        [("residence.district".to_owned(), "110105".to_owned())]
    );
    assert_eq!(view.answers["residence.district"].value, "110108");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_does_not_exist_for_anybody_else() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (owner, stranger) = (
        house.agent(&case).await,
        house.agent(&house.case("family-02")).await,
    );
    let id = house.begin(&owner).await;
    house.walk(&owner, &case, id, Some("child")).await;
    let service = house.service();
    let not_found = |outcome: Result<(), ServiceError>| {
        assert!(
            matches!(outcome, Err(ServiceError::NotFound)),
            "{outcome:?}"
        );
    };
    not_found(show_case(service, &stranger, id).await.map(drop));
    not_found(
        save_step(
            service,
            &stranger,
            id,
            StepInput {
                step: "child".into(),
                ..StepInput::default()
            },
        )
        .await
        .map(drop),
    );
    not_found(
        show_material(service, &stranger, id, "agent_id_portrait", Size::Whole)
            .await
            .map(drop),
    );
    not_found(
        remove_material(service, &stranger, id, "agent_id_portrait")
            .await
            .map(drop),
    );
    not_found(submit(service, &stranger, id, None).await.map(drop));
    not_found(take_back(service, &stranger, id).await.map(drop));
    not_found(withdraw(service, &stranger, id).await.map(drop));
    assert!(list_mine(service, &stranger).await.unwrap().is_empty());
    assert_eq!(list_mine(service, &owner).await.unwrap().len(), 1);
}
