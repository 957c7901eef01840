//! Offers the agent's children that the registry knows.

use std::sync::Arc;

use domain::id::{CitizenId, PersonalName};
use gateways::registry::Purpose;
use jiff::SignedDuration;
use store::{StoreError, lines, live_children};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::field_ids::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};
use super::list_mine::list_mine;
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
    /// The agent's own live application for this child, if there is one: a second one would be refused only later.
    pub live: Option<LiveCase>,
}

/// A live application of the agent themselves.
#[derive(Clone, Debug)]
pub struct LiveCase {
    /// Its id.
    pub id: Uuid,
    /// Its receipt number, as people read it.
    pub receipt: String,
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
    let (whole, asking) = (Arc::clone(service), agent.clone());
    let offered = service
        .work
        .tasks
        .see_through(async move { offer(&whole, &asking, case).await })
        .await?;
    with_live(service, agent, offered).await
}

/// Notes which children have a live application of this agent. Those of anybody else are never told here.
async fn with_live(
    service: &Service,
    agent: &Agent,
    mut children: Vec<OfferedChild>,
) -> Result<Vec<OfferedChild>, ServiceError> {
    let numbers: Vec<CitizenId> = children.iter().map(|child| child.id_number).collect();
    let holders = service
        .store
        .read(async move |tx| {
            let mut holders = Vec::with_capacity(numbers.len());
            for number in &numbers {
                holders.push(live_children::holder(tx, number.as_str()).await?);
            }
            Ok::<_, StoreError>(holders)
        })
        .await?;
    if holders.iter().all(Option::is_none) {
        return Ok(children);
    }
    let mine = list_mine(service, agent).await?;
    for (child, holder) in children.iter_mut().zip(holders) {
        let line = mine.iter().find(|line| Some(line.id) == holder);
        child.live = line.and_then(|line| {
            let receipt = line.receipt.clone()?;
            Some(LiveCase {
                id: line.id,
                receipt,
            })
        });
    }
    Ok(children)
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
            live: None,
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
            live: None,
        })
    });
    children.collect()
}
