//! Applications: their rows against their sealed heads, and the heads against the checkpoints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::report::{Place, Report};
use super::signed::Latest;
use crate::checkpoints::Leaf;
use crate::head::Head;
use crate::parts::{self, Part};
use crate::{
    Store, StoreError, Tx, answers, asked_again, cases, consents, findings, heads, held_pictures,
    journal, live_children, lookups, materials, queue, records, relationships, returns,
    submissions, submitted_children,
};

/// Applications that are checked in one transaction.
const PAGE: u64 = 250;

/// Finds those applications whose rows in one table are not those of their heads, with what is wrong.
type AlteredOf = for<'a> fn(
    &'a Tx,
    &'a BTreeMap<String, Head>,
) -> BoxFuture<'a, Result<Vec<(String, String)>, StoreError>>;

/// Every table of rows that belong to an application.
const PARTS: [AlteredOf; 18] = [
    of::<answers::Rows>,
    of::<asked_again::Rows>,
    of::<materials::Rows>,
    of::<relationships::Rows>,
    of::<submissions::Rows>,
    of::<submissions::Receipts>,
    of::<held_pictures::Rows>,
    of::<live_children::Rows>,
    of::<submitted_children::Rows>,
    of::<queue::Rows>,
    of::<lookups::Rows>,
    of::<consents::Rows>,
    of::<findings::Rows>,
    of::<records::Rows>,
    of::<records::Reviews>,
    of::<records::Cards>,
    of::<returns::Rows>,
    of::<returns::Items>,
];

fn of<'a, E: Part>(
    tx: &'a Tx,
    heads: &'a BTreeMap<String, Head>,
) -> BoxFuture<'a, Result<Vec<(String, String)>, StoreError>> {
    async move {
        let table = E::default().table_name();
        let what = format!("its rows of {table} are not those that were written");
        let altered = parts::altered_of::<E>(tx, heads).await?;
        Ok(altered
            .into_iter()
            .map(|case| (case, what.clone()))
            .collect())
    }
    .boxed()
}

/// Checks every application. `latest`: what the checkpoints say of each.
pub(super) async fn verify(
    store: &Store,
    mut latest: Latest,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let page = store
            .read(async |tx| page(tx, &after, &latest).await)
            .await?;
        let Some(last) = page.last() else {
            break;
        };
        after.clone_from(&last.id);
        for checked in page {
            report.cases += 1;
            report.entries += checked.entries;
            for what in checked.faults {
                report.found(Place::Case(checked.id.clone()), what);
            }
            latest.remove(&checked.id);
        }
    }
    for (case, (number, _)) in latest {
        let what = format!("it was removed: checkpoint {number} knows it");
        report.found(Place::Case(case), what);
    }
    Ok(())
}

/// An application and what is wrong with it.
struct Checked {
    id: String,
    entries: u64,
    faults: Vec<String>,
}

async fn page(tx: &Tx, after: &str, latest: &Latest) -> Result<Vec<Checked>, StoreError> {
    let ids = next_ids(tx, after).await?;
    let mut faults: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut known, mut folded) = (BTreeMap::new(), BTreeSet::new());
    for stored in heads::of(tx, &ids).await? {
        if stored.is_folded {
            folded.insert(stored.case.clone());
        }
        // One that cannot be opened is missing below.
        if let Ok(head) = stored.head {
            known.insert(stored.case, head);
        }
    }
    let mut altered = cases::altered_of(tx, &ids, &known).await?;
    for altered_of in PARTS {
        altered.extend(altered_of(tx, &known).await?);
    }
    for (case, what) in &altered {
        faults.entry(case).or_default().push(what.clone());
    }
    let entries = journal::entries_of(tx, &ids).await?;
    let mut checked = Vec::with_capacity(ids.len());
    for id in &ids {
        let mut faults = faults.remove(id.as_str()).unwrap_or_default();
        let entries = entries.get(id).map_or(&[][..], Vec::as_slice);
        match known.get(id) {
            None => faults.push("its sealed head is missing or was changed".to_owned()),
            Some(head) => {
                let chain = journal::verify_chain(tx.keyring(), entries, head);
                faults.extend(chain.err().map(|fault| fault.to_string()));
                let was = latest.get(id);
                faults.extend(behind(head, folded.contains(id), entries, was));
            }
        }
        checked.push(Checked {
            id: id.clone(),
            entries: entries.len() as u64,
            faults,
        });
    }
    Ok(checked)
}

/// What shows that an application is no continuation of what the checkpoints say.
fn behind(
    head: &Head,
    is_folded: bool,
    entries: &[journal::StoredEntry],
    was: Option<&(i64, Leaf)>,
) -> Option<String> {
    let Some((number, leaf)) = was else {
        return is_folded.then(|| "no checkpoint knows it, and its head says otherwise".to_owned());
    };
    let has_entry = leaf.last == 0
        || entries
            .iter()
            .any(|entry| entry.seq == leaf.last && entry.hash == leaf.hash);
    let is_right = match head.revision.cmp(&leaf.revision) {
        Ordering::Less => false,
        Ordering::Equal => has_entry,
        Ordering::Greater => has_entry && !is_folded,
    };
    (!is_right).then(|| format!("it was put back to before checkpoint {number}"))
}

/// The next applications that have a row, a head or a journal entry.
async fn next_ids(tx: &Tx, after: &str) -> Result<Vec<String>, StoreError> {
    let mut ids = cases::ids(tx, after, PAGE).await?;
    ids.extend(heads::ids(tx, after, PAGE).await?);
    ids.extend(journal::cases(tx, after, PAGE).await?);
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(ids)
}
