//! The application that an address names.

use std::sync::Arc;

use service::parent::case_view::CaseView;
use service::parent::show_case::{OpenCase, open_case, show_case};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;

use crate::caller::Applicant;
use crate::refusal::ApiError;

/// The id in an address. What is no id names nothing, as an id of somebody else's application does.
pub(crate) fn case_id(text: &str) -> Result<Uuid, RequestError> {
    text.parse().map_err(|_| RequestError::NotFound)
}

/// The application, to be looked at in the caller's channel.
pub(crate) async fn shown_here(
    web: &Shared,
    caller: &Applicant,
    id: &str,
) -> Result<CaseView, ApiError> {
    let view = show_case(&web.service, &caller.agent, case_id(id)?).await?;
    require_here(caller, &view)?;
    Ok(view)
}

/// The application, to be changed in the caller's channel.
pub(crate) async fn open_here(
    web: &Shared,
    caller: &Applicant,
    id: &str,
) -> Result<Arc<OpenCase>, ApiError> {
    let open = open_case(&web.service, &caller.agent, case_id(id)?).await?;
    if !open.view.is_filled_in() {
        return Err(RequestError::WrongState.into());
    }
    require_here(caller, &open.view)?;
    Ok(open)
}

/// What is filled in follows the flow of one channel; another one takes up a draft first (`begin_application`).
fn require_here(caller: &Applicant, view: &CaseView) -> Result<(), RequestError> {
    if view.is_filled_in() && view.channel != caller.channel {
        Err(RequestError::WrongState)
    } else {
        Ok(())
    }
}
