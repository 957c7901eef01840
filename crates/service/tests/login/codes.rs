//! How often codes are sent, to whom, and what is kept of them.

use gateways::sms::{Refusal, SmsError};
use gateways::{GatewayError, RetryCause};
use service::ServiceError;
use service::login::picture_code::PictureAnswer;
use service::login::sms_code::{CodeAsk, CodePurpose, SendOutcome, send_code};
use store::messages::{self, MessageState};
use uuid::Uuid;

use crate::house::{House, address};
use crate::people::visitor;

crate::on_both_databases!(
    a_mobile_gets_one_a_minute_five_an_hour_ten_a_day,
    a_picture_code_is_needed_from_the_second_on,
    an_address_and_the_site_have_a_budget,
    nothing_passes_twice_at_the_edge_of_an_hour,
    processes_count_together,
    what_the_platform_refused_is_told_and_only_our_fault_is_not_counted,
    what_is_no_mobile_is_not_counted,
    a_message_says_that_a_code_was_sent_and_not_which,
    a_log_in_name_that_leads_nowhere_is_answered_like_one_that_leads_to_somebody,
    codes_for_a_log_in_name_make_nobody_else_wait,
);

const MOBILE: &str = "13800130001";
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// With a picture code, whether or not one is needed, from somewhere else each time.
async fn sent(house: &House, purpose: CodePurpose, to: &str) -> SendOutcome {
    let ask = CodeAsk {
        picture: Some(house.picture().await),
        ..house.ask(purpose, to)
    };
    house.send(ask).await
}

/// Windows roll: a place is free again when its own code is old enough, and not all at once.
async fn a_mobile_gets_one_a_minute_five_an_hour_ten_a_day(house: &House) {
    let register = async || sent(house, CodePurpose::Register, "138 0013 0001").await;
    // Whatever it is for, it counts together.
    let other = async || {
        let account = Uuid::nil();
        sent(house, CodePurpose::ProvePhone { account }, MOBILE).await
    };
    let wait = |wait_s: i64| SendOutcome::Wait {
        wait_s: wait_s.unsigned_abs(),
    };
    for minute in [0, 10, 20, 30, 40] {
        assert_eq!(register().await, SendOutcome::Sent, "{minute}");
        house.later(1);
        let full = if minute == 40 { 20 * MINUTE } else { MINUTE };
        assert_eq!(other().await, wait(full - 1), "{minute}");
        house.later(10 * MINUTE - 1);
    }
    assert_eq!(register().await, wait(10 * MINUTE), "five within the hour");
    house.later(10 * MINUTE);
    assert_eq!(register().await, SendOutcome::Sent, "an hour later, one");
    house.later(MINUTE);
    assert_eq!(other().await, wait(9 * MINUTE), "and not five");
    house.later(9 * MINUTE);
    for minute in [70, 80, 90, 100] {
        assert_eq!(register().await, SendOutcome::Sent, "{minute}");
        house.later(10 * MINUTE);
    }
    assert_eq!(house.platform.taken().len(), 10);
    assert_eq!(
        register().await,
        wait(24 * HOUR - 110 * MINUTE),
        "ten a day"
    );
    let another = sent(house, CodePurpose::Register, "13800130002").await;
    assert_eq!(another, SendOutcome::Sent, "another mobile does not wait");
    house.later(24 * HOUR - 110 * MINUTE);
    assert_eq!(register().await, SendOutcome::Sent);
    house.later(MINUTE);
    assert_eq!(other().await, wait(9 * MINUTE));
}

async fn a_picture_code_is_needed_from_the_second_on(house: &House) {
    let first = house.ask(CodePurpose::Register, MOBILE);
    assert_eq!(house.send(first.clone()).await, SendOutcome::Sent);
    house.later(2 * MINUTE);
    let anew = |to: &str| house.ask(CodePurpose::Register, to);
    for (second, why) in [
        (anew(MOBILE), "the mobile"),
        (
            CodeAsk {
                browser: first.browser.clone(),
                from: Some(address(1)),
                ..anew("13800130002")
            },
            "the browser",
        ),
        (
            CodeAsk {
                from: first.from,
                ..anew("13800130003")
            },
            "the address",
        ),
    ] {
        assert_eq!(
            house.send(second.clone()).await,
            SendOutcome::PictureCodeNeeded,
            "{why}"
        );
        let right = house.picture().await;
        let wrong = PictureAnswer {
            code: "wrong".to_owned(),
            ..right.clone()
        };
        let with = |picture: &PictureAnswer| CodeAsk {
            picture: Some(picture.clone()),
            ..second.clone()
        };
        for answer in [&wrong, &right] {
            // A picture code is used up by a wrong answer, too.
            assert_eq!(
                house.send(with(answer)).await,
                SendOutcome::PictureCodeWrong,
                "{why}"
            );
        }
        assert_eq!(
            house.send(with(&house.picture().await)).await,
            SendOutcome::Sent,
            "{why}"
        );
    }
    let elsewhere = CodeAsk {
        from: Some(address(2)),
        ..anew("13800130004")
    };
    assert_eq!(
        house.send(elsewhere).await,
        SendOutcome::Sent,
        "a first one"
    );
}

