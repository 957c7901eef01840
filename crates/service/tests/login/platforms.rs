//! Whoever a platform names comes in, as themselves and as nobody else.

use domain::channel::{Channel, Host};
use domain::id::Mobile;
use domain::people::{Identity, Level, NextProof, Provider};
use gateways::Person;
use gateways::login::Subject;
use serde_json::json;
use service::login::by_platform::{ComesIn, EnterOutcome, Introduced, enter};
use service::login::mini_program::{
    BeginOutcome, HostPhoneOutcome, begin_session, prove_phone_by_host,
};
use service::login::prove_phone::{PhoneFor, ProveOutcome, Prover};
use service::parent::account::show::show;
use service::parent::account::unlink::{UnlinkOutcome, unlink};
use service::people::ProofRefusal;
use service::sessions::{self, Allowed, Where, allowed, renew_session};
use service::token::Token;
use store::{proofs, ways_in};
use uuid::Uuid;

use crate::house::House;
use crate::people::{person, phone, real_name_here};

crate::on_both_databases!(
    the_same_subject_is_the_same_person_and_another_app_or_provider_is_another,
    one_id_for_all_apps_joins_inside_a_provider,
    fifty_first_log_ins_at_once_begin_one_account,
    a_code_that_the_host_refuses_begins_nothing,
    what_a_platform_has_verified_stands_as_proved,
    two_platforms_that_vouch_for_one_person_lead_to_one_account,
    a_subject_that_becomes_another_person_comes_in_no_more,
    a_platform_that_knows_no_names_proves_none,
    a_host_tells_the_mobile_of_its_own_session_alone,
    the_apps_of_one_platform_are_one_way,
    a_session_counts_where_it_lives_and_goes_on_under_another_token,
);

async fn begun(house: &House, channel: Channel, host: Host, code: &str) -> BeginOutcome {
    let begun = begin_session(&house.service, channel, host, code, "request-1");
    begun.await.unwrap()
}

