//! What somebody has just proved in one session opens nothing in another, also not to whoever is logged in to the same account.

use domain::lang::Lang;
use domain::people::{Identity, Level};
use service::known_browser::KnownBrowser;
use service::login::portal_login::{DecideOutcome, Wish, begin_portal_login, decide_portal_login};
use service::login::prove_phone::Prover;
use service::parent::account::change_password::{ChangeOutcome, change_password};
use service::parent::account::show::show;
use service::parent::account::unlink::{UnlinkOutcome, unlink};
use service::sessions::{allowed, renew_session};
use service::token::Token;
use uuid::Uuid;

use crate::faces;
use crate::house::House;
use crate::people::{logged_in, person, real_name, visitor};

crate::on_both_databases!(
    a_face_shown_in_one_session_opens_nothing_in_another,
    what_was_just_proved_follows_a_session_to_its_new_token,
    whoever_is_logged_in_elsewhere_is_out_when_an_account_gets_its_person,
    whoever_is_logged_in_elsewhere_is_out_when_an_account_is_joined,
    a_person_who_is_known_keeps_what_is_open_elsewhere,
);

fn her() -> Identity {
    person(1, "陈雨晴")
}

async fn shows_face(house: &House, who: &Prover) -> Prover {
    faces::proved(house, who, &her()).await
}

/// Somebody known for a year, logged in twice: one of the two shows their face.
async fn known_and_twice_logged_in(house: &House) -> (Prover, Prover) {
    let account = visitor(house, "somebody", None).await;
    real_name(house, account, her()).await;
    let (one, other) = (
        logged_in(house, account).await,
        logged_in(house, account).await,
    );
    (shows_face(house, &one).await, other)
}

async fn is_fresh(house: &House, token: &Token) -> bool {
    let page = show(&house.service, token).await.unwrap();
    page.is_real_name_fresh
}

async fn confirm(house: &House, who: &Prover) -> DecideOutcome {
    let browser = Token::visitor(&house.service.chance);
    let shown = begin_portal_login(&house.service, &browser, "here", "/next");
    let shown = shown.await.unwrap();
    let wish = Wish::Confirm {
        digits: shown.digits,
    };
    let decided = decide_portal_login(&house.service, who, &shown.id, wish);
    decided.await.unwrap()
}

async fn a_face_shown_in_one_session_opens_nothing_in_another(house: &House) {
    let (here, there) = known_and_twice_logged_in(house).await;
    assert!(is_fresh(house, &here.token).await);
    assert!(!is_fresh(house, &there.token).await);
    let known = KnownBrowser::default();
    let new = "two lorries of onions";
    let changed = change_password(&house.service, &there.token, new, Lang::En, &known);
    let changed = changed.await.unwrap();
    assert!(
        matches!(changed, ChangeOutcome::RealNameFirst),
        "{changed:?}"
    );
    assert_eq!(confirm(house, &there).await, DecideOutcome::RealNameFirst);
    assert_eq!(confirm(house, &here).await, DecideOutcome::Decided);
    let unlinked = unlink(&house.service, &there.token, Uuid::nil()).await;
    assert_eq!(unlinked.unwrap(), UnlinkOutcome::Unknown);
    let changed = change_password(&house.service, &here.token, new, Lang::En, &known);
    let changed = changed.await.unwrap();
    assert!(
        matches!(changed, ChangeOutcome::Changed { .. }),
        "{changed:?}"
    );
}

async fn what_was_just_proved_follows_a_session_to_its_new_token(house: &House) {
    let (here, _) = known_and_twice_logged_in(house).await;
    let renewed = renew_session(&house.service, &here.token).await.unwrap();
    assert!(is_fresh(house, &renewed.unwrap()).await);
}

async fn level_in(house: &House, token: &Token) -> Option<Level> {
    let found = allowed(&house.service, token).await.unwrap();
    found.map(|allowed| allowed.level)
}

async fn whoever_is_logged_in_elsewhere_is_out_when_an_account_gets_its_person(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let (here, there) = (
        logged_in(house, account).await,
        logged_in(house, account).await,
    );
    let here = shows_face(house, &here).await;
    assert_eq!(level_in(house, &here.token).await, Some(Level::RealName));
    assert_eq!(level_in(house, &there.token).await, None);
}

async fn whoever_is_logged_in_elsewhere_is_out_when_an_account_is_joined(house: &House) {
    let (of_her, _) = known_and_twice_logged_in(house).await;
    let second = visitor(house, "second", None).await;
    let (here, stranger) = (
        logged_in(house, second).await,
        logged_in(house, second).await,
    );
    let here = shows_face(house, &here).await;
    assert_eq!(here.account, of_her.account);
    assert_eq!(level_in(house, &stranger.token).await, None);
    assert_eq!(level_in(house, &of_her.token).await, Some(Level::RealName));
}

async fn a_person_who_is_known_keeps_what_is_open_elsewhere(house: &House) {
    let (_, there) = known_and_twice_logged_in(house).await;
    assert_eq!(level_in(house, &there.token).await, Some(Level::RealName));
}
