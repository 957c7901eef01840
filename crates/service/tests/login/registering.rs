//! Beginning an account.

use domain::id::LogInNameError;
use domain::people::{Level, Proof, level};
use service::known_browser::KnownBrowser;
use service::login::code_answer::CodeProblem;
use service::login::register::{RegisterInput, RegisterOutcome, RegisterProblem, register};
use service::login::sms_code::CodePurpose;
use service::new_password::PasswordProblem;
use service::token::Token;
use store::proofs::{self, StoredProof};
use store::sessions;
use uuid::Uuid;

use crate::house::House;
use crate::people::{PASSWORD, log_in, visitor};

crate::on_both_databases!(
    an_account_begins_with_a_mobile_that_is_proved_and_its_owner_is_logged_in,
    a_mobile_that_enters_another_account_is_answered_the_same,
    a_name_that_is_taken_is_told_to_whoever_has_the_mobile_alone,
    everything_that_is_wrong_is_told_at_once_and_costs_no_try,
    fifty_forms_at_once_begin_one_account,
);

const MOBILE: &str = "13800130001";

fn form(login: &str, code: &str) -> RegisterInput {
    RegisterInput {
        mobile: "138 0013 0001".to_owned(),
        sms_code: code.to_owned(),
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        replaces: None,
        known: KnownBrowser::default(),
    }
}

async fn send(house: &House, input: RegisterInput) -> RegisterOutcome {
    register(&house.service, input).await.unwrap()
}

async fn refused(house: &House, input: RegisterInput) -> Vec<RegisterProblem> {
    match send(house, input).await {
        RegisterOutcome::Refused(problems) => problems,
        RegisterOutcome::Registered { .. } => panic!("it was registered"),
    }
}

async fn account_of(house: &House, token: &Token) -> Option<Uuid> {
    let (hash, now) = (token.hash(), house.clock.now());
    let store = &house.service.store;
    let found = store.read(async |tx| sessions::find(tx, &hash, now).await);
    found.await.unwrap().map(|session| session.account)
}

async fn an_account_begins_with_a_mobile_that_is_proved_and_its_owner_is_logged_in(house: &House) {
    let old = Token::visitor(&house.service.chance);
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let input = RegisterInput {
        replaces: Some(old.hash()),
        ..form("Wang.Xiaoming", &code)
    };
    let RegisterOutcome::Registered {
        token,
        known,
        enters_by_mobile,
    } = send(house, input).await
    else {
        panic!("it was not registered")
    };
    assert!(enters_by_mobile && token.is_logged_in());
    let account = account_of(house, &token).await.unwrap();
    let store = &house.service.store;
    let proofs = store.read(async |tx| proofs::list(tx, account).await);
    let facts: Vec<Proof> = proofs
        .await
        .unwrap()
        .iter()
        .map(StoredProof::fact)
        .collect();
    assert_eq!(level(&facts, house.clock.now()), Level::Phone);
    for name in ["wang.xiaoming", MOBILE, "ＷＡＮＧ.xiaoming"] {
        assert_eq!(
            log_in(house, name, PASSWORD, &known).await,
            Some(account),
            "{name}"
        );
    }
    assert_eq!(
        log_in(house, MOBILE, "another long password", &known).await,
        None
    );
    let again = refused(house, form("other", &code)).await;
    assert_eq!(again, [RegisterProblem::Code(CodeProblem::Gone)]);
}

async fn a_mobile_that_enters_another_account_is_answered_the_same(house: &House) {
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let RegisterOutcome::Registered { token, .. } = send(house, form("first", &code)).await else {
        panic!("it was not registered")
    };
    let first = account_of(house, &token).await;
    house.later(2 * 60);
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let RegisterOutcome::Registered {
        token,
        known,
        enters_by_mobile,
    } = send(house, form("second", &code)).await
    else {
        panic!("it was not registered")
    };
    assert!(!enters_by_mobile);
    let second = account_of(house, &token).await;
    assert_ne!(first, second);
    assert_eq!(log_in(house, MOBILE, PASSWORD, &known).await, first);
    assert_eq!(log_in(house, "second", PASSWORD, &known).await, second);
}

async fn a_name_that_is_taken_is_told_to_whoever_has_the_mobile_alone(house: &House) {
    visitor(house, "taken", None).await;
    for name in ["taken", "free_"] {
        let none = refused(house, form(name, "123456")).await;
        assert_eq!(none, [RegisterProblem::Code(CodeProblem::Gone)]);
    }
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let other = if code == "000000" { "111111" } else { "000000" };
    for (name, tries_left) in [("taken", 4), ("free_", 3)] {
        let wrong = refused(house, form(name, other)).await;
        let problem = CodeProblem::Wrong { tries_left };
        assert_eq!(wrong, [RegisterProblem::Code(problem)]);
    }
    let taken = refused(house, form("Taken", &code)).await;
    assert_eq!(taken, [RegisterProblem::NameTaken]);
    let done = send(house, form("free_", &code)).await;
    assert!(
        matches!(done, RegisterOutcome::Registered { .. }),
        "{done:?}"
    );
}

async fn everything_that_is_wrong_is_told_at_once_and_costs_no_try(house: &House) {
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let all = RegisterInput {
        mobile: "1380013000".to_owned(),
        password: "too short".to_owned(),
        ..form("13800130001", &code)
    };
    assert_eq!(
        refused(house, all).await,
        [
            RegisterProblem::Mobile,
            RegisterProblem::LogIn(LogInNameError::Start),
            RegisterProblem::Password(PasswordProblem::TooShort)
        ]
    );
    let like_them = RegisterInput {
        password: "wangxiaoming13800130001".to_owned(),
        ..form("wangxiaoming", &code)
    };
    assert_eq!(
        refused(house, like_them).await,
        [RegisterProblem::Password(PasswordProblem::Guessable)]
    );
    let other = if code == "000000" { "111111" } else { "000000" };
    let wrong = refused(house, form("name", other)).await;
    let first_try = CodeProblem::Wrong { tries_left: 4 };
    assert_eq!(wrong, [RegisterProblem::Code(first_try)]);
}

async fn fifty_forms_at_once_begin_one_account(house: &House) {
    let code = house.code(CodePurpose::Register, MOBILE).await;
    let forms = (0..50).map(|number| {
        let (service, input) = (house.service.clone(), form(&format!("name{number}"), &code));
        tokio::spawn(async move { register(&service, input).await })
    });
    let mut begun = 0;
    for form in forms.collect::<Vec<_>>() {
        match form.await.unwrap().unwrap() {
            RegisterOutcome::Registered { .. } => begun += 1,
            RegisterOutcome::Refused(problems) => {
                assert_eq!(problems, [RegisterProblem::Code(CodeProblem::Gone)]);
            }
        }
    }
    assert_eq!(begun, 1);
}
