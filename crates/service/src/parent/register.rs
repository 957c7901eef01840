//! How the registers are asked: for a purpose, on a consent, at somebody's wish, and never without a record of it.

use domain::flow::is_possible_agent;
use domain::id::{CitizenId, PersonalName};
use domain::release::Release;
use gateways::GatewayError;
use gateways::registry::{Kinship, LookUp, Person, Purpose};
use jiff::Timestamp;
use store::limits::{self, Attempt, Budget};
use store::{StoreError, Tx, lookups};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::field_ids::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::budgets::DAY;

/// One question to a register: what the other end is told, and what we keep of it.
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
        let id = service.chance.id();
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
            at: service.clock.now(),
            why,
        }
    }

    /// Keeps that the register is asked: before it is, so that no question is without its record.
    pub(crate) async fn begin(&self, tx: &Tx) -> Result<(), StoreError> {
        let look_up = lookups::LookUp {
            id: self.id,
            case: Some(self.case),
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

    /// Keeps how it went: the fact, never the content.
    pub(crate) async fn complete(&self, tx: &Tx, outcome: &str) -> Result<(), StoreError> {
        lookups::complete(tx, self.id, outcome).await?;
        Ok(())
    }

    /// Keeps it in a transaction of its own, where nothing else follows from the answer.
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

    /// Counts it against what pages and buttons may ask for one account in a day, and begins it; `false` when that is spent.
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
                let account = inquiry.account.to_string();
                let attempt = limits::spend(tx, &budget, &account, 1, inquiry.at).await?;
                let is_within = matches!(attempt, Attempt::Allowed { .. });
                if is_within {
                    inquiry.begin(tx).await?;
                }
                Ok(is_within)
            })
            .await
    }

    /// Logs that an answer came which cannot be true: as good as none.
    pub(crate) fn unusable(&self) {
        tracing::error!(
            operation = self.operation,
            "the register's answer contradicts itself"
        );
    }

    /// Logs why there was no answer. To the agent every reason is the same: the register gave none.
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

/// What pages and buttons may ask the register in a day for one account. Nobody comes near it by hand: it keeps a loop
/// from using up what the bureau's interface gives everybody. Who the agent is to a child has a small budget of its own.
const ASKED_A_DAY: u32 = 200;
/// The outcome of a look-up that got no usable answer.
pub(crate) const DOWN: &str = "down";
/// The outcome of one whose answer cannot be true. Asked again, a register says the same.
pub(crate) const CONTRADICTION: &str = "contradiction";
/// What the register is asked when it is asked who the agent is to a child.
pub(super) const KINSHIP: &str = "kinship_verify";

/// Whether what a register says of agent and child can be: not of a woman who is the child's father, nor of a relation
/// that nobody applies by. Such an answer would be locked, and no agent could mend it: it is as good as none.
pub(crate) fn is_possible(release: &Release, agent: &Agent, said: &Kinship) -> bool {
    match said {
        Kinship::Related { relation_code, .. } => {
            is_possible_agent(release, relation_code, agent.id_number.sex())
        }
        Kinship::Unrelated | Kinship::Mismatch => true,
    }
}

/// The agent as a register knows people.
pub(crate) fn person(agent: &Agent) -> Person {
    Person {
        name: agent.name.clone(),
        id_number: agent.id_number,
    }
}

/// The child as entered, when the entries are right and the agent agreed to look-ups: else nobody may be asked.
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
