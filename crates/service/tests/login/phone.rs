//! A mobile is proved by its code, once, and guessing proves nothing.

use domain::people::{Level, NextProof, ProofKind};
use service::ServiceError;
use service::login::code_answer::CodeProblem;
use service::login::prove_phone::{
    PhoneFor, ProveOutcome, Prover, prove_phone, prove_phone_by_platform,
};
use service::login::sms_code::CodePurpose;
use service::people::ProofRefusal;
use service::sessions::allowed;
use service::token::Token;
use store::proofs::{self, StoredProof, Subject};
use store::sessions;
use uuid::Uuid;

use crate::house::House;
use crate::people::{logged_in, person, real_name_here, visitor};

crate::on_both_databases!(
    a_code_proves_a_mobile_and_the_session_goes_on_under_a_new_token,
    a_card_s_mobile_leaves_the_level,
    a_session_says_what_is_next,
    a_code_is_of_its_account_its_purpose_its_mobile_and_its_five_minutes,
    ten_thousand_wrong_codes_prove_nothing,
    fifty_right_codes_at_once_prove_once,
    what_is_no_code_costs_no_try,
    another_mobile_needs_a_real_name_that_was_just_proved,
    a_session_that_has_ended_proves_nothing_and_keeps_its_code,
    a_platform_proves_a_mobile_too,
);

const MOBILE: &str = "13800130001";

async fn proofs_of(house: &House, account: Uuid) -> Vec<StoredProof> {
    let store = &house.service.store;
    let list = store.read(async |tx| proofs::list(tx, account).await);
    list.await.unwrap()
}

async fn answer(house: &House, who: &Prover, code: &str) -> ProveOutcome {
    let proved = prove_phone(&house.service, who, PhoneFor::Person, MOBILE, code);
    proved.await.unwrap()
}

/// The code with another last digit.
fn wrong(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

async fn a_code_proves_a_mobile_and_the_session_goes_on_under_a_new_token(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let failed = answer(house, &who, &wrong(&code)).await;
    assert!(matches!(
        failed,
        ProveOutcome::Code(CodeProblem::Wrong { tries_left: 4 })
    ));
    let typed = format!(" {} {}", &code[..3], &code[3..]);
    let mobile = "+86 138 0013 0001";
    let proved = prove_phone(&house.service, &who, PhoneFor::Person, mobile, &typed);
    let ProveOutcome::Proved { token } = proved.await.unwrap() else {
        panic!("not proved")
    };
    let proofs = proofs_of(house, account).await;
    let [proof] = &proofs[..] else {
        panic!("{proofs:?}")
    };
    assert_eq!(proof.subject.kind(), ProofKind::Phone);
    assert!(matches!(&proof.subject, Subject::Phone(mobile) if mobile.as_str() == MOBILE));
    let (old, new) = (
        session(house, &who.token).await,
        session(house, &token).await,
    );
    assert_eq!(old, None);
    assert_eq!(new, Some(account));
    let again = Prover { account, token };
    let gone = answer(house, &again, &code).await;
    assert!(
        matches!(gone, ProveOutcome::Code(CodeProblem::Gone)),
        "{gone:?}"
    );
}

async fn session(house: &House, token: &Token) -> Option<Uuid> {
    let (hash, now) = (token.hash(), house.clock.now());
    let store = &house.service.store;
    let found = store.read(async |tx| sessions::find(tx, &hash, now).await);
    found.await.unwrap().map(|session| session.account)
}

async fn a_card_s_mobile_leaves_the_level(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::CardMobile { account }, MOBILE)
        .await;
    let proved = prove_phone(&house.service, &who, PhoneFor::Card, MOBILE, &code);
    assert!(matches!(proved.await.unwrap(), ProveOutcome::Proved { .. }));
    let kinds: Vec<ProofKind> = proofs_of(house, account)
        .await
        .iter()
        .map(|proof| proof.subject.kind())
        .collect();
    assert_eq!(kinds, [ProofKind::CardPhone]);
}

async fn a_code_is_of_its_account_its_purpose_its_mobile_and_its_five_minutes(house: &House) {
    let (one, two) = (
        visitor(house, "one_", None).await,
        visitor(house, "two_", None).await,
    );
    let (who, other) = (logged_in(house, one).await, logged_in(house, two).await);
    let purpose = CodePurpose::ProvePhone { account: one };
    let code = house.code(purpose, MOBILE).await;
    let stolen = answer(house, &other, &code).await;
    assert!(
        matches!(stolen, ProveOutcome::Code(CodeProblem::Wrong { .. })),
        "{stolen:?}"
    );
    for (what_for, mobile) in [(PhoneFor::Card, MOBILE), (PhoneFor::Person, "13800130002")] {
        let proved = prove_phone(&house.service, &who, what_for, mobile, &code);
        let proved = proved.await.unwrap();
        assert!(
            matches!(proved, ProveOutcome::Code(CodeProblem::Gone)),
            "{what_for:?}"
        );
    }
    house.later(5 * 60);
    let late = answer(house, &who, &code).await;
    assert!(
        matches!(late, ProveOutcome::Code(CodeProblem::Gone)),
        "{late:?}"
    );
    let newer = house.code(purpose, MOBILE).await;
    house.later(5 * 60 - 1);
    let proved = answer(house, &who, &newer).await;
    assert!(matches!(proved, ProveOutcome::Proved { .. }), "{proved:?}");
}

