//! A face check that does not pass proves nothing, says why, and is counted.

use domain::people::Level;
use gateways::face::{NotPassed, Verdict};
use gateways::{GatewayError, RetryCause};
use jiff::SignedDuration;
use service::login::face::begin::{BeginOutcome, FaceAsk, FaceProblem, TypedIdentity};
use service::login::face::finish::{FaceRefusal, FinishOutcome, Told, finish_face_check};
use service::parent::account::withdraw_consent::withdraw_consent;
use store::face_checks;

use crate::authority::passed;
use crate::faces::{
    RETURNED, ask, begin, begun, consents_of, finished, is_gone, level, proofs_of, proved,
};
use crate::house::House;
use crate::people::{logged_in, person, visitor};

crate::on_both_databases!(
    without_its_consent_nobody_is_checked,
    all_that_is_wrong_is_said_at_once,
    five_that_fail_make_wait_the_account_and_the_person,
    who_leaves_waits_later,
    every_end_has_its_code,
    an_authority_that_is_silent_loses_nothing,
    a_consent_that_is_taken_back_ends_the_check,
    what_a_check_was_about_is_erased_as_soon_as_it_is_over,
);

fn not_passed(why: NotPassed) -> Verdict {
    Verdict::NotPassed {
        why,
        code: "a-code".to_owned(),
    }
}

fn silent() -> GatewayError {
    GatewayError::Retry {
        cause: RetryCause::TimedOut,
    }
}

async fn without_its_consent_nobody_is_checked(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    for version in ["", "yes", "2020-01-01"] {
        let ask = FaceAsk {
            consent: version.to_owned(),
            ..ask(house, &person(1, "陈雨晴"))
        };
        let outcome = begin(house, &who, ask).await;
        let BeginOutcome::Wrong(wrong) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(wrong, [FaceProblem::ConsentMissing]);
    }
    assert!(house.faces.begun().is_empty());
    assert!(consents_of(house, account).await.is_empty());
}

async fn all_that_is_wrong_is_said_at_once(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    let typed = |name: &str, id_number: &str| FaceAsk {
        consent: String::new(),
        typed: Some(TypedIdentity {
            name: name.to_owned(),
            id_number: id_number.to_owned(),
        }),
        ..ask(house, &her)
    };
    let nothing = FaceAsk {
        typed: None,
        ..typed("", "")
    };
    for (ask, expected) in [
        (nothing, "name_missing number_missing consent"),
        (typed("  ", ""), "name_missing number_missing consent"),
        (typed("123", "110105"), "name number consent"),
        (typed("陈雨晴", "110105"), "number consent"),
    ] {
        let outcome = begin(house, &who, ask).await;
        let BeginOutcome::Wrong(wrong) = outcome else {
            panic!("{outcome:?}")
        };
        let wrong: Vec<&str> = wrong
            .iter()
            .map(|wrong| match wrong {
                FaceProblem::ConsentMissing => "consent",
                FaceProblem::NameMissing => "name_missing",
                FaceProblem::Name(_) => "name",
                FaceProblem::IdNumberMissing => "number_missing",
                FaceProblem::IdNumber(_) => "number",
            })
            .collect();
        assert_eq!(wrong.join(" "), expected);
    }
}

async fn five_that_fail_make_wait_the_account_and_the_person(house: &House) {
    let (one, two) = (
        visitor(house, "one_", None).await,
        visitor(house, "two_", None).await,
    );
    let (who, other) = (logged_in(house, one).await, logged_in(house, two).await);
    let (her, him) = (person(1, "陈雨晴"), person(2, "王伟"));
    house.faces.verdict(not_passed(NotPassed::Face));
    for _ in 0..5 {
        let check = begun(house, &who, &her).await;
        let outcome = finished(house, &who, check).await;
        assert!(
            matches!(outcome, FinishOutcome::NotPassed(FaceRefusal::Failed)),
            "{outcome:?}"
        );
        assert!(is_gone(house, &who, check).await);
    }
    assert_eq!(level(house, &who).await, Some(Level::Account));
    for (who, person) in [(&who, &her), (&who, &him), (&other, &her)] {
        let outcome = begin(house, who, ask(house, person)).await;
        assert!(
            matches!(outcome, BeginOutcome::Wait { wait_s: 3_600 }),
            "{outcome:?}"
        );
    }
    assert_eq!(house.faces.begun().len(), 5);
    // Another person in another account does not wait; and who has proved to be somebody waits for nobody's tries.
    let proved = proved(house, &other, &him).await;
    let third = logged_in(house, visitor(house, "three", None).await).await;
    house.faces.verdict(not_passed(NotPassed::Face));
    for _ in 0..5 {
        let check = begun(house, &third, &him).await;
        finished(house, &third, check).await;
    }
    begun(house, &proved, &him).await;
    house.later(3_600);
    begun(house, &who, &her).await;
}

