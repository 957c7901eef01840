//! Measures how long the audit takes over a million journal entries, and how long it takes to fold their heads into checkpoints.
//!
//! `cargo bench -p store --bench verify`; PostgreSQL is measured too when `DAIBAN_TEST_POSTGRES` names a server. An application has
//! ten entries and six answers.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure panics")]

use std::time::Instant;

use domain::answer::{Answer, Provenance};
use domain::application::{Actor, CaseState, Event, EventKind, begin};
use domain::channel::Channel;
use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::ConnectionTrait as _;
use store::seal::Keyring;
use store::{Settings, Store, StoreError, accounts, answers, audit, cases, checkpoints, journal};
use uuid::Uuid;

const ENTRIES: u64 = 1_000_000;
const ENTRIES_EACH: u32 = 10;
/// Applications that are made in one transaction.
const BATCH: u64 = 250;
const OWNER: Uuid = Uuid::from_u128(u128::MAX);
const FIELDS: [&str; 6] = [
    "child.name",
    "child.id_number",
    "residence.address",
    "bank",
    "branch",
    "consent.lookup",
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test --benches` runs this too: one batch proves that it works.
    let entries = if std::env::args().any(|argument| argument == "--bench") {
        ENTRIES
    } else {
        BATCH * u64::from(ENTRIES_EACH)
    };
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure("sqlite", &url, folder.path(), entries).await;
    let Ok(server_url) = std::env::var("DAIBAN_TEST_POSTGRES") else {
        println!("postgres: not measured, DAIBAN_TEST_POSTGRES names no server");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = sea_orm::Database::connect(&server_url).await.unwrap();
    let name = format!("daiban_verify_{}", std::process::id());
    server
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (base, _) = server_url.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}");
    measure("postgres", &url, folder.path(), entries).await;
    server
        .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .unwrap();
}

async fn measure(database: &str, url: &str, folder: &std::path::Path, entries: u64) {
    let settings = Settings {
        database_url: url.to_owned(),
        pictures_folder: folder.join("pictures"),
        checkpoints_folder: folder.join("checkpoints"),
        connections: 4,
    };
    let store = Store::open(&settings, Keyring::generate().unwrap())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    fill(&store, entries / u64::from(ENTRIES_EACH)).await;
    let begun = Instant::now();
    let taken = checkpoints::take(&store, now()).await.unwrap();
    println!(
        "{database}: {} heads folded into {} checkpoints in {:.1} s",
        taken.heads,
        taken.files,
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    let report = audit::verify(&store).await.unwrap();
    assert!(report.is_sound());
    println!(
        "{database}: {} entries of {} applications verified in {:.1} s",
        report.entries,
        report.cases,
        begun.elapsed().as_secs_f64()
    );
    store.close().await.unwrap();
}

async fn fill(store: &Store, applications: u64) {
    store
        .write(async move |tx| accounts::create(tx, OWNER, now()).await)
        .await
        .unwrap();
    let mut from = 1;
    while from <= applications {
        store
            .write(async move |tx| {
                for n in from..from + BATCH {
                    application(tx, Uuid::from_u128(u128::from(n))).await?;
                }
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
        from += BATCH;
    }
}

async fn application(tx: &store::Tx, id: Uuid) -> Result<(), StoreError> {
    let begun = begin(id, OWNER, Channel::Portal, now());
    cases::create(tx, &begun.next, "1", &Digest::of("release")).await?;
    let answer = Answer {
        value: "北京市海淀区中关村大街一号".to_owned(),
        provenance: Provenance::Typed,
        at: now(),
        channel: Channel::Portal,
    };
    answers::put(tx, id, FIELDS.map(|field| (field, &answer))).await?;
    for version in 1..=ENTRIES_EACH {
        let event = Event {
            kind: EventKind::StepSaved,
            case: id,
            actor: Actor::Agent(OWNER),
            at: now(),
            subject: Some("supplement".to_owned()),
            from: Some(CaseState::Draft),
            to: CaseState::Draft,
            version,
            submission: None,
        };
        journal::append(tx, &event, "residence.address bank branch").await?;
    }
    Ok(())
}

fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().expect("a constant")
}
