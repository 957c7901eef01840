//! What the slots of an application hold while its agent fills it in, for a page that stays open and watches for changes.

use std::collections::BTreeMap;

use store::{captures, cases, materials, sessions};
use uuid::Uuid;

use super::case_view::is_filled_in;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::sessions::used_since;
use crate::token::Token;

/// For each picture, by its material, its upload time in milliseconds: another picture has another one.
pub type Marks = BTreeMap<String, i64>;

/// What a page is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What the slots hold.
    pub marks: Marks,
    /// Whether a phone may still bring a picture for this session.
    pub waits: bool,
}

/// What the slots hold now; `None` once the session has ended, or the application was submitted. Asking does not count as using
/// the session, which must end although a page stays open.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such application, or it is somebody else's.
pub async fn hear_of_materials(
    service: &Service,
    agent: &Agent,
    log_in: &Token,
    case: Uuid,
) -> Result<Option<Heard>, ServiceError> {
    let (log_in, now) = (log_in.hash(), service.clock.now());
    let used_since = used_since(service);
    service
        .store
        .read(async |tx| {
            if !sessions::lasts(tx, &log_in, now, used_since).await? {
                return Ok(None);
            }
            let stored = cases::load_owned(tx, agent.account, case).await?;
            if !is_filled_in(stored.ok_or(ServiceError::NotFound)?.case.state) {
                return Ok(None);
            }
            let pictures = materials::list(tx, case).await?;
            let marks = pictures
                .into_iter()
                .map(|picture| (picture.material, picture.uploaded_at.as_millisecond()));
            Ok(Some(Heard {
                marks: marks.collect(),
                waits: captures::waits(tx, case, &log_in, now).await?,
            }))
        })
        .await
}