async fn an_address_and_the_site_have_a_budget(house: &House) {
    let from = async |house: &House, address, number: u32| {
        let ask = CodeAsk {
            from: Some(address),
            picture: Some(house.picture().await),
            ..house.ask(CodePurpose::Register, &format!("138001300{number:02}"))
        };
        send_code(&house.service, ask).await
    };
    for number in 0..7 {
        let sent = from(house, address(1), number).await;
        assert_eq!(sent.unwrap(), SendOutcome::Sent);
    }
    let full = from(house, address(1), 7).await.unwrap();
    // An hour, and a minute at most, since the codes of a minute are counted together.
    assert!(
        matches!(full, SendOutcome::Wait { wait_s } if (3_600..=3_660).contains(&wait_s)),
        "{full:?}"
    );
    for number in 7..30 {
        let others = address(u8::try_from(number).unwrap());
        assert_eq!(
            from(house, others, number).await.unwrap(),
            SendOutcome::Sent,
            "{number}"
        );
    }
    let full = from(house, address(99), 30).await;
    assert!(matches!(full, Err(ServiceError::Busy(_))), "{full:?}");
    // A day, and a quarter of an hour at most, since those of a quarter are counted together.
    house.later(24 * HOUR + 15 * MINUTE);
    let next_day = from(house, address(99), 30).await;
    assert_eq!(next_day.unwrap(), SendOutcome::Sent);
}

/// Six late in one hour and six early in the next would be twelve within minutes.
async fn nothing_passes_twice_at_the_edge_of_an_hour(house: &House) {
    let from = async |number: u32| {
        let ask = CodeAsk {
            from: Some(address(1)),
            picture: Some(house.picture().await),
            ..house.ask(CodePurpose::Register, &format!("138001300{number:02}"))
        };
        send_code(&house.service, ask).await.unwrap()
    };
    assert_eq!(from(0).await, SendOutcome::Sent, "the first of the hour");
    house.later(50 * MINUTE);
    for number in 1..7 {
        assert_eq!(from(number).await, SendOutcome::Sent, "{number}");
    }
    house.later(12 * MINUTE);
    assert_eq!(from(7).await, SendOutcome::Sent, "the first one's place");
    assert!(matches!(from(8).await, SendOutcome::Wait { .. }), "no more");
    house.later(40 * MINUTE);
    assert!(matches!(from(8).await, SendOutcome::Wait { .. }));
    house.later(10 * MINUTE);
    assert_eq!(from(8).await, SendOutcome::Sent);
}

async fn processes_count_together(house: &House) {
    let other = house.another().await;
    let mut sends = Vec::new();
    for round in 0..12 {
        let service = [house, &other][round % 2].service.clone();
        let ask = CodeAsk {
            picture: Some(house.picture().await),
            ..house.ask(CodePurpose::Register, MOBILE)
        };
        sends.push(tokio::spawn(async move { send_code(&service, ask).await }));
    }
    let mut sent = 0;
    for send in sends {
        sent += u32::from(send.await.unwrap().unwrap() == SendOutcome::Sent);
    }
    assert_eq!((sent, house.platform.taken().len()), (1, 1));
    other.service.store.close().await.unwrap();
}

async fn what_the_platform_refused_is_told_and_only_our_fault_is_not_counted(house: &House) {
    let refused = |why| SmsError::Refused {
        why,
        code: "isv.X".to_owned(),
    };
    let unanswered = |cause| SmsError::Unanswered(GatewayError::Retry { cause });
    for (number, fault, expected, next) in [
        (
            1,
            refused(Refusal::Number),
            SendOutcome::NumberRefused,
            SendOutcome::Wait { wait_s: 60 },
        ),
        (
            2,
            refused(Refusal::TooMany),
            SendOutcome::Wait { wait_s: 3_600 },
            SendOutcome::Wait { wait_s: 60 },
        ),
        (
            3,
            refused(Refusal::Configuration),
            SendOutcome::NotSent,
            SendOutcome::Sent,
        ),
        (
            4,
            unanswered(RetryCause::NoConnection),
            SendOutcome::NotSent,
            SendOutcome::Sent,
        ),
        (
            5,
            unanswered(RetryCause::TimedOut),
            SendOutcome::Sent,
            SendOutcome::Wait { wait_s: 60 },
        ),
    ] {
        let mobile = format!("1380013000{number}");
        house.platform.fail(Some(fault.clone()));
        let ask = CodeAsk {
            from: Some(address(number)),
            ..house.ask(CodePurpose::Register, &mobile)
        };
        assert_eq!(house.send(ask).await, expected, "{fault:?}");
        house.platform.fail(None);
        let again = sent(house, CodePurpose::Register, &mobile).await;
        assert_eq!(again, next, "after {fault:?}");
    }
}