pub(crate) async fn token(house: &House, channel: Channel, host: Host, code: &str) -> Token {
    match begun(house, channel, host, code).await {
        BeginOutcome::Begun { token } => token,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn what_it_allows(house: &House, token: &Token) -> Allowed {
    allowed(&house.service, token).await.unwrap().unwrap()
}

async fn account(house: &House, channel: Channel, host: Host, code: &str) -> Uuid {
    let token = token(house, channel, host, code).await;
    what_it_allows(house, &token).await.account
}

fn introduced(provider: Provider, id: &str, who: Option<&Identity>) -> Introduced {
    Introduced {
        provider,
        subject: Subject {
            app_id: "app".into(),
            id: id.into(),
            union: None,
        },
        person: who.map(|who| Person {
            name: who.name.clone(),
            id_number: who.id_number,
        }),
        mobile: None,
    }
}

async fn entered(house: &House, who: Introduced) -> EnterOutcome {
    let portal = ComesIn {
        channel: Channel::Portal,
        host: Host::Web,
        host_secret: None,
        replaces: None,
    };
    enter(&house.service, who, portal).await.unwrap()
}

async fn inside(house: &House, who: Introduced) -> Allowed {
    match entered(house, who).await {
        EnterOutcome::In { token } => what_it_allows(house, &token).await,
        EnterOutcome::Contradicted(refusal) => panic!("{refusal:?}"),
    }
}

async fn the_same_subject_is_the_same_person_and_another_app_or_provider_is_another(house: &House) {
    use Channel::{Jingtong, Yikatong};
    let first = account(house, Jingtong, Host::WeChat, "o-1").await;
    assert_eq!(account(house, Jingtong, Host::WeChat, "o-1").await, first);
    // Letter case tells openids apart.
    for (channel, host, code) in [
        (Jingtong, Host::WeChat, "O-1"),
        (Yikatong, Host::WeChat, "o-1"),
        (Jingtong, Host::Alipay, "o-1"),
    ] {
        assert_ne!(account(house, channel, host, code).await, first, "{host:?}");
    }
}

async fn one_id_for_all_apps_joins_inside_a_provider(house: &House) {
    use Channel::{Jingtong, Yikatong};
    let first = account(house, Jingtong, Host::WeChat, "o-1/u-1").await;
    assert_eq!(
        account(house, Yikatong, Host::WeChat, "o-2/u-1").await,
        first
    );
    // By the app's own id alone, from now on.
    assert_eq!(account(house, Yikatong, Host::WeChat, "o-2").await, first);
    assert_ne!(
        account(house, Jingtong, Host::Alipay, "o-1/u-1").await,
        first
    );
    let store = &house.service.store;
    let ways = store.read(async |tx| ways_in::list(tx, first).await).await;
    assert_eq!(ways.unwrap().len(), 3, "two apps, and the id for both");
}

async fn fifty_first_log_ins_at_once_begin_one_account(house: &House) {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let service = std::sync::Arc::clone(&house.service);
        running.spawn(async move {
            let begun = begin_session(
                &service,
                Channel::Jingtong,
                Host::WeChat,
                "o-1/u-1",
                "request-1",
            );
            match begun.await {
                Ok(BeginOutcome::Begun { token }) => {
                    Some(allowed(&service, &token).await.unwrap().unwrap().account)
                }
                // Told to come back: begins nothing.
                Err(service::ServiceError::Busy(_)) => None,
                other => panic!("{other:?}"),
            }
        });
    }
    let mut accounts: Vec<Uuid> = running.join_all().await.into_iter().flatten().collect();
    assert!(!accounts.is_empty());
    accounts.dedup();
    assert_eq!(accounts.len(), 1, "{accounts:?}");
}

async fn a_code_that_the_host_refuses_begins_nothing(house: &House) {
    use BeginOutcome as Begin;
    use Channel::{Jingtong, Portal, Yikatong};
    for (channel, host, code, expected) in [
        (Jingtong, Host::WeChat, "used", "CodeRefused"),
        (Jingtong, Host::Alipay, " ", "CodeRefused"),
        (Jingtong, Host::WeChat, "blocked", "PersonRefused"),
        (Jingtong, Host::Alipay, "down", "Unavailable"),
        (Jingtong, Host::Baidu, "o-1", "NoSuchApp"),
        (Yikatong, Host::Alipay, "o-1", "NoSuchApp"),
        (Portal, Host::Web, "o-1", "NoSuchApp"),
    ] {
        let outcome = begun(house, channel, host, code).await;
        let told = match &outcome {
            Begin::Begun { .. } => "Begun",
            Begin::NoSuchApp => "NoSuchApp",
            Begin::CodeRefused => "CodeRefused",
            Begin::PersonRefused => "PersonRefused",
            Begin::Unavailable => "Unavailable",
            Begin::Contradicted => "Contradicted",
        };
        assert_eq!(told, expected, "{channel:?} {host:?} {code}");
    }
}

async fn what_a_platform_has_verified_stands_as_proved(house: &House) {
    let who = person(1, "张三");
    let mobile = Mobile::parse("13800130001").unwrap();
    let there = inside(
        house,
        Introduced {
            mobile: Some(mobile),
            ..introduced(Provider::National, "n-1", Some(&who))
        },
    )
    .await;
    assert_eq!((there.level, there.next), (Level::RealName, None));
    // The person proves another one; the platform still tells the old one, which comes back no more.
    let newest = async || {
        let store = &house.service.store;
        let proved = store.read(async |tx| proofs::list(tx, there.account).await);
        let mut proved = proved.await.unwrap().into_iter();
        proved.find_map(|proof| match proof.subject {
            proofs::Subject::Phone(mobile) => Some(mobile.as_str().to_owned()),
            _ => None,
        })
    };
    assert_eq!(newest().await.as_deref(), Some("13800130001"));
    house.later(1);
    phone(house, there.account, "13800130002").await;
    for tells in [Some(mobile), None] {
        let again = Introduced {
            mobile: tells,
            ..introduced(Provider::National, "n-1", Some(&who))
        };
        house.later(1);
        inside(house, again).await;
        assert_eq!(newest().await.as_deref(), Some("13800130002"));
    }
    house.later(181 * 24 * 60 * 60);
    let later = inside(house, introduced(Provider::National, "n-1", None)).await;
    assert_eq!(later.account, there.account);
    assert_eq!(later.next, Some(NextProof::RealName), "it has lapsed");
    let again = inside(house, introduced(Provider::National, "n-1", Some(&who))).await;
    assert_eq!(again.next, None);
}

async fn two_platforms_that_vouch_for_one_person_lead_to_one_account(house: &House) {
    let who = person(1, "张三");
    let first = inside(house, introduced(Provider::National, "n-1", Some(&who))).await;
    let other = inside(house, introduced(Provider::Essc, "n-1", None)).await;
    assert_ne!(
        other.account, first.account,
        "a subject alone joins nothing"
    );
    let joined = inside(house, introduced(Provider::Essc, "n-1", Some(&who))).await;
    assert_eq!(joined.account, first.account);
    let from_now_on = inside(house, introduced(Provider::Essc, "n-1", None)).await;
    assert_eq!(from_now_on.account, first.account);
}

async fn a_subject_that_becomes_another_person_comes_in_no_more(house: &House) {
    let (one, other) = (person(1, "张三"), person(2, "李四"));
    let first = inside(house, introduced(Provider::National, "n-1", Some(&one))).await;
    let outcome = entered(house, introduced(Provider::National, "n-1", Some(&other))).await;
    assert!(
        matches!(
            outcome,
            EnterOutcome::Contradicted(ProofRefusal::OtherPerson)
        ),
        "{outcome:?}"
    );
    // A name that changed at the platform alone.
    let renamed = Identity {
        name: person(1, "张小三").name,
        ..one.clone()
    };
    let outcome = entered(house, introduced(Provider::Essc, "e-1", Some(&renamed))).await;
    assert!(
        matches!(outcome, EnterOutcome::Contradicted(ProofRefusal::OtherName)),
        "{outcome:?}"
    );
    let store = &house.service.store;
    let left = store.read(async |tx| ways_in::find(tx, Provider::Essc, "app", "e-1").await);
    assert_eq!(left.await.unwrap(), None, "nothing is left of it");
    let still = inside(house, introduced(Provider::National, "n-1", Some(&one))).await;
    assert_eq!(still.account, first.account);
}

async fn a_platform_that_knows_no_names_proves_none(house: &House) {
    let who = person(1, "张三");
    for provider in [Provider::WeChat, Provider::Alipay, Provider::Baidu] {
        let there = inside(house, introduced(provider, "s-1", Some(&who))).await;
        assert_eq!(there.level, Level::Account, "{provider:?}");
    }
}

async fn a_host_tells_the_mobile_of_its_own_session_alone(house: &House) {
    let (channel, host) = (Channel::Yikatong, Host::WeChat);
    let token = token(house, channel, host, "o-1").await;
    let there = what_it_allows(house, &token).await;
    assert_eq!(there.next, Some(NextProof::Phone));
    let who = Prover {
        account: there.account,
        token,
    };
    let tell = async |who: &Prover, native: serde_json::Value| {
        let told = prove_phone_by_host(&house.service, who, PhoneFor::Person, &native, "request-1");
        told.await.unwrap()
    };
    for (native, expected) in [
        (json!({}), "NotTold"),
        (json!({"mobile": "12"}), "NotTold"),
        (json!({"fault": "used"}), "NotTold"),
        (json!({"fault": "down"}), "Unavailable"),
    ] {
        let outcome = tell(&who, native).await;
        let told = match &outcome {
            HostPhoneOutcome::Told(_) => "Told",
            HostPhoneOutcome::NotTold => "NotTold",
            HostPhoneOutcome::Unavailable => "Unavailable",
        };
        assert_eq!(told, expected);
    }
    let outcome = tell(&who, json!({"mobile": "13800130001"})).await;
    let HostPhoneOutcome::Told(ProveOutcome::Proved { token }) = outcome else {
        panic!("{outcome:?}")
    };
    let there = what_it_allows(house, &token).await;
    assert_eq!(
        (there.level, there.next),
        (Level::Phone, Some(NextProof::RealName))
    );
    let ended = tell_ended(house, &who).await;
    assert!(ended, "the token before has ended");
}

async fn tell_ended(house: &House, who: &Prover) -> bool {
    let native = json!({"mobile": "13800130001"});
    let told = prove_phone_by_host(&house.service, who, PhoneFor::Person, &native, "request-1");
    matches!(told.await, Err(service::ServiceError::NotFound))
}

async fn a_session_counts_where_it_lives_and_goes_on_under_another_token(house: &House) {
    let token = token(house, Channel::Jingtong, Host::Alipay, "a-1").await;
    let there = what_it_allows(house, &token).await;
    let who = Prover {
        account: there.account,
        token: token.clone(),
    };
    real_name_here(house, &who, person(1, "张三")).await;
    let found = async |token: &Token, lives| {
        let found = sessions::find(&house.service, token, lives, None).await;
        found.unwrap().is_some()
    };
    assert!(found(&token, Where::InAProgram).await);
    assert!(!found(&token, Where::InABrowser).await);
    let renewed = renew_session(&house.service, &token)
        .await
        .unwrap()
        .unwrap();
    assert!(!found(&token, Where::InAProgram).await);
    let after = what_it_allows(house, &renewed).await;
    assert_eq!(after.expires_at, there.expires_at);
    assert_eq!(after.next, Some(NextProof::Face));
    assert!(
        renew_session(&house.service, &token)
            .await
            .unwrap()
            .is_none()
    );
}

async fn the_apps_of_one_platform_are_one_way(house: &House) {
    let one = token(house, Channel::Jingtong, Host::WeChat, "o-1/u-1").await;
    token(house, Channel::Yikatong, Host::WeChat, "o-2/u-1").await;
    let shown = show(&house.service, &one).await.unwrap();
    let [way] = &shown.ways[..] else {
        panic!("{:?}", shown.ways)
    };
    assert!(way.is_last);
    let account = what_it_allows(house, &one).await.account;
    let who = Prover {
        account,
        token: one.clone(),
    };
    real_name_here(house, &who, person(1, "张三")).await;
    let last = unlink(&house.service, &one, way.id).await.unwrap();
    assert_eq!(last, UnlinkOutcome::Last);
}
