//! In WeChat the face is shown as whoever came in, and Jingtong asks for it in each session.

use domain::channel::{Channel, Host};
use domain::people::{Level, NextProof, ProofKind, Provider};
use jiff::SignedDuration;
use service::login::face::begin::BeginOutcome;
use service::login::prove_phone::Prover;
use service::sessions::allowed;
use service::token::Token;
use store::proofs::StoredProof;
use store::sessions::{self, SessionRow};
use store::ways_in::{self, WayIn};
use uuid::Uuid;

use crate::authority::MINI_APP;
use crate::faces::{ask, begin, proofs_of, proved};
use crate::house::House;
use crate::people::{person, real_name, visitor};

crate::on_both_databases!(
    jingtong_asks_for_the_face_in_each_session,
    each_session_shows_the_face_of_whom_it_was_entered_as,
);

/// A session in a mini-program that WeChat hosts, and the openid by which it was entered.
async fn in_wechat(house: &House, account: Uuid, openid: Option<&str>) -> Prover {
    let token = Token::logged_in(&house.service.chance);
    let (id, now) = (house.service.chance.id(), house.clock.now());
    let session = SessionRow {
        token: token.hash(),
        account,
        provider: Provider::WeChat,
        way: None,
        channel: Channel::Jingtong,
        host: Host::WeChat,
        host_secret: None,
        created_at: now,
        last_seen_at: now,
        expires_at: now + SignedDuration::from_hours(12),
    };
    let way = openid.map(|openid| WayIn {
        id,
        account,
        provider: Provider::WeChat,
        app: MINI_APP.to_owned(),
        subject: openid.into(),
        password: None,
        created_at: now,
    });
    let store = &house.service.store;
    let done = store.write(async move |tx| {
        let mut session = session.clone();
        if let Some(way) = &way {
            let known = ways_in::find(tx, way.provider, &way.app, way.subject.expose()).await?;
            session.way = Some(known.as_ref().map_or(way.id, |known| known.id));
            if known.is_none() {
                ways_in::add(tx, way).await?;
            }
        }
        sessions::create(tx, &session).await
    });
    done.await.unwrap();
    Prover { account, token }
}

async fn jingtong_asks_for_the_face_in_each_session(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let her = person(1, "陈雨晴");
    let without = in_wechat(house, account, None).await;
    let outcome = begin(house, &without, ask(house, &her)).await;
    assert!(matches!(outcome, BeginOutcome::NoAuthority), "{outcome:?}");
    for next in [NextProof::RealName, NextProof::Face] {
        let who = in_wechat(house, account, Some("an-openid")).await;
        let here = allowed(&house.service, &who.token).await.unwrap().unwrap();
        assert_eq!(here.next, Some(next));
        let who = proved(house, &who, &her).await;
        let here = allowed(&house.service, &who.token).await.unwrap().unwrap();
        assert_eq!((here.level, here.next), (Level::RealName, None));
    }
    let wanted = house.faces.begun();
    let subjects: Vec<_> = wanted.iter().map(|wanted| wanted.subject.clone()).collect();
    assert_eq!(subjects, vec![Some("an-openid".to_owned()); 2]);
    let faces = proofs_of(house, account).await;
    let faces = faces.iter().map(StoredProof::fact);
    let faces: Vec<_> = faces.filter(|fact| fact.kind == ProofKind::Face).collect();
    assert_eq!(faces.len(), 2);
    for face in faces {
        assert_eq!(face.provider, Some(Provider::WeChat));
        assert_eq!(
            face.until,
            Some(house.clock.now() + SignedDuration::from_hours(12)),
            "with its session"
        );
    }
}

async fn each_session_shows_the_face_of_whom_it_was_entered_as(house: &House) {
    let account = visitor(house, "somebody", None).await;
    let her = person(1, "陈雨晴");
    real_name(house, account, her.clone()).await;
    let first = in_wechat(house, account, Some("an-openid")).await;
    let second = in_wechat(house, account, Some("another-openid")).await;
    for (who, openid) in [(second, "another-openid"), (first, "an-openid")] {
        proved(house, &who, &her).await;
        let wanted = house.faces.begun();
        assert_eq!(wanted.last().unwrap().subject.as_deref(), Some(openid));
    }
}
