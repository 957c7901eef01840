//! What this disk and the databases can do at best, in the folder and the run in which the service is measured.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, TransactionTrait as _};

use crate::database::connected;
use crate::options::Database;

const FILE_BYTES: usize = 500_000;
/// What one commit of a save writes to the log, about: four pages.
const LOG_BYTES: usize = 16_384;
/// Rows in one commit, or commits at the same time.
const GROUPED: usize = 32;

/// Prints what is possible; each figure takes `time`.
pub(crate) async fn measure(databases: &[Database], time: Duration) {
    let folder = tempfile::tempdir().unwrap();
    println!("\n## Bound of this disk ({})\n", folder.path().display());
    for writers in [1, 4] {
        let files = files_a_second(folder.path(), writers, time);
        println!(
            "- new files of 500 KB, each synced with its folder, {writers} at a time: {files:.0}/s"
        );
    }
    println!(
        "- 16 KB appended to a file and synced: {:.0}/s",
        appends_a_second(&folder.path().join("log"), time)
    );
    for database in databases {
        match database {
            Database::Sqlite => sqlite(folder.path(), time).await,
            Database::Postgres { url } => postgres(url, time).await,
        }
    }
}

fn files_a_second(folder: &Path, writers: usize, time: Duration) -> f64 {
    let content = vec![0x5a; FILE_BYTES];
    let folder = folder.join(format!("files-{writers}"));
    fs::create_dir_all(&folder).unwrap();
    let begun = Instant::now();
    let written: usize = std::thread::scope(|scope| {
        let writing: Vec<_> = (0..writers)
            .map(|writer| {
                let (folder, content) = (&folder, &content);
                scope.spawn(move || {
                    let mut count = 0;
                    while begun.elapsed() < time {
                        let mut file =
                            File::create(folder.join(format!("{writer}-{count}"))).unwrap();
                        file.write_all(content).unwrap();
                        file.sync_all().unwrap();
                        File::open(folder).unwrap().sync_all().unwrap();
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        writing
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum()
    });
    let elapsed = begun.elapsed();
    fs::remove_dir_all(&folder).unwrap();
    a_second(written, elapsed)
}

fn appends_a_second(path: &PathBuf, time: Duration) -> f64 {
    let content = vec![0x5a; LOG_BYTES];
    let mut file = File::create(path).unwrap();
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < time {
        file.write_all(&content).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    let elapsed = begun.elapsed();
    fs::remove_file(path).unwrap();
    a_second(count, elapsed)
}

async fn sqlite(folder: &Path, time: Duration) {
    let url = format!("sqlite:{}?mode=rwc", folder.join("bare.db").display());
    let mut options = ConnectOptions::new(url);
    options.max_connections(1);
    let bare = connected(options).await;
    for line in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
        bare.execute_unprepared(line).await.unwrap();
    }
    bare.execute_unprepared("CREATE TABLE bare (id BIGINT)")
        .await
        .unwrap();
    let alone = rows_a_second(&bare, 1, time).await;
    let grouped = rows_a_second(&bare, GROUPED, time).await;
    println!(
        "- sqlite, bare rows: {alone:.0}/s, each in a commit of its own; {grouped:.0}/s, {GROUPED} in a commit"
    );
    bare.close().await.unwrap();
}

async fn postgres(url: &str, time: Duration) {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(GROUPED.try_into().expect("a small number"));
    let bare = connected(options).await;
    let table = format!("daiban_bare_{}", std::process::id());
    bare.execute_unprepared(&format!("CREATE TABLE {table} (id BIGINT)"))
        .await
        .unwrap();
    let mut rates = Vec::new();
    for clients in [1, GROUPED] {
        let begun = Instant::now();
        let work: Vec<_> = (0..clients)
            .map(|_| {
                let (bare, insert) = (bare.clone(), format!("INSERT INTO {table} VALUES (1)"));
                tokio::spawn(async move {
                    let mut count = 0;
                    while begun.elapsed() < time {
                        bare.execute_unprepared(&insert).await.unwrap();
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        let mut rows = 0;
        for client in work {
            rows += client.await.unwrap();
        }
        rates.push(a_second(rows, begun.elapsed()));
    }
    println!(
        "- postgres, bare rows, each in a commit of its own: {:.0}/s by one client, {:.0}/s by {GROUPED}",
        rates[0], rates[1]
    );
    bare.execute_unprepared(&format!("DROP TABLE {table}"))
        .await
        .unwrap();
    bare.close().await.unwrap();
}

async fn rows_a_second(bare: &DatabaseConnection, in_a_commit: usize, time: Duration) -> f64 {
    let begun = Instant::now();
    let mut rows = 0;
    while begun.elapsed() < time {
        let transaction = bare.begin().await.unwrap();
        for _ in 0..in_a_commit {
            transaction
                .execute_unprepared("INSERT INTO bare VALUES (1)")
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        rows += in_a_commit;
    }
    a_second(rows, begun.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn a_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}
