//! Proofs, whose account is whose, and consents.

use domain::digest::Digest;
use domain::id::Mobile;
use domain::people::{Level, Proof, ProofMethod, Provider, level};
use jiff::Timestamp;
use store::consents::{self, Consent};
use store::proofs::{self, StoredProof, Subject};
use store::proved_people::{self, Whose};
use store::sessions::{self, TokenHash};
use store::{StoreError, accounts, passwords};
use uuid::Uuid;

use crate::accounts::password;
use crate::database::{Database, account, later, now, person, read, write};
use crate::sessions::session;

crate::on_both_databases!(
    proofs_are_listed_newest_first_and_move,
    a_lapsed_proof_lowers_the_level_and_is_kept_for_a_while,
    a_forged_proof_is_refused,
    a_person_has_one_account,
    of_accounts_that_prove_one_person_at_once_one_wins,
    a_proved_person_is_not_typed_over,
    a_consent_is_given_and_withdrawn,
    nothing_is_created_over_what_is_there,
);

/// A proof of account 1.
pub(crate) fn proof(
    number: u128,
    subject: Subject,
    at: Timestamp,
    until: Option<Timestamp>,
) -> StoredProof {
    StoredProof {
        id: Uuid::from_u128(number),
        account: account(1),
        subject,
        method: ProofMethod::Platform,
        provider: Some(Provider::National),
        at,
        until,
    }
}

fn phone(digits: &str) -> Subject {
    Subject::Phone(Mobile::parse(digits).unwrap())
}

async fn add(db: &Database, added: &[StoredProof]) {
    let added = added.to_vec();
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        for proof in &added {
            proofs::add(tx, proof).await?;
        }
    })
    .await
    .unwrap();
}

async fn list(db: &Database, number: u32) -> Result<Vec<StoredProof>, StoreError> {
    read!(db.store, |tx| proofs::list(tx, account(number)).await?).await
}

async fn level_at(db: &Database, at: Timestamp) -> Level {
    let facts: Vec<Proof> = list(db, 1)
        .await
        .unwrap()
        .iter()
        .map(StoredProof::fact)
        .collect();
    level(&facts, at)
}

async fn proofs_are_listed_newest_first_and_move(db: &Database) {
    let mut added = [
        proof(1, phone("13800130001"), now(), None),
        proof(2, Subject::RealName(None), later(1), Some(later(60))),
        proof(3, Subject::Face(TokenHash::of("this one")), later(2), None),
        StoredProof {
            method: ProofMethod::Sms,
            provider: None,
            ..proof(4, phone("13800130002"), later(3), None)
        },
    ];
    add(db, &added).await;
    added.reverse();
    assert_eq!(list(db, 1).await.unwrap(), added);
    let stored: Vec<u8> = db
        .peek("SELECT subject FROM proofs WHERE kind = 'phone'")
        .await;
    assert!(!String::from_utf8_lossy(&stored).contains("13800"));
    assert!(!format!("{added:?}").contains("13800"), "{added:?}");
    write!(db.store, |tx| {
        proofs::move_all(tx, account(1), account(2)).await?;
    })
    .await
    .unwrap();
    assert!(list(db, 1).await.unwrap().is_empty());
    let moved = added.map(|proof| StoredProof {
        account: account(2),
        ..proof
    });
    assert_eq!(list(db, 2).await.unwrap(), moved);
}

async fn a_lapsed_proof_lowers_the_level_and_is_kept_for_a_while(db: &Database) {
    let added = [
        proof(1, phone("13800130001"), now(), None),
        proof(2, Subject::RealName(None), now(), Some(later(60))),
    ];
    add(db, &added).await;
    assert_eq!(level_at(db, now()).await, Level::RealName);
    assert_eq!(level_at(db, later(60)).await, Level::Phone);
    let sweep = async |before| {
        write!(db.store, |tx| proofs::sweep(tx, before).await?)
            .await
            .unwrap()
    };
    assert_eq!(sweep(later(60)).await, 0);
    assert_eq!(sweep(later(61)).await, 1);
    assert_eq!(list(db, 1).await.unwrap(), added[..1], "it never lapses");
}

async fn a_forged_proof_is_refused(db: &Database) {
    add(
        db,
        &[proof(1, Subject::RealName(None), now(), Some(later(60)))],
    )
    .await;
    for forgery in [
        "UPDATE proofs SET until = NULL".to_owned(),
        format!("UPDATE proofs SET account_id = '{}'", account(2)),
    ] {
        db.spoil(&forgery).await;
        assert!(list(db, 1).await.is_err() || list(db, 2).await.is_err());
    }
}

async fn hold(db: &Database, person_of: u32, number: u32) -> Result<Whose, StoreError> {
    write!(db.store, |tx| {
        proved_people::hold(tx, &person(person_of).id_number, account(number)).await?
    })
    .await
}

async fn a_person_has_one_account(db: &Database) {
    add(db, &[]).await;
    let has_proved = async |number| {
        read!(db.store, |tx| {
            proved_people::has_proved(tx, account(number)).await?
        })
        .await
        .unwrap()
    };
    assert!(!has_proved(1).await);
    assert_eq!(hold(db, 1, 1).await.unwrap(), Whose::Here);
    assert_eq!(hold(db, 1, 1).await.unwrap(), Whose::Here, "and again");
    assert_eq!(hold(db, 1, 2).await.unwrap(), Whose::Of(account(1)));
    assert_eq!(hold(db, 2, 2).await.unwrap(), Whose::Here);
    assert!(has_proved(1).await && has_proved(2).await);
    db.spoil(&format!(
        "UPDATE proved_people SET account_id = '{}'",
        account(2)
    ))
    .await;
    assert!(hold(db, 1, 1).await.is_err(), "somebody gave it away");
}

