//! Checkpoints: whether their files are whole, in order, and those that the database knows.

use std::collections::BTreeMap;

use super::report::{Place, Report};
use crate::checkpoints::{self, Checkpoint, verified};
use crate::{Store, StoreError};

const PAGE: u64 = 200;

/// What the checkpoints say of applications.
#[derive(Default)]
pub(super) struct Latest {
    /// For each application the latest checkpoint that names it, and the digest of its head there.
    pub(super) leaves: BTreeMap<String, (i64, String)>,
    /// Whether they reach back to the first one: then every application that was ever folded is named.
    pub(super) is_whole: bool,
}

impl Latest {
    fn take(&mut self, number: i64, checkpoint: Checkpoint) {
        for leaf in checkpoint.leaves {
            self.leaves.insert(leaf.case, (number, leaf.digest));
        }
    }
}

pub(super) async fn verify(store: &Store, report: &mut Report) -> Result<Latest, StoreError> {
    let folder = store.checkpoints_folder();
    let mut latest = Latest::default();
    let mut roots = BTreeMap::new();
    let mut previous: Option<(i64, String)> = None;
    for number in checkpoints::numbers(folder)? {
        let place = Place::Checkpoint(number);
        let content = match checkpoints::read(folder, number) {
            Ok(content) => content,
            Err(error) => {
                report.found(place, error.to_string());
                continue;
            }
        };
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
        latest.take(number, checkpoint);
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
    latest.is_whole = first.is_none_or(|first| first == 1);
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
            if let Some(root) = roots.remove(&known.number) {
                if root != known.root {
                    report.found(place, "its file is not that of the database");
                }
                continue;
            }
            if first.is_some_and(|first| known.number < first) {
                continue;
            }
            // Its file is not written yet, or was written since the folder was read.
            let content = known
                .content
                .or_else(|| checkpoints::read(store.checkpoints_folder(), known.number).ok());
            let checkpoint = content.map(|content| verified(store.keyring(), &content));
            match checkpoint {
                None => report.found(place, "its file is missing"),
                Some(Some(checkpoint)) if checkpoint.root() == known.root => {
                    report.checkpoints += 1;
                    latest.take(known.number, checkpoint);
                }
                Some(_) => report.found(place, "it was changed in the database"),
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
