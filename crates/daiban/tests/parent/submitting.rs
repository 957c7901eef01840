//! Submitting: once, with a receipt, by the rules of the day.

use domain::application::CaseState;
use service::ServiceError;
use service::parent::receipt_message::{ReceiptMessage, receipt_message};
use service::parent::save_step::SaveOutcome;
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::take_back::take_back;
use store::messages;

use crate::altered::spoil;
use crate::house::House;
use crate::walking::Walked;

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_twice_submits_once() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let once = house.walk(&agent, &case, id, None).await.view().once();
    let press = || submit(house.service(), &agent, id, Some(&once));
    let (first, second) = tokio::join!(press(), press());
    let receipts: Vec<String> = [first.unwrap(), second.unwrap()]
        .iter()
        .map(|outcome| match outcome {
            SubmitOutcome::Submitted { view } => view.receipt().unwrap().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(receipts[0], receipts[1]);
    assert_eq!(house.show(&agent, id).await.submissions.len(), 1);

    let view = take_back(house.service(), &agent, id).await.unwrap();
    assert_eq!(view.state, CaseState::Draft);
    // The old form again, from the browser's history.
    assert!(matches!(press().await, Err(ServiceError::Stale)));
    // The promise covered what was submitted, and must be made again.
    assert_eq!(view.plan.next.as_deref(), Some("promise"));
    let view = house.walk(&agent, &case, id, None).await.view();
    let SubmitOutcome::Submitted { view } = submit(house.service(), &agent, id, Some(&view.once()))
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(view.submissions.len(), 2);
    assert_eq!(
        view.receipt().unwrap(),
        receipts[0],
        "an application keeps its number"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_complete_is_not_submitted() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("supplement")).await;
    let SubmitOutcome::NotReady { view } = submit(house.service(), &agent, id, None).await.unwrap()
    else {
        panic!("submitted")
    };
    assert_eq!(view.plan.next.as_deref(), Some("supplement"));
    assert_eq!(view.state, CaseState::Draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_has_one_live_application() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let first = house.apply(&agent, &case).await.view();
    assert_eq!(first.state, CaseState::Submitted);
    let Walked::Refused(view, code) = house.apply(&agent, &case).await else {
        panic!("a second live one")
    };
    assert_eq!(code, "live_application");
    // Once the first is taken back, the second may go on.
    take_back(house.service(), &agent, first.id).await.unwrap();
    let confirmed = house
        .save(
            &agent,
            view.id,
            "relationship",
            &[("relationship_confirmed", "yes")],
        )
        .await;
    assert!(
        matches!(confirmed, SaveOutcome::Saved { .. }),
        "{confirmed:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_who_comes_of_age_before_the_submission_is_refused_and_the_draft_is_kept() {
    let house = House::open().await;
    let case = house.case("family-10a");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let once = house.walk(&agent, &case, id, None).await.view().once();
    demo::move_forward(house.service(), 1).await.unwrap();
    let SubmitOutcome::Refused { view, refusal } = submit(house.service(), &agent, id, Some(&once))
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(refusal.code(), "child_age");
    assert_eq!(view.state, CaseState::Draft);
    let house = house.restart().await;
    assert_eq!(
        house.service().clock.today(),
        crate::house::DAY.tomorrow().unwrap(),
        "the day goes on after a restart"
    );
    assert_eq!(
        house.show(&agent, id).await.answers["child.name"].value,
        case.child.name
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_drafts_for_one_child_one_wins_and_the_other_may_follow_once_it_is_free() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    // Both are confirmed before either holds the child.
    let (first, second) = (house.begin(&agent).await, house.begin(&agent).await);
    house.walk(&agent, &case, first, Some("papers")).await;
    house.walk(&agent, &case, second, Some("papers")).await;
    let once = house.walk(&agent, &case, first, None).await.view().once();
    let waiting = house.walk(&agent, &case, second, None).await.view().once();
    let won = submit(house.service(), &agent, first, Some(&once))
        .await
        .unwrap();
    assert!(matches!(won, SubmitOutcome::Submitted { .. }));
    let press = || submit(house.service(), &agent, second, Some(&waiting));
    let SubmitOutcome::Refused { refusal, .. } = press().await.unwrap() else {
        panic!("two live ones")
    };
    assert_eq!(refusal.code(), "live_application");
    take_back(house.service(), &agent, first).await.unwrap();
    assert!(matches!(
        press().await.unwrap(),
        SubmitOutcome::Submitted { .. }
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_is_told_in_the_transaction_of_the_submission_or_nothing_is_submitted() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let once = house.walk(&agent, &case, id, None).await.view().once();
    let press = || submit(house.service(), &agent, id, Some(&once));
    let refuse = "CREATE TRIGGER no_message BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no message'); END";
    spoil(&house, refuse).await;
    let failed = press().await;
    assert!(failed.is_err(), "{failed:?}");
    let view = house.show(&agent, id).await;
    assert_eq!((view.state, view.submissions.len()), (CaseState::Draft, 0));

    spoil(&house, "DROP TRIGGER no_message").await;
    let SubmitOutcome::Submitted { view } = press().await.unwrap() else {
        panic!("not submitted")
    };
    let store = &house.service().store;
    let told = store.read(async |tx| messages::latest_about(tx, id, "submitted").await);
    let told = told.await.unwrap().unwrap();
    assert_eq!(told.account, Some(agent.account));
    assert_eq!(told.values["receipt"].expose(), view.receipt().unwrap());
    let mobile = agent.mobile.unwrap();
    let shown = receipt_message(house.service(), &agent, id).await.unwrap();
    assert_eq!(shown, ReceiptMessage::To(mobile));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_proved_mobile_gets_no_message_and_is_told_so() {
    let house = House::open().await;
    let case = house.case("family-25");
    let agent = house.agent(&case).await;
    assert_eq!(agent.mobile, None);
    let view = house.apply(&agent, &case).await.view();
    assert_eq!(view.state, CaseState::Submitted);
    let shown = receipt_message(house.service(), &agent, view.id).await;
    assert_eq!(shown.unwrap(), ReceiptMessage::None);
}
