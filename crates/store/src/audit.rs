//! The audit: verifies that everything acknowledged is still present and unchanged.

use std::collections::BTreeMap;

use domain::digest::Digest;
use uuid::Uuid;

use crate::journal::Break;
use crate::{Store, StoreError, journal, materials, submissions};

/// Rows checked in one transaction.
const PAGE: u64 = 200;

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Applications whose journal was checked.
    pub cases: u64,
    /// Journal entries found unchanged.
    pub entries: u64,
    /// Pictures found present and unchanged.
    pub pictures: u64,
    /// Chains with a fault, by application id.
    pub broken_chains: BTreeMap<String, Break>,
    /// Slots whose picture is missing or changed, as `<case id>/<material>`, with what is wrong. A picture that only a submission
    /// holds is named `<case id>/<number>/<material>`, and a submission that has itself changed `<case id>/<number>`.
    pub broken_pictures: BTreeMap<String, String>,
}

impl Report {
    /// Whether no fault was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.broken_chains.is_empty() && self.broken_pictures.is_empty()
    }
}

/// Checks every chain of the journal, that every submission is unchanged, and that every picture named by a slot or a submission
/// is present and unchanged. May run while the service does.
pub async fn verify(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    verify_chains(store, &mut report).await?;
    verify_pictures(store, &mut report).await?;
    verify_submissions(store, &mut report).await?;
    Ok(report)
}

async fn verify_chains(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let page = store
            .read(async |tx| {
                let mut verdicts = Vec::new();
                for case in journal::cases_page(tx, &after, PAGE).await? {
                    let verdict = journal::verify_chain(tx, &case).await?;
                    verdicts.push((case, verdict));
                }
                Ok::<_, StoreError>(verdicts)
            })
            .await?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for (case, verdict) in page {
            report.cases += 1;
            match verdict {
                Ok(entries) => report.entries += entries.unsigned_abs(),
                Err(fault) => {
                    report.broken_chains.insert(case, fault);
                }
            }
        }
    }
}

async fn verify_pictures(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut after: Option<(String, String)> = None;
    loop {
        let page = store
            .read(async |tx| materials::page(tx, after.as_ref(), PAGE).await)
            .await?;
        let Some((case, last)) = page.last() else {
            return Ok(());
        };
        after = Some((case.clone(), last.material.clone()));
        for (case, material) in page {
            match picture(store, material.object, material.sm3).await {
                Ok(()) => report.pictures += 1,
                Err(_) if !still_names(store, &case, &material).await? => {}
                Err(why) => {
                    report
                        .broken_pictures
                        .insert(format!("{case}/{}", material.material), why);
                }
            }
        }
    }
}

/// Of a submission's pictures, checks only those that were replaced since; the others were checked with the slots.
async fn verify_submissions(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut after: Option<(String, i64)> = None;
    loop {
        let page = store
            .read(async |tx| submissions::page(tx, after.as_ref(), PAGE).await)
            .await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.case.clone(), last.number));
        for held in page {
            let name = format!("{}/{}", held.case, held.number);
            let pictures = match held.pictures {
                Ok(pictures) => pictures,
                Err(error) => {
                    report.broken_pictures.insert(name, error.to_string());
                    continue;
                }
            };
            for (material, object, sm3) in pictures {
                let verdict = match object {
                    Some(object) => picture(store, object, sm3).await,
                    None => Err("no row names the picture".to_owned()),
                };
                match verdict {
                    Ok(()) => report.pictures += 1,
                    Err(why) => {
                        report
                            .broken_pictures
                            .insert(format!("{name}/{material}"), why);
                    }
                }
            }
        }
    }
}

async fn picture(store: &Store, object: Uuid, sm3: Digest) -> Result<(), String> {
    match store.pictures().get(object).await {
        Ok(Some(jpeg)) if Digest::of(jpeg.as_slice()) == sm3 => Ok(()),
        Ok(Some(_)) => Err("the picture is not the one that was stored".to_owned()),
        Ok(None) => Err("there is no picture".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A picture may be replaced while the audit runs; its old object is then rightly gone.
async fn still_names(
    store: &Store,
    case: &str,
    material: &materials::Material,
) -> Result<bool, StoreError> {
    let Ok(case) = Uuid::parse_str(case) else {
        return Ok(true);
    };
    let now = store
        .read(async |tx| materials::get(tx, case, &material.material).await)
        .await?;
    Ok(now.is_some_and(|now| now.object == material.object))
}
