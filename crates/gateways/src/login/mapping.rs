//! Which of a platform's fields say what.

use domain::day::beijing_date;
use domain::id::{CitizenId, Mobile, PersonalName};
use serde_json::{Map, Value};

use super::{Facts, LoginError, Subject};
use crate::{Person, ServiceClock, SettingsProblem, platform};

/// The names of a platform's fields. A dot leads into a member: `data.certName`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMap {
    /// Who it is, for our app.
    pub subject: String,
    /// Who it is, for all apps of one owner.
    pub union: Option<String>,
    /// The name that was verified.
    pub name: Option<String>,
    /// The ID number that was verified.
    pub id_number: Option<String>,
    /// The mobile number that was verified.
    pub mobile: Option<String>,
    /// Says by `true` that the mobile number was verified, where the platform also tells unverified ones.
    pub mobile_verified: Option<String>,
    /// How well the platform knows the person, where it says so.
    pub assurance: Option<Assurance>,
}

/// A platform's words for how well it knows a person, and which of them are enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assurance {
    /// The field with the word.
    pub field: String,
    /// With one of these, name, number and mobile are believed.
    pub accepted: Vec<String>,
}

impl FieldMap {
    /// OpenID Connect's own names, which say nothing of ID numbers.
    pub fn standard() -> Self {
        Self {
            subject: "sub".into(),
            union: None,
            name: None,
            id_number: None,
            mobile: Some("phone_number".into()),
            mobile_verified: Some("phone_number_verified".into()),
            assurance: None,
        }
    }

    pub(super) fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = Vec::new();
        let mut blank = |setting, is_blank| {
            if is_blank {
                problems.push(SettingsProblem::Blank { setting });
            }
        };
        blank("subject_field", self.subject.trim().is_empty());
        let accepts_none = |one: &Assurance| one.accepted.is_empty();
        blank(
            "accepted_assurances",
            self.assurance.as_ref().is_some_and(accepts_none),
        );
        problems
    }

    pub(super) fn facts(
        &self,
        told: &Map<String, Value>,
        app_id: &str,
        clock: &ServiceClock,
    ) -> Result<Facts, LoginError> {
        let id = |text| platform::id(text).map_err(LoginError::Unanswered);
        let subject = text(told, &self.subject)
            .ok_or(LoginError::malformed("the answer names nobody"))
            .and_then(id)?;
        let of = |field: &Option<String>| field.as_ref().and_then(|field| text(told, field));
        let believed = self.assurance.as_ref().is_none_or(|assurance| {
            text(told, &assurance.field).is_some_and(|word| assurance.accepted.contains(&word))
        });
        let has_verified = self
            .mobile_verified
            .as_ref()
            .is_none_or(|field| text(told, field).as_deref() == Some("true"));
        let facts = Facts {
            subject: Subject {
                app_id: app_id.to_owned(),
                id: subject,
                union: of(&self.union).map(id).transpose()?,
            },
            // A number of another kind of paper is none of ours: the person proves it in another way.
            person: of(&self.name)
                .zip(of(&self.id_number))
                .and_then(|(name, number)| person(&name, &number, clock)),
            mobile: of(&self.mobile)
                .filter(|_| has_verified)
                .and_then(|mobile| Mobile::parse(&mobile).ok()),
        };
        Ok(if believed {
            facts
        } else {
            Facts {
                person: None,
                mobile: None,
                ..facts
            }
        })
    }
}

/// A natural person by a name and an ID number as a platform writes them.
pub(super) fn person(name: &str, number: &str, clock: &ServiceClock) -> Option<Person> {
    Some(Person {
        name: PersonalName::parse(name).ok()?,
        id_number: CitizenId::parse(number, beijing_date(clock.now())).ok()?,
    })
}

/// A field's text; numbers and truths are written out. `None` when it is absent or empty.
fn text(told: &Map<String, Value>, field: &str) -> Option<String> {
    let mut parts = field.split('.');
    let first = told.get(parts.next()?)?;
    let value = parts.try_fold(first, |value, part| value.get(part))?;
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
