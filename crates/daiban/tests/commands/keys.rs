//! Keys are made once, on purpose, for a database that holds nothing yet; a database keeps its kind.

use std::os::unix::fs::PermissionsExt as _;

use daiban::config::{Config, Overrides};
use daiban::data::{self, NewKeys};

use crate::{Desk, said};

fn config(desk: &Desk) -> Config {
    let text = std::fs::read_to_string(desk.folder.path().join("daiban.toml")).unwrap();
    let overrides = Overrides {
        sandbox: true,
        sandbox_day: None,
    };
    Config::load(&text, [], &overrides).unwrap()
}

#[test]
fn a_missing_key_file_is_named_and_none_is_made() {
    let desk = Desk::new("");
    for command in [&["migrate"][..], &["audit", "verify"]] {
        let output = desk.run(command);
        assert!(!output.status.success(), "{command:?}");
        assert!(
            said(&output).contains("there is no key file at"),
            "{}",
            said(&output)
        );
        assert!(!desk.folder.path().join("data-keys.json").exists());
    }
}

#[test]
fn keys_are_made_once_and_not_for_a_database_in_use() {
    let desk = Desk::new("");
    assert!(desk.run(&["keys"]).status.success());
    assert!(desk.run(&["migrate"]).status.success());
    assert!(said(&desk.run(&["keys"])).contains("already"));
    let keys = desk.folder.path().join("data-keys.json");
    let away = desk.folder.path().join("away.json");
    std::fs::rename(&keys, &away).unwrap();
    let output = desk.run(&["keys"]);
    assert!(
        said(&output).contains("the database is in use"),
        "{}",
        said(&output)
    );
    assert!(!keys.exists());
    std::fs::rename(&away, &keys).unwrap();
    assert!(desk.run(&["audit", "verify"]).status.success());
}

#[test]
fn a_foreign_key_file_is_refused_by_every_command() {
    let (desk, other) = (Desk::new(""), Desk::new(""));
    for desk in [&desk, &other] {
        assert!(desk.run(&["keys"]).status.success());
        assert!(desk.run(&["migrate"]).status.success());
    }
    let keys = |desk: &Desk| desk.folder.path().join("data-keys.json");
    std::fs::rename(keys(&other), keys(&desk)).unwrap();
    for command in [&["migrate"][..], &["audit", "verify"]] {
        let output = desk.run(command);
        assert!(!output.status.success(), "{command:?}");
        let said = said(&output);
        assert!(said.contains("is not the one of this database"), "{said}");
    }
}

#[test]
fn nobody_else_looks_into_the_data() {
    let desk = Desk::new("");
    assert!(desk.run(&["keys"]).status.success());
    let folder = std::fs::metadata(desk.folder.path().join("data")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o077, 0);
    let database = std::fs::metadata(desk.folder.path().join("data/daiban.sqlite")).unwrap();
    assert_eq!(database.permissions().mode() & 0o777, 0o600);
}

#[test]
fn data_that_is_open_to_others_is_refused_with_the_cure() {
    let desk = Desk::new("");
    assert!(desk.run(&["keys"]).status.success());
    let folder = desk.folder.path().join("data");
    let database = folder.join("daiban.sqlite");
    for (path, open, closed) in [(&folder, 0o750, 0o700), (&database, 0o644, 0o600)] {
        let allow = |mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
        allow(open).unwrap();
        for command in [
            &["migrate"][..],
            &["audit", "verify"],
            &["serve", "--sandbox"],
        ] {
            let output = desk.run(command);
            let said = said(&output);
            assert!(!output.status.success(), "{command:?}");
            assert!(
                said.contains(&path.display().to_string())
                    && said.contains(&format!("chmod {closed:o}")),
                "{said}"
            );
        }
        allow(closed).unwrap();
    }
    assert!(desk.run(&["migrate"]).status.success());
}

#[tokio::test]
async fn the_sandbox_makes_keys_for_a_new_database_only() {
    let desk = Desk::new("");
    let config = config(&desk);
    let store = data::open(&config, NewKeys::of(&config)).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await.unwrap();
    std::fs::remove_file(&config.data.keys_file).unwrap();
    let refused = data::open(&config, NewKeys::of(&config))
        .await
        .err()
        .unwrap();
    assert!(
        refused.to_string().contains("the database is in use"),
        "{refused:#}"
    );
    assert!(!config.data.keys_file.exists());
}

#[tokio::test]
async fn a_database_stays_the_sandboxs_or_a_true_one() {
    for kind in [true, false] {
        let desk = Desk::new("");
        let config = config(&desk);
        let store = data::open(&config, NewKeys::of(&config)).await.unwrap();
        store.migrate().await.unwrap();
        data::claim(&store, kind).await.unwrap();
        data::claim(&store, kind).await.unwrap();
        let refused = data::claim(&store, !kind).await.unwrap_err().to_string();
        assert!(refused.contains("data.database_url"), "{refused}");
        store.close().await.unwrap();
    }
}
