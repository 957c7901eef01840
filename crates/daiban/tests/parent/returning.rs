//! A return: staff send an application back, its agent corrects it, and the correction becomes the next submission.
//!
//! What is open meanwhile is in `correcting.rs`.

use domain::application::{Actor, CaseState, EventKind, ReasonUse, Records, Verdict};
use sandbox::world::Case;
use service::ServiceError;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::save_step::{StepInput, save_step};
use service::parent::submit::{SubmitOutcome, submit};
use service::staff::act::{Command, Staff, ToCorrect, act};
use store::{journal, records};
use uuid::Uuid;

use crate::house::House;

pub(crate) const ADDRESS: &str = "residence.address";
/// What staff write about each returned item.
pub(crate) const SENTENCE: &str = "请重新上传照片";

fn reviewer(id: u128) -> Staff {
    Staff {
        actor: Actor::Reviewer(Uuid::from_u128(id)),
        own_case: false,
        reasons: [(ReasonUse::Return, "blurred")].into_iter().collect(),
    }
}

fn again(items: &[&str]) -> Command {
    let to_correct = |item: &&str| ToCorrect {
        item: (*item).to_owned(),
        reason: "blurred".to_owned(),
        sentence: SENTENCE.to_owned(),
    };
    Command::Return(items.iter().map(to_correct).collect())
}

fn photo_again() -> Command {
    again(&["card_photo"])
}

/// An application as staff returned it for these items.
pub(crate) async fn returned(house: &House, agent: &Agent, case: &Case, items: &[&str]) -> Uuid {
    let view = house.apply(agent, case).await.view();
    send_back(house, &view, items).await;
    view.id
}

/// Reviews a submitted application, and returns these items.
pub(crate) async fn send_back(house: &House, submitted: &CaseView, items: &[&str]) {
    let (service, staff, id) = (house.service(), reviewer(7), submitted.id);
    let seen = submitted.version;
    act(service, &staff, id, seen, Command::BeginReview)
        .await
        .unwrap();
    act(service, &staff, id, seen + 1, again(items))
        .await
        .unwrap();
}

async fn records_of(house: &House, case: Uuid) -> Records {
    let store = &house.service().store;
    store
        .read(async |tx| records::load(tx, case).await)
        .await
        .unwrap()
}

/// Saves one field of a step, as its agent.
pub(crate) fn one_field(view: &CaseView, field: &str, value: &str) -> StepInput {
    let mut steps = view.plan.steps.iter();
    let step = steps
        .find(|step| step.fields().any(|known| known.id == field))
        .unwrap();
    StepInput {
        step: step.id.clone(),
        fields: vec![(field.to_owned(), value.to_owned())],
        ..StepInput::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_return_is_corrected_and_submitted_again() {
    let house = House::open().await;
    let service = house.service();
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let view = house.apply(&agent, &case).await.view();
    let (id, receipt) = (view.id, view.receipt().unwrap().to_owned());

    let (ann, bob) = (reviewer(7), reviewer(8));
    let command =
        |staff: Staff, seen, command| async move { act(service, &staff, id, seen, command).await };
    let seen = view.version;
    command(ann.clone(), seen, Command::BeginReview)
        .await
        .unwrap();
    let refused = command(bob, seen + 1, photo_again()).await;
    assert!(
        matches!(refused, Err(ServiceError::WrongState)),
        "it is under the lease of another: {refused:?}"
    );
    let refused = command(ann.clone(), seen, photo_again()).await;
    assert!(matches!(refused, Err(ServiceError::Stale)), "{refused:?}");
    command(ann, seen + 1, photo_again()).await.unwrap();

    let view = house.show(&agent, id).await;
    assert_eq!(view.state, CaseState::Returned);
    assert_eq!(view.plan.next.as_deref(), Some("promise"));
    let records = records_of(&house, id).await;
    assert!(records.holds_child && records.assignment.is_none());
    let returned = records.returned.unwrap();
    assert_eq!(returned.items[0].sentence, SENTENCE);
    assert!(returned.is_locked(ADDRESS) && !returned.items[0].corrected);

    let input = one_field(&view, ADDRESS, "别的街道1号");
    let refused = save_step(service, &agent, id, input).await;
    assert!(
        matches!(&refused, Err(ServiceError::ItemLocked { item }) if item == ADDRESS),
        "only what was returned is unlocked: {refused:?}"
    );
    let ready = house.walk(&agent, &case, id, None).await.view();
    let refused = submit(service, &agent, id, Some(&ready.once())).await;
    let Ok(SubmitOutcome::NotCorrected { view, items }) = refused else {
        panic!("the photo is not corrected: {refused:?}")
    };
    assert_eq!(
        (items, view.state),
        (vec!["card_photo".to_owned()], CaseState::Returned)
    );

    let another = house.paper("family-02", "card_photo");
    house.upload(&agent, id, "card_photo", another).await;
    let ready = house.show(&agent, id).await;
    let done = submit(service, &agent, id, Some(&ready.once()))
        .await
        .unwrap();
    let SubmitOutcome::Submitted { view } = done else {
        panic!("{done:?}")
    };
    assert_eq!(view.state, CaseState::Submitted);
    assert_eq!(view.submissions.len(), 2);
    assert_eq!(
        view.receipt(),
        Some(receipt.as_str()),
        "it keeps its number"
    );

    let records = records_of(&house, id).await;
    assert!(records.holds_child && records.returned.is_none());
    assert_eq!(records.reviews.len(), 1);
    assert_eq!(records.reviews[0].verdict, Verdict::Returned);
    let entries = service
        .store
        .read(async |tx| journal::list(tx, id).await)
        .await
        .unwrap();
    let kinds: Vec<EventKind> = entries.iter().map(|entry| entry.event.kind).collect();
    let since = kinds
        .iter()
        .position(|kind| *kind == EventKind::Submitted)
        .unwrap();
    assert_eq!(
        kinds[since..],
        [
            EventKind::Submitted,
            EventKind::ReviewBegun,
            EventKind::Returned,
            EventKind::StepSaved,
            EventKind::MaterialAdded,
            EventKind::Resubmitted,
        ]
    );
    let report = store::audit::verify(&service.store).await.unwrap();
    assert!(report.is_sound());
}
