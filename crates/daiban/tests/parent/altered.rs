//! Rows that somebody altered in the database: they stop what rests on them, and nothing else.

use domain::application::CaseState;
use sea_orm::ConnectionTrait as _;
use service::jobs::run_due;
use store::live_children;
use uuid::Uuid;

use crate::house::House;
use crate::jobs::{change_key, days_later, waiting};
use crate::walking::Walked;

/// Runs a statement behind the service's back, and returns how many rows it changed.
pub(crate) async fn spoil(house: &House, sql: &str) -> u64 {
    let file = house.pictures_folder().with_file_name("daiban.sqlite");
    let database = sea_orm::Database::connect(format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    let done = database.execute_unprepared(sql).await.unwrap();
    database.close().await.unwrap();
    done.rows_affected()
}

/// The last error of a job that recurs.
async fn last_error(house: &House, kind: &str) -> Option<String> {
    waiting(house, kind).await.remove(0).last_error
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_draft_is_kept_and_the_others_expire() {
    let house = House::open().await;
    let agent = house.agent(&house.case("family-01")).await;
    let altered = house.begin(&agent).await;
    let other = house.begin(&agent).await;
    let sql = format!("UPDATE cases SET submissions = 7 WHERE id = '{altered}'");
    assert_eq!(spoil(&house, &sql).await, 1);
    // And one whose id is none at all.
    let sql = format!(
        "INSERT INTO cases (id, account_id, channel, release, release_hash, state, version, submissions, created_at, updated_at, mac) \
         SELECT '0', account_id, channel, release, release_hash, state, version, submissions, created_at, updated_at, mac \
         FROM cases WHERE id = '{other}'"
    );
    assert_eq!(spoil(&house, &sql).await, 1);
    days_later(&house, 30).await;
    assert_eq!(house.show(&agent, other).await.state, CaseState::Expired);
    assert_eq!(last_error(&house, "expire_drafts").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn altered_look_ups_are_kept_and_all_else_is_swept() {
    let house = House::open().await;
    for family in ["family-01", "family-03"] {
        let case = house.case(family);
        let agent = house.agent(&case).await;
        let walked = house.apply(&agent, &case).await;
        assert!(matches!(walked, Walked::Submitted(_)), "{walked:?}");
    }
    let first = "(SELECT min(case_id) FROM lookups)";
    let of_first = format!("UPDATE lookups SET purpose = 'another' WHERE case_id = {first}");
    let altered = spoil(&house, &of_first).await;
    assert!(altered > 0);
    days_later(&house, 3 * 366 + 1).await;
    assert_eq!(last_error(&house, "sweep_rows").await, None);
    // What is left is found by deleting it: as many rows as were altered.
    assert_eq!(spoil(&house, "DELETE FROM lookups").await, altered);
    assert_eq!(spoil(&house, "DELETE FROM sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_hold_on_a_child_does_not_keep_the_others_from_the_new_key() {
    let house = House::open().await;
    let mut ids: Vec<Uuid> = Vec::new();
    for family in ["family-01", "family-03"] {
        let case = house.case(family);
        let agent = house.agent(&case).await;
        let Walked::Submitted(view) = house.apply(&agent, &case).await else {
            panic!("refused")
        };
        ids.push(view.id);
    }
    ids.sort();
    let sql = format!(
        "UPDATE live_children SET held_at = 0 WHERE case_id = '{}'",
        ids[0]
    );
    assert_eq!(spoil(&house, &sql).await, 1);
    let house = house.restart_after(change_key).await;
    run_due(house.service()).await.unwrap();
    let store = &house.service().store;
    let lacking = store
        .read(async |tx| live_children::lacking(tx, None, 9).await)
        .await
        .unwrap();
    assert_eq!(lacking, ids[..1]);
    // The operator learns that the old key is still needed.
    assert_eq!(
        last_error(&house, "refresh_fingerprints").await.as_deref(),
        Some("internal")
    );
}
