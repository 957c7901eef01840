//! When a phone's right to add a picture ends.

use domain::channel::Channel;
use service::ServiceError;
use service::parent::capture::{attempt, capture};
use service::parent::continue_in::continue_in;
use service::parent::offer_capture::{LASTS, Offered};
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::take_back::take_back;
use service::parent::watch_materials::hear_of_materials;
use service::sessions::{self, Where};

use crate::capturing::{Desk, EMBLEM, PORTRAIT};
use crate::house::{HERE, House};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_with_its_time_and_with_the_log_in() {
    let desk = Desk::open().await;
    let made_at = desk.house.service().clock.now();
    let Offered::Open { secret, expires_at } = desk.offer(EMBLEM, true).await.unwrap() else {
        panic!("nothing came yet")
    };
    assert!(expires_at.duration_since(made_at) >= LASTS);
    desk.house.service().clock.move_forward(1);
    assert!(!desk.stands(&secret).await);

    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    let there = sessions::find(
        desk.house.service(),
        &desk.log_in,
        Where::InABrowser,
        Some(HERE),
    )
    .await
    .unwrap();
    assert!(there.is_some());
    desk.log_out().await;
    assert!(!desk.stands(&secret).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_when_the_application_is_handed_in() {
    let desk = Desk::open().await;
    let case = desk.house.case("family-01");
    let walked = desk.house.walk(&desk.agent, &case, desk.id, None).await;
    let secret = desk.code(EMBLEM).await;
    let held = attempt(desk.house.service(), &secret, HERE).await.unwrap();
    let once = walked.view().once();
    let submitted = submit(desk.house.service(), &desk.agent, desk.id, Some(&once))
        .await
        .unwrap();
    assert!(matches!(submitted, SubmitOutcome::Submitted { .. }));
    assert!(!desk.stands(&secret).await);
    let late = capture(desk.house.service(), &held, desk.paper(PORTRAIT).into()).await;
    assert!(matches!(late, Err(ServiceError::NotFound)), "{late:?}");
    let refused = desk.offer(EMBLEM, true).await;
    assert!(
        matches!(refused, Err(ServiceError::WrongState)),
        "{refused:?}"
    );
    take_back(desk.house.service(), &desk.agent, desk.id)
        .await
        .unwrap();
    assert!(!desk.stands(&secret).await, "nor does it come back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_when_another_channel_takes_the_draft_over() {
    let desk = Desk::open().await;
    let secret = desk.code(EMBLEM).await;
    let go_on = async |channel| {
        continue_in(desk.house.service(), &desk.agent, desk.id, channel)
            .await
            .unwrap();
    };
    go_on(Channel::Portal).await;
    assert!(desk.stands(&secret).await, "it was there already");
    go_on(Channel::Jingtong).await;
    assert!(!desk.stands(&secret).await);
    go_on(Channel::Portal).await;
    assert!(!desk.stands(&secret).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_with_a_log_in_that_is_idle_for_too_long() {
    let desk = Desk::of(House::open_with("[sessions]\nidle_minutes = 5\n").await).await;
    let secret = desk.code(EMBLEM).await;
    let service = desk.house.service();
    let hear = async || {
        hear_of_materials(service, &desk.agent, &desk.log_in, desk.id)
            .await
            .unwrap()
    };
    assert!(desk.stands(&secret).await && hear().await.is_some());
    service.clock.move_minutes(6);
    assert!(!desk.stands(&secret).await);
    assert_eq!(hear().await, None);
    let refused = attempt(service, &secret, HERE).await;
    assert!(
        matches!(refused, Err(ServiceError::NotFound)),
        "{refused:?}"
    );
}
