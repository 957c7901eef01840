//! Applications about one child that were handed in.

use store::submitted_children::{forget, note, others};
use store::{StoreError, Tx};
use uuid::Uuid;

use crate::database::{Database, now, write};

crate::on_both_databases!(
    whoever_is_about_the_same_child_is_found_until_it_ends,
    of_two_handed_in_at_once_one_finds_the_other,
);

const NONE: [Uuid; 0] = [];

/// What a submission does: looks for others, then shows itself.
async fn hand_in(tx: &Tx, child: &str, case: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let found = others(tx, child, case).await?;
    note(tx, child, case, now()).await?;
    Ok(found)
}

fn child(number: u32) -> String {
    format!("1101012023010{number:05}")
}

async fn whoever_is_about_the_same_child_is_found_until_it_ends(db: &Database) {
    let (one, two, three) = (
        db.draft(1).await.id,
        db.draft(2).await.id,
        db.draft(3).await.id,
    );
    let hand_in = async |number, case| {
        write!(db.store, |tx| hand_in(tx, &child(number), case).await?)
            .await
            .unwrap()
    };
    assert_eq!(hand_in(1, one).await, NONE);
    assert_eq!(hand_in(2, three).await, NONE, "another child");
    assert_eq!(hand_in(1, two).await, [one]);
    assert_eq!(hand_in(1, one).await, [two], "once more is fine");
    write!(db.store, |tx| forget(tx, two).await?).await.unwrap();
    assert_eq!(hand_in(1, one).await, NONE);
}

async fn of_two_handed_in_at_once_one_finds_the_other(db: &Database) {
    for round in 0..20 {
        let one = db.draft(2 * round + 1).await.id;
        let two = db.draft(2 * round + 2).await.id;
        let number = child(round);
        let go = |case| {
            let number = number.clone();
            db.store.write(move |tx| {
                let number = number.clone();
                Box::pin(async move { hand_in(tx, &number, case).await })
            })
        };
        let (first, second) = tokio::join!(go(one), go(two));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(
            first == [two] || second == [one],
            "round {round}: neither found the other"
        );
    }
}
