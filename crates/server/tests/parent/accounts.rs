//! Logging in.

use server::cases::parent::log_in::{LogInInput, LogInOutcome, LogInProblem, log_in};
use server::cases::parent::picture_code::{Asked, CodeForm, new_challenge};
use server::cases::sessions;

use crate::house::{HERE, House};

fn problem(outcome: &LogInOutcome) -> LogInProblem {
    match outcome {
        LogInOutcome::Refused(problem) => *problem,
        LogInOutcome::LoggedIn(_) => panic!("was logged in"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_logs_in_by_each_of_three_names() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    for login in [
        &agent.username,
        &agent.mobile,
        &agent.id_number,
        &agent.id_number.to_lowercase(),
    ] {
        let LogInOutcome::LoggedIn(token) = house.try_log_in(login, &agent.password).await else {
            panic!("refused")
        };
        let found = sessions::find(house.app(), &token).await.unwrap().unwrap();
        assert_eq!(found.name.as_str(), agent.name);
        assert_eq!(found.id_number.as_str(), agent.id_number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_account_and_a_wrong_password_get_one_answer_for_the_same_work() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let before = house.app().passwords.checks();
    assert_eq!(
        problem(&house.try_log_in(&agent.username, "wrong").await),
        LogInProblem::Wrong
    );
    assert_eq!(house.app().passwords.checks(), before + 1);
    assert_eq!(
        problem(&house.try_log_in("nobody", "wrong").await),
        LogInProblem::Wrong
    );
    assert_eq!(house.app().passwords.checks(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_code_answers_once_and_before_the_password_is_looked_at() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let texts = house.app().locales.texts(domain::lang::Lang::Zh);
    let challenge = new_challenge(house.app(), CodeForm::Words, &texts)
        .await
        .unwrap();
    assert!(matches!(challenge.asked, Asked::Question(_)));
    let code = house
        .app()
        .sandbox
        .as_ref()
        .unwrap()
        .outbox
        .code_for(&challenge.id)
        .unwrap();
    let input = LogInInput {
        login: agent.username.clone(),
        password: agent.password.clone(),
        picture_code: code,
        challenge: challenge.id,
        address: HERE,
    };
    assert!(matches!(
        log_in(house.app(), input.clone()).await.unwrap(),
        LogInOutcome::LoggedIn(_)
    ));
    let before = house.app().passwords.checks();
    assert_eq!(
        problem(&log_in(house.app(), input.clone()).await.unwrap()),
        LogInProblem::PictureCode
    );
    let empty = LogInInput {
        picture_code: " ".into(),
        login: String::new(),
        ..input
    };
    let missing = LogInProblem::Missing {
        login: true,
        password: false,
        picture_code: true,
    };
    assert_eq!(problem(&log_in(house.app(), empty).await.unwrap()), missing);
    assert_eq!(house.app().passwords.checks(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_tries_make_an_account_wait_under_every_name_and_over_a_restart() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let free = house.app().config.limits.login_tries_per_account;
    for _ in 0..free {
        assert_eq!(
            problem(&house.try_log_in(&agent.username, "wrong").await),
            LogInProblem::Wrong
        );
    }
    let house = house.restart().await;
    let waits = problem(&house.try_log_in(&agent.mobile, &agent.password).await);
    assert!(
        matches!(waits, LogInProblem::TooManyTries { wait_s: 1.. }),
        "{waits:?}"
    );
    // Another parent from the same address is not held up.
    let other = house.case("family-02").agent;
    assert!(matches!(
        house.try_log_in(&other.username, &other.password).await,
        LogInOutcome::LoggedIn(_)
    ));
    house.app().clock.move_forward(1);
    assert!(matches!(
        house.try_log_in(&agent.mobile, &agent.password).await,
        LogInOutcome::LoggedIn(_)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_was_idle_too_long() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let LogInOutcome::LoggedIn(token) = house.try_log_in(&agent.username, &agent.password).await
    else {
        panic!("refused")
    };
    assert!(sessions::find(house.app(), &token).await.unwrap().is_some());
    let minute = 60_000;
    let clock = &house.app().clock;
    clock.set_offset_ms(clock.offset_ms() + 29 * minute);
    assert!(sessions::find(house.app(), &token).await.unwrap().is_some());
    // Used a minute ago, so the idle time counts anew …
    clock.set_offset_ms(clock.offset_ms() + 29 * minute);
    assert!(sessions::find(house.app(), &token).await.unwrap().is_some());
    clock.set_offset_ms(clock.offset_ms() + 31 * minute);
    assert!(sessions::find(house.app(), &token).await.unwrap().is_none());
}