async fn of_accounts_that_prove_one_person_at_once_one_wins(db: &Database) {
    add(db, &[]).await;
    let races = (0..16).map(|n| {
        let store = db.store.clone();
        let number = n % 2 + 1;
        tokio::spawn(async move {
            let held = write!(store, |tx| {
                proved_people::hold(tx, &person(1).id_number, account(number)).await?
            });
            (account(number), held.await.unwrap())
        })
    });
    let mut owners = std::collections::BTreeSet::new();
    for race in races.collect::<Vec<_>>() {
        owners.insert(match race.await.unwrap() {
            (own, Whose::Here) => own,
            (_, Whose::Of(other)) => other,
        });
    }
    assert_eq!(owners.len(), 1, "{owners:?}");
}

async fn a_proved_person_is_not_typed_over(db: &Database) {
    add(db, &[]).await;
    hold(db, 1, 1).await.unwrap();
    write!(db.store, |tx| {
        assert!(accounts::set_proved(tx, account(1), &person(1)).await?);
        assert!(!accounts::set_typed(tx, account(1), &person(2)).await?);
        let known = accounts::get(tx, account(1)).await?;
        assert_eq!(known.and_then(|known| known.identity), Some(person(1)));
    })
    .await
    .unwrap();
}

/// A consent of account 1.
pub(crate) fn consent(number: u128, consent: &str, case: Option<Uuid>) -> Consent {
    Consent {
        id: Uuid::from_u128(number),
        account: account(1),
        case,
        consent: consent.to_owned(),
        version: "2026-11-26".to_owned(),
        digest: Digest::of(consent),
        at: now(),
        withdrawn_at: None,
    }
}

async fn a_consent_is_given_and_withdrawn(db: &Database) {
    add(db, &[]).await;
    let case = Some(db.draft(9).await.id);
    let all = [
        consent(1, "consent.lookup", case),
        consent(2, "consent.lookup", None),
        consent(3, "consent.face", case),
    ];
    let stored = all.clone();
    write!(db.store, |tx| for consent in &stored {
        consents::give(tx, consent).await?;
    })
    .await
    .unwrap();
    let list = async |number| {
        read!(db.store, |tx| consents::list(tx, account(number)).await?)
            .await
            .unwrap()
    };
    assert_eq!(list(1).await, all);
    let withdraw = async || {
        write!(db.store, |tx| {
            consents::withdraw(tx, account(1), case, "consent.lookup", later(5)).await?
        })
        .await
        .unwrap()
    };
    assert_eq!(withdraw().await, 1);
    assert_eq!(withdraw().await, 0, "it was withdrawn before");
    let withdrawn = Consent {
        withdrawn_at: Some(later(5)),
        ..all[0].clone()
    };
    assert_eq!(list(1).await[0], withdrawn);
    let gone = withdrawn.id.to_string();
    write!(db.store, |tx| {
        consents::move_all(tx, account(1), account(2)).await?;
        assert!(consents::due(tx, later(5), "", 9).await?.is_empty());
        assert_eq!(consents::due(tx, later(6), "", 9).await?, [gone.as_str()]);
        assert!(consents::due(tx, later(6), &gone, 9).await?.is_empty());
        assert_eq!(consents::sweep(tx, &gone, later(5)).await?, 0);
        assert_eq!(consents::sweep(tx, &gone, later(6)).await?, 1);
    })
    .await
    .unwrap();
    assert_eq!(list(1).await, []);
    assert_eq!(list(2).await.len(), 2, "those that stand are kept");
    db.spoil("UPDATE consents SET version = 'another'").await;
    let forged = read!(db.store, |tx| consents::list(tx, account(2)).await?).await;
    assert!(forged.is_err());
}

async fn nothing_is_created_over_what_is_there(db: &Database) {
    let (name, mine) = (
        proof(1, Subject::RealName(None), now(), None),
        session("mine"),
    );
    let (secret, agreed) = (password(1), consent(1, "consent.face", None));
    add(db, std::slice::from_ref(&name)).await;
    let (kept, own, given) = (mine.clone(), secret.clone(), agreed.clone());
    write!(db.store, |tx| {
        sessions::create(tx, &kept).await?;
        passwords::create(tx, &own).await?;
        consents::give(tx, &given).await?;
    })
    .await
    .unwrap();
    let again = [
        write!(db.store, |tx| accounts::create(tx, account(1), now())
            .await?)
        .await,
        write!(db.store, |tx| proofs::add(tx, &name).await?).await,
        write!(db.store, |tx| sessions::create(tx, &mine).await?).await,
        write!(db.store, |tx| passwords::create(tx, &secret).await?).await,
        write!(db.store, |tx| consents::give(tx, &agreed).await?).await,
    ];
    for done in again {
        assert!(
            matches!(&done, Err(StoreError::Inconsistent { why, .. }) if &**why == "is in use"),
            "{done:?}"
        );
    }
}
