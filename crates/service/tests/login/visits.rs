//! A browser that visits a platform comes back as whoever the platform says, once, and nobody else's browser does.

use domain::people::{Identity, Level, Provider};
use service::login::platform_visit::{
    BeginVisitOutcome, VisitOutcome, VisitProblem, come_back, visit_platform,
};
use service::sessions::allowed;
use service::token::Token;
use uuid::Uuid;

use crate::house::House;
use crate::people::{logged_in, person, real_name_here, visitor};

crate::on_both_databases!(
    whoever_comes_back_is_in_under_a_new_token,
    a_state_counts_once_in_its_browser_at_its_platform_for_ten_minutes,
    fifty_returns_at_once_let_one_in,
    two_processes_take_a_state_once,
    what_the_platform_refuses_lets_nobody_in,
    a_platform_is_added_by_whoever_has_just_proved_who_they_are,
);

const NATIONAL: Provider = Provider::National;

async fn away(house: &House, browser: &Token, provider: Provider, add_to: Option<Uuid>) -> String {
    let begun = visit_platform(
        &house.service,
        browser,
        provider,
        add_to,
        "/next",
        "request-1",
    );
    match begun.await.unwrap() {
        BeginVisitOutcome::To(address) => {
            let state = address.split("state=").nth(1).unwrap();
            state.split('&').next().unwrap().to_owned()
        }
        other => panic!("{other:?}"),
    }
}

async fn back(house: &House, browser: &Token, provider: Provider, query: &str) -> VisitOutcome {
    let back = come_back(&house.service, browser, provider, query, "request-1");
    back.await.unwrap()
}

fn problem(outcome: &VisitOutcome) -> Option<VisitProblem> {
    match outcome {
        VisitOutcome::Problem { why, .. } => Some(*why),
        VisitOutcome::In { .. } | VisitOutcome::Linked { .. } => None,
    }
}

fn code_of(who: &Identity) -> String {
    format!("n-1/{}/{}", who.name.as_str(), who.id_number.as_str())
}

fn browser(house: &House) -> Token {
    Token::visitor(&house.service.chance)
}

async fn whoever_comes_back_is_in_under_a_new_token(house: &House) {
    let here = browser(house);
    let state = away(house, &here, NATIONAL, None).await;
    let query = format!("state={state}&code={}", code_of(&person(1, "张三")));
    let VisitOutcome::In { token, next } = back(house, &here, NATIONAL, &query).await else {
        panic!("not in")
    };
    assert_eq!(next, "/next");
    assert_ne!(token.secret(), here.secret());
    let there = allowed(&house.service, &token).await.unwrap().unwrap();
    assert_eq!(there.level, Level::RealName);
}

async fn a_state_counts_once_in_its_browser_at_its_platform_for_ten_minutes(house: &House) {
    let (here, elsewhere) = (browser(house), browser(house));
    let mismatch = Some(VisitProblem::Mismatch);
    let state = away(house, &here, NATIONAL, None).await;
    let query = format!("state={state}&code=n-1");
    let stolen = back(house, &elsewhere, NATIONAL, &query).await;
    assert_eq!(problem(&stolen), mismatch);
    // A thief's try has used it up.
    assert_eq!(
        problem(&back(house, &here, NATIONAL, &query).await),
        mismatch
    );

    let state = away(house, &here, NATIONAL, None).await;
    let query = format!("state={state}&code=n-1");
    let other = back(house, &here, Provider::WeChat, &query).await;
    assert_eq!(problem(&other), mismatch);

    let state = away(house, &here, NATIONAL, None).await;
    let query = format!("state={state}&code=n-1");
    assert_eq!(problem(&back(house, &here, NATIONAL, &query).await), None);
    assert_eq!(
        problem(&back(house, &here, NATIONAL, &query).await),
        mismatch
    );

    for unknown in ["code=n-1", "state=&code=n-1", "state=unknown&code=n-1", ""] {
        let outcome = back(house, &here, NATIONAL, unknown).await;
        assert_eq!(problem(&outcome), mismatch, "{unknown}");
    }

    let state = away(house, &here, NATIONAL, None).await;
    house.later(601);
    let query = format!("state={state}&code=n-1");
    assert_eq!(
        problem(&back(house, &here, NATIONAL, &query).await),
        mismatch
    );
}

