//! Offers the agent's children that the registry knows.

use std::sync::Arc;

use domain::id::{CitizenId, PersonalName};
use gateways::registry::Purpose;
use jiff::SignedDuration;
use store::lines;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::field_ids::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};
use super::register::{self, DOWN, Inquiry};
use super::show_case::load;
use crate::ServiceError;
use crate::agent::Agent;
use crate::{Service, Shared};

/// A child of the agent, according to the registry.
#[derive(Clone, Debug)]
pub struct OfferedChild {
    /// Name.
    pub name: PersonalName,
    /// Citizen ID number; show it masked.
    pub id_number: CitizenId,
}

impl OfferedChild {
    /// What a form sends to name the child: the text of its button. The registry may have been asked again meanwhile, and return its
    /// children in another order, or others.
    pub fn shown(&self) -> String {
        format!("{} {}", self.id_number.masked(), self.name.as_str())
    }
}

/// How long an answer is shown again. Families grow seldom, and a page that is shown again asks for nothing new.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// The agent's children under 18, according to the registry, which is asked once a day for an application. Empty when the agent has not consented to look-ups, when there are
/// none, when the daily budget is spent, or when the registry does not answer: typing is always possible.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application, [`ServiceError::WrongState`] once it is submitted,
/// [`ServiceError::ItemLocked`] when the child was not returned.
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
    file.require_unlocked(&[CHILD_NAME, CHILD_ID_NUMBER])?;
    if file
        .answers
        .get(CONSENT_LOOKUP)
        .is_none_or(|answer| answer.value != "yes")
    {
        return Ok(Vec::new());
    }
    let now = service.clock.now();
    let kept = service
        .store
        .read(async |tx| lines::offered(tx, case).await);
    if let Some(kept) = kept
        .await?
        .filter(|kept| now.duration_since(kept.at) < LASTS)
    {
        return Ok(read(kept.children.expose()));
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
    let children: Vec<OfferedChild> = children
        .into_iter()
        .map(|child| OfferedChild {
            name: child.person.name,
            id_number: child.person.id_number,
        })
        .collect();
    let outcome = if children.is_empty() { "none" } else { "some" };
    let written = Zeroizing::new(written(&children));
    service
        .store
        .write(async move |tx| {
            lines::keep_offered(tx, case, now, &written).await?;
            inquiry.complete(tx, outcome).await
        })
        .await?;
    Ok(children)
}

/// One line for each child: the number, a blank, the name.
fn written(children: &[OfferedChild]) -> String {
    let lines = children.iter().map(|child| {
        let (number, name) = (child.id_number.as_str(), child.name.as_str());
        format!("{number} {name}\n")
    });
    lines.collect()
}

fn read(written: &str) -> Vec<OfferedChild> {
    let children = written.lines().filter_map(|line| {
        let (number, name) = line.split_once(' ')?;
        Some(OfferedChild {
            name: PersonalName::parse(name).ok()?,
            id_number: CitizenId::from_stored(number).ok()?,
        })
    });
    children.collect()
}
