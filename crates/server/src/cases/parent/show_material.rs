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
    let mut object = named(app, agent, case, material).await?;
    let mut found = app.store.pictures().get(object).await?;
    if found.is_none() {
        // It was replaced or removed between the row and the file: what the row names now is looked at once more.
        let now = named(app, agent, case, material).await?;
        if now == object {
            return Err(CaseError::Internal(format!("object {object} is missing")));
        }
        object = now;
        found = app.store.pictures().get(object).await?;
    }
    let jpeg = found.ok_or(CaseError::NotFound)?;
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

/// The object that holds the picture of a material.
async fn named(app: &App, agent: &Agent, case: Uuid, material: &str) -> Result<Uuid, CaseError> {
    // An id of the catalogue has no other characters; a database may refuse them.
    if !material.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CaseError::NotFound);
    }
    let (account, material) = (agent.account, material.to_owned());
    app.store
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
        .await
}
