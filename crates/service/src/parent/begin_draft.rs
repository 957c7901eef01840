//! Begins an application, prefilled with what the log-in proved and with an earlier application of the same agent.

use domain::answer::{Answer, Provenance};
use domain::application::refusal::ServiceRefusal;
use domain::application::{self, CaseState};
use domain::channel::Channel;
use store::{Tx, answers, cases};
use uuid::Uuid;

use super::add_material::erase;
use super::case_file::Rules;
use super::earlier::carry_over;
use super::field_ids::{AGENT_ID_NUMBER, AGENT_ID_TYPE, AGENT_MOBILE, AGENT_NAME, AGENT_SEX};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::budgets::DayBudget;
use crate::decided;

/// The only ID type that an agent can log in with.
const RESIDENT_ID_CARD: &str = "resident_id_card";

/// Begins an application prefilled with what the log-in proved about the agent and what they said about their family before, and
/// returns its id.
///
/// # Errors
/// [`ServiceError::Refused`] with `too_many_tries` when the agent already has too many open applications,
/// [`ServiceError::TooManyTries`] when too many were begun today.
pub async fn begin_draft(
    service: &Service,
    agent: &Agent,
    channel: Channel,
) -> Result<Uuid, ServiceError> {
    let rules = Rules::of(service);
    let (id, account) = (service.chance.id_at(rules.now), agent.account);
    let most = most_open(service, agent);
    within_budget(service, agent, most, &rules).await?;
    let proved = proved(agent, channel, &rules);
    let carried = carry_over(service, agent, id, channel, &rules).await?;
    let copies = carried.objects();
    let begun = service
        .store
        .write(async move |tx| {
            require_room(tx, account, most).await?;
            let begun = application::begin(id, account, channel, rules.now);
            decided::begin(tx, &begun, &rules.release, &carried.about()).await?;
            answers::put(
                tx,
                id,
                proved.iter().map(|(field, answer)| (*field, answer)),
            )
            .await?;
            carried.put(tx, id).await?;
            Ok::<_, ServiceError>(id)
        })
        .await;
    if let Err(error) = &begun
        && error.surely_undone()
    {
        erase(service, copies).await;
    }
    begun
}

/// Refuses an agent who has too many open drafts, or has begun too many within a day: each may copy pictures, and an abandoned
/// one makes room for the next. Checked before anything is copied.
async fn within_budget(
    service: &Service,
    agent: &Agent,
    most: u64,
    rules: &Rules,
) -> Result<(), ServiceError> {
    let (budget, account, now) = (DayBudget::drafts(service, agent), agent.account, rules.now);
    service
        .store
        .write(async move |tx| {
            require_room(tx, account, most).await?;
            budget.spend(tx, 1, now).await
        })
        .await
}

/// How many applications this agent may have open at once.
pub fn most_open(service: &Service, agent: &Agent) -> u64 {
    u64::from(service.settings.open_drafts) * u64::from(service.settings.loosened(agent.from))
}

async fn require_room(tx: &Tx, account: Uuid, most: u64) -> Result<(), ServiceError> {
    if cases::has_owned(tx, account, CaseState::Draft, most).await? {
        Err(ServiceError::Refused(ServiceRefusal::TooManyTries))
    } else {
        Ok(())
    }
}

/// What the log-in proved.
fn proved(agent: &Agent, channel: Channel, rules: &Rules) -> Vec<(&'static str, Answer)> {
    let mobile = agent
        .mobile
        .as_ref()
        .map(|mobile| (AGENT_MOBILE, mobile.as_str()));
    let known = [
        (AGENT_NAME, agent.name.as_str()),
        (AGENT_ID_TYPE, RESIDENT_ID_CARD),
        (AGENT_ID_NUMBER, agent.id_number.as_str()),
        (AGENT_SEX, agent.id_number.sex().code()),
    ];
    let answer = |value: &str| Answer {
        value: value.to_owned(),
        provenance: Provenance::LogIn,
        at: rules.now,
        channel,
    };
    known
        .into_iter()
        .chain(mobile)
        .map(|(field, value)| (field, answer(value)))
        .collect()
}
