//! Tests of the flows in this repository, from a parent's point of view.

mod again;
mod between;
mod channel_words;
mod channels;
mod correcting;
mod exhaustive;
mod facts;
mod faults;
mod golden;
mod journeys;
mod materials;
mod pasted;
mod problems;
mod properties;
mod relationship;
mod sentences;
mod validity;
mod wording;

use jiff::civil::{Date, date};

use crate::answer::Answers;
use crate::channel::Channel;
use crate::flow::{Facts, Plan, PlannedField, RelationshipState, plan};
use crate::id::{AgeRule, check_character};
use crate::release::tests::repository;

/// The current day in every test.
const TODAY: Date = date(2026, 11, 22);

/// The facts that `daiban flows plan` assumes by default.
const HIT: Facts = Facts {
    relationship_state: RelationshipState::Hit,
    mobile_proved: true,
    age_rule: AgeRule::DayAfterBirthday,
};

/// An ID number with a correct check character; an odd `sequence` is a man's.
fn number(birth: Date, sequence: u16) -> String {
    let digits = format!("110101{}{sequence:03}", birth.strftime("%Y%m%d"));
    let check = check_character(&digits).unwrap();
    format!("{digits}{check}")
}

fn mother() -> String {
    number(date(1988, 9, 20), 456)
}

/// A girl of three with an ID card, whose mother applies on the portal: nothing is missing.
fn complete() -> Answers {
    let mut answers: Answers = [
        ("consent.disclaimer", "yes"),
        ("consent.sensitive_data", "yes"),
        ("consent.lookup", "yes"),
        ("agent.name", "李秀英"),
        ("agent.id_type", "resident_id_card"),
        ("agent.sex", "2"),
        ("agent.mobile", "13800138000"),
        ("child.name", "陈一诺"),
        ("child.id_type", "resident_id_card"),
        ("relationship_confirmed", "yes"),
        ("relationship", "52"),
        ("child.ethnic_group", "01"),
        ("residence.district", "110108"),
        ("residence.address", "中关村街道科学院南路2号院3号楼402室"),
        ("collection_method", "agent_branch"),
        ("bank", "ICBC"),
        ("branch", "ICBC-110108-01"),
        ("promise", "yes"),
    ]
    .into_iter()
    .collect();
    answers.set("agent.id_number", mother());
    answers.set("child.id_number", number(date(2023, 3, 1), 2));
    for material in repository().catalogue().materials() {
        answers.set_present(&material.id);
    }
    answers
}

/// [`complete`] with a household booklet in which the agent is `relation` to the householder.
fn with_booklet(relation: &str, same_booklet: &str) -> Answers {
    with(&[
        ("child.id_type", "household_booklet"),
        ("agent.householder_relation", relation),
        ("same_booklet", same_booklet),
    ])
}

/// [`complete`] with some answers changed; an empty value removes one.
fn with(changes: &[(&str, &str)]) -> Answers {
    let mut answers = complete();
    for (id, value) in changes {
        answers.set(id, *value);
    }
    answers
}

fn on_portal(answers: &Answers) -> Plan {
    on_portal_given(answers, HIT)
}

fn on_portal_given(answers: &Answers, facts: Facts) -> Plan {
    plan(repository(), Channel::Portal, answers, TODAY, &facts).unwrap()
}

/// Problems as `field: code`.
fn told(plan: &Plan) -> Vec<String> {
    plan.problems
        .iter()
        .map(|problem| format!("{}: {}", problem.field, problem.code.as_str()))
        .collect()
}

/// Visible, required, locked.
fn flags(field: Option<&PlannedField>) -> (bool, bool, bool) {
    let field = field.unwrap();
    (field.visible, field.required, field.locked)
}
