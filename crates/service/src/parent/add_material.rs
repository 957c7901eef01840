//! Adds a picture of a document.

use bytes::Bytes;
use domain::application::Action;
use domain::digest::Digest;
use jiff::Timestamp;
use store::materials::{self, Material};
use store::objects::NewPicture;
use store::picture_tries;
use store::{Tx, asked_again};
use uuid::Uuid;
use vision::card_photo::Frame;
use vision::{Intake, IntakeRefusal, Limits};

use super::capture_right::Right;
use super::card_photo::{CARD_PHOTO, crop_of};
use super::case_file::{CaseFile, Rules, material_view};
use super::case_view::{CaseView, MaterialView};
use super::judging::{self, Judged, PictureFault};
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::budgets::DayBudget;
use crate::pool::For;

/// The result of an upload.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "short-lived, one per upload")]
pub enum AddOutcome {
    /// The picture is stored, replacing an earlier one.
    Added {
        /// The picture.
        material: MaterialView,
        /// The application as it is now.
        view: CaseView,
    },
    /// The file cannot be used; an earlier picture stays.
    Refused(IntakeRefusal),
    /// It is held back for what is seen on it; an earlier picture stays. The third try is taken.
    HeldBack(PictureFault),
}

/// Decodes, turns upright, re-encodes and seals a picture, and only then names it in the application.
///
/// Idempotent: the same file for the same material changes nothing. The picture is its own idempotency key.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application or a material that the flow does not know,
/// [`ServiceError::WrongState`] once it is submitted, [`ServiceError::ItemLocked`] for a picture that was not returned,
/// [`ServiceError::Busy`] when too many pictures wait, [`ServiceError::TooManyTries`] when the daily picture budget is spent.
pub async fn add_material(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
    file: Bytes,
) -> Result<AddOutcome, ServiceError> {
    add(service, agent, case, material, file, None).await
}

/// Like [`add_material`], with a phone's `right`, which the same transaction uses up.
///
/// # Errors
/// Those of [`add_material`], and [`ServiceError::NotFound`] when the right has ended meanwhile.
pub(super) async fn add(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
    file: Bytes,
    right: Option<&Right>,
) -> Result<AddOutcome, ServiceError> {
    let rules = Rules::of(service);
    let mut before = load(service, agent, case).await?;
    before.require_unlocked(&[material])?;
    if !before.plan(&rules)?.slots().any(|slot| slot.id == material) {
        return Err(ServiceError::NotFound);
    }
    spend(service, agent, file.len(), rules.now).await?;
    let limits = limits(service);
    let taken_in = move || {
        let intake = vision::intake(&file, &limits)?;
        // Here as well: SM3 of a large picture takes some milliseconds, which no request may wait for on a thread of others.
        let sm3 = Digest::of(&intake.jpeg);
        Ok((intake, sm3))
    };
    let whose = For::Account(agent.account);
    let (intake, sm3) = match service.work.pictures.run(whose, taken_in).await? {
        Ok(taken_in) => taken_in,
        Err(refusal) => return Ok(AddOutcome::Refused(refusal)),
    };
    let suggested = || crop_of(Frame::suggest(intake.width_px, intake.height_px));
    let row = Material {
        material: material.to_owned(),
        object: service.chance.id_at(rules.now),
        sm3,
        width_px: intake.width_px,
        height_px: intake.height_px,
        size_bytes: intake.jpeg.len() as u64,
        uploaded_at: rules.now,
        uploaded_by: agent.account,
        from_earlier: false,
        crop: (material == CARD_PHOTO).then(suggested),
    };
    let mut known = before.materials.iter_mut();
    if let Some(same) = known.find(|known| known.material == material && known.sm3 == row.sm3) {
        if let Some(right) = right {
            come_again(service, case, material, right, rules.now).await?;
            same.uploaded_at = rules.now;
        }
        let material = material_view(same);
        return Ok(AddOutcome::Added {
            material,
            view: before.view(&rules)?,
        });
    }
    let seen = judging::seen_on(material, &intake);
    let judged = Judged::of((&before.materials, &before.tries), material, row.sm3, &seen);
    if judged.is_some_and(|judged| judged.holds_back().is_some())
        && let Some(fault) = hold_back(service, agent, case, &row, &seen).await?
    {
        return Ok(AddOutcome::HeldBack(fault));
    }
    let new = New { row, intake, seen };
    keep(service, agent, case, &rules, new, right).await
}

