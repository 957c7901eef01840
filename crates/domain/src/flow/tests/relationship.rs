//! The relationship: found and confirmed, disputed, or chosen.

use super::*;

fn step_flags(facts: Facts, changes: &[(&str, &str)]) -> [(bool, bool, bool); 2] {
    let plan = on_portal_given(&with(changes), facts);
    ["relationship_confirmed", "relationship"].map(|id| flags(plan.field(id)))
}

const HIDDEN: (bool, bool, bool) = (false, false, false);
const ASKED: (bool, bool, bool) = (true, true, false);
const LOCKED: (bool, bool, bool) = (true, false, true);

#[test]
fn a_found_relationship_is_confirmed_and_then_locked() {
    assert_eq!(
        step_flags(HIT, &[("relationship_confirmed", "")]),
        [ASKED, HIDDEN]
    );
    assert_eq!(
        step_flags(HIT, &[("relationship_confirmed", "yes")]),
        [ASKED, LOCKED]
    );
    assert_eq!(
        step_flags(HIT, &[("relationship_confirmed", "disputed")]),
        [ASKED, ASKED]
    );
}

#[test]
fn without_an_answer_of_the_register_it_is_chosen() {
    for state in [
        RelationshipState::Miss,
        RelationshipState::Mismatch,
        RelationshipState::Down,
    ] {
        let facts = Facts {
            relationship_state: state,
            ..HIT
        };
        assert_eq!(
            step_flags(facts, &[("relationship_confirmed", "")]),
            [HIDDEN, ASKED],
            "{state:?}"
        );
    }
}

#[test]
fn an_unasked_register_holds_the_draft_at_the_relationship() {
    let unasked = Facts {
        relationship_state: RelationshipState::Unasked,
        ..HIT
    };
    let plan = on_portal_given(
        &with(&[("relationship_confirmed", ""), ("relationship", "")]),
        unasked,
    );
    assert_eq!(plan.next.as_deref(), Some("relationship"));
}

#[test]
fn a_page_of_locked_values_needs_no_stop() {
    let page = |confirmed: &str| {
        let plan = on_portal(&with(&[("relationship_confirmed", confirmed)]));
        let page = plan
            .step("relationship")
            .unwrap()
            .page("choose")
            .unwrap()
            .clone();
        (page.visible, page.answerable)
    };
    assert_eq!(page(""), (false, false));
    assert_eq!(page("yes"), (true, false));
    assert_eq!(page("disputed"), (true, true));
}

#[test]
fn a_locked_value_says_why() {
    let plan = on_portal(&complete());
    for field in plan
        .steps
        .iter()
        .flat_map(crate::flow::PlannedStep::fields)
        .filter(|field| field.locked)
    {
        assert!(
            field.locked_reason.is_some() && !field.required,
            "{}",
            field.id
        );
    }
    assert_eq!(flags(plan.field("agent.id_number")), LOCKED);
}

#[test]
fn relations_are_offered_by_sex_parents_first() {
    let offered = |sex: &str| {
        let plan = on_portal(&with(&[
            ("agent.sex", sex),
            ("relationship_confirmed", "disputed"),
            ("relationship", ""),
        ]));
        let options = plan.field("relationship").unwrap().options.clone();
        options
            .into_iter()
            .map(|choice| choice.value)
            .collect::<Vec<_>>()
    };
    let (father, mother) = (offered("1"), offered("2"));
    assert_eq!((father[0].as_str(), mother[0].as_str()), ("51", "52"));
    for never in ["01", "02", "50", "59", "60", "70", "73", "77", "99"] {
        assert!(
            !father.contains(&never.to_owned()) && !mother.contains(&never.to_owned()),
            "{never}"
        );
    }
    assert!(!father.contains(&"52".to_owned()) && !mother.contains(&"51".to_owned()));
    assert!(father.len() <= 12 && mother.len() <= 12, "a short list");
}

#[test]
fn the_householder_is_offered_first_and_by_sex() {
    let plan = on_portal(&with_booklet("", ""));
    let options: Vec<_> = plan
        .field("agent.householder_relation")
        .unwrap()
        .options
        .iter()
        .map(|o| o.value.as_str())
        .collect();
    assert_eq!(options[..3], ["02", "12", "30"]);
    assert!(!options.contains(&"11"));
    assert!(options.len() <= 14);
}

#[test]
fn a_card_mobile_is_asked_where_none_is_proved() {
    let field = |proved: bool| {
        let plan = on_portal_given(
            &complete(),
            Facts {
                mobile_proved: proved,
                ..HIT
            },
        );
        let field = plan.field("child.card_mobile").unwrap().clone();
        (flags(Some(&field)), field.suggested, told(&plan))
    };
    assert_eq!(field(true).0, HIDDEN);
    let (shown, suggested, problems) = field(false);
    assert_eq!(shown, ASKED);
    assert_eq!(
        suggested.as_deref(),
        Some("13800138000"),
        "filled in, and counts once it is saved"
    );
    assert_eq!(problems, ["child.card_mobile: missing"]);
}