async fn what_is_no_mobile_is_not_counted(house: &House) {
    for to in ["", "010-62345678", "1380013000"] {
        let ask = house.ask(CodePurpose::Register, to);
        assert_eq!(house.send(ask).await, SendOutcome::NoRecipient);
    }
    for to in ["", " \u{200B}", &"a".repeat(513)] {
        let ask = house.ask(CodePurpose::Recover, to);
        assert_eq!(house.send(ask).await, SendOutcome::NoRecipient);
    }
    let ask = house.ask(CodePurpose::Register, MOBILE);
    assert_eq!(house.send(ask).await, SendOutcome::Sent);
}

async fn a_message_says_that_a_code_was_sent_and_not_which(house: &House) {
    let account = visitor(house, "somebody", None).await;
    for (purpose, of) in [
        (CodePurpose::Register, None),
        (CodePurpose::ProvePhone { account }, Some(account)),
    ] {
        let code = house.code(purpose, MOBILE).await;
        assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()));
        let message = kept(house).await;
        assert_eq!(message.template, "code");
        assert_eq!(message.account, of);
        assert_eq!((message.state, message.tries), (MessageState::Sent, 1));
        assert_eq!(message.to.expose(), MOBILE);
        assert!(message.values.is_empty());
        let request = format!("platform/{}", message.id);
        assert_eq!(message.taken.map(|taken| taken.id), Some(request));
        house.later(2 * MINUTE);
    }
    house.platform.fail(Some(SmsError::Refused {
        why: Refusal::Number,
        code: "isv.MOBILE_NUMBER_ILLEGAL".to_owned(),
    }));
    let refused = sent(house, CodePurpose::Register, MOBILE).await;
    assert_eq!(refused, SendOutcome::NumberRefused);
    let message = kept(house).await;
    assert_eq!((message.state, message.tries), (MessageState::Failed, 1));
    let failure = message.failure.as_deref();
    assert_eq!(failure, Some("isv.MOBILE_NUMBER_ILLEGAL"));
}

async fn a_log_in_name_that_leads_nowhere_is_answered_like_one_that_leads_to_somebody(
    house: &House,
) {
    visitor(house, "somebody", Some(MOBILE)).await;
    visitor(house, "without", None).await;
    for name in ["Somebody", "without", "nobody"] {
        assert_eq!(
            sent(house, CodePurpose::Recover, name).await,
            SendOutcome::Sent
        );
        assert_eq!(
            sent(house, CodePurpose::Recover, name).await,
            SendOutcome::Wait { wait_s: 60 }
        );
    }
    house.service.work.tasks.ended().await;
    let taken = house.platform.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to.as_str(), MOBILE);
    // Not even a fault of the platform makes a difference.
    house.later(2 * MINUTE);
    house.platform.fail(Some(SmsError::Refused {
        why: Refusal::Number,
        code: "isv.X".to_owned(),
    }));
    for name in ["somebody", "nobody"] {
        assert_eq!(
            sent(house, CodePurpose::Recover, name).await,
            SendOutcome::Sent
        );
    }
}

async fn codes_for_a_log_in_name_make_nobody_else_wait(house: &House) {
    visitor(house, "somebody", Some(MOBILE)).await;
    house.code(CodePurpose::Recover, "somebody").await;
    // From this nobody learns that the mobile is somebody's; only the message is not sent.
    let silent = sent(house, CodePurpose::Register, MOBILE).await;
    assert_eq!(silent, SendOutcome::Sent);
    house.service.work.tasks.ended().await;
    assert_eq!(house.platform.taken().len(), 1);
    house.later(2 * MINUTE);
    house.code(CodePurpose::Register, MOBILE).await;
    assert_eq!(house.platform.taken().len(), 2);
}

/// What was kept of the message that was sent last.
async fn kept(house: &House) -> messages::Message {
    let id: Uuid = house.platform.requests().last().unwrap().parse().unwrap();
    let kept = house
        .service
        .store
        .read(async |tx| messages::get(tx, id).await);
    kept.await.unwrap().unwrap()
}
