//! A face check proves a real name, once, for the session and the person it was begun with.

use domain::people::{Identity, Level, ProofKind, ProofMethod, Provider};
use jiff::SignedDuration;
use service::ServiceError;
use service::login::face::begin::{
    BeginOutcome, CONSENT, FaceAsk, TypedIdentity, begin_face_check,
};
use service::login::face::finish::{FinishOutcome, Told, finish_face_check};
use service::login::face::standing::{face_standing, where_to};
use service::login::prove_phone::Prover;
use service::people::ProofRefusal;
use service::sessions::allowed;
use store::consents::{self, Consent};
use store::proofs::{self, StoredProof};
use uuid::Uuid;

use crate::authority::passed;
use crate::house::House;
use crate::people::{logged_in, person, real_name, visitor};

crate::on_both_databases!(
    a_face_proves_a_real_name_and_the_session_goes_on_under_a_new_token,
    a_check_is_of_its_session_and_follows_it,
    a_check_counts_for_half_an_hour,
    fifty_at_once_prove_once,
    who_is_known_is_checked_as_who_they_are,
    one_person_has_one_account,
    a_name_that_changed_is_looked_at_by_a_person,
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

pub(crate) async fn begin(house: &House, who: &Prover, ask: FaceAsk) -> BeginOutcome {
    begin_face_check(&house.service, who, ask).await.unwrap()
}

pub(crate) async fn begun(house: &House, who: &Prover, person: &Identity) -> Uuid {
    match begin(house, who, ask(house, person)).await {
        BeginOutcome::Begun(begun) => begun.id,
        outcome => panic!("{outcome:?}"),
    }
}

pub(crate) const RETURNED: Told = Told::Returned { failed: false };

pub(crate) async fn finish(
    house: &House,
    who: &Prover,
    check: Uuid,
) -> Result<FinishOutcome, ServiceError> {
    finish_face_check(&house.service, who, check, RETURNED).await
}

pub(crate) async fn finished(house: &House, who: &Prover, check: Uuid) -> FinishOutcome {
    finish(house, who, check).await.unwrap()
}

pub(crate) async fn is_gone(house: &House, who: &Prover, check: Uuid) -> bool {
    matches!(finish(house, who, check).await, Err(ServiceError::NotFound))
}

/// The session after a check that passes.
pub(crate) async fn proved(house: &House, who: &Prover, person: &Identity) -> Prover {
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

pub(crate) async fn proofs_of(house: &House, account: Uuid) -> Vec<StoredProof> {
    let store = &house.service.store;
    let list = store.read(async |tx| proofs::list(tx, account).await);
    list.await.unwrap()
}

pub(crate) async fn consents_of(house: &House, account: Uuid) -> Vec<Consent> {
    let store = &house.service.store;
    let list = store.read(async |tx| consents::list(tx, account).await);
    list.await.unwrap()
}

pub(crate) async fn level(house: &House, who: &Prover) -> Option<Level> {
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
    let phone = gateways::login::HostPhone {
        mobile: domain::id::Mobile::parse("13800130001").unwrap(),
        once: None,
    };
    let renewed = service::login::prove_phone::prove_phone_by_platform(
        &house.service,
        &who,
        service::login::prove_phone::PhoneFor::Person,
        phone,
        Provider::WeChat,
    );
    let renewed = renewed.await.unwrap();
    let Some(service::login::prove_phone::ProveOutcome::Proved { token }) = renewed else {
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

async fn who_is_known_is_checked_as_who_they_are(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let (her, him) = (person(1, "陈雨晴"), person(2, "王伟"));
    real_name(house, account, her.clone()).await;
    let who = logged_in(house, account).await;
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
