//! Proofs that are not taken, and change nothing.

use domain::application::begin;
use domain::channel::Channel;
use domain::digest::Digest;
use domain::people::ProofMethod;
use jiff::SignedDuration;
use service::people::{NewProof, ProofRefusal, Proved, Taken};
use store::sessions::{self, TokenHash};
use store::{Store, cases, proofs, proved_people};
use uuid::Uuid;

use crate::{
    account, brought, entered_by, identity, level_of, now, person, proof, proved, session,
};

crate::on_both_databases!(
    what_a_person_has_to_look_at_changes_nothing,
    a_proof_that_counts_for_nothing_changes_nothing,
    an_account_that_proved_somebody_is_not_joined,
);

async fn what_a_person_has_to_look_at_changes_nothing(store: &Store) {
    let mut ids = Vec::new();
    for name in ["first", "other name", "other person", "with a draft"] {
        ids.push(account(store, name).await);
    }
    let [first, other_name, other_person, with_draft] = ids[..] else {
        panic!("{ids:?}")
    };
    let me = || Proved::RealName(person(1, "张三"), None);
    proved(store, first, me()).await;
    proved(
        store,
        other_person,
        Proved::RealName(person(2, "李四"), None),
    )
    .await;
    store
        .write(async move |tx| {
            let draft = begin(Uuid::from_u128(1), with_draft, Channel::Portal, now()).next;
            cases::create(tx, &draft, "2026.1", &Digest::of("release")).await
        })
        .await
        .unwrap();
    for (id, what, expected) in [
        (
            other_name,
            Proved::RealName(person(1, "王五"), None),
            ProofRefusal::OtherName,
        ),
        (other_person, me(), ProofRefusal::OtherPerson),
        (with_draft, me(), ProofRefusal::OwnsApplications),
        (Uuid::from_u128(1), me(), ProofRefusal::Gone),
    ] {
        let before = (level_of(store, id).await, identity(store, id).await);
        assert_eq!(proved(store, id, what).await, Taken::Refused(expected));
        assert_eq!(
            before,
            (level_of(store, id).await, identity(store, id).await)
        );
    }
    assert_eq!(entered_by(store, "other name").await, Some(other_name));
    assert_eq!(identity(store, first).await, Some(person(1, "张三")));
}

async fn a_proof_that_counts_for_nothing_changes_nothing(store: &Store) {
    let (one, two) = (account(store, "one").await, account(store, "two").await);
    let me = || Proved::RealName(person(1, "张三"), None);
    assert_eq!(proved(store, one, me()).await, Taken::For(one));
    let others = session(one, "of one");
    let face = Proved::Face(others.token.clone());
    let begun = store.write(async move |tx| sessions::create(tx, &others).await);
    begun.await.unwrap();
    let minute = SignedDuration::from_mins(1);
    let nobodys = Proved::Face(TokenHash::of("nobody's"));
    for (refused, expected) in [
        (
            NewProof {
                until: Some(now()),
                ..proof(me())
            },
            ProofRefusal::NotValid,
        ),
        (
            NewProof {
                at: now() + minute * 2,
                ..proof(me())
            },
            ProofRefusal::NotValid,
        ),
        (
            NewProof {
                method: ProofMethod::Sms,
                ..proof(me())
            },
            ProofRefusal::WrongMethod,
        ),
        (proof(face.clone()), ProofRefusal::OtherSession),
        (proof(nobodys), ProofRefusal::OtherSession),
    ] {
        assert_eq!(brought(store, two, refused).await, Taken::Refused(expected));
        assert_eq!(entered_by(store, "two").await, Some(two), "not joined");
        let added = store.read(async |tx| proofs::list(tx, two).await).await;
        assert_eq!(added.unwrap(), []);
    }
    // What the clocks of two processes may differ by is no future, and one's own session is one's own.
    let ahead = NewProof {
        at: now() + minute,
        ..proof(face)
    };
    assert_eq!(brought(store, one, ahead).await, Taken::For(one));
}

/// As after a rotation in which two processes had no key in common: each then held the person for another account.
async fn an_account_that_proved_somebody_is_not_joined(store: &Store) {
    let (first, second) = (
        account(store, "first").await,
        account(store, "second").await,
    );
    let me = || Proved::RealName(person(1, "张三"), None);
    assert_eq!(proved(store, first, me()).await, Taken::For(first));
    let elsewhere = person(2, "张三").id_number;
    let held = store.write(async move |tx| proved_people::hold(tx, &elsewhere, second).await);
    held.await.unwrap();
    let refused = Taken::Refused(ProofRefusal::BothProved);
    assert_eq!(proved(store, second, me()).await, refused);
    assert_eq!(entered_by(store, "second").await, Some(second));
}
