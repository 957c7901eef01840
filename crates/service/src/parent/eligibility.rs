//! Asks whether a card can be applied for. Only for an agent whose relationship is verified: nobody else may learn it.

use domain::application::refusal::ServiceRefusal;
use gateways::registry::{Eligibility, IneligibleReason, Person, Purpose};
use store::live_children;
use uuid::Uuid;

use super::register::{DOWN, Inquiry};
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Why no card can be applied for, according to the registry and our own live applications.
///
/// Precondition: the registry found the relationship, and the agent confirms it. A registry that gives no answer blocks nobody:
/// it is asked again at submission, and a person looks.
pub(super) async fn check(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    child: &Person,
) -> Result<Option<ServiceRefusal>, ServiceError> {
    let inquiry = Inquiry::new(service, agent, case, Purpose::Eligibility);
    if !inquiry
        .begin_within_budget(service, "registry_eligibility")
        .await?
    {
        return Ok(Some(ServiceRefusal::TooManyTries));
    }
    let (refusal, outcome) = match service
        .gateways
        .registry
        .eligibility(child, &inquiry.why)
        .await
    {
        Ok(answer) => match refusal(&answer) {
            Some(refusal) => (Some(refusal), refusal.code()),
            None => (None, "eligible"),
        },
        Err(error) => {
            inquiry.unanswered(&error);
            (None, DOWN)
        }
    };
    inquiry.complete_alone(service, outcome).await?;
    if refusal.is_some() {
        return Ok(refusal);
    }
    let number = child.id_number.as_str();
    let holder = service
        .store
        .read(async |tx| live_children::holder(tx, number).await)
        .await?;
    Ok(holder
        .filter(|holder| *holder != case)
        .map(|_| ServiceRefusal::LiveApplication))
}

fn refusal(answer: &Eligibility) -> Option<ServiceRefusal> {
    if answer.eligible {
        return None;
    }
    // A card that is already held is the strongest reason: it is checked first.
    let says = |reason: &IneligibleReason| answer.reasons.contains(reason);
    Some(if says(&IneligibleReason::CardHeld) {
        ServiceRefusal::CardHeld
    } else if says(&IneligibleReason::NotInsured) {
        ServiceRefusal::NotInsured
    } else {
        ServiceRefusal::NotPossibleOnline
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use IneligibleReason::{CardHeld, NotInsured, Other};

    #[test]
    fn every_answer_of_the_register_is_one_refusal_or_none() {
        let answer = |eligible, reasons: &[IneligibleReason]| Eligibility {
            eligible,
            reasons: reasons.to_vec(),
            card_state: None,
        };
        assert_eq!(refusal(&answer(true, &[])), None);
        assert_eq!(
            refusal(&answer(false, &[NotInsured])),
            Some(ServiceRefusal::NotInsured)
        );
        assert_eq!(
            refusal(&answer(false, &[NotInsured, CardHeld])),
            Some(ServiceRefusal::CardHeld)
        );
        assert_eq!(
            refusal(&answer(false, &[Other("new".into())])),
            Some(ServiceRefusal::NotPossibleOnline)
        );
        assert_eq!(
            refusal(&answer(false, &[])),
            Some(ServiceRefusal::NotPossibleOnline)
        );
    }
}
