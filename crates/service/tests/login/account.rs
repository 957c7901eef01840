//! What somebody sees and changes of their own account.

use domain::channel::{Channel, Host};
use domain::digest::Digest;
use domain::lang::Lang;
use domain::people::{ProofKind, Provider};
use service::ServiceError;
use service::jobs::run_due;
use service::known_browser::KnownBrowser;
use service::new_password::PasswordProblem;
use service::parent::account::change_password::{ChangeOutcome, change_password};
use service::parent::account::end_session::end_session;
use service::parent::account::show::{AccountPage, show};
use service::parent::account::unlink::{UnlinkOutcome, unlink};
use service::parent::account::withdraw_consent::withdraw_consent;
use service::token::Token;
use store::consents::{self, Consent};
use store::sessions::{self, TokenHash};
use store::ways_in::{self, WayIn};
use uuid::Uuid;

use crate::house::House;
use crate::people::{PASSWORD, log_in, logged_in, person, real_name, real_name_here, visitor};

crate::on_both_databases!(
    an_account_shows_what_it_is_and_no_secret,
    a_session_is_ended_by_its_name_and_only_one_s_own,
    a_way_is_unlinked_but_never_the_last_one,
    a_new_password_needs_a_real_name_that_was_just_proved,
    a_consent_is_taken_back_once,
    consents_to_one_text_are_one_row_and_end_together,
    whoever_is_not_logged_in_any_more_sees_and_changes_nothing,
);

const MOBILE: &str = "13800130001";

async fn page(house: &House, token: &Token) -> AccountPage {
    show(&house.service, token).await.unwrap()
}

async fn add_wechat(house: &House, account: Uuid) -> Uuid {
    let way = WayIn {
        id: house.service.chance.id(),
        account,
        provider: Provider::WeChat,
        app: "app".to_owned(),
        subject: "oABCdef".into(),
        password: None,
        created_at: house.clock.now(),
    };
    let (id, store) = (way.id, &house.service.store);
    store
        .write(async move |tx| ways_in::add(tx, &way).await)
        .await
        .unwrap();
    id
}

async fn agree(house: &House, account: Uuid) -> Uuid {
    let consent = Consent {
        id: house.service.chance.id(),
        account,
        case: None,
        consent: "consent.face".to_owned(),
        version: "2026-11".to_owned(),
        digest: Digest::of("face"),
        at: house.clock.now(),
        withdrawn_at: None,
    };
    let (id, store) = (consent.id, &house.service.store);
    store
        .write(async move |tx| consents::give(tx, &consent).await)
        .await
        .unwrap();
    id
}

/// Whether a session with this hash is there.
async fn is_open(house: &House, hash: TokenHash) -> bool {
    let now = house.clock.now();
    let store = &house.service.store;
    let found = store.read(async |tx| sessions::find(tx, &hash, now).await);
    found.await.unwrap().is_some()
}

async fn an_account_shows_what_it_is_and_no_secret(house: &House) {
    let account = visitor(house, "somebody", Some(MOBILE)).await;
    real_name(house, account, person(1, "张三")).await;
    add_wechat(house, account).await;
    agree(house, account).await;
    let here = logged_in(house, account).await;
    house.later(60);
    let there = logged_in(house, account).await;
    let stranger = visitor(house, "stranger", None).await;
    logged_in(house, stranger).await;

    let shown = page(house, &here.token).await;

    let ways: Vec<_> = shown
        .ways
        .iter()
        .map(|way| (way.provider, &way.names[..]))
        .collect();
    assert_eq!(
        ways,
        [
            (Provider::Password, &["somebody".to_owned()][..]),
            (Provider::WeChat, &[][..])
        ]
    );
    assert!(shown.ways.iter().all(|way| !way.is_last));
    let kinds: Vec<_> = shown.proofs.iter().map(|proof| proof.kind).collect();
    assert!(kinds.contains(&ProofKind::Phone) && kinds.contains(&ProofKind::RealName));
    let mobile = shown
        .proofs
        .iter()
        .find_map(|proof| proof.mobile.as_deref());
    assert_eq!(mobile, Some("138****0001"));
    assert_eq!(shown.sessions.len(), 2);
    let current = &shown.sessions[0];
    assert!(current.is_current && !shown.sessions[1].is_current);
    assert_eq!(
        (current.channel, current.host),
        (Channel::Portal, Host::Web)
    );
    assert!(current.began_at < shown.sessions[1].began_at);
    assert_eq!(shown.consents[0].version, "2026-11");
    let all = format!("{shown:?}");
    for secret in [MOBILE, "oABCdef", here.token.secret(), there.token.secret()] {
        assert!(!all.contains(secret), "{secret}");
    }
    for session in &shown.sessions {
        assert!(!is_open(house, TokenHash::of(&session.name)).await);
    }
}

async fn a_session_is_ended_by_its_name_and_only_one_s_own(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let (here, there) = (
        logged_in(house, account).await,
        logged_in(house, account).await,
    );
    let stranger = logged_in(house, visitor(house, "stranger", None).await).await;
    let shown = page(house, &here.token).await;
    let other = &shown.sessions[1].name;
    let ended =
        async |token: &Token, name: &str| end_session(&house.service, token, name).await.unwrap();
    assert!(!ended(&stranger.token, other).await, "somebody else's");
    assert!(is_open(house, there.token.hash()).await);
    assert!(ended(&here.token, other).await);
    assert!(!is_open(house, there.token.hash()).await);
    assert!(!ended(&here.token, other).await, "it has ended");
    assert!(ended(&here.token, &shown.sessions[0].name).await, "its own");
    assert!(!is_open(house, here.token.hash()).await);
}

