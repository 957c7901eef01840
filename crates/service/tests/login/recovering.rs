//! Coming back without the password.

use domain::id::{CitizenIdError, NameError};
use service::jobs::run_due;
use service::known_browser::KnownBrowser;
use service::login::code_answer::CodeProblem;
use service::login::recover::{RecoverInput, RecoverOutcome, RecoverProblem, recover};
use service::login::sms_code::CodePurpose;
use service::new_password::PasswordProblem;
use store::sessions;

use crate::house::House;
use crate::people::{PASSWORD, log_in, logged_in, person, real_name, visitor};

crate::on_both_databases!(
    the_phone_and_the_person_give_a_new_password_and_end_every_session,
    whoever_has_only_one_of_them_is_answered_like_a_stranger,
    everything_that_is_wrong_is_told_at_once_and_costs_no_try,
    an_account_without_a_person_is_not_recovered,
);

const MOBILE: &str = "13800130001";
const NEW: &str = "two lorries of onions";

fn form(login: &str, code: &str) -> RecoverInput {
    RecoverInput {
        login: login.to_owned(),
        sms_code: code.to_owned(),
        name: "张三".to_owned(),
        id_number: person(1, "张三").id_number.as_str().to_owned(),
        password: NEW.to_owned(),
        lang: domain::lang::Lang::Zh,
        known: KnownBrowser::default(),
    }
}

async fn refused(house: &House, input: RecoverInput) -> Vec<RecoverProblem> {
    match recover(&house.service, input).await.unwrap() {
        RecoverOutcome::Refused(problems) => problems,
        RecoverOutcome::Recovered { .. } => panic!("it was recovered"),
    }
}

fn wrong(tries_left: u32) -> [RecoverProblem; 1] {
    [RecoverProblem::Code(CodeProblem::Wrong { tries_left })]
}

async fn the_phone_and_the_person_give_a_new_password_and_end_every_session(house: &House) {
    let account = visitor(house, "somebody", Some(MOBILE)).await;
    real_name(house, account, person(1, "张三")).await;
    let somewhere = logged_in(house, account).await;
    let code = house.code(CodePurpose::Recover, "Somebody").await;
    let done = recover(&house.service, form("somebody", &code)).await;
    let RecoverOutcome::Recovered { known } = done.unwrap() else {
        panic!("it was not recovered")
    };
    let (hash, now) = (somewhere.token.hash(), house.clock.now());
    let store = &house.service.store;
    let session = store.read(async |tx| sessions::find(tx, &hash, now).await);
    assert_eq!(session.await.unwrap(), None);
    assert_eq!(log_in(house, "somebody", PASSWORD, &known).await, None);
    assert_eq!(log_in(house, "somebody", NEW, &known).await, Some(account));
    let again = refused(house, form("somebody", &code)).await;
    assert_eq!(again, [RecoverProblem::Code(CodeProblem::Gone)]);
    run_due(&house.service).await.unwrap();
    let told = house.platform.taken();
    let told = told.last().unwrap();
    assert_eq!(told.template, "password_changed");
    assert_eq!((told.to.as_str(), told.values.len()), (MOBILE, 0));
}

async fn whoever_has_only_one_of_them_is_answered_like_a_stranger(house: &House) {
    let account = visitor(house, "somebody", Some(MOBILE)).await;
    real_name(house, account, person(1, "张三")).await;
    let code = house.code(CodePurpose::Recover, "somebody").await;
    // No code is sent, but one can be tried as often as one that was.
    let ask = house.ask(CodePurpose::Recover, "nobody");
    house.send(ask).await;
    let other = if code == "000000" { "111111" } else { "000000" };
    let (named, numbered) = (
        RecoverInput {
            name: "李四".to_owned(),
            ..form("somebody", &code)
        },
        RecoverInput {
            id_number: person(2, "张三").id_number.as_str().to_owned(),
            ..form("somebody", &code)
        },
    );
    assert_eq!(refused(house, named).await, wrong(4), "the phone alone");
    assert_eq!(refused(house, numbered).await, wrong(3), "the phone alone");
    let person = form("somebody", other);
    assert_eq!(refused(house, person).await, wrong(2), "the person alone");
    for tries_left in [4, 3, 2, 1, 0] {
        let nobody = refused(house, form("nobody", other)).await;
        assert_eq!(nobody, wrong(tries_left));
    }
    let gone = refused(house, form("nobody", other)).await;
    assert_eq!(gone, [RecoverProblem::Code(CodeProblem::Gone)]);
    let known = KnownBrowser::default();
    assert_eq!(
        log_in(house, "somebody", PASSWORD, &known).await,
        Some(account)
    );
}

async fn everything_that_is_wrong_is_told_at_once_and_costs_no_try(house: &House) {
    let account = visitor(house, "somebody", Some(MOBILE)).await;
    real_name(house, account, person(1, "张三")).await;
    let code = house.code(CodePurpose::Recover, "somebody").await;
    let all = RecoverInput {
        name: String::new(),
        id_number: "1".to_owned(),
        password: "onions".to_owned(),
        ..form(" ", &code)
    };
    let problems = refused(house, all).await;
    assert!(
        matches!(
            problems[..],
            [
                RecoverProblem::LogIn,
                RecoverProblem::Name(NameError::Length { .. }),
                RecoverProblem::IdNumber(CitizenIdError::Length { .. }),
                RecoverProblem::Password(PasswordProblem::TooShort)
            ]
        ),
        "{problems:?}"
    );
    let done = recover(&house.service, form("somebody", &code)).await;
    assert!(matches!(done.unwrap(), RecoverOutcome::Recovered { .. }));
}

async fn an_account_without_a_person_is_not_recovered(house: &House) {
    visitor(house, "somebody", Some(MOBILE)).await;
    let code = house.code(CodePurpose::Recover, "somebody").await;
    assert_eq!(refused(house, form("somebody", &code)).await, wrong(4));
}