async fn ten_thousand_wrong_codes_prove_nothing(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let number: u32 = code.parse().unwrap();
    let guessers = (0..100).map(|guesser: u32| {
        let (service, who) = (house.service.clone(), who.clone());
        tokio::spawn(async move {
            let mut compared = 0;
            for guess in 0..100 {
                let guess = (number + 1 + guesser * 100 + guess) % 1_000_000;
                let guess = format!("{guess:06}");
                let said = prove_phone(&service, &who, PhoneFor::Person, MOBILE, &guess).await;
                match said.unwrap() {
                    ProveOutcome::Code(CodeProblem::Wrong { .. }) => compared += 1,
                    ProveOutcome::Code(CodeProblem::Gone) => {}
                    other => panic!("{other:?}"),
                }
            }
            compared
        })
    });
    let mut compared = 0;
    for guesser in guessers.collect::<Vec<_>>() {
        compared += guesser.await.unwrap();
    }
    assert_eq!(compared, 5);
    let right = answer(house, &who, &code).await;
    assert!(
        matches!(right, ProveOutcome::Code(CodeProblem::Gone)),
        "{right:?}"
    );
    assert_eq!(proofs_of(house, account).await, []);
}

async fn fifty_right_codes_at_once_prove_once(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let posts = (0..50).map(|_| {
        let (service, who, code) = (house.service.clone(), who.clone(), code.clone());
        tokio::spawn(
            async move { prove_phone(&service, &who, PhoneFor::Person, MOBILE, &code).await },
        )
    });
    let mut proved = 0;
    for post in posts.collect::<Vec<_>>() {
        match post.await.unwrap() {
            Ok(ProveOutcome::Proved { .. }) => proved += 1,
            Ok(ProveOutcome::Code(CodeProblem::Gone)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(proved, 1);
    assert_eq!(proofs_of(house, account).await.len(), 1);
}

async fn what_is_no_code_costs_no_try(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    for typed in ["", "12345", "1234567", "12345a", &"1".repeat(10_000)] {
        let said = answer(house, &who, typed).await;
        assert!(
            matches!(said, ProveOutcome::Code(CodeProblem::Format)),
            "{said:?}"
        );
    }
    let no_mobile = prove_phone(&house.service, &who, PhoneFor::Person, "1380013000", &code);
    assert!(matches!(no_mobile.await.unwrap(), ProveOutcome::NoMobile));
    let left = answer(house, &who, &wrong(&code)).await;
    assert!(matches!(
        left,
        ProveOutcome::Code(CodeProblem::Wrong { tries_left: 4 })
    ));
    let proved = answer(house, &who, &code).await;
    assert!(matches!(proved, ProveOutcome::Proved { .. }), "{proved:?}");
}

async fn another_mobile_needs_a_real_name_that_was_just_proved(house: &House) {
    let account = visitor(house, "somebody", Some("13800130009")).await;
    let who = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let refused = answer(house, &who, &code).await;
    assert!(
        matches!(refused, ProveOutcome::RealNameFirst),
        "{refused:?}"
    );
    real_name_here(house, &who, person(1, "张三")).await;
    house.later(4 * 60);
    let proved = answer(house, &who, &code).await;
    assert!(matches!(proved, ProveOutcome::Proved { .. }), "{proved:?}");
    // The same one again changes nothing, so it needs nothing.
    house.later(2 * 60);
    let again = logged_in(house, account).await;
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let proved = answer(house, &again, &code).await;
    assert!(matches!(proved, ProveOutcome::Proved { .. }), "{proved:?}");
}

async fn a_session_that_has_ended_proves_nothing_and_keeps_its_code(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let ended = Prover {
        account,
        token: Token::logged_in(&house.service.chance),
    };
    let code = house
        .code(CodePurpose::ProvePhone { account }, MOBILE)
        .await;
    let said = prove_phone(&house.service, &ended, PhoneFor::Person, MOBILE, &code).await;
    assert!(matches!(said, Err(ServiceError::NotFound)), "{said:?}");
    assert_eq!(proofs_of(house, account).await, []);
    let who = logged_in(house, account).await;
    let proved = answer(house, &who, &code).await;
    assert!(matches!(proved, ProveOutcome::Proved { .. }), "{proved:?}");
}

async fn a_platform_proves_a_mobile_too(house: &House) {
    use domain::people::{ProofMethod, Provider};
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let phone = || gateways::login::HostPhone {
        mobile: domain::id::Mobile::parse(MOBILE).unwrap(),
        once: None,
    };
    let proved = prove_phone_by_platform(
        &house.service,
        &who,
        PhoneFor::Person,
        phone(),
        Provider::WeChat,
    );
    let proved = proved.await.unwrap();
    assert!(matches!(proved, Some(ProveOutcome::Proved { .. })));
    let proofs = proofs_of(house, account).await;
    assert_eq!(proofs[0].method, ProofMethod::Platform);
    assert_eq!(proofs[0].provider, Some(Provider::WeChat));
    let nobody = Prover {
        account: Uuid::nil(),
        ..logged_in(house, account).await
    };
    let refused = prove_phone_by_platform(
        &house.service,
        &nobody,
        PhoneFor::Person,
        phone(),
        Provider::WeChat,
    );
    let refused = refused.await.unwrap();
    assert!(
        matches!(refused, Some(ProveOutcome::Refused(ProofRefusal::Gone))),
        "{refused:?}"
    );
}

async fn a_session_says_what_is_next(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let next = async || {
        let allowed = allowed(&house.service, &who.token).await.unwrap();
        allowed.map(|allowed| (allowed.level, allowed.next))
    };
    let first = (Level::Account, Some(NextProof::RealName));
    assert_eq!(next().await, Some(first), "the portal needs no phone");
    real_name_here(house, &who, person(1, "张三")).await;
    assert_eq!(next().await, Some((Level::RealName, None)));
    house.later(31 * 60);
    assert_eq!(next().await, None, "it was not used for too long");
}