async fn who_leaves_waits_later(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let mut who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    for (verdict, count) in [(NotPassed::Cancelled, 5), (NotPassed::TimedOut, 5)] {
        house.faces.verdict(not_passed(verdict));
        for _ in 0..count {
            let check = begun(house, &who, &her).await;
            finished(house, &who, check).await;
        }
    }
    let outcome = begin(house, &who, ask(house, &her)).await;
    assert!(matches!(outcome, BeginOutcome::Wait { .. }), "{outcome:?}");
    house.later(3_600);
    // What passes is not counted at all.
    for _ in 0..12 {
        who = proved(house, &who, &her).await;
    }
    // What is begun and left is, before anything is known of it.
    for _ in 0..5 {
        begun(house, &who, &her).await;
    }
    let outcome = begin(house, &who, ask(house, &her)).await;
    assert!(matches!(outcome, BeginOutcome::Wait { .. }), "{outcome:?}");
}

async fn every_end_has_its_code(house: &House) {
    use FaceRefusal::{Cancelled, Failed, TimedOut};
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let failed = Told::Returned { failed: true };
    let refused = Err(GatewayError::Refused {
        code: "87009".to_owned(),
    });
    for (answer, told, expected) in [
        (Ok(not_passed(NotPassed::Face)), RETURNED, Failed),
        (Ok(not_passed(NotPassed::Identity)), RETURNED, Failed),
        (Ok(not_passed(NotPassed::Device)), RETURNED, Failed),
        (Ok(not_passed(NotPassed::Cancelled)), RETURNED, Cancelled),
        (Ok(not_passed(NotPassed::TimedOut)), RETURNED, TimedOut),
        // What the authority knows is worth more than what the client says.
        (Ok(not_passed(NotPassed::Face)), failed.clone(), Failed),
        (Ok(Verdict::Pending), failed, Cancelled),
        (refused, RETURNED, Failed),
    ] {
        house.later(3_600);
        let check = begun(house, &who, &person(1, "陈雨晴")).await;
        house.faces.answer(answer);
        let outcome = finish_face_check(&house.service, &who, check, told).await;
        let outcome = outcome.unwrap();
        let FinishOutcome::NotPassed(refusal) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(refusal, expected);
        assert!(is_gone(house, &who, check).await);
    }
    assert!(proofs_of(house, account).await.is_empty());
}

async fn an_authority_that_is_silent_loses_nothing(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    house.faces.fail(Some(silent()));
    for _ in 0..20 {
        let outcome = begin(house, &who, ask(house, &her)).await;
        assert!(matches!(outcome, BeginOutcome::Unavailable), "{outcome:?}");
    }
    house.faces.fail(None);
    let check = begun(house, &who, &her).await;
    let malformed = GatewayError::Malformed { what: "everything" };
    house.faces.verdict(passed());
    for fault in [silent(), malformed] {
        house.faces.fail(Some(fault));
        let failed = Told::Returned { failed: true };
        let outcome = finish_face_check(&house.service, &who, check, failed).await;
        let outcome = outcome.unwrap();
        assert!(matches!(outcome, FinishOutcome::Unavailable), "{outcome:?}");
    }
    house.faces.fail(None);
    let outcome = finished(house, &who, check).await;
    assert!(
        matches!(outcome, FinishOutcome::Passed { .. }),
        "{outcome:?}"
    );
}

async fn a_consent_that_is_taken_back_ends_the_check(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    let check = begun(house, &who, &her).await;
    house.faces.verdict(passed());
    let given = consents_of(house, account).await[0].id;
    assert!(
        withdraw_consent(&house.service, &who.token, given)
            .await
            .unwrap()
    );
    let outcome = finished(house, &who, check).await;
    assert!(
        matches!(outcome, FinishOutcome::ConsentWithdrawn),
        "{outcome:?}"
    );
    assert_eq!(
        house.faces.asked(),
        0,
        "the authority is not asked any more"
    );
    assert!(is_gone(house, &who, check).await);
    assert!(proofs_of(house, account).await.is_empty());
    // Agreed to again, it goes on.
    proved(house, &who, &her).await;
}

async fn what_a_check_was_about_is_erased_as_soon_as_it_is_over(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let check = begun(house, &who, &person(1, "陈雨晴")).await;
    let now = house.clock.now();
    let store = &house.service.store;
    let read = || async {
        let found = store.read(async |tx| face_checks::find(tx, check, now).await);
        found.await.unwrap()
    };
    let open = read().await.unwrap();
    assert!(open.person.is_some() && open.known_as.is_some());
    house.faces.verdict(not_passed(NotPassed::Face));
    finished(house, &who, check).await;
    let over = read().await.unwrap();
    assert!(over.person.is_none() && over.known_as.is_none());
    assert_eq!(over.over_at, Some(now));
    let ten = now + SignedDuration::from_mins(10);
    for (at, over_before, gone) in [(now, now - SignedDuration::from_mins(1), 0), (ten, now, 1)] {
        let swept = store.write(async move |tx| face_checks::sweep(tx, at, over_before).await);
        assert_eq!(swept.await.unwrap(), gone);
    }
    assert!(read().await.is_none());
}
