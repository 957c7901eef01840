//! Carries out one command of a member of staff on an application.

use domain::application::{Action, Actor, PROMISE, Reasons, ReturnItem, Standing, decide_on};
use store::{answers, cases, journal, records, submissions};
use uuid::Uuid;

use crate::Service;
use crate::ServiceError;
use crate::decided::{self, About};

/// A member of staff at work.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who acts: a reviewer or a supervisor.
    pub actor: Actor,
    /// Whether they are the agent or the child of the application: the caller compares the people behind the ids.
    pub own_case: bool,
    /// The administered list of reasons.
    pub reasons: Reasons,
}

/// What a member of staff wants to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Begin the review; a reviewer then holds the lease.
    BeginReview,
    /// Return for correction of these items.
    Return(Vec<ToCorrect>),
}

/// One thing to correct.
#[derive(Clone)]
pub struct ToCorrect {
    /// The id of the field or material.
    pub item: String,
    /// Why, by a code of the administered list.
    pub reason: String,
    /// What to do about it, in a sentence for the agent.
    pub sentence: String,
}

/// Text written by staff may hold personal data, so it is not printed.
impl std::fmt::Debug for ToCorrect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ToCorrect({}, {})", self.item, self.reason)
    }
}

/// Carries out a command on an application that was seen at version `seen`.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such application, [`ServiceError::Stale`] when it has changed since,
/// [`ServiceError::WrongState`] for whatever else the domain refuses.
pub async fn act(
    service: &Service,
    staff: &Staff,
    case: Uuid,
    seen: u32,
    command: Command,
) -> Result<(), ServiceError> {
    let (staff, now) = (staff.clone(), service.clock.now());
    service
        .store
        .write(async move |tx| {
            let stored = cases::load(tx, case).await?.ok_or(ServiceError::NotFound)?;
            journal::check(tx, case).await?;
            let records = records::load(tx, case).await?;
            let latest = submissions::latest(tx, case).await?;
            let frozen = latest.as_ref().map(|latest| latest.snapshot.ids());
            let frozen = frozen.unwrap_or_default();
            let items = items(&command);
            let action = match &command {
                Command::BeginReview => Action::BeginReview,
                Command::Return(_) => Action::Return {
                    items: &items,
                    frozen: &frozen,
                },
            };
            let standing = Standing {
                case: &stored.case,
                records: &records,
                reasons: &staff.reasons,
                own_case: staff.own_case,
            };
            let decision = decide_on(standing, staff.actor, action, seen, now)?;
            let payload: Vec<&str> = items.iter().map(|item| item.item).collect();
            let about = About {
                payload: &payload.join(" "),
                ..About::default()
            };
            decided::apply(tx, &records, &decision, about).await?;
            if decision.records.returned.is_some() {
                // It was made for what was submitted, not for what will be.
                answers::remove(tx, case, [PROMISE]).await?;
            }
            Ok(())
        })
        .await
}

fn items(command: &Command) -> Vec<ReturnItem<'_>> {
    let Command::Return(items) = command else {
        return Vec::new();
    };
    items
        .iter()
        .map(|item| ReturnItem {
            item: &item.item,
            reason: &item.reason,
            sentence: &item.sentence,
            sample: None,
        })
        .collect()
}
