//! How the registries are asked: for a purpose, on a consent, on somebody's behalf, and never without a record of it.

use domain::flow::is_possible_agent;
use domain::id::{CitizenId, PersonalName};
use domain::release::Release;
use gateways::GatewayError;
use gateways::registry::{Kinship, LookUp, Person, Purpose};
use jiff::Timestamp;
use store::limits::{self, Attempt, Budget};
use store::{StoreError, Tx, consents, lookups};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::field_ids::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::budgets::DAY;

/// One question to a registry: what the other end is told, and what we record of it.
#[derive(Clone)]
pub(crate) struct Inquiry {
    id: Uuid,
    case: Uuid,
    account: Uuid,
    operation: &'static str,
    purpose: &'static str,
    at: Timestamp,
    pub(crate) why: LookUp,
}

impl Inquiry {
    pub(crate) fn new(service: &Service, agent: &Agent, case: Uuid, purpose: Purpose) -> Inquiry {
        let at = service.clock.now();
        let id = service.chance.id_at(at);
        let (operation, code) = match purpose {
            Purpose::OfferChildren => ("kinship_children", "offer_children"),
            Purpose::Relationship => (KINSHIP, "relationship"),
            Purpose::Eligibility => ("card_eligibility", "eligibility"),
            Purpose::CompareDocument => ("birth_certificate_verify", "compare_document"),
        };
        let why = LookUp {
            purpose,
            consent_id: format!("{case}:{CONSENT_LOOKUP}"),
            operator: agent.account.to_string(),
            request_id: id.to_string(),
        };
        Inquiry {
            id,
            case,
            account: agent.account,
            operation,
            purpose: code,
            at,
            why,
        }
    }

    /// Records the question before the registry is asked, so that none is without its record.
    pub(crate) async fn begin(&self, tx: &Tx) -> Result<(), StoreError> {
        let look_up = lookups::LookUp {
            id: self.id,
            case: self.case,
            account: self.account,
            operation: self.operation.to_owned(),
            purpose: self.purpose.to_owned(),
            consent: self.why.consent_id.clone(),
            operator: self.why.operator.clone(),
            outcome: lookups::ASKED.to_owned(),
            at: self.at,
        };
        lookups::begin(tx, &look_up).await
    }

    /// Records the outcome: the fact, never the content.
    pub(crate) async fn complete(&self, tx: &Tx, outcome: &str) -> Result<(), StoreError> {
        lookups::complete(tx, self.case, self.id, outcome).await?;
        Ok(())
    }

    /// Records the outcome in its own transaction, when nothing else follows from the answer.
    pub(crate) async fn complete_alone(
        &self,
        service: &Service,
        outcome: &'static str,
    ) -> Result<(), ServiceError> {
        let inquiry = self.clone();
        service
            .store
            .write(async move |tx| inquiry.complete(tx, outcome).await)
            .await?;
        Ok(())
    }

    /// Counts the question against the daily budget of the account for pages and buttons, and records it; `false` when the budget
    /// is spent, or the consent to look-ups was taken back.
    pub(super) async fn begin_within_budget(
        &self,
        service: &Service,
        kind: &'static str,
    ) -> Result<bool, ServiceError> {
        let budget = Budget {
            kind,
            window: DAY,
            most: ASKED_A_DAY,
        };
        let inquiry = self.clone();
        service
            .store
            .write(async move |tx| {
                let (account, case) = (inquiry.account, inquiry.case);
                if consents::is_withdrawn(tx, account, case, CONSENT_LOOKUP).await? {
                    return Ok(false);
                }
                let account = account.to_string();
                let attempt = limits::spend(tx, &budget, &account, 1, inquiry.at).await?;
                let is_within = matches!(attempt, Attempt::Allowed { .. });
                if is_within {
                    inquiry.begin(tx).await?;
                }
                Ok(is_within)
            })
            .await
    }

    /// Logs an answer that cannot be true: it is treated as none.
    pub(crate) fn unusable(&self) {
        tracing::error!(
            operation = self.operation,
            "the register's answer contradicts itself"
        );
    }

    /// Logs why there was no answer. To the agent every reason is the same: the registry gave none.
    pub(crate) fn unanswered(&self, error: &GatewayError) {
        match error {
            GatewayError::Retry { .. } => {
                tracing::warn!(operation = self.operation, %error, "the register did not answer");
            }
            GatewayError::Refused { .. } | GatewayError::Malformed { .. } => {
                tracing::error!(operation = self.operation, %error, "the register's answer cannot be used");
            }
        }
    }
}

/// Questions per account and day from pages and buttons. Nobody reaches it by hand: it keeps a loop from using up what the
/// bureau's interface allows for everybody. Questions about who the agent is to a child have their own small budget.
const ASKED_A_DAY: u32 = 200;
/// The outcome of a look-up that got no usable answer.
pub(crate) const DOWN: &str = "down";
/// The outcome of a look-up whose answer cannot be true. Asked again, a registry says the same.
pub(crate) const CONTRADICTION: &str = "contradiction";
/// The operation that asks who the agent is to a child.
pub(super) const KINSHIP: &str = "kinship_verify";

/// Whether a registry's answer about agent and child is possible: not if a woman is the child's father, nor if nobody may apply
/// by that relation. Such an answer would be locked, and no agent could correct it: it is treated as none.
pub(crate) fn is_possible(release: &Release, agent: &Agent, said: &Kinship) -> bool {
    match said {
        Kinship::Related { relation_code, .. } => {
            is_possible_agent(release, relation_code, agent.id_number.sex())
        }
        Kinship::Unrelated | Kinship::Mismatch => true,
    }
}

/// The agent as registries know people.
pub(crate) fn person(agent: &Agent) -> Person {
    Person {
        name: agent.name.clone(),
        id_number: agent.id_number,
    }
}

/// The child as entered, if the entries are valid and the agent consented to look-ups: otherwise nobody may be asked.
pub(super) fn child(file: &CaseFile, rules: &Rules) -> Result<Option<Person>, ServiceError> {
    let value = |field: &str| file.answers.get(field).map(|answer| answer.value.as_str());
    let (Some(name), Some(number), Some("yes")) = (
        value(CHILD_NAME),
        value(CHILD_ID_NUMBER),
        value(CONSENT_LOOKUP),
    ) else {
        return Ok(None);
    };
    let plan = file.plan(rules)?;
    if plan
        .problems
        .iter()
        .any(|problem| problem.field == CHILD_NAME || problem.field == CHILD_ID_NUMBER)
    {
        return Ok(None);
    }
    let person = PersonalName::parse(name)
        .ok()
        .zip(CitizenId::parse(number, rules.today).ok());
    Ok(person.map(|(name, id_number)| Person { name, id_number }))
}
