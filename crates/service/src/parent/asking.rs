//! Decides whether to ask the registry who the agent is to a child.
//!
//! Each new child counts against the daily budgets before the registry is asked about it, and each new question about it against
//! a budget of that child: the service is no oracle for probing names and numbers. A registry that gave no answer is asked again
//! without counting against these; one that contradicted itself is not, since it would answer the same.

use std::time::Duration;

use domain::flow::RelationshipState;
use gateways::registry::Person;
use jiff::SignedDuration;
use store::limits::{self, Attempt, Budget};
use store::lookups::{self, LookUp};
use store::{Tx, consents, relationships};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::field_ids::CONSENT_LOOKUP;
use super::register::{self, CONTRADICTION, Inquiry, KINSHIP};
use crate::agent::Agent;
use crate::budgets::{DAY, DayBudget};
use crate::login::log_in_limits::seconds;
use crate::{Service, ServiceError};

/// The child to ask about, if there is something to ask; the question is then on record. Pressing a button again waits for the
/// earlier question.
///
/// # Errors
/// [`ServiceError::TooManyTries`] when a daily budget is spent.
pub(super) async fn child_to_ask(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    rules: &Rules,
    inquiry: &Inquiry,
) -> Result<Option<Person>, ServiceError> {
    let mut has_waited = false;
    loop {
        match to_ask(service, agent, case, rules, inquiry, has_waited).await? {
            ToAsk::About(child) => return Ok(Some(child)),
            ToAsk::Nothing => return Ok(None),
            ToAsk::IsAsked => {
                has_waited = true;
                tokio::time::sleep(LOOKS_AGAIN).await;
            }
        }
    }
}

enum ToAsk {
    Nothing,
    /// A question about this application is in progress.
    IsAsked,
    /// The question is on record.
    About(Person),
}

/// How often to poll for an answer.
const LOOKS_AGAIN: Duration = Duration::from_millis(200);
/// A question older than this gets no answer any more: its process has ended.
const UNDER_WAY: SignedDuration = SignedDuration::from_secs(60);
/// How often per day a registry that gave no answer is asked again. Nobody reaches this by hand.
const ASKED_ANEW: u32 = 200;

async fn to_ask(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    rules: &Rules,
    inquiry: &Inquiry,
    has_waited: bool,
) -> Result<ToAsk, ServiceError> {
    let now = service.clock.now();
    let children = DayBudget::children(service, agent);
    let about_one = Budget {
        kind: "questions_about_a_child",
        window: DAY,
        most: service.settings.lookups_per_day,
    };
    let anew = Budget {
        kind: "register_asked_anew",
        window: DAY,
        most: ASKED_ANEW,
    };
    let (agent, rules, inquiry) = (agent.clone(), rules.clone(), inquiry.clone());
    service
        .store
        .write(async move |tx| {
            let file = CaseFile::load(tx, agent.account, case).await?;
            file.require_open()?;
            let Some(child) = register::child(&file, &rules)? else {
                return Ok(ToAsk::Nothing);
            };
            if consents::is_withdrawn(tx, agent.account, case, CONSENT_LOOKUP).await? {
                return Ok(ToAsk::Nothing);
            }
            let last = last_asked(tx, case).await?;
            let is_open = |last: &LookUp| {
                last.outcome == lookups::ASKED && now.duration_since(last.at).abs() < UNDER_WAY
            };
            if last.as_ref().is_some_and(is_open) {
                return Ok(ToAsk::IsAsked);
            }
            let contradicts = last.is_some_and(|last| last.outcome == CONTRADICTION);
            let known = file
                .relationship
                .as_ref()
                .filter(|known| relationships::was_asked(tx, known, &asked(&agent, &child)));
            match known.map(|known| known.state) {
                Some(RelationshipState::Down) if contradicts || has_waited => {
                    return Ok(ToAsk::Nothing);
                }
                Some(RelationshipState::Down) => {
                    let account = agent.account.to_string();
                    let again = limits::spend(tx, &anew, &account, 1, rules.now).await?;
                    if matches!(again, Attempt::Wait { .. }) {
                        return Ok(ToAsk::Nothing);
                    }
                }
                Some(_) => return Ok(ToAsk::Nothing),
                None => {
                    let number = child.id_number.as_str();
                    let subject = format!("{}/{number}", agent.account);
                    match limits::spend(tx, &about_one, &subject, 1, rules.now).await? {
                        Attempt::Allowed { hits: 1 } => {
                            children.spend(tx, 1, rules.now).await?;
                        }
                        Attempt::Allowed { .. } => {}
                        Attempt::Wait { until } => {
                            let wait_s = seconds(rules.now, until);
                            return Err(ServiceError::TooManyTries { wait_s });
                        }
                    }
                }
            }
            inquiry.begin(tx).await?;
            Ok(ToAsk::About(child))
        })
        .await
}

/// The last question about the relationship of this application.
async fn last_asked(tx: &Tx, case: Uuid) -> Result<Option<LookUp>, ServiceError> {
    let asked = lookups::list(tx, case).await?;
    Ok(asked
        .into_iter()
        .rfind(|look_up| look_up.operation == KINSHIP))
}

/// The whole question as one text, of which only a keyed fingerprint is stored.
pub(super) fn asked(agent: &Agent, child: &Person) -> String {
    let parts = [
        agent.name.as_str(),
        agent.id_number.as_str(),
        child.name.as_str(),
        child.id_number.as_str(),
    ];
    parts.join("\n")
}
