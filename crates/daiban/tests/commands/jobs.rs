//! Dead letters, as an operator sees and settles them.

use daiban::config::{Config, Overrides};
use daiban::data::{self, NewKeys};
use store::jobs::{self, NewJob};

use crate::{Desk, said};

/// Jobs in a database without a running service: one that waits, one that failed as often as it may.
async fn enqueue(desk: &Desk) {
    let text = std::fs::read_to_string(desk.folder.path().join("daiban.toml")).unwrap();
    let overrides = Overrides {
        sandbox: true,
        sandbox_day: None,
    };
    let config = Config::load(&text, [], &overrides).unwrap();
    let store = data::open(&config, NewKeys::Never).await.unwrap();
    store
        .write(async move |tx| {
            let now = "2026-11-22T04:00:00Z".parse().unwrap();
            for subject in ["one", "two"] {
                let job = NewJob {
                    kind: "ask_register",
                    subject,
                    run_at: now,
                    most_attempts: 1,
                };
                jobs::enqueue(tx, &job, now).await?;
            }
            let lasts = jiff::SignedDuration::from_mins(1);
            let taken = jobs::lease(tx, &["ask_register"], "a", now, lasts, 1).await?;
            jobs::retry(tx, &taken[0], now, "register_down").await?;
            Ok::<_, store::StoreError>(())
        })
        .await
        .unwrap();
    store.close().await.unwrap();
}

fn list(desk: &Desk, only: &[&str]) -> Vec<serde_json::Value> {
    let output = desk.run(&[&["jobs", "list", "--json"], only].concat());
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn a_dead_letter_is_listed_runs_again_or_is_given_up() {
    let desk = Desk::new("");
    assert!(desk.run(&["keys"]).status.success());
    assert!(desk.run(&["migrate"]).status.success());
    enqueue(&desk).await;
    assert_eq!(list(&desk, &[]).len(), 2);
    let dead = list(&desk, &["--dead"]);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0]["id"], "ask_register/one");
    assert_eq!(dead[0]["state"], "dead");
    assert_eq!(dead[0]["last_error"], "register_down");
    let lines = desk.run(&["jobs", "list", "--dead"]).stdout;
    assert_eq!(
        String::from_utf8(lines).unwrap(),
        "ask_register/one dead at 2026-11-22T04:00:00Z, attempt 1, register_down\n"
    );

    for (command, id) in [
        ("retry", "ask_register/two"),
        ("discard", "ask_register/two"),
        ("retry", "ask_register/none"),
        ("discard", "nonsense"),
    ] {
        let output = desk.run(&["jobs", command, id]);
        assert!(!output.status.success(), "{command} {id}");
        assert!(said(&output).contains(id), "{}", said(&output));
    }
    assert!(
        desk.run(&["jobs", "retry", "ask_register/one"])
            .status
            .success()
    );
    assert_eq!(list(&desk, &["--dead"]), Vec::<serde_json::Value>::new());
    assert_eq!(list(&desk, &[]).len(), 2);
}

#[tokio::test]
async fn a_dead_letter_that_is_given_up_is_gone() {
    let desk = Desk::new("");
    assert!(desk.run(&["keys"]).status.success());
    assert!(desk.run(&["migrate"]).status.success());
    enqueue(&desk).await;
    let output = desk.run(&["jobs", "discard", "ask_register/one"]);
    assert!(output.status.success(), "{}", said(&output));
    let left = list(&desk, &[]);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["id"], "ask_register/two");
}
