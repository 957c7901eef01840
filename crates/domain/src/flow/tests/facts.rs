//! The facts that `daiban flows plan` takes from among the answers.

use super::RelationshipState::{Down, Hit, Unasked};
use super::*;

#[test]
fn each_state_of_the_register_has_its_word() {
    for state in RelationshipState::ALL {
        assert_eq!(RelationshipState::from_code(state.code()), Some(state));
    }
    assert_eq!(RelationshipState::from_code("missed"), None);
}

#[test]
fn facts_are_taken_out_of_the_answers_and_what_is_no_fact_stays() {
    let check = |given: &[(&str, &str)], state: RelationshipState, proved: bool, left: &[&str]| {
        let mut answers: Answers = given.iter().copied().collect();
        let facts = Facts::take_from(&mut answers, AgeRule::OnBirthday);
        assert_eq!(facts.relationship_state, state, "{given:?}");
        assert_eq!(facts.mobile_proved, proved, "{given:?}");
        assert_eq!(facts.age_rule, AgeRule::OnBirthday);
        let ids: Vec<_> = answers.iter().map(|(id, _)| id).collect();
        assert_eq!(ids, left, "{given:?}");
    };
    check(&[], Hit, true, &[]);
    check(
        &[("mobile_proved", "no"), ("relationship_state", "unasked")],
        Unasked,
        false,
        &[],
    );
    check(
        &[("mobile_proved", "yes"), ("bank", "ICBC")],
        Hit,
        true,
        &["bank"],
    );
    check(
        &[("mobile_proved", "maybe"), ("relationship_state", "down")],
        Down,
        true,
        &["mobile_proved"],
    );
    check(
        &[("relationship_state", "lost")],
        Hit,
        true,
        &["relationship_state"],
    );
}

#[test]
fn problems_are_found_by_their_step() {
    let plan = on_portal(&with(&[("child.name", ""), ("child.id_number", "")]));
    let of = |step: &str| {
        plan.problems_of(step)
            .map(|problem| problem.field.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("child"), ["child.name", "child.id_number"]);
    assert_eq!(of("agent"), [""; 0]);
}
