//! Shows a picture of the agent's own application.

pub use store::objects::Size;

use store::materials::{self, Material};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// The picture as a JPEG. Nothing is decoded: both sizes are stored.
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
    let (_, jpeg) = stored(service, agent, case, material, size).await?;
    Ok(jpeg.to_vec())
}

/// The row of a material and its picture as stored.
pub(super) async fn stored(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
    size: Size,
) -> Result<(Material, Zeroizing<Vec<u8>>), ServiceError> {
    let mut row = named(service, agent, case, material).await?;
    let pictures = service.store.pictures();
    let mut found = pictures.get(&row.picture(case), size).await?;
    if found.is_none() {
        // Replaced or removed between reading the row and the file: tries once more with what the row names now.
        let now = named(service, agent, case, material).await?;
        if now.object == row.object {
            let missing = format!("object {} is missing", row.object);
            return Err(ServiceError::Internal(missing));
        }
        row = now;
        found = pictures.get(&row.picture(case), size).await?;
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
