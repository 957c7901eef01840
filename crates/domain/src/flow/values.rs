//! The values that conditions use: valid answers, defaults, facts, and what is derived from them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::facts::{
    CHILD_AGE, MOBILE_PROVED, NEEDS_PROOF, OF_SCHOOL_AGE, RELATIONSHIP_STATE, word,
};
use crate::answer::Answers;
use crate::code::AsAgent;
use crate::day::parse_date;
use crate::flow::Facts;
use crate::id::{AgeRule, CitizenId};
use crate::release::Release;

/// GB/T 4761: the householder.
pub(crate) const HOUSEHOLDER: &str = "02";

/// Known values by name. A name without a value is open.
#[derive(Clone, Default)]
pub(crate) struct Values(BTreeMap<String, String>);

impl Values {
    /// Built from valid, normalised answers.
    pub(crate) fn new(
        release: &Release,
        valid: BTreeMap<String, String>,
        on: Date,
        facts: Facts,
    ) -> Self {
        let mut values = Self(valid);
        for field in release.catalogue().fields() {
            if let Some(default) = &field.default {
                values.set_if_open(&field.id, default);
            }
        }
        values.derive_people(on, facts.age_rule);
        values.derive_householder();
        values.derive_proof(release);
        values.set(RELATIONSHIP_STATE, facts.relationship_state.code());
        values.set(MOBILE_PROVED, word(facts.mobile_proved));
        values
    }

    /// The same values with another answer to one question, which must be one of its choices.
    pub(crate) fn with(&self, release: &Release, id: &str, value: &str) -> Self {
        let mut values = self.clone();
        values.set(id, value);
        values.derive_householder();
        values.derive_proof(release);
        values
    }

    /// Built from stored answers without checks, for choices only.
    pub(crate) fn of_stored(release: &Release, answers: &Answers) -> Self {
        let known = |id: &str| release.field(id).is_some();
        let stored = answers
            .iter()
            .filter(|(id, _)| known(id))
            .map(|(id, value)| (id.to_owned(), value.to_owned()));
        let mut values = Self(stored.collect());
        values.derive_people(Date::MAX, AgeRule::default());
        values
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        self.get(name).and_then(|text| parse_date(text).ok())
    }

    pub(crate) fn number(&self, name: &str) -> Option<CitizenId> {
        self.get(name)
            .and_then(|text| CitizenId::from_stored(text).ok())
    }

    /// Sex, birth date and age are derived from the ID numbers. A separate answer overrides the number's sex or birth date
    /// (rare lawful differences go to a person), but the age used by rules always follows the number.
    fn derive_people(&mut self, on: Date, rule: AgeRule) {
        if let Some(agent) = self.number("agent.id_number") {
            self.set_if_open("agent.sex", agent.sex().code());
        }
        let mut birth = self.date("child.birth_date");
        if let Some(child) = self.number("child.id_number") {
            self.set_if_open("child.sex", child.sex().code());
            self.set_if_open("child.birth_date", &child.birth_date().to_string());
            birth = Some(child.birth_date());
        }
        if let Some(birth) = birth {
            self.set(CHILD_AGE, &rule.age_on(birth, on).to_string());
            self.set(OF_SCHOOL_AGE, word(is_of_school_age(birth, on)));
        }
    }

    /// The relation to the householder wins over the plain yes or no.
    fn derive_householder(&mut self) {
        if let Some(relation) = self.get("agent.householder_relation") {
            let is_householder = word(relation == HOUSEHOLDER);
            self.set("agent.is_householder", is_householder);
        }
    }

    fn derive_proof(&mut self, release: &Release) {
        if let Some(relation) = self.get("relationship") {
            self.set(NEEDS_PROOF, word(needs_proof(release, relation)));
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    fn set_if_open(&mut self, name: &str, value: &str) {
        if !self.0.contains_key(name) {
            self.set(name, value);
        }
    }
}

/// Whether a child is of school age on a day: it was six when the school year began (Compulsory Education Law, article 11).
///
/// Schools take children whose sixth birthday is on or before 31 August: six on 1 September, counted from the day after the
/// birthday, whatever the setting for other limits.
fn is_of_school_age(birth: Date, on: Date) -> bool {
    let year = if on.month() < SCHOOL_BEGINS_IN_MONTH {
        on.year() - 1
    } else {
        on.year()
    };
    let begins = Date::new(year, SCHOOL_BEGINS_IN_MONTH, 1).unwrap_or(Date::MIN);
    AgeRule::DayAfterBirthday.age_on(birth, begins) >= SCHOOL_AGE
}

const SCHOOL_BEGINS_IN_MONTH: i8 = 9;
const SCHOOL_AGE: u16 = 6;

/// Whether a guardian with this relation has to prove it.
pub(crate) fn needs_proof(release: &Release, relation: &str) -> bool {
    release
        .codes()
        .relations
        .get(relation)
        .is_some_and(|row| row.as_agent == AsAgent::GuardianWithProof)
}
