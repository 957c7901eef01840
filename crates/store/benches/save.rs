//! Measures a save against a bare commit, in the same run and on the same disk: only their ratio is meaningful.
//!
//! `cargo bench -p store`; PostgreSQL is measured too when `DAIBAN_TEST_POSTGRES` names a server. A save is what a parent's
//! "next" costs in the store: load the application, put five sealed answers, raise the version, append to the journal, commit.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure panics")]

use std::time::{Duration, Instant};

use domain::answer::{Answer, Provenance};
use domain::application::{Action, Actor, begin, decide};
use domain::channel::Channel;
use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, TransactionTrait as _};
use store::seal::Keyring;
use store::{Settings, Store, StoreError, accounts, answers, cases, journal};
use uuid::Uuid;

const WARM_UP: u32 = 30;
const ROUNDS: u32 = 300;
const CLIENTS: [u32; 3] = [1, 8, 32];
const FIELDS: [&str; 5] = [
    "child.name",
    "child.id_number",
    "residence.address",
    "bank",
    "branch",
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test --benches` runs this too: one round proves that it works.
    let rounds = if std::env::args().any(|argument| argument == "--bench") {
        ROUNDS
    } else {
        1
    };
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("bench.db").display());
    measure("sqlite", &url, folder.path(), rounds).await;
    match std::env::var("DAIBAN_TEST_POSTGRES") {
        Err(_) => println!("postgres: not measured, DAIBAN_TEST_POSTGRES names no server"),
        Ok(server_url) => {
            let server = sea_orm::Database::connect(&server_url).await.unwrap();
            let name = format!("daiban_bench_{}", std::process::id());
            server
                .execute_unprepared(&format!("CREATE DATABASE {name}"))
                .await
                .unwrap();
            let (base, _) = server_url.rsplit_once('/').unwrap();
            measure("postgres", &format!("{base}/{name}"), folder.path(), rounds).await;
            server
                .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await
                .unwrap();
        }
    }
}

async fn measure(database: &str, url: &str, folder: &std::path::Path, rounds: u32) {
    let settings = Settings {
        database_url: url.to_owned(),
        pictures_folder: folder.join("pictures"),
        checkpoints_folder: folder.join("checkpoints"),
        connections: 16,
    };
    let store = Store::open(&settings, Keyring::generate().unwrap())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    for n in 0..*CLIENTS.last().unwrap() {
        begin_case(&store, n).await;
    }
    let bare = sea_orm::Database::connect(url).await.unwrap();
    if database == "sqlite" {
        bare.execute_unprepared("PRAGMA synchronous = FULL")
            .await
            .unwrap();
    }
    bare.execute_unprepared("CREATE TABLE bare (id BIGINT)")
        .await
        .unwrap();
    // Alternating, so that a noisy neighbour affects both.
    let (mut commits, mut saves) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP.min(rounds) + rounds {
        let (commit, save) = (bare_commit(&bare).await, timed(save(&store, 0)).await);
        if round >= WARM_UP.min(rounds) {
            commits.push(commit);
            saves.push(save);
        }
    }
    let (commit, save) = (p50(&mut commits), p50(&mut saves));
    println!(
        "{database}: p50 of a save {} us, of a bare commit {} us, ratio {:.2}",
        save.as_micros(),
        commit.as_micros(),
        save.as_secs_f64() / commit.as_secs_f64()
    );
    for clients in CLIENTS {
        let begun = Instant::now();
        let work = (0..clients).map(|client| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                for _ in 0..rounds {
                    times.push(timed(self::save(&store, client)).await);
                }
                times
            })
        });
        let mut times = Vec::new();
        for client in work.collect::<Vec<_>>() {
            times.extend(client.await.unwrap());
        }
        let each_second = f64::from(clients * rounds) / begun.elapsed().as_secs_f64();
        println!(
            "{database}: {clients} clients: {each_second:.0} durable saves/s, p50 {} us",
            p50(&mut times).as_micros()
        );
    }
    bare.close().await.unwrap();
    store.close().await.unwrap();
}

async fn begin_case(store: &Store, n: u32) {
    store
        .write(async move |tx| {
            let owner = Uuid::from_u128(u128::from(n) + 1_000);
            accounts::create(tx, owner, now()).await?;
            let begun = begin(case_id(n), owner, Channel::Portal, now());
            cases::create(tx, &begun.next, "1", &Digest::of("release")).await?;
            journal::append(tx, &begun.event, "").await?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
}

async fn save(store: &Store, n: u32) {
    let saved = store.write(async move |tx| {
        let stored = cases::load(tx, case_id(n)).await?.expect("it was begun");
        let actor = Actor::Agent(stored.case.owner);
        let action = Action::SaveStep {
            step: "supplement",
            fields: &[],
            wrong: &[],
        };
        let decision = decide(&stored.case, actor, action, stored.case.version, now())
            .expect("a draft may be saved");
        let answer = Answer {
            value: "北京市海淀区中关村大街一号".to_owned(),
            provenance: Provenance::Typed,
            at: now(),
            channel: Channel::Portal,
        };
        answers::put(tx, stored.case.id, FIELDS.map(|field| (field, &answer))).await?;
        cases::update(tx, stored.case.version, &decision.next).await?;
        journal::append(tx, &decision.event, "").await?;
        Ok::<_, StoreError>(())
    });
    saved.await.unwrap();
}

/// The least cost of a durable change: one row, one commit.
async fn bare_commit(bare: &DatabaseConnection) -> Duration {
    timed(async {
        let transaction = bare.begin().await.unwrap();
        transaction
            .execute_unprepared("INSERT INTO bare VALUES (1)")
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    })
    .await
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let begun = Instant::now();
    work.await;
    begun.elapsed()
}

fn p50(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn case_id(n: u32) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1)
}

fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().expect("a constant")
}
