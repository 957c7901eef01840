//! Checkpoints: whether their files are whole, in order, and those that the database knows.

use std::collections::BTreeMap;

use super::report::{Place, Report};
use crate::checkpoints::{self, Leaf, verified};
use crate::{Store, StoreError};

const PAGE: u64 = 200;

/// What the latest checkpoint says of each application, with the checkpoint's number.
pub(super) type Latest = BTreeMap<String, (i64, Leaf)>;

pub(super) async fn verify(store: &Store, report: &mut Report) -> Result<Latest, StoreError> {
    let folder = store.checkpoints_folder();
    let (mut latest, mut roots) = (Latest::new(), BTreeMap::new());
    let mut previous: Option<(i64, String)> = None;
    for number in checkpoints::numbers(folder)? {
        let content = checkpoints::read(folder, number)?;
        let place = Place::Checkpoint(number);
        let Some(checkpoint) = verified(store.keyring(), &content) else {
            report.found(place, "its file was changed");
            continue;
        };
        let follows = match &previous {
            // The first one that is there: older files may be kept elsewhere.
            None => number > 1 || checkpoint.previous == checkpoints::BEGINNING,
            Some((before, root)) => number == before + 1 && checkpoint.previous == *root,
        };
        if checkpoint.number == number && follows {
            report.checkpoints += 1;
        } else {
            report.found(
                place,
                "it does not follow the one before it: a file is missing or was exchanged",
            );
        }
        let root = checkpoint.root();
        roots.insert(number, root.clone());
        previous = Some((number, root));
        for leaf in checkpoint.leaves {
            latest.insert(leaf.case.clone(), (number, leaf));
        }
    }
    compare(store, roots, &mut latest, report).await?;
    Ok(latest)
}

/// Compares with the checkpoints of the database.
async fn compare(
    store: &Store,
    mut roots: BTreeMap<i64, String>,
    latest: &mut Latest,
    report: &mut Report,
) -> Result<(), StoreError> {
    let first = roots.keys().next().copied();
    let mut after = 0;
    loop {
        let page = store
            .read(async |tx| checkpoints::page(tx, after, PAGE).await)
            .await?;
        let Some(last) = page.last() else {
            break;
        };
        after = last.number;
        for known in page {
            let place = Place::Checkpoint(known.number);
            match (roots.remove(&known.number), known.content) {
                (Some(root), _) if root == known.root => {}
                (Some(_), _) => report.found(place, "its file is not that of the database"),
                // Its file is not written yet.
                (None, Some(content)) => match verified(store.keyring(), &content) {
                    Some(checkpoint) if checkpoint.root() == known.root => {
                        report.checkpoints += 1;
                        for leaf in checkpoint.leaves {
                            latest.insert(leaf.case.clone(), (known.number, leaf));
                        }
                    }
                    _ => report.found(place, "it was changed in the database"),
                },
                (None, None) if first.is_some_and(|first| known.number < first) => {}
                (None, None) => report.found(place, "its file is missing"),
            }
        }
    }
    for (number, _) in roots {
        report.found(
            Place::Checkpoint(number),
            "the database does not know it: it was put back to an earlier state",
        );
    }
    Ok(())
}
