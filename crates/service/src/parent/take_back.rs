//! Takes a submitted application back for changes.

use domain::application::Action;
use store::{answers, captures, cases};
use uuid::Uuid;

use super::add_material::erase;
use super::case_file::{CaseFile, Rules};
use super::case_view::{CaseView, promises};
use super::show_case::show_case;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Takes a submitted application back for changes, until a review begins: it becomes a draft again.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application, [`ServiceError::WrongState`] when it is too late.
pub async fn take_back(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<CaseView, ServiceError> {
    change_whole(service, agent, case, Action::TakeBack).await
}

/// Carries out an action that concerns the application as a whole.
pub(super) async fn change_whole(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    action: Action<'static>,
) -> Result<CaseView, ServiceError> {
    let (rules, account) = (Rules::of(service), agent.account);
    let judged = rules.clone();
    let (file, released) = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            file.change(tx, &judged, action, "").await?;
            // Captures made before end here.
            captures::remove_all(tx, case).await?;
            if matches!(action, Action::TakeBack) {
                // The promise was about what was submitted, not about what will be.
                let plan = file.plan(&judged)?;
                answers::remove(tx, case, promises(&plan)).await?;
                file.answers = answers::list(tx, case).await?;
            }
            let mut released = Vec::new();
            if matches!(action, Action::Withdraw) && file.case.submissions == 0 {
                // Withdrawn without ever being submitted: nothing requires its retention.
                released = cases::erase(tx, case).await?;
                file = CaseFile::load(tx, account, case).await?;
            }
            Ok::<_, ServiceError>((file, released))
        })
        .await?;
    erase(service, released).await;
    if file.is_behind(&rules.release) {
        // Submitted under an older release: a draft now, it moves like any other.
        return show_case(service, agent, case).await;
    }
    file.view(&rules)
}
