//! Wrong passwords under somebody else's name: they must neither lock out its owner nor go on without end.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use jiff::SignedDuration;
use sandbox::world::Case;
use service::agent::Agent;
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, LogInProblem, log_in};
use service::login::picture_code::CodeForm;
use service::parent::read_alert::read_alert;

use crate::house::{DAY, HERE, House};

/// This many wrong passwords close a name.
const CLOSES: usize = 50;
const STRANGER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1));

fn problem(outcome: &LogInOutcome) -> LogInProblem {
    match outcome {
        LogInOutcome::Refused(problem) => *problem,
        LogInOutcome::LoggedIn { .. } => panic!("was logged in"),
    }
}

/// The marks after a log-in; `None` if it was refused.
fn admitted(outcome: LogInOutcome) -> Option<KnownBrowser> {
    match outcome {
        LogInOutcome::LoggedIn { known, .. } => Some(known),
        LogInOutcome::Refused(_) => None,
    }
}

fn move_on(house: &House, time: SignedDuration) {
    let clock = &house.service().clock;
    let ms = i64::try_from(time.as_millis()).unwrap();
    clock.set_offset_ms(clock.offset_ms() + ms);
}

/// A browser that has logged in to the account of this case.
async fn known_browser(house: &House, case: &Case) -> KnownBrowser {
    let agent = &case.agent;
    let outcome = house.try_log_in(&agent.username, &agent.password).await;
    admitted(outcome).unwrap()
}

/// Wrong passwords from ten addresses, the last of which closes the name; returns the answer to each.
async fn close(house: &House, login: &str) -> Vec<LogInProblem> {
    let mut answers = Vec::new();
    for host in 1..=10 {
        let address = Ipv4Addr::new(192, 0, 2, host).into();
        for _ in 0..CLOSES / 10 {
            let nobody = KnownBrowser::default();
            let outcome = house.try_from(address, &nobody, login, "wrong").await;
            answers.push(problem(&outcome));
        }
    }
    answers
}

