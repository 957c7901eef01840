//! Logging in.

use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, LogInProblem, log_in};
use service::login::picture_code::{Asked, CodeForm, new_challenge};
use service::parent::list_mine::list_mine;
use service::sessions::{self, Where};

use crate::house::{HERE, House};

fn problem(outcome: &LogInOutcome) -> LogInProblem {
    match outcome {
        LogInOutcome::Refused(problem) => *problem,
        LogInOutcome::LoggedIn { .. } => panic!("was logged in"),
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
        &format!("+86 {} {}", &agent.mobile[..3], &agent.mobile[3..]),
        &format!("0086-{}", agent.mobile),
    ] {
        let LogInOutcome::LoggedIn { token, .. } = house.try_log_in(login, &agent.password).await
        else {
            panic!("refused")
        };
        let found = house.agent_of(&token).await;
        assert_eq!(found.name.as_str(), agent.name);
        assert_eq!(found.id_number.as_str(), agent.id_number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_account_and_a_wrong_password_get_one_answer_for_the_same_work() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let before = house.service().work.passwords.checks();
    assert_eq!(
        problem(&house.try_log_in(&agent.username, "wrong").await),
        LogInProblem::Wrong
    );
    assert_eq!(house.service().work.passwords.checks(), before + 1);
    assert_eq!(
        problem(&house.try_log_in("nobody", "wrong").await),
        LogInProblem::Wrong
    );
    assert_eq!(house.service().work.passwords.checks(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_code_answers_once_and_before_the_password_is_looked_at() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let challenge = new_challenge(house.service(), CodeForm::Words)
        .await
        .unwrap();
    assert!(matches!(challenge.asked, Asked::Sum(..)));
    let code = house.sandbox().outbox.code_for(&challenge.id).unwrap();
    let input = LogInInput {
        login: agent.username.clone(),
        password: agent.password.clone(),
        picture_code: code,
        challenge: challenge.id,
        address: HERE,
        replaces: None,
        known: KnownBrowser::default(),
    };
    assert!(matches!(
        log_in(house.service(), input.clone()).await.unwrap(),
        LogInOutcome::LoggedIn { .. }
    ));
    let before = house.service().work.passwords.checks();
    assert_eq!(
        problem(&log_in(house.service(), input.clone()).await.unwrap()),
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
    assert_eq!(
        problem(&log_in(house.service(), empty).await.unwrap()),
        missing
    );
    assert_eq!(house.service().work.passwords.checks(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_tries_make_a_name_wait_however_it_is_typed_and_over_a_restart() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let free = house.service().settings.login_tries_per_account;
    for _ in 0..free {
        assert_eq!(
            problem(&house.try_log_in(&agent.mobile, "wrong").await),
            LogInProblem::Wrong
        );
    }
    let house = house.restart().await;
    for typed in [agent.mobile.clone(), format!("+86 {}", agent.mobile)] {
        let waits = problem(&house.try_log_in(&typed, &agent.password).await);
        assert!(
            matches!(waits, LogInProblem::TooManyTries { wait_s: 1.. }),
            "{waits:?}"
        );
    }
    // Another parent from the same address is not held up.
    let other = house.case("family-02").agent;
    assert!(matches!(
        house.try_log_in(&other.username, &other.password).await,
        LogInOutcome::LoggedIn { .. }
    ));
    // Another name of the same parent is not held up either.
    assert!(matches!(
        house.try_log_in(&agent.username, &agent.password).await,
        LogInOutcome::LoggedIn { .. }
    ));
}

/// If a log-in cleared the counters of all three names, anyone with an account could find out which mobile number belongs to
/// whose ID number: fill two counters, wait for the owner's log-in, and see whether both are gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_forgets_the_name_that_was_typed_and_no_other() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let names = [&agent.mobile, &agent.id_number, &agent.username];
    let free = house.service().settings.login_tries_per_account;
    for name in names {
        for _ in 1..free {
            house.try_log_in(name, "wrong").await;
        }
    }
    assert!(matches!(
        house.try_log_in(&agent.username, &agent.password).await,
        LogInOutcome::LoggedIn { .. }
    ));
    // One try is left under each of the other names, all of them under the one that was typed.
    for (name, left) in [
        (&agent.mobile, 1),
        (&agent.id_number, 1),
        (&agent.username, free),
    ] {
        for _ in 0..left {
            let answer = problem(&house.try_log_in(name, "wrong").await);
            assert_eq!(answer, LogInProblem::Wrong);
        }
        let waits = problem(&house.try_log_in(name, "wrong").await);
        assert!(
            matches!(waits, LogInProblem::TooManyTries { .. }),
            "{waits:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_pasted_is_the_name_it_shows() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let (id, mobile) = (&agent.id_number, &agent.mobile);
    for name in [
        format!("\u{202D}{id}\u{202C}"),
        format!("{}-{}\u{FE0F}-{}", &id[..6], &id[6..14], &id[14..]),
        id.replace('X', "Ⅹ"),
        format!("(+86){}-{}", &mobile[..3], &mobile[3..]),
        format!("{}\u{FFFC}\u{8}", agent.username),
    ] {
        let outcome = house.try_log_in(&name, &agent.password).await;
        assert!(matches!(outcome, LogInOutcome::LoggedIn { .. }), "{name}");
    }
    let nothing = house.try_log_in("\u{2800}\u{3164}", &agent.password).await;
    assert!(matches!(
        problem(&nothing),
        LogInProblem::Missing { login: true, .. }
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_does_not_tell_which_names_belong_to_one_person() {
    let house = House::open().await;
    let (known, other) = (house.case("family-01").agent, house.case("family-02").agent);
    let pairs = [
        (known.id_number.as_str(), known.mobile.as_str()),
        (other.id_number.as_str(), "nobody-at-all"),
        ("nobody", "nobody else"),
    ];
    let mut answers = Vec::new();
    for (first, second) in pairs {
        let mut seen = Vec::new();
        for name in std::iter::repeat_n(first, 5).chain([second]) {
            seen.push(problem(&house.try_log_in(name, "wrong").await));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
    assert_eq!(answers[0], [LogInProblem::Wrong; 6]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_log_in_ends_the_one_before_in_the_same_browser() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let LogInOutcome::LoggedIn { token: old, .. } =
        house.try_log_in(&agent.username, &agent.password).await
    else {
        panic!("refused")
    };
    let challenge = new_challenge(house.service(), CodeForm::Words)
        .await
        .unwrap();
    let outbox = &house.sandbox().outbox;
    let other = house.case("family-02").agent;
    let input = LogInInput {
        login: other.username,
        password: other.password,
        picture_code: outbox.code_for(&challenge.id).unwrap(),
        challenge: challenge.id,
        address: HERE,
        replaces: Some(old.hash()),
        known: KnownBrowser::default(),
    };
    let LogInOutcome::LoggedIn { token: new, .. } = log_in(house.service(), input).await.unwrap()
    else {
        panic!("refused")
    };
    assert!(
        sessions::find(house.service(), &old, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        sessions::find(house.service(), &new, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_it_was_idle_too_long() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let LogInOutcome::LoggedIn { token, .. } =
        house.try_log_in(&agent.username, &agent.password).await
    else {
        panic!("refused")
    };
    assert!(
        sessions::find(house.service(), &token, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_some()
    );
    let minute = 60_000;
    let clock = &house.service().clock;
    clock.set_offset_ms(clock.offset_ms() + 29 * minute);
    assert!(
        sessions::find(house.service(), &token, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_some()
    );
    // Used a minute ago, so the idle time starts again …
    clock.set_offset_ms(clock.offset_ms() + 29 * minute);
    assert!(
        sessions::find(house.service(), &token, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_some()
    );
    clock.set_offset_ms(clock.offset_ms() + 31 * minute);
    assert!(
        sessions::find(house.service(), &token, Where::InABrowser, Some(HERE))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_begins_afresh_at_its_next_start() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, None).await;
    demo::move_forward(house.service(), 1).await.unwrap();
    demo::begin_afresh(house.service(), house.sandbox())
        .await
        .unwrap();
    assert_eq!(house.service().clock.today(), crate::house::DAY);
    house.show(&agent, id).await;

    let house = house.restart().await;
    let pictures = house.service().store.pictures().list().await.unwrap();
    assert!(pictures.is_empty(), "{pictures:?}");
    let case = house.case("family-01");
    let newcomer = house.agent(&case).await;
    assert_ne!(newcomer.account, agent.account, "the account is a new one");
    assert!(
        list_mine(house.service(), &newcomer)
            .await
            .unwrap()
            .is_empty()
    );

    let house = house.restart().await;
    let again = house.agent(&case).await;
    assert_eq!(again.account, newcomer.account, "and is there to stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_another_database_are_not_taken_up() {
    let house = House::open().await;
    let mark = house.pictures_folder().join("belongs-to");
    std::fs::write(&mark, "another database").unwrap();
    let Err(refused) = house.restart_with("").await else {
        panic!("started")
    };
    assert!(refused.contains("belong to another database"), "{refused}");
}
