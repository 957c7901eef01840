//! A telephone lets in the browser whose digits its person reads, once, and no other.

use domain::people::Level;
use service::ServiceError;
use service::login::portal_login::{
    DecideOutcome, Look, Ticket, Wish, begin_portal_login, decide_portal_login,
    look_at_portal_login, show_portal_login,
};
use service::login::prove_phone::Prover;
use service::parent::account::end_session::end_other_sessions;
use service::sessions::allowed;
use service::token::Token;

use crate::house::House;
use crate::people::{logged_in, person, real_name_here, visitor};

crate::on_both_databases!(
    a_confirmed_browser_is_in_once_under_a_new_token,
    fifty_looks_at_once_let_one_in,
    two_hundred_attacks_let_nobody_in,
    whoever_did_not_just_prove_who_they_are_confirms_nothing,
    a_new_ticket_ends_the_one_before_and_two_minutes_end_any,
    two_processes_let_a_browser_in_once,
    whoever_ends_their_other_sessions_lets_no_browser_in_after_it,
);

fn browser(house: &House) -> Token {
    Token::visitor(&house.service.chance)
}

async fn ticket(house: &House, browser: &Token) -> Ticket {
    let begun = begin_portal_login(&house.service, browser, "Windows, 203.0.113.*", "/next");
    begun.await.unwrap()
}

async fn look(house: &House, browser: &Token, ticket: &Ticket) -> Look {
    let looked = look_at_portal_login(&house.service, browser, &ticket.id);
    looked.await.unwrap()
}

async fn decide(
    house: &House,
    who: &Prover,
    ticket: &Ticket,
    wish: Wish,
) -> Result<DecideOutcome, ServiceError> {
    decide_portal_login(&house.service, who, &ticket.id, wish).await
}

fn typed(digits: &str) -> Wish {
    Wish::Confirm {
        digits: digits.to_owned(),
    }
}

/// Somebody at their telephone, who has just shown who they are.
async fn telephone(house: &House) -> Prover {
    let account = visitor(house, "somebody", None).await;
    let who = logged_in(house, account).await;
    real_name_here(house, &who, person(1, "张三")).await;
    who
}

async fn a_confirmed_browser_is_in_once_under_a_new_token(house: &House) {
    let (here, who) = (browser(house), telephone(house).await);
    let shown = ticket(house, &here).await;
    assert!(shown.id.len() <= 32 && shown.digits.len() == 2);
    let told = show_portal_login(&house.service, &shown.id).await.unwrap();
    assert_eq!(told.place, "Windows, 203.0.113.*");
    let Look::Waits { digits, .. } = look(house, &here, &shown).await else {
        panic!("does not wait")
    };
    assert_eq!(digits, shown.digits);
    let full_width: String = digits
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap())
        .collect();
    let outcome = decide(house, &who, &shown, typed(&full_width)).await;
    assert_eq!(outcome.unwrap(), DecideOutcome::Decided);
    let decided = show_portal_login(&house.service, &shown.id).await;
    assert!(matches!(decided, Err(ServiceError::WrongState)));
    let Look::In { token, next } = look(house, &here, &shown).await else {
        panic!("not in")
    };
    assert_eq!(next, "/next");
    let there = allowed(&house.service, &token).await.unwrap().unwrap();
    assert_eq!((there.account, there.level), (who.account, Level::RealName));
    assert!(matches!(look(house, &here, &shown).await, Look::Over));
    let again = decide(house, &who, &shown, typed(&digits)).await;
    assert!(matches!(again, Err(ServiceError::NotFound)));
}

async fn fifty_looks_at_once_let_one_in(house: &House) {
    let (here, who) = (browser(house), telephone(house).await);
    let shown = ticket(house, &here).await;
    let outcome = decide(house, &who, &shown, typed(&shown.digits)).await;
    assert_eq!(outcome.unwrap(), DecideOutcome::Decided);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (service, here, id) = (
            std::sync::Arc::clone(&house.service),
            here.clone(),
            shown.id.clone(),
        );
        running.spawn(async move {
            let looked = look_at_portal_login(&service, &here, &id).await;
            usize::from(matches!(looked, Ok(Look::In { .. })))
        });
    }
    let let_in: usize = running.join_all().await.into_iter().sum();
    assert_eq!(let_in, 1);
}

