//! Pictures: whether each one that a slot or a submission names is there and unchanged.

use domain::digest::Digest;

use super::report::{Place, Report};
use crate::objects::PictureId;
use crate::{Store, StoreError, materials, submissions};

/// Rows read in one transaction.
const PAGE: u64 = 200;

pub(super) async fn verify(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let slots = of_slots(store, report).await;
    unreadable("materials", slots, report)?;
    let submissions = of_submissions(store, report).await;
    unreadable("submissions", submissions, report)
}

/// A row that cannot be read is a fault, and does not hide the others.
fn unreadable(
    table: &'static str,
    outcome: Result<(), StoreError>,
    report: &mut Report,
) -> Result<(), StoreError> {
    match outcome {
        Err(error) if !error.is_temporary() => {
            let name = "(some)".to_owned();
            report.found(Place::Row { table, name }, error.to_string());
            Ok(())
        }
        outcome => outcome,
    }
}

async fn of_slots(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut after: Option<(String, String)> = None;
    loop {
        let page = store
            .read(async |tx| materials::page(tx, after.as_ref(), PAGE).await)
            .await?;
        let Some((picture, _)) = page.last() else {
            return Ok(());
        };
        after = Some((picture.case.to_string(), picture.material.clone()));
        for (picture, sm3) in page {
            match check(store, &picture, sm3).await {
                Ok(()) => report.pictures += 1,
                // It may be replaced while the audit runs; its old object is then rightly gone.
                Err(_) if !is_still_named(store, &picture).await => {}
                Err(why) => report.found(
                    Place::Picture(format!("{}/{}", picture.case, picture.material)),
                    why,
                ),
            }
        }
    }
}

/// Of a submission's pictures, checks only those that were replaced since; the others were checked with the slots.
async fn of_submissions(store: &Store, report: &mut Report) -> Result<(), StoreError> {
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
                    report.found(Place::Picture(name), error.to_string());
                    continue;
                }
            };
            for (material, picture, sm3) in pictures {
                let verdict = match picture {
                    Some(picture) => check(store, &picture, sm3).await,
                    None => Err("no row names the picture".to_owned()),
                };
                match verdict {
                    Ok(()) => report.pictures += 1,
                    Err(why) => report.found(Place::Picture(format!("{name}/{material}")), why),
                }
            }
        }
    }
}

async fn check(store: &Store, picture: &PictureId, sm3: Digest) -> Result<(), String> {
    match store.pictures().both(picture).await {
        Ok(Some((jpeg, _))) if Digest::of(jpeg.as_slice()) == sm3 => Ok(()),
        Ok(Some(_)) => Err("the picture is not the one that was stored".to_owned()),
        Ok(None) => Err("there is no picture".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

async fn is_still_named(store: &Store, picture: &PictureId) -> bool {
    let now = store
        .read(async |tx| materials::get(tx, picture.case, &picture.material).await)
        .await;
    // One that cannot be read is a fault of its application.
    now.is_ok_and(|now| now.is_some_and(|now| now.object == picture.object))
}