/// Counts a picture against the daily budgets before any work on it: one that is refused afterwards counts as well.
async fn spend(
    service: &Service,
    agent: &Agent,
    size_bytes: usize,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let budget = DayBudget::picture_kilobytes(service, agent);
    let kilobytes = u32::try_from(size_bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    service
        .store
        .write(async move |tx| budget.spend(tx, kilobytes, now).await)
        .await
}

/// A picture that is to be stored.
struct New {
    row: Material,
    intake: Intake,
    /// What was seen on it.
    seen: Vec<PictureFault>,
}

/// Counts a picture that is held back, and says why; `None` if others that came at the same moment were held back, so that this one
/// is taken.
async fn hold_back(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    row: &Material,
    seen: &[PictureFault],
) -> Result<Option<PictureFault>, ServiceError> {
    let (account, row, seen) = (agent.account, row.clone(), seen.to_vec());
    service
        .store
        .write(async move |tx| {
            let file = CaseFile::load(tx, account, case).await?;
            file.require_unlocked(&[&row.material])?;
            match Judged::of(
                (&file.materials, &file.tries),
                &row.material,
                row.sm3,
                &seen,
            ) {
                Some(judged) => count(tx, case, &judged, row.uploaded_at).await,
                None => Ok(None),
            }
        })
        .await
}

/// Counts the try if the picture is held back, and says why it is.
async fn count(
    tx: &Tx,
    case: Uuid,
    judged: &Judged,
    now: Timestamp,
) -> Result<Option<PictureFault>, ServiceError> {
    let fault = judged.holds_back();
    if fault.is_some() {
        picture_tries::put(tx, case, &judged.tried, now).await?;
    }
    Ok(fault)
}

/// What became of a picture in the application.
enum Named {
    /// It is named there.
    Taken {
        file: Box<CaseFile>,
        is_doubtful: bool,
        /// The picture that it replaces.
        released: Option<Uuid>,
    },
    /// It is held back for what came in between.
    HeldBack(PictureFault),
}

/// Writes the sealed picture, then the row that names it. If certainly no row names it, the picture is deleted again.
async fn keep(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    rules: &Rules,
    New { row, intake, seen }: New,
    right: Option<&Right>,
) -> Result<AddOutcome, ServiceError> {
    let (object, account) = (row.object, agent.account);
    let right = right.cloned();
    // The journal says so when a picture does not come from the agent's own browser.
    let way = if right.is_some() { " phone" } else { "" };
    let pictures = service.store.pictures();
    let picture = NewPicture {
        jpeg: &intake.jpeg,
        thumbnail: &intake.thumbnail,
    };
    pictures.put(&row.picture(case), picture).await?;
    let shown = material_view(&row);
    let of_the_day = rules.clone();
    let named = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            let judged = Judged::of(
                (&file.materials, &file.tries),
                &row.material,
                row.sm3,
                &seen,
            );
            if let Some(judged) = &judged
                && let Some(fault) = count(tx, case, judged, of_the_day.now).await?
            {
                return Ok(Named::HeldBack(fault));
            }
            let taken = judged.map(|judged| judged.tried);
            use_up(tx, right.as_ref(), of_the_day.now).await?;
            let released = materials::put(tx, case, &row).await?;
            asked_again::remove(tx, case, [row.material.as_str()]).await?;
            judging::settle(tx, case, &row.material, taken.as_ref(), of_the_day.now).await?;
            file.change(
                tx,
                &of_the_day,
                Action::AddMaterial {
                    material: &row.material,
                },
                &format!("{}{way}", row.sm3),
            )
            .await?;
            file.materials = materials::list(tx, case).await?;
            file.tries = picture_tries::list(tx, case).await?;
            file.items_asked_again
                .retain(|asked| asked.item != row.material);
            Ok::<_, ServiceError>(Named::Taken {
                file: Box::new(file),
                is_doubtful: taken.is_some(),
                released,
            })
        })
        .await;
    match named {
        Ok(Named::Taken {
            file,
            is_doubtful,
            released,
        }) => {
            erase(service, released).await;
            Ok(AddOutcome::Added {
                material: MaterialView {
                    is_doubtful,
                    ..shown
                },
                view: file.view(rules)?,
            })
        }
        Ok(Named::HeldBack(fault)) => {
            erase(service, [object]).await;
            Ok(AddOutcome::HeldBack(fault))
        }
        Err(error) => {
            // After a store error a row may name the picture: better a picture without a row than the reverse.
            if error.surely_undone() {
                erase(service, [object]).await;
            }
            Err(error)
        }
    }
}

/// Uses up a right for a picture that is already stored, and updates its time, so that the page that waits for it is told.
async fn come_again(
    service: &Service,
    case: Uuid,
    material: &str,
    right: &Right,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let (material, right) = (material.to_owned(), right.clone());
    service
        .store
        .write(async move |tx| {
            use_up(tx, Some(&right), now).await?;
            materials::came_again(tx, case, &material, now).await?;
            Ok(())
        })
        .await
}

async fn use_up(tx: &Tx, right: Option<&Right>, now: Timestamp) -> Result<(), ServiceError> {
    match right {
        Some(right) if !right.use_up(tx, now).await? => Err(ServiceError::NotFound),
        _ => Ok(()),
    }
}

/// Deletes pictures that nothing names any more. A failed deletion is only logged: nothing refers to the picture.
pub(crate) async fn erase(service: &Service, objects: impl IntoIterator<Item = Uuid>) {
    for object in objects {
        if let Err(error) = service.store.pictures().delete(object).await {
            tracing::warn!(%object, %error, "a picture that nothing names any more could not be deleted");
        }
    }
}

fn limits(service: &Service) -> Limits {
    let set = &service.settings;
    Limits {
        max_bytes: set.picture_megabytes as usize * 1024 * 1024,
        max_pixels: u64::from(set.picture_megapixels) * 1_000_000,
        ..Limits::default()
    }
}
