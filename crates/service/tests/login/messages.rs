//! Messages that a job sends after the commit of what they tell.

use domain::lang::Lang;
use gateways::sms::{self, Refusal, SmsError};
use gateways::{GatewayError, RetryCause};
use service::jobs::run_due;
use service::known_browser::KnownBrowser;
use service::login::sms_code::CodePurpose;
use service::parent::account::change_password::{ChangeOutcome, change_password};
use store::jobs::{self, JobState};
use store::messages::{self, Delivery, Message, MessageState};

use crate::house::House;
use crate::people::{logged_in, person, real_name_here, visitor};

crate::on_both_databases!(
    what_a_process_leaves_another_one_sends_once,
    a_platform_that_is_down_is_tried_some_times_and_then_given_up,
    what_was_refused_or_may_have_left_is_not_sent_again,
    who_has_no_proved_mobile_gets_none,
    what_became_of_a_message_is_asked_until_it_is_known,
    what_no_carrier_reports_is_given_up_after_some_days,
    what_became_of_a_code_is_asked_too,
);

const MOBILE: &str = "13800130001";

/// Something that is told: a changed password.
async fn change(house: &House, mobile: Option<&str>) {
    let account = visitor(house, "somebody", mobile).await;
    let here = logged_in(house, account).await;
    real_name_here(house, &here, person(1, "张三")).await;
    let known = KnownBrowser::default();
    let new = "two lorries of onions";
    let changed = change_password(&house.service, &here.token, new, Lang::En, &known).await;
    assert!(matches!(changed.unwrap(), ChangeOutcome::Changed { .. }));
}

/// The jobs that send messages.
async fn waiting(house: &House) -> Vec<jobs::Job> {
    let store = &house.service.store;
    let all = store.read(async |tx| jobs::list(tx, None, 100).await);
    let all = all.await.unwrap().into_iter();
    all.filter(|job| job.kind == "send_message").collect()
}

async fn message(house: &House) -> Message {
    let id = house.platform.requests().last().unwrap().parse().unwrap();
    let store = &house.service.store;
    let found = store.read(async |tx| messages::get(tx, id).await);
    found.await.unwrap().unwrap()
}

async fn what_a_process_leaves_another_one_sends_once(house: &House) {
    change(house, Some(MOBILE)).await;
    assert_eq!(waiting(house).await.len(), 1);
    assert_eq!(
        house.platform.requests().len(),
        0,
        "nothing leaves before the commit"
    );
    // The process that wrote it is gone; another one starts.
    let other = house.another().await;
    for _ in 0..2 {
        run_due(&other.service).await.unwrap();
        run_due(&house.service).await.unwrap();
    }
    let taken = house.platform.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to.as_str(), MOBILE);
    assert_eq!(message(house).await.state, MessageState::Sent);
    assert_eq!(waiting(house).await.len(), 0);
    other.service.store.close().await.unwrap();
}

async fn a_platform_that_is_down_is_tried_some_times_and_then_given_up(house: &House) {
    let down = SmsError::Unanswered(GatewayError::Retry {
        cause: RetryCause::NoConnection,
    });
    house.platform.fail(Some(down));
    change(house, Some(MOBILE)).await;
    for _ in 0..20 {
        run_due(&house.service).await.unwrap();
        house.later(2 * 60 * 60);
    }
    let tries = house.platform.requests().len();
    let given_up = message(house).await;
    assert_eq!(tries, 6);
    assert_eq!((given_up.state, given_up.tries), (MessageState::Failed, 6));
    assert_eq!(given_up.failure.as_deref(), Some("unanswered"));
    let dead: Vec<JobState> = waiting(house).await.iter().map(|job| job.state).collect();
    assert_eq!(dead, [JobState::Dead]);
}

async fn what_was_refused_or_may_have_left_is_not_sent_again(house: &House) {
    let refused = |why| SmsError::Refused {
        why,
        code: "isv.X".to_owned(),
    };
    let late = SmsError::Unanswered(GatewayError::Retry {
        cause: RetryCause::TimedOut,
    });
    change(house, Some(MOBILE)).await;
    for (fault, failure, next) in [
        // An operator puts the settings right; then it is sent.
        (
            refused(Refusal::Configuration),
            "isv.X",
            MessageState::Waiting,
        ),
        (late, "may_have_left", MessageState::Failed),
    ] {
        house.platform.fail(Some(fault));
        house.later(2 * 60 * 60);
        run_due(&house.service).await.unwrap();
        let message = message(house).await;
        assert_eq!(
            (message.state, message.failure.as_deref()),
            (next, Some(failure))
        );
    }
    house.platform.fail(None);
    house.later(24 * 60 * 60);
    run_due(&house.service).await.unwrap();
    assert_eq!(house.platform.requests().len(), 2);
    assert_eq!(waiting(house).await.len(), 0);
}

async fn who_has_no_proved_mobile_gets_none(house: &House) {
    change(house, None).await;
    assert_eq!(waiting(house).await.len(), 0);
}

async fn what_became_of_a_message_is_asked_until_it_is_known(house: &House) {
    change(house, Some(MOBILE)).await;
    run_due(&house.service).await.unwrap();
    assert_eq!(message(house).await.delivery, None, "nobody asked yet");
    let look = async |seconds| {
        house.later(seconds);
        run_due(&house.service).await.unwrap();
        (message(house).await.delivery, house.platform.asked().len())
    };
    assert_eq!(look(59).await, (None, 0));
    assert_eq!(look(1).await, (Some(Delivery::Pending), 1));
    assert_eq!(look(59).await, (Some(Delivery::Pending), 1));
    let code = "MK:0001".to_owned();
    let said = sms::Delivery::Failed { code: code.clone() };
    house.platform.deliver(said);
    let failed = Some(Delivery::Failed { code });
    assert_eq!(look(1).await, (failed.clone(), 2));
    assert_eq!(look(24 * 60 * 60).await, (failed, 2), "it is known");
    let asked = &house.platform.asked()[0];
    let request = house.platform.requests().remove(0);
    assert_eq!(asked.id, format!("platform/{request}"));
    assert_eq!(asked.to.as_str(), MOBILE);
}

async fn what_no_carrier_reports_is_given_up_after_some_days(house: &House) {
    change(house, Some(MOBILE)).await;
    for _ in 0..20 {
        run_due(&house.service).await.unwrap();
        house.later(12 * 60 * 60);
    }
    let asked = house.platform.asked().len();
    assert!((3..=8).contains(&asked), "{asked}");
    assert_eq!(message(house).await.delivery, Some(Delivery::Pending));
    let store = &house.service.store;
    let left = store.read(async |tx| jobs::list(tx, None, 100).await);
    let left = left.await.unwrap();
    assert!(
        left.iter().all(|job| job.kind != "ask_delivery"),
        "{left:?}"
    );
}

async fn what_became_of_a_code_is_asked_too(house: &House) {
    house.code(CodePurpose::Register, MOBILE).await;
    let at = house.clock.now();
    house
        .platform
        .deliver(sms::Delivery::Delivered { at: Some(at) });
    // The row of the code is written after the platform has it.
    for _ in 0..1_000 {
        if message(house).await.state == MessageState::Sent {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    house.later(60);
    run_due(&house.service).await.unwrap();
    let delivery = message(house).await.delivery;
    assert_eq!(delivery, Some(Delivery::Done { at: Some(at) }));
}
