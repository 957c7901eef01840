//! A face check proves a real name, once, for the session and the person it was begun with.

use domain::channel::{Channel, Host};
use domain::people::{Identity, Level, NextProof, ProofKind, ProofMethod, Provider};
use gateways::face::{NotPassed, Verdict};
use gateways::{GatewayError, RetryCause};
use jiff::SignedDuration;
use service::ServiceError;
use service::login::face::begin::{
    BeginOutcome, CONSENT, FaceAsk, FaceProblem, TypedIdentity, begin_face_check,
};
use service::login::face::finish::{FaceRefusal, FinishOutcome, Told, finish_face_check};
use service::login::face::standing::{face_standing, where_to};
use service::login::prove_phone::Prover;
use service::parent::account::withdraw_consent::withdraw_consent;
use service::people::ProofRefusal;
use service::sessions::allowed;
use service::token::Token;
use store::consents::{self, Consent};
use store::face_checks;
use store::proofs::{self, StoredProof};
use store::sessions::{self, SessionRow};
use store::ways_in::{self, WayIn};
use uuid::Uuid;

use crate::authority::{MINI_APP, passed};
use crate::house::House;
use crate::people::{logged_in, person, real_name, visitor};

crate::on_both_databases!(
    a_face_proves_a_real_name_and_the_session_goes_on_under_a_new_token,
    without_its_consent_nobody_is_checked,
    all_that_is_wrong_is_said_at_once,
    a_check_is_of_its_session_and_follows_it,
    a_check_counts_for_half_an_hour,
    fifty_at_once_prove_once,
    five_that_fail_make_wait_the_account_and_the_person,
    who_leaves_waits_later,
    every_end_has_its_code,
    an_authority_that_is_silent_loses_nothing,
    a_consent_that_is_taken_back_ends_the_check,
    who_is_known_is_checked_as_who_they_are,
    jingtong_asks_for_the_face_in_each_session,
    one_person_has_one_account,
    a_name_that_changed_is_looked_at_by_a_person,
    what_a_check_was_about_is_erased_as_soon_as_it_is_over,
);

/// A wish for a check of this person.
pub(crate) fn ask(house: &House, person: &Identity) -> FaceAsk {
    let release = &house.service.rules.in_force;
    let field = release.field(CONSENT).unwrap();
    let text = release.agreement(field.agreement.as_deref().unwrap());
    FaceAsk {
        consent: text.unwrap().version.clone(),
        typed: Some(TypedIdentity {
            name: format!(" {} ", person.name.as_str()),
            id_number: person.id_number.as_str().to_lowercase(),
        }),
        return_to: Some("https://here.example/back".to_owned()),
        next: "/help".to_owned(),
    }
}

async fn begin(house: &House, who: &Prover, ask: FaceAsk) -> BeginOutcome {
    begin_face_check(&house.service, who, ask).await.unwrap()
}

async fn begun(house: &House, who: &Prover, person: &Identity) -> Uuid {
    match begin(house, who, ask(house, person)).await {
        BeginOutcome::Begun(begun) => begun.id,
        outcome => panic!("{outcome:?}"),
    }
}

const RETURNED: Told = Told::Returned { failed: false };

async fn finish(house: &House, who: &Prover, check: Uuid) -> Result<FinishOutcome, ServiceError> {
    finish_face_check(&house.service, who, check, RETURNED).await
}

async fn finished(house: &House, who: &Prover, check: Uuid) -> FinishOutcome {
    finish(house, who, check).await.unwrap()
}

async fn is_gone(house: &House, who: &Prover, check: Uuid) -> bool {
    matches!(finish(house, who, check).await, Err(ServiceError::NotFound))
}

/// The session after a check that passes.
async fn proved(house: &House, who: &Prover, person: &Identity) -> Prover {
    let check = begun(house, who, person).await;
    house.faces.verdict(passed());
    match finished(house, who, check).await {
        FinishOutcome::Passed { token, allowed } => Prover {
            account: allowed.account,
            token,
        },
        outcome => panic!("{outcome:?}"),
    }
}

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

async fn proofs_of(house: &House, account: Uuid) -> Vec<StoredProof> {
    let store = &house.service.store;
    let list = store.read(async |tx| proofs::list(tx, account).await);
    list.await.unwrap()
}

async fn consents_of(house: &House, account: Uuid) -> Vec<Consent> {
    let store = &house.service.store;
    let list = store.read(async |tx| consents::list(tx, account).await);
    list.await.unwrap()
}

async fn level(house: &House, who: &Prover) -> Option<Level> {
    let allowed = allowed(&house.service, &who.token).await.unwrap();
    allowed.map(|allowed| allowed.level)
}