async fn fifty_returns_at_once_let_one_in(house: &House) {
    let here = browser(house);
    let state = away(house, &here, NATIONAL, None).await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (service, here) = (std::sync::Arc::clone(&house.service), here.clone());
        let query = format!("state={state}&code=n-1");
        running.spawn(async move {
            match come_back(&service, &here, NATIONAL, &query, "request-1").await {
                Ok(outcome) => usize::from(problem(&outcome).is_none()),
                Err(_) => 0,
            }
        });
    }
    let let_in: usize = running.join_all().await.into_iter().sum();
    assert_eq!(let_in, 1);
}

async fn what_the_platform_refuses_lets_nobody_in(house: &House) {
    for (said, expected) in [
        ("", VisitProblem::Refused),
        ("&error=server_error", VisitProblem::Unavailable),
        ("&code=used", VisitProblem::Expired),
        ("&code=blocked", VisitProblem::Refused),
        ("&code=down", VisitProblem::Unavailable),
    ] {
        let here = browser(house);
        let state = away(house, &here, NATIONAL, None).await;
        let outcome = back(house, &here, NATIONAL, &format!("state={state}{said}")).await;
        assert_eq!(problem(&outcome), Some(expected), "{said}");
        let VisitOutcome::Problem { next, .. } = outcome else {
            panic!("let in")
        };
        assert_eq!(next.as_deref(), Some("/next"));
    }
    let here = browser(house);
    let begun = visit_platform(
        &house.service,
        &here,
        Provider::Essc,
        None,
        "/next",
        "request-1",
    );
    let begun = begun.await.unwrap();
    assert!(matches!(begun, BeginVisitOutcome::NoSuchPlatform));
    for problem in VisitProblem::ALL {
        assert_eq!(VisitProblem::from_code(problem.code()), Some(problem));
    }
}

async fn a_platform_is_added_by_whoever_has_just_proved_who_they_are(house: &House) {
    let (one, other) = (person(1, "张三"), person(2, "李四"));
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    let wish = visit_platform(
        &house.service,
        &who.token,
        Provider::WeChat,
        Some(account),
        "/account",
        "request-1",
    );
    let begun = wish.await.unwrap();
    assert!(matches!(begun, BeginVisitOutcome::RealNameFirst));
    real_name_here(house, &who, one.clone()).await;
    let state = away(house, &who.token, Provider::WeChat, Some(account)).await;
    let query = format!("state={state}&code=w-1");
    let outcome = back(house, &who.token, Provider::WeChat, &query).await;
    let VisitOutcome::Linked { token, .. } = outcome else {
        panic!("{outcome:?}")
    };
    let before = allowed(&house.service, &who.token).await.unwrap();
    assert_eq!(before, None, "the token before has ended");
    let after = allowed(&house.service, &token).await.unwrap().unwrap();
    assert_eq!(after.account, account);
    // From now on it leads there, and cannot be added elsewhere.
    let here = browser(house);
    let state = away(house, &here, Provider::WeChat, None).await;
    let query = format!("state={state}&code=w-1");
    let VisitOutcome::In { token, .. } = back(house, &here, Provider::WeChat, &query).await else {
        panic!("not in")
    };
    let there = allowed(&house.service, &token).await.unwrap().unwrap();
    assert_eq!(there.account, account);
    let second = visitor(house, "another", None).await;
    let them = logged_in(house, second).await;
    real_name_here(house, &them, other.clone()).await;
    let state = away(house, &them.token, Provider::WeChat, Some(second)).await;
    let query = format!("state={state}&code=w-1");
    let outcome = back(house, &them.token, Provider::WeChat, &query).await;
    assert_eq!(problem(&outcome), Some(VisitProblem::Elsewhere));
    // A platform that vouches for somebody else.
    let state = away(house, &them.token, NATIONAL, Some(second)).await;
    let query = format!("state={state}&code={}", code_of(&person(3, "王五")));
    let outcome = back(house, &them.token, NATIONAL, &query).await;
    assert_eq!(problem(&outcome), Some(VisitProblem::Contradicted));
}

async fn two_processes_take_a_state_once(house: &House) {
    let other = house.another().await;
    let here = browser(house);
    let state = away(house, &here, NATIONAL, None).await;
    let query = format!("state={state}&code=n-1");
    let mut running = tokio::task::JoinSet::new();
    for number in 0..10 {
        let service = std::sync::Arc::clone(&[&other, house][number % 2].service);
        let (here, query) = (here.clone(), query.clone());
        running.spawn(async move {
            let back = come_back(&service, &here, NATIONAL, &query, "request-1").await;
            usize::from(matches!(back, Ok(VisitOutcome::In { .. })))
        });
    }
    let let_in: usize = running.join_all().await.into_iter().sum();
    assert_eq!(let_in, 1);
    other.service.store.close().await.unwrap();
}
