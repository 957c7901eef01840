//! A sandbox reset.

use domain::application::Records;
use store::jobs::{self, NewJob};
use store::records::{self, Change};
use store::{afresh, answers, materials, settings};

use crate::database::{Database, now, picture, read, typed, write};

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
