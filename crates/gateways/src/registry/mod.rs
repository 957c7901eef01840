//! The population, household and card registers, behind one signed interface (protocols §8.1).
//!
//! Every look-up says why it is made, on whose consent and by whom; the other end keeps that, and so do
//! we. What an answer means for an application is decided in `domain`, not here.

mod client;
mod wire;

use crate::GatewayError;
use domain::id::{CitizenId, PersonalName};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use crate::signed_rest::{Settings, SettingsProblem};
pub use client::RegistryClient;

/// The answer of a look-up, when it comes.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, GatewayError>> + Send + 'a>>;

/// The registers the service asks.
pub trait Registry: Send + Sync {
    /// The children under 18 whom the registers know for an agent. Ask only for an agent who proved who
    /// they are.
    fn children<'a>(
        &'a self,
        agent: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, Vec<RegisteredChild>>;

    /// What the agent is to the child.
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

    /// The household a person is registered in; `None` when the registers know of none.
    fn household<'a>(
        &'a self,
        id_number: &'a CitizenId,
        why: &'a LookUp,
    ) -> Answer<'a, Option<Household>>;

    /// Whether a birth certificate of this number says this.
    fn verify_birth_certificate<'a>(
        &'a self,
        claim: &'a BirthCertificate,
        why: &'a LookUp,
    ) -> Answer<'a, RegisterMatch>;
}

/// A name and the number that goes with it. Printed masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As entered or registered.
    pub name: PersonalName,
    /// The citizen ID number.
    pub id_number: CitizenId,
}

/// Why a register is asked, on whose consent, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUp {
    /// What the answer is for.
    pub purpose: Purpose,
    /// Our id of the agreement to the look-up that the agent gave.
    pub consent_id: String,
    /// Our id of the account at whose wish the register is asked; no name, no number.
    pub operator: String,
    /// Our id of the request that leads to the look-up.
    pub request_id: String,
}

/// What a look-up is for; the other end keeps it beside the fact of the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To offer an agent their children for choice.
    OfferChildren,
    /// To learn the relationship between an agent and a child.
    Relationship,
    /// To learn whether a card may be applied for.
    Eligibility,
    /// To compare a document with the register.
    CompareDocument,
}

/// A child the registers know for an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredChild {
    /// Who the child is.
    pub person: Person,
    /// What the agent is to the child: a GB/T 4761 code, such as `52` for mother.
    pub relation_code: String,
    /// Where this is written.
    pub basis: Basis,
}

/// What the registers know about an agent and a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// They are related.
    Related {
        /// What the agent is to the child: a GB/T 4761 code, such as `52` for mother.
        relation_code: String,
        /// Where this is written.
        basis: Basis,
    },
    /// The registers know of no relationship, or do not know one of the two.
    Unrelated,
    /// A name and its number do not belong together.
    Mismatch,
}

/// Where a relationship is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// In a household registration.
    Household,
    /// In a birth certificate.
    BirthCertificate,
    /// Somebody declared it; no office has seen a proof.
    Declared,
}

/// What a register says to something that is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterMatch {
    /// It is so.
    Match,
    /// The register says otherwise.
    Mismatch,
    /// The register does not know it.
    NotFound,
    /// It was so, and the entry was cancelled.
    Cancelled,
}

/// Whether a card may be applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// Whether it may.
    pub eligible: bool,
    /// Why not; empty when it may.
    pub reasons: Vec<IneligibleReason>,
    /// State of the card that exists, a code of `codes/card_statuses.csv`; `None` when there is no card.
    pub card_state: Option<String>,
}

/// Why a card may not be applied for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IneligibleReason {
    /// The child is not insured in Beijing.
    NotInsured,
    /// The child holds a live third-generation card.
    CardHeld,
    /// A reason this version does not know; its code.
    Other(String),
}

/// A household registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Household {
    /// Whether the person asked about is its householder.
    pub is_householder: bool,
    /// Number of the booklet, where there is one.
    pub booklet_number: Option<String>,
    /// Everybody in it.
    pub members: Vec<HouseholdMember>,
}

/// A person in a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdMember {
    /// Who it is.
    pub person: Person,
    /// What the person is to the householder: a GB/T 4761 code, `02` for the householder.
    pub relation_code: String,
}

/// What a birth certificate is said to say.
#[derive(Clone, PartialEq, Eq)]
pub struct BirthCertificate {
    /// Number of the certificate: a capital letter and nine digits, older ones digits only.
    pub number: String,
    /// The child.
    pub child_name: PersonalName,
    /// The mother.
    pub mother_name: PersonalName,
    /// The mother's ID number, where it is known.
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
