//! What an acknowledgement guarantees: system calls traced, and made to fail, by `strace`.
//!
//! Each test starts this program again under `strace`, as a child that saves and prints a line for every answer it got. A kill
//! would prove little here: what a killed process wrote is still in the page cache.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

mod fixture;

use std::path::Path;
use std::process::Command;

use fixture::{Child, Syscall, under_strace};

/// Sequential saves: before each acknowledgement the database log was synced since the previous one. Whether that is `fdatasync`
/// or the stronger `fsync` depends on how SQLite was built; ours calls `fsync`.
#[test]
fn a_save_is_acknowledged_only_after_the_log_is_synced() {
    let run = under_strace(Child::SavesInTurn, &["-e", "trace=fdatasync,fsync,write"]);
    let mut synced = 0;
    let mut acknowledged = 0;
    for call in run.calls() {
        match call {
            Syscall::Synced(file) if file.ends_with("-wal") => synced += 1,
            Syscall::Said(line) if line.starts_with("ok ") => {
                assert!(
                    synced > 0,
                    "{line} was said without a sync of the log before it\n{}",
                    run.trace
                );
                acknowledged += 1;
                synced = 0;
            }
            Syscall::Synced(_) | Syscall::Said(_) => {}
        }
    }
    assert_eq!(acknowledged, fixture::SAVES);
    assert_eq!(run.rows_in_the_database().len(), fixture::SAVES);
}

/// A picture is acknowledged after its file, and then the folder that names it, are synced: one file, thumbnail included.
#[test]
fn a_picture_is_acknowledged_only_after_its_one_file_and_its_folder_are_synced() {
    let run = under_strace(Child::Pictures, &["-e", "trace=fdatasync,fsync,write"]);
    let (mut files, mut folder, mut acknowledged) = (0, false, 0);
    for call in run.calls() {
        match call {
            Syscall::Synced(path) if path.contains("/pictures/") => {
                let name = Path::new(&path)
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                // Folders have two characters, files begin with a whole id.
                if name.len() > 2 {
                    files += 1;
                } else {
                    folder = files > 0;
                }
            }
            Syscall::Said(line) if line.starts_with("ok ") => {
                assert!(
                    files == 1 && folder,
                    "{line}: {files} files synced, then folder {folder}\n{}",
                    run.trace
                );
                (files, folder) = (0, false);
                acknowledged += 1;
            }
            Syscall::Synced(_) | Syscall::Said(_) => {}
        }
    }
    assert_eq!(acknowledged, fixture::PICTURES);
}

/// Every fifth sync fails as on a broken disk, while eight clients save concurrently: what was acknowledged is there, what was
/// reported as failed is not, and the writer recovers each time.
#[test]
fn nothing_acknowledged_is_lost_when_syncs_fail() {
    survives(&[
        "-e",
        "trace=fdatasync,fsync",
        "-e",
        "inject=fdatasync,fsync:error=EIO:when=8+5",
    ]);
}

/// The same with a disk that fills up again and again, in the middle of writing.
#[test]
fn nothing_acknowledged_is_lost_when_the_disk_is_full() {
    survives(&[
        "-e",
        "trace=pwrite64",
        "-e",
        "inject=pwrite64:error=ENOSPC:when=60+41",
    ]);
}

/// The same with writes that fail.
#[test]
fn nothing_acknowledged_is_lost_when_writes_fail() {
    survives(&[
        "-e",
        "trace=pwrite64",
        "-e",
        "inject=pwrite64:error=EIO:when=75+53",
    ]);
}

fn survives(strace: &[&str]) {
    let run = under_strace(Child::SavesAtOnce, strace);
    let rows = run.rows_in_the_database();
    let said = |word: &str| -> Vec<String> {
        run.said
            .lines()
            .filter_map(|line| line.strip_prefix(word))
            .map(str::to_owned)
            .collect()
    };
    let (acknowledged, failed) = (said("ok "), said("failed "));
    assert!(
        !failed.is_empty(),
        "the injected fault never struck: {}",
        run.trace
    );
    for key in &acknowledged {
        assert!(rows.contains(key), "{key} was acknowledged and is lost");
    }
    for key in &failed {
        assert!(
            !rows.contains(key),
            "{key} was reported as failed and is there"
        );
    }
    assert_eq!(
        rows.len(),
        acknowledged.len(),
        "a row that nobody was told of"
    );
}

/// Not a test itself: the others run it under `strace`. Without their environment variables it does nothing.
#[test]
fn child() {
    fixture::run_as_child();
}

#[test]
fn strace_is_installed() {
    let found = Command::new("strace").arg("--version").output();
    assert!(
        found.is_ok(),
        "these tests need strace: `cargo xtask test` installs it"
    );
}