async fn a_face_proves_a_real_name_and_the_session_goes_on_under_a_new_token(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    let BeginOutcome::Begun(check) = begin(house, &who, ask(house, &her)).await else {
        panic!("not begun")
    };
    assert!(check.page.is_some());
    let wanted = house.faces.begun();
    assert_eq!(wanted[0].person.name, her.name);
    assert_eq!(wanted[0].person.id_number, her.id_number);
    let back = wanted[0].return_to.clone().unwrap();
    assert_eq!(
        back.passed,
        format!("https://here.example/back/{}", check.id)
    );
    assert_eq!(back.failed, format!("{}/failed", back.passed));
    let given = consents_of(house, account).await;
    let release = &house.service.rules.in_force;
    let text = release.agreement("face").unwrap();
    assert_eq!(given.len(), 1);
    assert_eq!(given[0].consent, CONSENT);
    assert_eq!(given[0].version, text.version);
    assert_eq!(given[0].digest, text.hash());
    assert_eq!(given[0].at, house.clock.now());

    // Being back proves nothing.
    let outcome = finished(house, &who, check.id).await;
    assert!(matches!(outcome, FinishOutcome::Pending), "{outcome:?}");
    assert_eq!(level(house, &who).await, Some(Level::Account));
    let standing = face_standing(&house.service, &who).await.unwrap();
    assert_eq!(standing.waiting, Some(check.id));
    assert!(standing.has_authority && !standing.is_fresh && standing.proved.is_none());

    house.faces.verdict(passed());
    let outcome = finished(house, &who, check.id).await;
    let FinishOutcome::Passed { token, allowed } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((allowed.account, allowed.level), (account, Level::RealName));
    assert_eq!(allowed.next, None);
    assert_eq!(level(house, &who).await, None, "the old token has ended");
    let proofs = proofs_of(house, account).await;
    let [proof] = &proofs[..] else {
        panic!("{proofs:?}")
    };
    let fact = proof.fact();
    assert_eq!(fact.kind, ProofKind::RealName);
    assert_eq!(fact.method, ProofMethod::FaceCheck);
    assert_eq!(fact.provider, Some(Provider::Baidu));
    let lasts = SignedDuration::from_hours(180 * 24);
    assert_eq!(fact.until, Some(house.clock.now() + lasts));
    let now = Prover { account, token };
    let standing = face_standing(&house.service, &now).await.unwrap();
    assert!(standing.is_fresh && standing.waiting.is_none());
    assert_eq!(standing.proved, Some(her));

    // It is over, under either token; but whoever comes back to it is led on.
    assert!(is_gone(house, &who, check.id).await);
    assert!(is_gone(house, &now, check.id).await);
    let to = where_to(&house.service, account, check.id).await.unwrap();
    assert_eq!(to.as_deref(), Some("/help"));
    let other = where_to(&house.service, Uuid::nil(), check.id).await;
    assert_eq!(other.unwrap(), None);
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

async fn a_check_is_of_its_session_and_follows_it(house: &House) {
    let (one, two) = (
        visitor(house, "one_", None).await,
        visitor(house, "two_", None).await,
    );
    let (who, beside, other) = (
        logged_in(house, one).await,
        logged_in(house, one).await,
        logged_in(house, two).await,
    );
    let check = begun(house, &who, &person(1, "陈雨晴")).await;
    house.faces.verdict(passed());
    assert!(is_gone(house, &beside, check).await, "another session");
    assert!(is_gone(house, &other, check).await, "another account");
    let forged = Prover {
        account: two,
        token: who.token.clone(),
    };
    assert!(is_gone(house, &forged, check).await, "another's name");
    assert!(is_gone(house, &who, Uuid::from_u128(1)).await, "no check");
    assert_eq!(house.faces.asked(), 0, "the authority was asked for nobody");
    // It is her own: a session that was not proved with stays as it was.
    let proved = finished(house, &who, check).await;
    assert!(matches!(proved, FinishOutcome::Passed { .. }), "{proved:?}");

    // A phone that is proved meanwhile renews the token; the check goes on.
    let who = logged_in(house, two).await;
    let check = begun(house, &who, &person(2, "王伟")).await;
    let mobile = domain::id::Mobile::parse("13800130001").unwrap();
    let renewed = service::login::prove_phone::prove_phone_by_platform(
        &house.service,
        &who,
        service::login::prove_phone::PhoneFor::Person,
        mobile,
        Provider::WeChat,
    );
    let service::login::prove_phone::ProveOutcome::Proved { token } = renewed.await.unwrap() else {
        panic!("no phone")
    };
    assert!(is_gone(house, &who, check).await, "the old token");
    let now = Prover {
        account: two,
        token,
    };
    let proved = finished(house, &now, check).await;
    assert!(matches!(proved, FinishOutcome::Passed { .. }), "{proved:?}");
}

async fn a_check_counts_for_half_an_hour(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let her = person(1, "陈雨晴");
    house.faces.verdict(passed());
    let late = begun(house, &who, &her).await;
    house.later(30 * 60);
    assert!(is_gone(house, &who, late).await);
    assert_eq!(level(house, &who).await, Some(Level::Account));
    let in_time = begun(house, &who, &her).await;
    house.later(30 * 60 - 1);
    let proved = finished(house, &who, in_time).await;
    assert!(matches!(proved, FinishOutcome::Passed { .. }), "{proved:?}");
}

async fn fifty_at_once_prove_once(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let check = begun(house, &who, &person(1, "陈雨晴")).await;
    house.faces.verdict(passed());
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let (service, who) = (house.service.clone(), who.clone());
            tokio::spawn(async move { finish_face_check(&service, &who, check, RETURNED).await })
        })
        .collect();
    let (mut passed, mut gone) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(FinishOutcome::Passed { .. }) => passed += 1,
            Err(ServiceError::NotFound) => gone += 1,
            outcome => panic!("{outcome:?}"),
        }
    }
    assert_eq!((passed, gone), (1, 49));
    assert_eq!(proofs_of(house, account).await.len(), 1);
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

