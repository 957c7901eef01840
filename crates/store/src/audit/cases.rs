//! Applications: their rows against their sealed heads, and the heads against the checkpoints.

use std::collections::{BTreeMap, BTreeSet};

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::report::{Place, Report};
use super::signed::{self, Latest};
use crate::head::Head;
use crate::parts::{self, Part};
use crate::{
    Store, StoreError, Tx, answers, asked_again, cases, consents, findings, heads, held_pictures,
    journal, live_children, lookups, materials, picture_tries, queue, records, relationships,
    returns, submissions, submitted_children,
};

/// Applications that are checked in one transaction.
const PAGE: u64 = 250;

/// Finds those applications whose rows in one table are not those of their heads, with what is wrong.
type AlteredOf = for<'a> fn(
    &'a Tx,
    &'a BTreeMap<String, Head>,
) -> BoxFuture<'a, Result<Vec<(String, String)>, StoreError>>;

/// Every table of rows that belong to an application.
const PARTS: [AlteredOf; 19] = [
    of::<answers::Rows>,
    of::<asked_again::Rows>,
    of::<materials::Rows>,
    of::<picture_tries::Rows>,
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

/// Checks every application.
pub(super) async fn verify(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut latest = signed::verify(store, report).await?;
    let mut seen = BTreeSet::new();
    let mut suspects = Vec::new();
    let mut after = String::new();
    loop {
        let ids = store.read(async |tx| next_ids(tx, &after).await).await?;
        let Some(last) = ids.last() else {
            break;
        };
        after.clone_from(last);
        for checked in check_each(store, &ids, &latest).await? {
            report.cases += 1;
            report.entries += checked.entries;
            for what in checked.faults {
                report.found(Place::Case(checked.id.clone()), what);
            }
            if checked.behind.is_some() {
                suspects.push(checked.id);
            }
        }
        seen.extend(ids);
    }
    // A checkpoint that was taken meanwhile may know them as they are now.
    if !suspects.is_empty() {
        latest = signed::verify(store, &mut Report::default()).await?;
        for checked in check_each(store, &suspects, &latest).await? {
            if let Some(what) = checked.behind {
                report.found(Place::Case(checked.id), what);
            }
        }
    }
    for (case, (number, _)) in latest.leaves {
        // One that began meanwhile is not among those that were seen.
        if !seen.contains(&case) && !is_there(store, &case).await? {
            let what = format!("it was removed: checkpoint {number} knows it");
            report.found(Place::Case(case), what);
        }
    }
    Ok(())
}

/// An application and what is wrong with it.
struct Checked {
    id: String,
    entries: u64,
    faults: Vec<String>,
    /// What shows that it is no continuation of what the checkpoints say.
    behind: Option<String>,
}

/// Checks these applications in one transaction; each by itself if a row among them cannot even be read.
async fn check_each(
    store: &Store,
    ids: &[String],
    latest: &Latest,
) -> Result<Vec<Checked>, StoreError> {
    let all = store.read(async |tx| check(tx, ids, latest).await).await;
    match all {
        Err(error) if !error.is_temporary() => {}
        all => return all,
    }
    let mut each = Vec::with_capacity(ids.len());
    for id in ids {
        let one = std::slice::from_ref(id);
        match store.read(async |tx| check(tx, one, latest).await).await {
            Ok(checked) => each.extend(checked),
            Err(error) if error.is_temporary() => return Err(error),
            Err(error) => each.push(Checked {
                id: id.clone(),
                entries: 0,
                faults: vec![format!("it cannot be read: {error}")],
                behind: None,
            }),
        }
    }
    Ok(each)
}

async fn check(tx: &Tx, ids: &[String], latest: &Latest) -> Result<Vec<Checked>, StoreError> {
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut known, mut folded) = (BTreeMap::new(), BTreeSet::new());
    for stored in heads::of(tx, ids).await? {
        if stored.is_folded {
            folded.insert(stored.case.clone());
        }
        // One that cannot be opened is missing below.
        if let Ok(head) = stored.head {
            known.insert(stored.case, head);
        }
    }
    let mut altered = cases::altered_of(tx, ids, &known).await?;
    for altered_of in PARTS {
        altered.extend(altered_of(tx, &known).await?);
    }
    for (case, what) in altered {
        faults.entry(case).or_default().push(what);
    }
    let entries = journal::entries_of(tx, ids).await?;
    let mut checked = Vec::with_capacity(ids.len());
    for id in ids {
        let mut faults = faults.remove(id).unwrap_or_default();
        let entries = entries.get(id).map_or(&[][..], Vec::as_slice);
        let head = known.get(id);
        match head {
            None => faults.push("its sealed head is missing or was changed".to_owned()),
            Some(head) => {
                let chain = journal::verify_chain(tx.keyring(), entries, head);
                faults.extend(chain.err().map(|fault| fault.to_string()));
            }
        }
        checked.push(Checked {
            id: id.clone(),
            entries: entries.len() as u64,
            faults,
            behind: head.and_then(|head| behind(id, head, folded.contains(id), latest)),
        });
    }
    Ok(checked)
}

/// A head that says it is folded must be the one of the latest checkpoint; any other follows from that one.
fn behind(id: &str, head: &Head, is_folded: bool, latest: &Latest) -> Option<String> {
    let digest = head.digest();
    let said = if is_folded { &digest } else { &head.anchor };
    match latest.leaves.get(id) {
        Some((_, known)) if known == said => None,
        Some((number, _)) => Some(format!("it was put back to before checkpoint {number}")),
        None if said.is_empty() || !latest.is_whole => None,
        None => Some("no checkpoint knows it, and its head says otherwise".to_owned()),
    }
}

async fn is_there(store: &Store, case: &str) -> Result<bool, StoreError> {
    let ids = [case.to_owned()];
    let heads = store.read(async |tx| heads::of(tx, &ids).await).await?;
    Ok(!heads.is_empty())
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
