//! The operations, and what the registry answers.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::envelope::Refusal;
use crate::world::{Basis, CardState, Kept, Kinship, Person, Sex, age_on};

/// A parsed operation.
#[derive(Debug)]
pub(super) enum Operation {
    Population(Claimed),
    Children { agent: Claimed },
    Kinship { agent: Claimed, child: Claimed },
    Household { cert_no: String },
    BirthCertificate(Certificate),
    Eligibility(Claimed),
}

/// A name and a number that are claimed to belong together.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Claimed {
    name: String,
    cert_no: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Certificate {
    number: String,
    child_name: String,
    mother_name: String,
    mother_cert_no: Option<String>,
}

#[derive(Deserialize)]
struct OfAgent {
    agent: Claimed,
}

#[derive(Deserialize)]
struct Pair {
    agent: Claimed,
    child: Claimed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Number {
    cert_no: String,
}

/// The reason for the look-up, required of every operation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reason {
    purpose: String,
    consent_id: String,
    operator: String,
}

impl Operation {
    /// Parses the operation of a path.
    pub(super) fn read(path: &str, body: &[u8]) -> Result<Self, Refusal> {
        let operation = match path {
            "/v1/population/verify" => Self::Population(parsed(body)?),
            "/v1/kinship/children" => Self::Children {
                agent: parsed::<OfAgent>(body)?.agent,
            },
            "/v1/kinship/verify" => {
                let Pair { agent, child } = parsed(body)?;
                Self::Kinship { agent, child }
            }
            "/v1/household/query" => Self::Household {
                cert_no: parsed::<Number>(body)?.cert_no,
            },
            "/v1/birth-certificate/verify" => Self::BirthCertificate(parsed(body)?),
            "/v1/card/eligibility" => Self::Eligibility(parsed(body)?),
            _ => return Err(Refusal::UnknownOperation),
        };
        let reason: Reason = serde_json::from_slice(body).map_err(|_| Refusal::MissingReason)?;
        if [&reason.purpose, &reason.consent_id, &reason.operator]
            .iter()
            .any(|given| given.trim().is_empty())
        {
            return Err(Refusal::MissingReason);
        }
        Ok(operation)
    }

    /// The ID numbers it names, for a registry that misbehaves towards single people.
    pub(super) fn people(&self) -> Vec<&str> {
        match self {
            Self::Population(one) | Self::Children { agent: one } | Self::Eligibility(one) => {
                vec![&one.cert_no]
            }
            Self::Kinship { agent, child } => vec![&agent.cert_no, &child.cert_no],
            Self::Household { cert_no } => vec![cert_no],
            Self::BirthCertificate(certificate) => certificate
                .mother_cert_no
                .iter()
                .map(String::as_str)
                .collect(),
        }
    }

    /// Whether it is about kinship or a card: there the families' own behaviours apply.
    pub(super) fn is_about_kin(&self) -> bool {
        matches!(
            self,
            Self::Children { .. } | Self::Kinship { .. } | Self::Eligibility(_)
        )
    }

    /// A well-formed answer that is impossible: a woman is the father, a man the mother, or a card may be applied for despite
    /// reasons against it.
    pub(super) fn impossible_answer(&self, kept: &Kept, now: Timestamp) -> Result<Value, Refusal> {
        let code = |agent: &Claimed| match kept.person(&agent.cert_no).map(|agent| agent.sex) {
            Some(Sex::Male) => "52",
            _ => "51",
        };
        let mut answer = self.answer(kept, now)?;
        match self {
            Self::Kinship { agent, .. } => {
                answer =
                    json!({"related": true, "relationCode": code(agent), "basis": "household"});
            }
            Self::Children { agent } => {
                for child in answer["children"].as_array_mut().into_iter().flatten() {
                    child["relationCode"] = code(agent).into();
                }
            }
            Self::Eligibility(_) => {
                answer =
                    json!({"eligible": true, "reasons": ["not_insured"], "cardState": "active"});
            }
            Self::Population(_) | Self::Household { .. } | Self::BirthCertificate(_) => {}
        }
        Ok(answer)
    }

    /// What the registry answers on the day of `now`.
    pub(super) fn answer(&self, kept: &Kept, now: Timestamp) -> Result<Value, Refusal> {
        match self {
            Self::Population(claimed) => Ok(population(kept, claimed)),
            Self::Children { agent } => children(kept, agent, beijing_day(now)),
            Self::Kinship { agent, child } => kinship(kept, agent, child),
            Self::Household { cert_no } => household(kept, cert_no),
            Self::BirthCertificate(certificate) => Ok(birth_certificate(kept, certificate)),
            Self::Eligibility(child) => eligibility(kept, child),
        }
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::UnreadableBody)
}

