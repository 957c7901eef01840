//! Offers the children that the register knows of the agent.

use std::sync::Arc;

use domain::id::{CitizenId, PersonalName};
use gateways::registry::Purpose;
use uuid::Uuid;

use super::field_ids::CONSENT_LOOKUP;
use super::register::{self, DOWN, Inquiry};
use super::show_case::load;
use crate::ServiceError;
use crate::agent::Agent;
use crate::{Service, Shared};

/// A child that the register gives for the agent.
#[derive(Clone, Debug)]
pub struct OfferedChild {
    /// Name.
    pub name: PersonalName,
    /// Citizen ID number; show it masked.
    pub id_number: CitizenId,
}

impl OfferedChild {
    /// What a form sends to name it: what its button shows. The register is asked anew, and may give its children in
    /// another order by then, or others.
    pub fn shown(&self) -> String {
        format!("{} {}", self.id_number.masked(), self.name.as_str())
    }
}

/// The agent's children under 18 by the register. Empty when the agent has not consented to look-ups, when there are
/// none, when the day's budget is spent, or when the register does not answer: typing is always possible.
///
/// # Errors
/// [`ServiceError::NotFound`] for a foreign application.
pub async fn offer_children(
    service: &Shared,
    agent: &Agent,
    case: Uuid,
) -> Result<Vec<OfferedChild>, ServiceError> {
    let (whole, agent) = (Arc::clone(service), agent.clone());
    service
        .work
        .tasks
        .see_through(async move { offer(&whole, &agent, case).await })
        .await
}

async fn offer(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<Vec<OfferedChild>, ServiceError> {
    let file = load(service, agent, case).await?;
    file.require_draft()?;
    if file
        .answers
        .get(CONSENT_LOOKUP)
        .is_none_or(|answer| answer.value != "yes")
    {
        return Ok(Vec::new());
    }
    let inquiry = Inquiry::new(service, agent, case, Purpose::OfferChildren);
    if !inquiry
        .begin_within_budget(service, "registry_children")
        .await?
    {
        return Ok(Vec::new());
    }
    let children = match service
        .gateways
        .registry
        .children(&register::person(agent), &inquiry.why)
        .await
    {
        Ok(children) => children,
        Err(error) => {
            inquiry.unanswered(&error);
            inquiry.complete_alone(service, DOWN).await?;
            return Ok(Vec::new());
        }
    };
    inquiry
        .complete_alone(service, if children.is_empty() { "none" } else { "some" })
        .await?;
    Ok(children
        .into_iter()
        .map(|child| OfferedChild {
            name: child.person.name,
            id_number: child.person.id_number,
        })
        .collect())
}