async fn agent_elsewhere(house: &House, case: &Case) -> Agent {
    let agent = &case.agent;
    let outcome = house.try_log_in(&agent.mobile, &agent.password).await;
    let LogInOutcome::LoggedIn { token, .. } = outcome else {
        panic!("{outcome:?}")
    };
    house.agent_of(&token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_admitted_however_often_others_try() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (login, password) = (&case.agent.username, &case.agent.password);
    let mut known = known_browser(&house, &case).await;
    let nobody = KnownBrowser::default();
    let mut rounds_in_a_new_browser = Vec::new();
    // For four hours, five wrong passwords every quarter of an hour.
    for round in 1..=16 {
        for _ in 0..5 {
            house.try_from(STRANGER, &nobody, login, "wrong").await;
        }
        let outcome = house.try_from(ELSEWHERE, &known, login, password).await;
        known = admitted(outcome).unwrap_or_else(|| panic!("refused in round {round}"));
        let outcome = house.try_from(ELSEWHERE, &nobody, login, password).await;
        if let LogInOutcome::Refused(problem) = outcome {
            let LogInProblem::Closed { wait_s } = problem else {
                panic!("round {round}: {problem:?}")
            };
            assert!(wait_s <= 3600, "{wait_s}");
        } else {
            rounds_in_a_new_browser.push(round);
        }
        move_on(&house, SignedDuration::from_mins(15));
    }
    // The fiftieth comes in the tenth round and closes the name for an hour. After that it takes fifty more.
    assert_eq!(
        rounds_in_a_new_browser,
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 16]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_though_the_last_to_try_went_away_before_the_answer() {
    let house = House::open().await;
    let case = house.case("family-01");
    let login = &case.agent.username;
    let nobody = KnownBrowser::default();
    for host in 1..CLOSES {
        let address = Ipv4Addr::new(192, 0, 2, u8::try_from(host).unwrap()).into();
        house.try_from(address, &nobody, login, "wrong").await;
    }
    let input = house.log_in_input(CodeForm::Words, login, "wrong").await;
    let input = LogInInput {
        address: STRANGER,
        ..input
    };
    let service = Arc::clone(house.service());
    let checks = service.work.passwords.checks();
    let last = tokio::spawn({
        let service = Arc::clone(&service);
        async move { log_in(&service, input).await }
    });
    while service.work.passwords.checks() == checks {
        tokio::task::yield_now().await;
    }
    last.abort();
    // Whether it was cancelled or had just answered does not matter.
    let _ = last.await;
    service.work.tasks.ended().await;
    assert!(
        agent_elsewhere(&house, &case)
            .await
            .password_closed_at
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_has_is_closed_with_the_same_answers_for_the_same_work() {
    let house = House::open().await;
    let agent = house.case("family-01").agent;
    let mut seen = Vec::new();
    for login in [agent.id_number.as_str(), "110105194912319999", "nobody"] {
        let before = house.service().work.passwords.checks();
        let answers = close(&house, login).await;
        assert_eq!(answers, [LogInProblem::Wrong; CLOSES]);
        let closed = problem(&house.try_log_in(login, &agent.password).await);
        let LogInProblem::Closed { wait_s } = closed else {
            panic!("{closed:?}")
        };
        assert!((3500..=3600).contains(&wait_s), "{wait_s}");
        seen.push(house.service().work.passwords.checks() - before);
    }
    assert_eq!(
        seen, [CLOSES as u64; 3],
        "what is closed checks no password"
    );
    // Another name of the same person stays open, so that nobody can tell that both are the same person's.
    assert_eq!(
        problem(&house.try_log_in(&agent.mobile, "wrong").await),
        LogInProblem::Wrong
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_at_the_fiftieth_try_closes_nothing() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (login, password) = (&case.agent.username, &case.agent.password);
    let nobody = KnownBrowser::default();
    for host in 1..=7 {
        let address = Ipv4Addr::new(192, 0, 2, host).into();
        for _ in 0..7 {
            house.try_from(address, &nobody, login, "wrong").await;
            move_on(&house, SignedDuration::from_mins(8));
        }
    }
    for _ in 0..2 {
        let outcome = house.try_from(ELSEWHERE, &nobody, login, password).await;
        assert!(admitted(outcome).is_some());
    }
    assert_eq!(
        agent_elsewhere(&house, &case).await.password_closed_at,
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_told_at_the_next_log_in_until_they_have_read_it() {
    let house = House::open().await;
    let (case, other) = (house.case("family-01"), house.case("family-02"));
    assert_eq!(
        agent_elsewhere(&house, &case).await.password_closed_at,
        None
    );
    close(&house, &case.agent.id_number).await;
    move_on(&house, SignedDuration::from_hours(30));
    let told = agent_elsewhere(&house, &case).await;
    let closed_at = told.password_closed_at.unwrap();
    assert_eq!(domain::day::beijing_date(closed_at), DAY);
    assert_eq!(
        agent_elsewhere(&house, &other).await.password_closed_at,
        None
    );
    read_alert(house.service(), &told, closed_at).await.unwrap();
    assert_eq!(
        agent_elsewhere(&house, &case).await.password_closed_at,
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_browser_has_a_limit_of_its_own() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (login, password) = (&case.agent.username, &case.agent.password);
    let stolen = known_browser(&house, &case).await;
    for _ in 0..house.service().settings.login_tries_per_account {
        let outcome = house.try_from(STRANGER, &stolen, login, "wrong").await;
        assert_eq!(problem(&outcome), LogInProblem::Wrong);
    }
    // From everywhere, and under each name of the account.
    for name in [login, &case.agent.mobile] {
        let waits = problem(&house.try_from(ELSEWHERE, &stolen, name, password).await);
        assert!(
            matches!(waits, LogInProblem::TooManyTries { wait_s: 1..=30 }),
            "{waits:?}"
        );
    }
    // The owner does not have to wait, in a new browser or in one that has logged in since.
    let owners = known_browser(&house, &case).await;
    let outcome = house.try_from(HERE, &owners, login, password).await;
    assert!(admitted(outcome).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_of_another_account_altered_expired_or_of_an_old_password_is_worth_nothing() {
    let house = House::open().await;
    let (case, other) = (house.case("family-01"), house.case("family-02"));
    let (login, password) = (&case.agent.username, &case.agent.password);
    let good = known_browser(&house, &case).await;
    let others = known_browser(&house, &other).await;
    let mut altered = good.written();
    let first = if altered.starts_with('A') { "B" } else { "A" };
    altered.replace_range(..1, first);
    let altered = KnownBrowser::read(&altered);
    close(&house, login).await;
    for (known, is_admitted) in [
        (&KnownBrowser::default(), false),
        (&others, false),
        (&altered, false),
        (&good, true),
    ] {
        let outcome = house.try_from(ELSEWHERE, known, login, password).await;
        assert_eq!(admitted(outcome).is_some(), is_admitted, "{known:?}");
    }
    move_on(&house, SignedDuration::from_hours(24 * 400));
    close(&house, login).await;
    let outcome = house.try_from(ELSEWHERE, &good, login, password).await;
    assert!(admitted(outcome).is_none(), "it has expired");

    move_on(&house, SignedDuration::from_hours(2));
    let known = known_browser(&house, &case).await;
    let agent = agent_elsewhere(&house, &case).await;
    let service = house.service();
    let hash = service
        .work
        .passwords
        .hash("new and long", &service.chance)
        .await;
    let hash = store::seal::Secret::from(hash.unwrap());
    service
        .store
        .write(async move |tx| store::passwords::replace(tx, agent.account, &hash).await)
        .await
        .unwrap();
    close(&house, login).await;
    let outcome = house
        .try_from(ELSEWHERE, &known, login, "new and long")
        .await;
    assert!(admitted(outcome).is_none(), "the password was changed");
}
