//! How the registers are asked: for a purpose, on a consent, at somebody's wish, and never without a record of it.

use domain::flow::is_possible_agent;
use domain::id::{CitizenId, PersonalName};
use domain::release::Release;
use gateways::GatewayError;
use gateways::registry::{Kinship, LookUp, Person, Purpose};
use jiff::{SignedDuration, Timestamp};
use store::limits::{self, Attempt, Limit};
use store::{Tx, lookups};
use uuid::Uuid;

use super::case_file::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP, CaseFile, Rules};
use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;

/// One question to a register: what the other end is told, and what we keep of it.
#[derive(Clone)]
pub(in crate::cases) struct Question {
    id: Uuid,
    case: Uuid,
    account: Uuid,
    operation: &'static str,
    purpose: &'static str,
    at: Timestamp,
    pub(in crate::cases) why: LookUp,
}

impl Question {
    pub(in crate::cases) fn new(
        app: &App,
        agent: &Agent,
        case: Uuid,
        purpose: Purpose,
    ) -> Question {
        let id = app.chance.id();
        let (operation, code) = match purpose {
            Purpose::OfferChildren => ("kinship_children", "offer_children"),
            Purpose::Relationship => ("kinship_verify", "relationship"),
            Purpose::Eligibility => ("card_eligibility", "eligibility"),
            Purpose::CompareDocument => ("birth_certificate_verify", "compare_document"),
        };
        let why = LookUp {
            purpose,
            consent_id: format!("{case}:{CONSENT_LOOKUP}"),
            operator: agent.account.to_string(),
            request_id: id.to_string(),
        };
        Question {
            id,
            case,
            account: agent.account,
            operation,
            purpose: code,
            at: app.clock.now(),
            why,
        }
    }

    /// Keeps that the register was asked, and how it went: the fact, never the content.
    pub(in crate::cases) async fn record(&self, tx: &Tx, outcome: &str) -> Result<(), CaseError> {
        let look_up = lookups::LookUp {
            id: self.id,
            case: Some(self.case),
            account: self.account,
            operation: self.operation.to_owned(),
            purpose: self.purpose.to_owned(),
            consent: self.why.consent_id.clone(),
            operator: self.why.operator.clone(),
            outcome: outcome.to_owned(),
            at: self.at,
        };
        lookups::record(tx, &look_up).await.map_err(CaseError::from)
    }

    /// Keeps it in a transaction of its own, where nothing else follows from the answer.
    pub(in crate::cases) async fn record_alone(
        &self,
        app: &App,
        outcome: &'static str,
    ) -> Result<(), CaseError> {
        let question = self.clone();
        app.store
            .write(move |tx| {
                let question = question.clone();
                Box::pin(async move { question.record(tx, outcome).await })
            })
            .await
    }

    /// Logs that an answer came which cannot be true: as good as none.
    pub(in crate::cases) fn unusable(&self) {
        tracing::error!(
            operation = self.operation,
            "the register's answer contradicts itself"
        );
    }

    /// Logs why there was no answer. To the agent every reason is the same: the register gave none.
    pub(in crate::cases) fn unanswered(&self, error: &GatewayError) {
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
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Counts a question of this kind against the account's budget; `false` when it is spent.
pub(super) async fn within_budget(
    app: &App,
    agent: &Agent,
    kind: &'static str,
) -> Result<bool, CaseError> {
    let budget = Limit {
        kind,
        window: DAY,
        free: ASKED_A_DAY,
        first_delay: DAY,
        longest_delay: DAY,
    };
    let (subject, now) = (agent.account.to_string(), app.clock.now());
    let attempt = app
        .store
        .write(move |tx| {
            let subject = subject.clone();
            Box::pin(async move {
                limits::attempt(tx, &budget, &subject, now)
                    .await
                    .map_err(CaseError::from)
            })
        })
        .await?;
    Ok(matches!(attempt, Attempt::Allowed { .. }))
}

/// The outcome of a look-up that got no usable answer.
pub(in crate::cases) const DOWN: &str = "down";

/// Whether what a register says of agent and child can be: not of a woman who is the child's father, nor of a relation
/// that nobody applies by. Such an answer would be locked, and no agent could mend it: it is as good as none.
pub(in crate::cases) fn is_possible(release: &Release, agent: &Agent, said: &Kinship) -> bool {
    match said {
        Kinship::Related { relation_code, .. } => {
            is_possible_agent(release, relation_code, agent.id_number.sex())
        }
        Kinship::Unrelated | Kinship::Mismatch => true,
    }
}

/// The agent as a register knows people.
pub(in crate::cases) fn person(agent: &Agent) -> Person {
    Person {
        name: agent.name.clone(),
        id_number: agent.id_number,
    }
}

/// The child as entered, when the entries are right and the agent agreed to look-ups: else nobody may be asked.
pub(super) fn child(file: &CaseFile, rules: &Rules) -> Result<Option<Person>, CaseError> {
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
