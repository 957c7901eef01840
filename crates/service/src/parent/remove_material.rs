//! Removes a picture.

use domain::application::Action;
use store::{materials, picture_tries};
use uuid::Uuid;

use super::add_material::erase;
use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Removes the picture of a material from a draft. Idempotent.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application, [`ServiceError::WrongState`] once it is submitted.
pub async fn remove_material(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    material: &str,
) -> Result<CaseView, ServiceError> {
    let (rules, account, material) = (Rules::of(service), agent.account, material.to_owned());
    let judged = rules.clone();
    load(service, agent, case).await?;
    let (file, released) = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            file.require_open()?;
            if !file
                .materials
                .iter()
                .any(|known| known.material == material)
            {
                return Ok((file, None));
            }
            let released = materials::remove(tx, case, &material).await?;
            picture_tries::remove(tx, case, &material).await?;
            file.change(
                tx,
                &judged,
                Action::RemoveMaterial {
                    material: &material,
                },
                "",
            )
            .await?;
            file.materials.retain(|known| known.material != material);
            file.tries.retain(|tried| tried.material != material);
            Ok::<_, ServiceError>((file, released))
        })
        .await?;
    erase(service, released).await;
    file.view(&rules)
}
