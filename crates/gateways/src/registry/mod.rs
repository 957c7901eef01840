//! The population, household and card registry, behind the signed REST contract.
//!
//! Every look-up states its purpose, the consent it rests on and who makes it; both ends keep a record of that. What an
//! answer means for an application is decided in `domain`, not here.

mod client;
mod wire;

use domain::id::{CitizenId, PersonalName};
use std::fmt;

pub use crate::{Answer, Person, Settings, SettingsProblem};
pub use client::RegistryClient;

/// The registry that the service asks.
pub trait Registry: Send + Sync {
    /// The children under 18 whom the registry knows for an agent. Ask only for an agent who has proved their identity.
    fn children<'a>(
        &'a self,
        agent: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, Vec<RegisteredChild>>;

    /// How the agent is related to the child.
    fn verify_kinship<'a>(
        &'a self,
        agent: &'a Person,
        child: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, Kinship>;

    /// Whether a name and a number belong together.
    fn verify_population<'a>(
        &'a self,
        person: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, RegisterMatch>;

    /// Whether a card may be applied for. Tell the answer only to an agent whose relationship is verified.
    fn eligibility<'a>(&'a self, child: &'a Person, why: &'a LookUp) -> Answer<'a, Eligibility>;

    /// The household a person is registered in; `None` when the registry knows none.
    fn household<'a>(
        &'a self,
        id_number: &'a CitizenId,
        why: &'a LookUp,
    ) -> Answer<'a, Option<Household>>;

    /// Whether the birth certificate of this number agrees with the claim.
    fn verify_birth_certificate<'a>(
        &'a self,
        claim: &'a BirthCertificate,
        why: &'a LookUp,
    ) -> Answer<'a, RegisterMatch>;
}

/// The purpose of a look-up, the consent it rests on, and who makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// What the answer is for.
    pub purpose: Purpose,
    /// Our id of the agent's consent to the look-up.
    pub consent_id: String,
    /// Our id of the account for which the registry is asked; no name, no ID number.
    pub operator: String,
    /// Our id of the request that led to the look-up.
    pub request_id: String,
}

/// What a look-up is for; the registry keeps it with the record of the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To offer agents their children to choose from.
    OfferChildren,
    /// To learn how an agent is related to a child.
    Relationship,
    /// To learn whether a card may be applied for.
    Eligibility,
    /// To compare a document with the registry.
    CompareDocument,
}

/// A child the registry knows for an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredChild {
    /// Who the child is.
    pub person: Person,
    /// How the agent is related to the child: a GB/T 4761 code, such as `52` for mother.
    pub relation_code: String,
    /// Where this is recorded.
    pub basis: Basis,
}

/// What the registry knows about an agent and a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// They are related.
    Related {
        /// How the agent is related to the child: a GB/T 4761 code, such as `52` for mother.
        relation_code: String,
        /// Where this is recorded.
        basis: Basis,
    },
    /// The registry knows of no relationship, or does not know one of the two.
    Unrelated,
    /// A name and its ID number do not belong together.
    Mismatch,
}

/// Where a relationship is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// In a household registration.
    Household,
    /// In a birth certificate.
    BirthCertificate,
    /// It was declared; no office has seen a proof.
    Declared,
}

/// What the registry says about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterMatch {
    /// The claim is right.
    Match,
    /// The registry says otherwise.
    Mismatch,
    /// The registry has no such entry.
    NotFound,
    /// The claim was right, but the entry was cancelled.
    Cancelled,
}

/// Whether a card may be applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// Whether it may.
    pub eligible: bool,
    /// Why not; empty when it may.
    pub reasons: Vec<IneligibleReason>,
    /// State of the existing card, a code of `codes/card_statuses.csv`; `None` when there is no card.
    pub card_state: Option<String>,
}

/// Why a card may not be applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IneligibleReason {
    /// The child is not insured in Beijing.
    NotInsured,
    /// The child holds a live third-generation card.
    CardHeld,
    /// The code of a reason that this version does not know.
    Other(String),
}

/// A household registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Household {
    /// Whether the person asked about is the householder.
    pub is_householder: bool,
    /// Number of the booklet, if there is one.
    pub booklet_number: Option<String>,
    /// Everybody in the household.
    pub members: Vec<HouseholdMember>,
}

/// A person in a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdMember {
    /// Who it is.
    pub person: Person,
    /// How the person is related to the householder: a GB/T 4761 code, `02` for the householder.
    pub relation_code: String,
}

/// What a birth certificate is claimed to say.
#[derive(Clone, PartialEq, Eq)]
pub struct BirthCertificate {
    /// Number of the certificate: a capital letter and nine digits; older ones have digits only.
    pub number: String,
    /// The child.
    pub child_name: PersonalName,
    /// The mother.
    pub mother_name: PersonalName,
    /// The mother's ID number, if known.
    pub mother_id_number: Option<CitizenId>,
}

impl fmt::Debug for Household {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Household({} members, householder: {})",
            self.members.len(),
            self.is_householder
        )
    }
}

impl fmt::Debug for BirthCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthCertificate(***)")
    }
}
