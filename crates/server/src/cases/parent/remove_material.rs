//! Takes a picture away again.

use domain::application::Action;
use store::materials;
use uuid::Uuid;

use super::add_material::erase;
use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::show_case::load;
use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;

/// Removes the picture of a material from a draft; one that is not there is no error.
///
/// # Errors
/// [`CaseError::NotFound`] for a foreign application, [`CaseError::WrongState`] once it is submitted.
pub async fn remove_material(
    app: &App,
    agent: &Agent,
    case: Uuid,
    material: &str,
) -> Result<CaseView, CaseError> {
    let (rules, account, material) = (Rules::of(app), agent.account, material.to_owned());
    let judged = rules.clone();
    load(app, agent, case).await?;
    let (file, released) = app
        .store
        .write(move |tx| {
            let (rules, material) = (judged.clone(), material.clone());
            Box::pin(async move {
                let mut file = CaseFile::load(tx, account, case).await?;
                file.require_draft()?;
                if !file
                    .materials
                    .iter()
                    .any(|known| known.material == material)
                {
                    return Ok((file, None));
                }
                let released = materials::remove(tx, case, &material).await?;
                file.change(
                    tx,
                    &rules,
                    Action::RemoveMaterial {
                        material: &material,
                    },
                    "",
                )
                .await?;
                file.materials.retain(|known| known.material != material);
                Ok::<_, CaseError>((file, released))
            })
        })
        .await?;
    erase(app, released).await;
    file.view(&rules)
}