async fn a_way_is_unlinked_but_never_the_last_one(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let wechat = add_wechat(house, account).await;
    let here = logged_in(house, account).await;
    let try_to = async |way| unlink(&house.service, &here.token, way).await.unwrap();
    assert_eq!(try_to(wechat).await, UnlinkOutcome::RealNameFirst);
    real_name_here(house, &here, person(1, "张三")).await;
    house.later(5 * 60 + 1);
    assert_eq!(
        try_to(wechat).await,
        UnlinkOutcome::RealNameFirst,
        "too long ago"
    );
    real_name_here(house, &here, person(1, "张三")).await;
    let there = logged_in(house, account).await;
    assert_eq!(try_to(Uuid::nil()).await, UnlinkOutcome::Unknown);
    let ways = page(house, &here.token).await.ways;
    let password = ways.iter().find(|way| way.id != wechat).unwrap().id;
    assert_eq!(try_to(password).await, UnlinkOutcome::Unlinked);
    assert!(
        !is_open(house, there.token.hash()).await,
        "it came in by password"
    );
    let known = KnownBrowser::default();
    assert_eq!(log_in(house, "somebody", PASSWORD, &known).await, None);
    assert!(page(house, &here.token).await.ways[0].is_last);
    assert_eq!(try_to(wechat).await, UnlinkOutcome::Last);
}

async fn a_new_password_needs_a_real_name_that_was_just_proved(house: &House) {
    const NEW: &str = "two lorries of onions";
    let account = visitor(house, "somebody", Some(MOBILE)).await;
    let here = logged_in(house, account).await;
    let known = KnownBrowser::default();
    let change = async |password| {
        change_password(&house.service, &here.token, password, Lang::En, &known).await
    };
    let first = change(NEW).await.unwrap();
    assert!(matches!(first, ChangeOutcome::RealNameFirst), "{first:?}");
    real_name_here(house, &here, person(1, "张三")).await;
    let there = logged_in(house, account).await;
    let like_them = person(1, "张三").id_number.as_str().to_owned();
    for (password, problem) in [
        ("onions", PasswordProblem::TooShort),
        (like_them.as_str(), PasswordProblem::Guessable),
    ] {
        let refused = change(password).await.unwrap();
        assert!(
            matches!(refused, ChangeOutcome::Refused(found) if found == problem),
            "{refused:?}"
        );
    }
    let ChangeOutcome::Changed { token, known } = change(NEW).await.unwrap() else {
        panic!("it was not changed")
    };
    assert!(!is_open(house, here.token.hash()).await);
    assert!(!is_open(house, there.token.hash()).await);
    assert!(is_open(house, token.hash()).await);
    assert_eq!(log_in(house, "somebody", PASSWORD, &known).await, None);
    assert_eq!(log_in(house, "somebody", NEW, &known).await, Some(account));
    run_due(&house.service).await.unwrap();
    let told = house.platform.taken();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].lang, Lang::En);
    assert_eq!(
        (told[0].template.as_str(), told[0].to.as_str()),
        ("password_changed", MOBILE)
    );
}

async fn a_consent_is_taken_back_once(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let here = logged_in(house, account).await;
    let stranger = logged_in(house, visitor(house, "stranger", None).await).await;
    let consent = agree(house, account).await;
    let withdraw = async |token: &Token| {
        withdraw_consent(&house.service, token, consent)
            .await
            .unwrap()
    };
    assert!(!withdraw(&stranger.token).await);
    house.later(60);
    assert!(withdraw(&here.token).await);
    assert!(!withdraw(&here.token).await, "it is taken back");
    let shown = page(house, &here.token).await;
    assert_eq!(shown.consents[0].withdrawn_at, Some(house.clock.now()));
}

/// Each face check adds a consent.
async fn consents_to_one_text_are_one_row_and_end_together(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let here = logged_in(house, account).await;
    for _ in 0..3 {
        house.later(60);
        agree(house, account).await;
    }
    let newest = house.clock.now();
    let shown = page(house, &here.token).await.consents;
    let [row] = &shown[..] else {
        panic!("{shown:?}")
    };
    assert_eq!((row.at, row.withdrawn_at), (newest, None));
    house.later(60);
    let withdrawn = withdraw_consent(&house.service, &here.token, row.id).await;
    assert!(withdrawn.unwrap());
    let store = &house.service.store;
    let kept = store
        .read(async |tx| consents::list(tx, account).await)
        .await;
    let kept = kept.unwrap();
    assert_eq!(kept.len(), 3, "the records stay");
    assert!(
        kept.iter().all(|given| given.withdrawn_at.is_some()),
        "{kept:?}"
    );
    assert_eq!(page(house, &here.token).await.consents.len(), 1);
    // Agreed to again: what stands, and what was taken back.
    house.later(60);
    agree(house, account).await;
    let shown = page(house, &here.token).await.consents;
    let stands: Vec<_> = shown.iter().map(|row| row.withdrawn_at.is_none()).collect();
    assert_eq!(stands, [true, false]);
}

async fn whoever_is_not_logged_in_any_more_sees_and_changes_nothing(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let here = logged_in(house, account).await;
    house.later(12 * 60 * 60);
    let (service, token) = (&house.service, &here.token);
    let known = KnownBrowser::default();
    let nil = Uuid::nil();
    let said = [
        show(service, token).await.map(drop),
        end_session(service, token, "").await.map(drop),
        unlink(service, token, nil).await.map(drop),
        change_password(service, token, "", Lang::Zh, &known)
            .await
            .map(drop),
        withdraw_consent(service, token, nil).await.map(drop),
    ];
    for said in said {
        assert!(matches!(said, Err(ServiceError::NotFound)), "{said:?}");
    }
}
