//! A sandbox reset.

use domain::application::Records;
use store::jobs::{self, NewJob};
use store::records::{self, Change};
use store::{
    StoreError, Tx, accounts, afresh, answers, consents, face_checks, materials, messages,
    passwords, proofs, proved_people, sessions, settings, ways_in,
};
use uuid::Uuid;

use crate::accounts::{name, password};
use crate::database::{Database, now, person, picture, read, typed, write};
use crate::face_checks::face_check;
use crate::messages::message;
use crate::proofs::{consent, proof};
use crate::sessions::session;

crate::on_both_databases!(nothing_is_left_but_what_ties_the_database_to_its_keys);

async fn nothing_is_left_but_what_ties_the_database_to_its_keys(db: &Database) {
    let case = db.draft(1).await;
    write!(db.store, |tx| {
        let answer = typed("a name");
        answers::put(tx, case.id, [("child.name", &answer)]).await?;
        materials::put(tx, case.id, &picture("card_photo", 7)).await?;
        let change = Change {
            before: &Records::default(),
            after: &crate::staff_records::full(),
            evidence: None,
        };
        records::save(tx, case.id, change, now()).await?;
        let job = NewJob {
            kind: "ask_register",
            subject: "1",
            run_at: now(),
            most_attempts: 1,
        };
        jobs::enqueue(tx, &job, now()).await?;
        fill_people(tx, case.owner).await?;
        settings::put(tx, "sandbox.clock_offset_ms", "5").await?;
        settings::put(tx, "data.kind", "sandbox").await?;
    })
    .await
    .unwrap();
    write!(db.store, |tx| afresh::erase_everything(tx, "sandbox.")
        .await?)
    .await
    .unwrap();
    for table in db.tables().await {
        let rows: i64 = db.peek(&format!("SELECT count(*) FROM {table}")).await;
        let stays = ["settings", "seaql_migrations"].contains(&table.as_str());
        assert_eq!(rows > 0, stays, "{table} has {rows} rows");
    }
    let kept = read!(db.store, |tx| settings::keys(tx).await?)
        .await
        .unwrap();
    assert!(kept.contains(&"data.kind".to_owned()), "{kept:?}");
    assert!(
        kept.iter().all(|key| !key.starts_with("sandbox.")),
        "{kept:?}"
    );
    db.store.migrate().await.unwrap();
}

/// A row in every table of people.
async fn fill_people(tx: &Tx, account: Uuid) -> Result<(), StoreError> {
    accounts::set_typed(tx, account, &person(1)).await?;
    proved_people::hold(tx, &person(1).id_number, account).await?;
    passwords::create(tx, &password(1)).await?;
    ways_in::add(tx, &name(1, "parent1")).await?;
    proofs::add(tx, &proof(1, proofs::Subject::RealName(None), now(), None)).await?;
    sessions::create(tx, &session("one")).await?;
    consents::give(tx, &consent(1, "consent.lookup", None)).await?;
    face_checks::create(tx, &face_check(2)).await?;
    messages::create(tx, &message(1)).await
}
