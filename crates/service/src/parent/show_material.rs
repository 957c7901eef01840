//! Shows a picture of the agent's own application.

use store::materials::{self, Material};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::pool::For;

/// The requested size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As stored.
    Whole,
    /// At most 1280 pixels on the long side: what a screen shows of it.
    Screen,
    /// At most 480 pixels on the long side.
    Thumbnail,
}

const SCREEN_PX: u32 = 1280;
const THUMBNAIL_PX: u32 = 480;

/// The picture as a JPEG.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none, or the application is somebody else's.
pub async fn show_material(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
    size: Size,
) -> Result<Vec<u8>, ServiceError> {
    let long_side_px = match size {
        Size::Whole => {
            let (_, jpeg) = stored(service, agent, case, material).await?;
            return Ok(jpeg.to_vec());
        }
        Size::Screen => SCREEN_PX,
        Size::Thumbnail => THUMBNAIL_PX,
    };
    let turn = service
        .work
        .pictures
        .turn(For::Account(agent.account))
        .await?;
    let (row, jpeg) = stored(service, agent, case, material).await?;
    let small = turn
        .run(move || vision::thumbnail(&jpeg, long_side_px))
        .await?;
    small.map_err(|error| ServiceError::Internal(format!("object {}: {error}", row.object)))
}

/// The row of a material and its picture as stored.
pub(super) async fn stored(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
) -> Result<(Material, Zeroizing<Vec<u8>>), ServiceError> {
    let mut row = named(service, agent, case, material).await?;
    let pictures = service.store.pictures();
    let mut found = pictures.get(&row.picture(case)).await?;
    if found.is_none() {
        // Replaced or removed between reading the row and the file: tries once more with what the row names now.
        let now = named(service, agent, case, material).await?;
        if now.object == row.object {
            let missing = format!("object {} is missing", row.object);
            return Err(ServiceError::Internal(missing));
        }
        row = now;
        found = pictures.get(&row.picture(case)).await?;
    }
    let jpeg = found.ok_or(ServiceError::NotFound)?;
    Ok((row, jpeg))
}

/// The row of a material.
async fn named(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
) -> Result<Material, ServiceError> {
    // An id of the catalogue has no other characters; a database may refuse them.
    if !material.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ServiceError::NotFound);
    }
    service
        .store
        .read(async |tx| {
            store::cases::load_owned(tx, agent.account, case)
                .await?
                .ok_or(ServiceError::NotFound)?;
            let found = materials::get(tx, case, material).await?;
            found.ok_or(ServiceError::NotFound)
        })
        .await
}
