//! A phone that is led from one empty slot to the next after one scan.

use service::parent::capture::{Captured, wanted};
use service::parent::offer_capture::{Offered, offer_capture};

use crate::capturing::{Desk, EMBLEM, PORTRAIT};

#[tokio::test(flavor = "multi_thread")]
async fn one_scan_leads_through_the_slots_that_are_empty_each_by_a_right_of_its_own() {
    let desk = Desk::open().await;
    let service = desk.house.service();
    let first = desk.code(EMBLEM).await;
    assert!(!wanted(service, &first).await.unwrap().follows);
    let Captured::Taken { next: Some(second) } =
        desk.capture(&first, desk.paper(EMBLEM)).await.unwrap()
    else {
        panic!("the other side is missing")
    };
    let led = wanted(service, &second).await.unwrap();
    assert_eq!((led.slot.id.as_str(), led.follows), (PORTRAIT, true));
    assert!(!desk.stands(&first).await, "each right is for one slot");
    // The computer shows no code that would not work: it makes one, and the phone's has ended.
    let (offered, _) = offer_capture(service, &desk.agent, &desk.log_in, desk.id, PORTRAIT, false)
        .await
        .unwrap();
    let Offered::Open { secret, .. } = offered else {
        panic!("it has no picture yet")
    };
    assert!(desk.stands(&secret).await);
    assert!(!desk.stands(&second).await);

    let taken = desk.capture(&secret, desk.paper(PORTRAIT)).await.unwrap();
    assert_eq!(desk.pictures().await.len(), 2);
    // What else is open is asked for next, and never what is there.
    if let Captured::Taken { next: Some(third) } = taken {
        let led = wanted(service, &third).await.unwrap();
        assert!(![EMBLEM, PORTRAIT].contains(&led.slot.id.as_str()));
        assert!(led.slot.required && !led.slot.present);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_was_led_on_ends_with_the_log_in() {
    let desk = Desk::open().await;
    let first = desk.code(EMBLEM).await;
    let Captured::Taken { next: Some(second) } =
        desk.capture(&first, desk.paper(EMBLEM)).await.unwrap()
    else {
        panic!("the other side is missing")
    };
    assert!(desk.stands(&second).await);
    desk.log_out().await;
    assert!(!desk.stands(&second).await);
}