fn beijing_day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::fixed(offset(8))).date()
}

fn population(kept: &Kept, claimed: &Claimed) -> Value {
    let result = match kept.person(&claimed.cert_no) {
        Some(person) if person.registered_name() == claimed.name => "match",
        Some(_) => "mismatch",
        None => "not_found",
    };
    json!({ "result": result })
}

fn children(kept: &Kept, agent: &Claimed, day: Date) -> Result<Value, Refusal> {
    let agent = known(kept, agent).ok_or(Refusal::UnknownPerson)?;
    let children: Vec<Value> = kept
        .kinships()
        .iter()
        .filter(|kinship| kinship.agent == agent.id_number)
        .filter_map(|kinship| Some((kinship, kept.person(&kinship.child)?)))
        .filter(|(_, child)| age_on(child.birth_date, day) < 18)
        .map(|(kinship, child)| {
            json!({
                "name": child.registered_name(),
                "certNo": child.id_number,
                "relationCode": kinship.relation_code,
                "basis": basis(kinship),
            })
        })
        .collect();
    Ok(json!({ "children": children }))
}

fn kinship(kept: &Kept, agent: &Claimed, child: &Claimed) -> Result<Value, Refusal> {
    let agent = known(kept, agent).ok_or(Refusal::UnknownPerson)?;
    if let Some(registered) = kept.person(&child.cert_no)
        && registered.registered_name() != child.name
    {
        return Err(Refusal::NameAndNumber);
    }
    let found = kept
        .kinships()
        .iter()
        .find(|kinship| kinship.agent == agent.id_number && kinship.child == child.cert_no);
    Ok(json!({
        "related": found.is_some(),
        "relationCode": found.map(|kinship| &kinship.relation_code),
        "basis": found.map(basis),
    }))
}

fn household(kept: &Kept, cert_no: &str) -> Result<Value, Refusal> {
    let booklet = kept
        .booklets()
        .iter()
        .find(|booklet| {
            booklet
                .members
                .iter()
                .any(|member| member.id_number == cert_no)
        })
        .ok_or(Refusal::UnknownPerson)?;
    let members: Vec<Value> = booklet
        .members
        .iter()
        .filter_map(|member| Some((member, kept.person(&member.id_number)?)))
        .map(|(member, person)| {
            json!({"name": person.registered_name(), "certNo": person.id_number, "relationCode": member.relation_code})
        })
        .collect();
    let householder = booklet
        .members
        .iter()
        .any(|member| member.id_number == cert_no && member.relation_code == "02");
    Ok(json!({"householder": householder, "bookletNumber": booklet.number, "members": members}))
}

fn birth_certificate(kept: &Kept, claimed: &Certificate) -> Value {
    let is_named = |id_number: &str, name: &str| {
        kept.person(id_number)
            .is_some_and(|person| person.registered_name() == name)
    };
    let result = match kept.births().find(|birth| birth.number == claimed.number) {
        None => "not_found",
        Some(birth) => {
            let agrees = is_named(&birth.child, &claimed.child_name)
                && is_named(&birth.mother, &claimed.mother_name)
                && claimed
                    .mother_cert_no
                    .as_ref()
                    .is_none_or(|number| *number == birth.mother);
            if agrees { "match" } else { "mismatch" }
        }
    };
    json!({ "result": result })
}

fn eligibility(kept: &Kept, child: &Claimed) -> Result<Value, Refusal> {
    let child = known(kept, child).ok_or(Refusal::UnknownPerson)?;
    Ok(match kept.card_state(&child.id_number) {
        None => json!({"eligible": false, "reasons": ["not_insured"], "cardState": "none"}),
        Some(CardState::Active) => {
            json!({"eligible": false, "reasons": ["card_held"], "cardState": "active"})
        }
        Some(CardState::Elsewhere) => {
            json!({"eligible": false, "reasons": ["insured_elsewhere"], "cardState": "none"})
        }
        Some(CardState::None) => json!({"eligible": true, "reasons": [], "cardState": "none"}),
    })
}

fn known<'a>(kept: &'a Kept, claimed: &Claimed) -> Option<&'a Person> {
    kept.person(&claimed.cert_no)
        .filter(|person| person.registered_name() == claimed.name)
}

fn basis(kinship: &Kinship) -> &'static str {
    match kinship.basis {
        Basis::Household => "household",
        Basis::BirthCertificate => "birth_certificate",
    }
}
