//! Answers of platforms that count once.

use store::used_answers::{move_all, sweep, use_for};

use crate::database::{Database, account, later, write};

crate::on_both_databases!(
    an_answer_counts_for_one_account_and_is_kept_as_a_fingerprint,
    an_answer_used_by_many_at_once_counts_for_one,
);

async fn used(db: &Database, from: &'static str, answer: &'static str, by: u32) -> bool {
    let used = write!(db.store, |tx| use_for(
        tx,
        from,
        answer,
        account(by),
        later(60)
    )
    .await?);
    used.await.unwrap()
}

async fn an_answer_counts_for_one_account_and_is_kept_as_a_fingerprint(db: &Database) {
    assert!(used(db, "alipay", "AbC+/=", 1).await);
    assert!(used(db, "alipay", "AbC+/=", 1).await, "pressed again");
    assert!(!used(db, "alipay", "AbC+/=", 2).await);
    for (from, answer) in [
        ("alipay", "aBC+/="),
        ("alipay", "AbC +/="),
        ("baidu", "AbC+/="),
    ] {
        assert!(used(db, from, answer, 2).await, "{from} {answer}");
    }
    let kept: String = db.peek("SELECT fingerprint FROM used_answers").await;
    assert!(!kept.contains("AbC"), "{kept}");
    write!(db.store, |tx| move_all(tx, account(1), account(3)).await?)
        .await
        .unwrap();
    assert!(
        !used(db, "alipay", "AbC+/=", 1).await,
        "it went with its account"
    );
    assert!(used(db, "alipay", "AbC+/=", 3).await);
    for (at, gone) in [(59, 0), (60, 4)] {
        let swept = write!(db.store, |tx| sweep(tx, later(at)).await?);
        assert_eq!(swept.await.unwrap(), gone, "{at}");
    }
    assert!(used(db, "alipay", "AbC+/=", 1).await, "it is forgotten");
}

async fn an_answer_used_by_many_at_once_counts_for_one(db: &Database) {
    let mut running = tokio::task::JoinSet::new();
    for number in 0..20 {
        let store = db.store.clone();
        running.spawn(async move {
            let used = write!(store, |tx| use_for(
                tx,
                "alipay",
                "answer",
                account(number),
                later(60)
            )
            .await?);
            used.await.unwrap_or(false)
        });
    }
    let used = running.join_all().await;
    assert_eq!(used.iter().filter(|used| **used).count(), 1, "{used:?}");
}
