//! The place of a picture in an application.

use domain::flow::PlannedSlot;
use service::parent::case_view::CaseView;
use web::Web;
use web::errors::RequestError;
use web::page::Page;

use crate::step::{Drawn, MaterialItem};

/// The slot of a material, which the flow must know.
pub(super) fn slot<'a>(
    view: &'a CaseView,
    material: &str,
) -> Result<&'a PlannedSlot, RequestError> {
    let mut slots = view.plan.slots();
    slots
        .find(|slot| slot.id == material)
        .ok_or(RequestError::NotFound)
}

/// The item of a material.
pub(super) fn item(
    web: &Web,
    page: &Page,
    view: &CaseView,
    material: &str,
) -> Result<MaterialItem, RequestError> {
    let drawn = Drawn {
        site: &web.site,
        page,
        case: view,
        release: &web.service.rules.in_force,
        all_locked: None,
        proved: &[],
    };
    Ok(drawn.material_of(slot(view, material)?))
}
