//! Shows a picture of the agent's own application.

use store::materials;
use uuid::Uuid;

use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;

/// How large a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As stored.
    Whole,
    /// At most 480 pixels on the long side.
    Thumbnail,
}

const THUMBNAIL_PX: u32 = 480;

/// The picture as a JPEG.
///
/// # Errors
/// [`CaseError::NotFound`] when there is none, or the application is somebody else's.
pub async fn show_material(
    app: &App,
    agent: &Agent,
    case: Uuid,
    material: &str,
    size: Size,
) -> Result<Vec<u8>, CaseError> {
    let (account, material) = (agent.account, material.to_owned());
    let object = app
        .store
        .read(move |tx| {
            let material = material.clone();
            Box::pin(async move {
                store::cases::load_owned(tx, account, case)
                    .await?
                    .ok_or(CaseError::NotFound)?;
                let found = materials::get(tx, case, &material).await?;
                found
                    .map(|material| material.object)
                    .ok_or(CaseError::NotFound)
            })
        })
        .await?;
    let jpeg = app
        .store
        .pictures()
        .get(object)
        .await?
        .ok_or_else(|| CaseError::Internal(format!("object {object} is missing")))?;
    match size {
        Size::Whole => Ok(jpeg.to_vec()),
        Size::Thumbnail => {
            let small = app
                .picture_work
                .run(move || vision::thumbnail(&jpeg, THUMBNAIL_PX))
                .await?;
            small
                .map(|small| small.jpeg)
                .map_err(|error| CaseError::Internal(format!("object {object}: {error}")))
        }
    }
}
