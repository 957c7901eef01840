//! The registry over HTTP.

use super::wire::{
    Asked, CertificateText, Children, ChildrenOf, EligibilityText, HouseholdText, KinshipText,
    Number, Pair, PersonText, Verdict,
};
use super::{
    Answer, BirthCertificate, Household, Kinship, LookUp, Person, RegisterMatch, RegisteredChild,
    Registry, Settings, SettingsProblem,
};
use crate::signed_rest::{Call, SignedRest};
use crate::{Chance, GatewayError, MachineClock, ServiceClock};
use domain::day::beijing_date;
use domain::id::CitizenId;
use jiff::civil::Date;
use serde::{Serialize, de::DeserializeOwned};

/// Business code: a person is unknown to the registry.
const UNKNOWN_PERSON: &str = "3001";
/// Business code: a name and an ID number do not belong together.
const NAME_AND_NUMBER_DISAGREE: &str = "3002";

/// The client of the real registry and of its stand-in: both speak the same protocol.
pub struct RegistryClient {
    rest: SignedRest,
    clock: ServiceClock,
}

impl RegistryClient {
    /// Builds the client; nothing is sent yet. `clock`: the day by which children are children. Fails with the first fault; [`Settings::problems`] lists all of them.
    pub fn new(
        settings: Settings,
        machine: MachineClock,
        clock: ServiceClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        Ok(Self {
            rest: SignedRest::new("registry", settings, machine, chance)?,
            clock,
        })
    }

    async fn ask<B: Serialize, A: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        what: B,
        why: &LookUp,
    ) -> Result<A, GatewayError> {
        let body = &Asked::new(what, why);
        self.rest
            .ask(&Call {
                operation,
                path,
                body,
                request_id: &why.request_id,
            })
            .await
    }

    fn today(&self) -> Date {
        beijing_date(self.clock.now())
    }
}

impl Registry for RegistryClient {
    fn children<'a>(
        &'a self,
        agent: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, Vec<RegisteredChild>> {
        Box::pin(async move {
            let what = ChildrenOf {
                agent: agent.into(),
            };
            let listed: Children = self
                .ask("children", "/v1/kinship/children", what, why)
                .await?;
            let (children, left_out) = listed.checked(self.today());
            if left_out > 0 {
                tracing::warn!(
                    left_out,
                    request_id = why.request_id,
                    "the registry listed children we cannot read"
                );
            }
            Ok(children)
        })
    }

    fn verify_kinship<'a>(
        &'a self,
        agent: &'a Person,
        child: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, Kinship> {
        Box::pin(async move {
            let what = Pair {
                agent: agent.into(),
                child: child.into(),
            };
            match self
                .ask::<_, KinshipText>("kinship", "/v1/kinship/verify", what, why)
                .await
            {
                Ok(kinship) => kinship.try_into(),
                Err(GatewayError::Refused { code }) if code == UNKNOWN_PERSON => {
                    Ok(Kinship::Unrelated)
                }
                Err(GatewayError::Refused { code }) if code == NAME_AND_NUMBER_DISAGREE => {
                    Ok(Kinship::Mismatch)
                }
                Err(error) => Err(error),
            }
        })
    }

    fn verify_population<'a>(
        &'a self,
        person: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, RegisterMatch> {
        Box::pin(async move {
            let verdict: Verdict = self
                .ask(
                    "population",
                    "/v1/population/verify",
                    PersonText::from(person),
                    why,
                )
                .await?;
            Ok(verdict.into())
        })
    }

    fn eligibility<'a>(
        &'a self,
        child: &'a Person,
        why: &'a LookUp,
    ) -> Answer<'a, super::Eligibility> {
        Box::pin(async move {
            let eligibility: EligibilityText = self
                .ask(
                    "eligibility",
                    "/v1/card/eligibility",
                    PersonText::from(child),
                    why,
                )
                .await?;
            eligibility.try_into()
        })
    }

    fn household<'a>(
        &'a self,
        id_number: &'a CitizenId,
        why: &'a LookUp,
    ) -> Answer<'a, Option<Household>> {
        Box::pin(async move {
            let what = Number {
                cert_no: id_number.as_str(),
            };
            match self
                .ask::<_, HouseholdText>("household", "/v1/household/query", what, why)
                .await
            {
                Ok(household) => household.checked(self.today()).map(Some),
                Err(GatewayError::Refused { code }) if code == UNKNOWN_PERSON => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn verify_birth_certificate<'a>(
        &'a self,
        claim: &'a BirthCertificate,
        why: &'a LookUp,
    ) -> Answer<'a, RegisterMatch> {
        Box::pin(async move {
            let what = CertificateText::from(claim);
            let verdict: Verdict = self
                .ask(
                    "birth certificate",
                    "/v1/birth-certificate/verify",
                    what,
                    why,
                )
                .await?;
            Ok(verdict.into())
        })
    }
}