async fn who_is_known_is_checked_as_who_they_are(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let (her, him) = (person(1, "陈雨晴"), person(2, "王伟"));
    real_name(house, account, her.clone()).await;
    let nothing_typed = FaceAsk {
        typed: None,
        ..ask(house, &her)
    };
    let outcome = begin(house, &who, nothing_typed).await;
    assert!(matches!(outcome, BeginOutcome::Begun(_)), "{outcome:?}");
    let who = proved(house, &who, &him).await;
    assert_eq!(who.account, account);
    for wanted in house.faces.begun() {
        assert_eq!(wanted.person.id_number, her.id_number);
    }
    let standing = face_standing(&house.service, &who).await.unwrap();
    assert_eq!(standing.proved, Some(her));
}

/// A session in a mini-program that WeChat hosts, and the openid by which it was entered.
async fn in_wechat(house: &House, account: Uuid, openid: Option<&str>) -> Prover {
    let token = Token::logged_in(&house.service.chance);
    let now = house.clock.now();
    let session = SessionRow {
        token: token.hash(),
        account,
        provider: Provider::WeChat,
        channel: Channel::Jingtong,
        host: Host::WeChat,
        host_secret: None,
        created_at: now,
        last_seen_at: now,
        expires_at: now + SignedDuration::from_hours(12),
    };
    let way = openid.map(|openid| WayIn {
        id: house.service.chance.id(),
        account,
        provider: Provider::WeChat,
        app: MINI_APP.to_owned(),
        subject: openid.into(),
        password: None,
        created_at: now,
    });
    let store = &house.service.store;
    let done = store.write(async move |tx| {
        if let Some(way) = &way {
            ways_in::add(tx, way).await?;
        }
        sessions::create(tx, &session).await
    });
    done.await.unwrap();
    Prover { account, token }
}

async fn jingtong_asks_for_the_face_in_each_session(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let her = person(1, "陈雨晴");
    let without = in_wechat(house, account, None).await;
    let outcome = begin(house, &without, ask(house, &her)).await;
    assert!(matches!(outcome, BeginOutcome::NoAuthority), "{outcome:?}");
    for next in [NextProof::RealName, NextProof::Face] {
        let who = in_wechat(house, account, Some("an-openid")).await;
        let here = allowed(&house.service, &who.token).await.unwrap().unwrap();
        assert_eq!(here.next, Some(next));
        let who = proved(house, &who, &her).await;
        let here = allowed(&house.service, &who.token).await.unwrap().unwrap();
        assert_eq!((here.level, here.next), (Level::RealName, None));
    }
    let wanted = house.faces.begun();
    let subjects: Vec<_> = wanted.iter().map(|wanted| wanted.subject.clone()).collect();
    assert_eq!(subjects, vec![Some("an-openid".to_owned()); 2]);
    let faces = proofs_of(house, account).await;
    let faces = faces.iter().map(StoredProof::fact);
    let faces: Vec<_> = faces.filter(|fact| fact.kind == ProofKind::Face).collect();
    assert_eq!(faces.len(), 2);
    for face in faces {
        assert_eq!(face.provider, Some(Provider::WeChat));
        assert_eq!(
            face.until,
            Some(house.clock.now() + SignedDuration::from_hours(12)),
            "with its session"
        );
    }
}

async fn one_person_has_one_account(house: &House) {
    let (first, second) = (
        visitor(house, "first", None).await,
        visitor(house, "second", Some("13800130002")).await,
    );
    let her = person(1, "陈雨晴");
    real_name(house, first, her.clone()).await;
    let who = logged_in(house, second).await;
    // One that is open stays hers.
    begun(house, &who, &her).await;
    let who = proved(house, &who, &her).await;
    assert_eq!(who.account, first);
    let standing = face_standing(&house.service, &who).await.unwrap();
    assert!(standing.waiting.is_some());
}

async fn a_name_that_changed_is_looked_at_by_a_person(house: &House) {
    let (first, second) = (
        visitor(house, "first", None).await,
        visitor(house, "second", None).await,
    );
    real_name(house, first, person(1, "陈雨晴")).await;
    let who = logged_in(house, second).await;
    let check = begun(house, &who, &person(1, "陈晴雨")).await;
    house.faces.verdict(passed());
    let outcome = finished(house, &who, check).await;
    assert!(
        matches!(outcome, FinishOutcome::Refused(ProofRefusal::OtherName)),
        "{outcome:?}"
    );
    assert!(is_gone(house, &who, check).await, "it is over all the same");
    assert!(proofs_of(house, second).await.is_empty());
    assert_eq!(level(house, &who).await, Some(Level::Account));
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
