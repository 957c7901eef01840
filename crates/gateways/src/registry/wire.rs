//! The registry's JSON, and its conversion to our types.
//!
//! Unknown members are ignored; an unknown basis or result is an error, an unknown reason is passed on.

use super::{
    Basis, BirthCertificate, Eligibility, Household, HouseholdMember, IneligibleReason, Kinship,
    LookUp, Person, Purpose, RegisterMatch, RegisteredChild,
};
use crate::GatewayError;
use domain::id::{CitizenId, PersonalName};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The question and its purpose. The signature covers both.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked<'a, T> {
    #[serde(flatten)]
    pub(super) what: T,
    purpose: &'static str,
    consent_id: &'a str,
    operator: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonText<'a> {
    name: &'a str,
    cert_no: &'a str,
}

#[derive(Serialize)]
pub(super) struct ChildrenOf<'a> {
    pub(super) agent: PersonText<'a>,
}

#[derive(Serialize)]
pub(super) struct Pair<'a> {
    pub(super) agent: PersonText<'a>,
    pub(super) child: PersonText<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Number<'a> {
    pub(super) cert_no: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CertificateText<'a> {
    number: &'a str,
    child_name: &'a str,
    mother_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mother_cert_no: Option<&'a str>,
}

#[derive(Deserialize)]
pub(super) struct Children {
    children: Vec<RelativeText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RelativeText {
    name: String,
    cert_no: String,
    relation_code: String,
    basis: Option<BasisText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KinshipText {
    related: bool,
    relation_code: Option<String>,
    basis: Option<BasisText>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BasisText {
    Household,
    BirthCertificate,
    Declared,
}

#[derive(Deserialize)]
pub(super) struct Verdict {
    result: VerdictText,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum VerdictText {
    Match,
    Mismatch,
    NotFound,
    Cancelled,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EligibilityText {
    eligible: bool,
    #[serde(default)]
    reasons: Vec<String>,
    card_state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HouseholdText {
    householder: bool,
    booklet_number: Option<String>,
    #[serde(default)]
    members: Vec<RelativeText>,
}

impl<'a, T> Asked<'a, T> {
    pub(super) fn new(what: T, why: &'a LookUp) -> Self {
        let purpose = match why.purpose {
            Purpose::OfferChildren => "offer_children",
            Purpose::Relationship => "relationship",
            Purpose::Eligibility => "eligibility",
            Purpose::CompareDocument => "compare_document",
        };
        Self {
            what,
            purpose,
            consent_id: &why.consent_id,
            operator: &why.operator,
        }
    }
}

impl<'a> From<&'a Person> for PersonText<'a> {
    fn from(person: &'a Person) -> Self {
        Self {
            name: person.name.as_str(),
            cert_no: person.id_number.as_str(),
        }
    }
}

impl<'a> From<&'a BirthCertificate> for CertificateText<'a> {
    fn from(certificate: &'a BirthCertificate) -> Self {
        Self {
            number: &certificate.number,
            child_name: certificate.child_name.as_str(),
            mother_name: certificate.mother_name.as_str(),
            mother_cert_no: certificate.mother_id_number.as_ref().map(CitizenId::as_str),
        }
    }
}

impl Children {
    /// Leaves out and counts entries whose name or number does not parse: the agent can still type that child.
    pub(super) fn checked(self, today: Date) -> (Vec<RegisteredChild>, usize) {
        let listed = self.children.len();
        let children: Vec<_> = self
            .children
            .into_iter()
            .filter_map(|child| child.registered_child(today))
            .collect();
        let left_out = listed - children.len();
        (children, left_out)
    }
}

impl RelativeText {
    fn registered_child(self, today: Date) -> Option<RegisteredChild> {
        Some(RegisteredChild {
            person: person(&self.name, &self.cert_no, today)?,
            relation_code: relation(self.relation_code)?,
            basis: self.basis?.into(),
        })
    }

    fn member(self, today: Date) -> Option<HouseholdMember> {
        Some(HouseholdMember {
            person: person(&self.name, &self.cert_no, today)?,
            relation_code: relation(self.relation_code)?,
        })
    }
}

impl TryFrom<KinshipText> for Kinship {
    type Error = GatewayError;

    fn try_from(text: KinshipText) -> Result<Self, GatewayError> {
        if !text.related {
            return Ok(Self::Unrelated);
        }
        let (Some(relation_code), Some(basis)) =
            (text.relation_code.and_then(relation), text.basis)
        else {
            return Err(GatewayError::malformed(
                "related, yet without a relation code and a basis",
            ));
        };
        Ok(Self::Related {
            relation_code,
            basis: basis.into(),
        })
    }
}

impl TryFrom<EligibilityText> for Eligibility {
    type Error = GatewayError;

    fn try_from(text: EligibilityText) -> Result<Self, GatewayError> {
        if text.eligible != text.reasons.is_empty() {
            return Err(GatewayError::malformed(
                "eligible with reasons against it, or not eligible without one",
            ));
        }
        let reasons = text
            .reasons
            .into_iter()
            .map(|reason| match reason.as_str() {
                "not_insured" => IneligibleReason::NotInsured,
                "card_held" => IneligibleReason::CardHeld,
                _ => IneligibleReason::Other(reason),
            });
        Ok(Self {
            eligible: text.eligible,
            reasons: reasons.collect(),
            card_state: text.card_state.filter(|state| state != "none"),
        })
    }
}

impl HouseholdText {
    pub(super) fn checked(self, today: Date) -> Result<Household, GatewayError> {
        let members: Option<Vec<_>> = self
            .members
            .into_iter()
            .map(|member| member.member(today))
            .collect();
        Ok(Household {
            is_householder: self.householder,
            booklet_number: self.booklet_number,
            members: members.ok_or(GatewayError::malformed(
                "a member of the household cannot be read",
            ))?,
        })
    }
}

impl From<Verdict> for RegisterMatch {
    fn from(verdict: Verdict) -> Self {
        match verdict.result {
            VerdictText::Match => Self::Match,
            VerdictText::Mismatch => Self::Mismatch,
            VerdictText::NotFound => Self::NotFound,
            VerdictText::Cancelled => Self::Cancelled,
        }
    }
}

impl From<BasisText> for Basis {
    fn from(basis: BasisText) -> Self {
        match basis {
            BasisText::Household => Self::Household,
            BasisText::BirthCertificate => Self::BirthCertificate,
            BasisText::Declared => Self::Declared,
        }
    }
}

fn person(name: &str, cert_no: &str, today: Date) -> Option<Person> {
    let (name, id_number) = (
        PersonalName::parse(name).ok()?,
        CitizenId::parse(cert_no, today).ok()?,
    );
    Some(Person { name, id_number })
}

/// GB/T 4761 codes have two digits.
fn relation(code: String) -> Option<String> {
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}
