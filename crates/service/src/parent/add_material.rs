//! Takes in a picture of a document.

use bytes::Bytes;
use domain::application::Action;
use domain::digest::Digest;
use jiff::Timestamp;
use store::materials::{self, Material};
use store::{Tx, asked_again};
use uuid::Uuid;
use vision::card_photo::Frame;
use vision::{Intake, IntakeRefusal, Limits};

use super::capture_right::Right;
use super::card_photo::{CARD_PHOTO, crop_of};
use super::case_file::{CaseFile, Rules, material_view};
use super::case_view::{CaseView, MaterialView};
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::budgets::DayBudget;
use crate::pool::For;

/// How an upload went.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one lives for a moment, once an upload"
)]
pub enum AddOutcome {
    /// The picture is stored, in place of an earlier one.
    Added {
        /// The picture.
        material: MaterialView,
        /// The application as it is now.
        view: CaseView,
    },
    /// The file is none that can be used; an earlier picture stays.
    Refused(IntakeRefusal),
}

/// Decodes, turns, re-encodes and seals a picture, and only then names it in the application.
///
/// The same file for the same material again changes nothing: its picture is its own idempotency key.
///
/// # Errors
/// [`ServiceError::NotFound`] for a foreign application or a material that the flow does not know, [`ServiceError::WrongState`]
/// once it is submitted, [`ServiceError::Busy`] when too many pictures wait, [`ServiceError::TooManyTries`] when the day's pictures are
/// spent.
pub async fn add_material(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
    file: Bytes,
) -> Result<AddOutcome, ServiceError> {
    add(service, agent, case, material, file, None).await
}

/// As [`add_material`]; with the `right` that a phone holds, which the same transaction uses up.
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
    before.require_draft()?;
    if !before.plan(&rules)?.slots().any(|slot| slot.id == material) {
        return Err(ServiceError::NotFound);
    }
    spend(service, agent, file.len(), rules.now).await?;
    let limits = limits(service);
    let intake = match service
        .work
        .pictures
        .run(For::Account(agent.account), move || {
            vision::intake(&file, &limits)
        })
        .await?
    {
        Ok(intake) => intake,
        Err(refusal) => return Ok(AddOutcome::Refused(refusal)),
    };
    let suggested = || crop_of(Frame::suggest(intake.width_px, intake.height_px));
    let row = Material {
        material: material.to_owned(),
        object: service.chance.id(),
        sm3: Digest::of(&intake.jpeg),
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
    let file = keep(service, agent, case, &rules, (row.clone(), intake), right).await?;
    Ok(AddOutcome::Added {
        material: material_view(&row),
        view: file.view(&rules)?,
    })
}

/// Counts a picture against the budgets of the day, before it costs anything: one that is refused afterwards counts as well.
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

/// Writes the sealed picture, then the row that names it; a picture that surely no row names is taken away again.
async fn keep(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    rules: &Rules,
    (row, intake): (Material, Intake),
    right: Option<&Right>,
) -> Result<CaseFile, ServiceError> {
    let (object, account, rules) = (row.object, agent.account, rules.clone());
    let right = right.cloned();
    // Of the two ways a picture comes, the journal names the one that is not the agent's own browser.
    let way = if right.is_some() { " phone" } else { "" };
    service.store.pictures().put(object, &intake.jpeg).await?;
    let named = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            use_up(tx, right.as_ref(), rules.now).await?;
            let released = materials::put(tx, case, &row).await?;
            asked_again::remove(tx, case, [row.material.as_str()]).await?;
            file.change(
                tx,
                &rules,
                Action::AddMaterial {
                    material: &row.material,
                },
                &format!("{}{way}", row.sm3),
            )
            .await?;
            file.materials = materials::list(tx, case).await?;
            file.items_asked_again
                .retain(|asked| asked.item != row.material);
            Ok::<_, ServiceError>((file, released))
        })
        .await;
    match named {
        Ok((file, released)) => {
            erase(service, released).await;
            Ok(file)
        }
        Err(error) => {
            // After a fault of the store a row may name the picture: better a picture without a row than the reverse.
            if error.surely_undone() {
                erase(service, [object]).await;
            }
            Err(error)
        }
    }
}

/// Uses a right up for a picture that stands already. It came now: so the page that waits for it hears of it.
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

/// Deletes pictures that nothing names any more. What cannot be deleted now is only logged: nothing points at it.
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