async fn two_hundred_attacks_let_nobody_in(house: &House) {
    let who = telephone(house).await;
    let mut let_in = 0;
    for number in 0..200 {
        let (here, thief) = (browser(house), browser(house));
        let shown = ticket(house, &here).await;
        let other = format!("{:02}", (shown.digits.parse::<u32>().unwrap() + 1) % 100);
        match number % 5 {
            // Another browser has the ticket.
            0 => {
                let decided = decide(house, &who, &shown, typed(&shown.digits)).await;
                assert_eq!(decided.unwrap(), DecideOutcome::Decided);
            }
            // Wrong digits end it, so the right ones come too late.
            1 => {
                let wrong = decide(house, &who, &shown, typed(&other)).await;
                assert_eq!(wrong.unwrap(), DecideOutcome::WrongDigits);
                let late = decide(house, &who, &shown, typed(&shown.digits)).await;
                assert_eq!(late.unwrap(), DecideOutcome::DecidedBefore);
            }
            // Refused.
            2 => {
                let refused = decide(house, &who, &shown, Wish::Refuse).await;
                assert_eq!(refused.unwrap(), DecideOutcome::Decided);
                let late = decide(house, &who, &shown, typed(&shown.digits)).await;
                assert_eq!(late.unwrap(), DecideOutcome::DecidedBefore);
            }
            // Nobody decided, or the digits are none.
            3 => {
                let none = decide(house, &who, &shown, typed("")).await;
                assert_eq!(none.unwrap(), DecideOutcome::WrongDigits);
            }
            _ => {}
        }
        let nobody = look(house, &thief, &shown).await;
        assert!(matches!(nobody, Look::Over), "{nobody:?}");
        if number % 5 != 0 {
            let own = look(house, &here, &shown).await;
            let_in += usize::from(matches!(own, Look::In { .. }));
        }
    }
    assert_eq!(let_in, 0);
}

async fn whoever_did_not_just_prove_who_they_are_confirms_nothing(house: &House) {
    let (here, who) = (browser(house), telephone(house).await);
    house.later(5 * 60 + 1);
    let shown = ticket(house, &here).await;
    let stale = decide(house, &who, &shown, typed(&shown.digits)).await;
    assert_eq!(stale.unwrap(), DecideOutcome::RealNameFirst);
    let unproved = visitor(house, "nobody_", None).await;
    let them = logged_in(house, unproved).await;
    let nobody = decide(house, &them, &shown, typed(&shown.digits)).await;
    assert_eq!(nobody.unwrap(), DecideOutcome::RealNameFirst);
    assert!(matches!(
        look(house, &here, &shown).await,
        Look::Waits { .. }
    ));
    real_name_here(house, &who, person(1, "张三")).await;
    let outcome = decide(house, &who, &shown, typed(&shown.digits)).await;
    assert_eq!(outcome.unwrap(), DecideOutcome::Decided);
}

async fn a_new_ticket_ends_the_one_before_and_two_minutes_end_any(house: &House) {
    let (here, who) = (browser(house), telephone(house).await);
    let old = ticket(house, &here).await;
    let shown = ticket(house, &here).await;
    let gone = decide(house, &who, &old, typed(&old.digits)).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)));
    assert!(matches!(look(house, &here, &old).await, Look::Over));
    house.later(121);
    let late = decide(house, &who, &shown, typed(&shown.digits)).await;
    assert!(matches!(late, Err(ServiceError::NotFound)));
    assert!(matches!(look(house, &here, &shown).await, Look::Over));
    let unknown = show_portal_login(&house.service, "unknown").await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)));
}

async fn two_processes_let_a_browser_in_once(house: &House) {
    let other = house.another().await;
    let (here, who) = (browser(house), telephone(house).await);
    let shown = ticket(house, &here).await;
    // Shown by one, decided at the other, and looked at by both at once.
    let outcome = decide(&other, &who, &shown, typed(&shown.digits)).await;
    assert_eq!(outcome.unwrap(), DecideOutcome::Decided);
    let mut running = tokio::task::JoinSet::new();
    for number in 0..20 {
        let service = std::sync::Arc::clone(&[house, &other][number % 2].service);
        let (here, id) = (here.clone(), shown.id.clone());
        running.spawn(async move {
            let looked = look_at_portal_login(&service, &here, &id).await;
            usize::from(matches!(looked, Ok(Look::In { .. })))
        });
    }
    let let_in: usize = running.join_all().await.into_iter().sum();
    assert_eq!(let_in, 1);
    other.service.store.close().await.unwrap();
}

async fn whoever_ends_their_other_sessions_lets_no_browser_in_after_it(house: &House) {
    let (here, who) = (browser(house), telephone(house).await);
    let shown = ticket(house, &here).await;
    let outcome = decide(house, &who, &shown, typed(&shown.digits)).await;
    assert_eq!(outcome.unwrap(), DecideOutcome::Decided);
    end_other_sessions(&house.service, &who.token)
        .await
        .unwrap();
    assert!(matches!(look(house, &here, &shown).await, Look::Over));
}
