//! Answers of platforms that count once.

use store::used_answers::{sweep, use_up};

use crate::database::{Database, later, write};

crate::on_both_databases!(
    an_answer_counts_once_and_is_kept_as_a_fingerprint,
    an_answer_used_many_times_at_once_counts_once,
);

async fn used(db: &Database, from: &'static str, answer: &'static str) -> bool {
    let used = write!(db.store, |tx| use_up(tx, from, answer, later(60)).await?);
    used.await.unwrap()
}

async fn an_answer_counts_once_and_is_kept_as_a_fingerprint(db: &Database) {
    assert!(used(db, "alipay", "AbC+/=").await);
    assert!(!used(db, "alipay", "AbC+/=").await);
    for (from, answer) in [
        ("alipay", "aBC+/="),
        ("alipay", "AbC +/="),
        ("baidu", "AbC+/="),
    ] {
        assert!(used(db, from, answer).await, "{from} {answer}");
    }
    let kept: String = db.peek("SELECT fingerprint FROM used_answers").await;
    assert!(!kept.contains("AbC"), "{kept}");
    for (at, gone) in [(59, 0), (60, 4)] {
        let swept = write!(db.store, |tx| sweep(tx, later(at)).await?);
        assert_eq!(swept.await.unwrap(), gone, "{at}");
    }
    assert!(used(db, "alipay", "AbC+/=").await, "it is forgotten");
}

async fn an_answer_used_many_times_at_once_counts_once(db: &Database) {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let store = db.store.clone();
        running.spawn(async move {
            let used = write!(store, |tx| use_up(tx, "alipay", "answer", later(60))
                .await?);
            used.await.unwrap_or(false)
        });
    }
    let used = running.join_all().await;
    assert_eq!(used.iter().filter(|used| **used).count(), 1, "{used:?}");
}
