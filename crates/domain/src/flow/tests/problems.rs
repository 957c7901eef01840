//! Every problem code, at its field and step.

use std::collections::BTreeSet;

use super::*;
use crate::catalogue::ProblemCode;

fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let plan = on_portal(&with(changes));
    assert_eq!(told(&plan), expected, "{changes:?}");
}

#[test]
fn a_complete_draft_has_no_problem_and_nothing_next() {
    let plan = on_portal(&complete());
    assert_eq!(told(&plan), Vec::<String>::new());
    assert_eq!(plan.next, None);
}

#[test]
fn numbers() {
    check(
        &[("child.id_number", "11010120230301")],
        &["child.id_number: id_length"],
    );
    check(
        &[("child.id_number", "11010120230301O025")],
        &["child.id_number: id_characters"],
    );
    check(
        &[("child.id_number", "110101230301002")],
        &["child.id_number: id_old_15_digits"],
    );
    check(
        &[("child.id_number", "11010120110229001X")],
        &["child.id_number: id_date"],
    );
    check(
        &[("child.id_number", "110101201803010018")],
        &["child.id_number: id_check_digit"],
    );
    check(
        &[("child.id_number", &mother())],
        &["child.id_number: id_same_as_agent"],
    );
    let adult = number(date(2008, 11, 21), 2);
    check(
        &[("child.id_number", &adult)],
        &["child.id_number: child_age"],
    );
    let minor = number(date(2010, 1, 1), 2);
    check(
        &[("agent.id_number", &minor)],
        &["agent.id_number: agent_age"],
    );
    // An old or unknown address code is no problem.
    let checked = |digits: &str| format!("{digits}{}", check_character(digits).unwrap());
    let unknown = checked("79010120180301002");
    check(&[("child.id_number", &unknown)], &[]);
    for (digits, problem) in [
        ("00000020180301002", "child.id_number: id_area"),
        ("11010120180301000", "child.id_number: id_sequence"),
        ("91112420180301002", "child.id_number: id_kind"),
        ("81000020180301002", "child.id_number: id_kind"),
        ("83000020180301002", "child.id_number: id_kind"),
    ] {
        check(&[("child.id_number", &checked(digits))], &[problem]);
    }
}

#[test]
fn eighteen_counts_from_the_day_after_the_birthday() {
    let birthday = number(date(2008, 11, 22), 2);
    check(&[("child.id_number", &birthday)], &[]);
    let on_birthday = Facts {
        age_rule: AgeRule::OnBirthday,
        ..HIT
    };
    let plan = on_portal_given(&with(&[("child.id_number", &birthday)]), on_birthday);
    assert_eq!(told(&plan), ["child.id_number: child_age"]);
}

#[test]
fn names_numbers_and_places() {
    let endless = "陈".repeat(51);
    check(&[("child.name", &endless)], &["child.name: name_length"]);
    check(&[("child.name", "陈1诺")], &["child.name: name_characters"]);
    check(
        &[("child.name", "Chen Yinuo")],
        &["child.name: name_characters"],
    );
    check(&[("child.name", "阿依古丽•买买提")], &[]);
    check(
        &[("agent.mobile", "12345")],
        &["agent.mobile: mobile_format"],
    );
    check(
        &[("residence.address", "三楼")],
        &["residence.address: address_length"],
    );
    check(
        &[("residence.address", "北京市海淀区")],
        &["residence.address: address_incomplete"],
    );
}

#[test]
fn lists() {
    check(
        &[("residence.district", "310101")],
        &["residence.district: code_unknown"],
    );
    check(
        &[("child.ethnic_group", "97")],
        &["child.ethnic_group: code_unknown"],
    );
    check(
        &[("collection_method", "mail")],
        &["collection_method: code_unknown"],
    );
    check(&[("relationship", "99")], &["relationship: code_unknown"]);
    check(
        &[("branch", "CCB-110108-01")],
        &["branch: branch_not_of_bank"],
    );
    check(&[("card_photo", "later")], &["card_photo: code_unknown"]);
}

#[test]
fn answers_that_contradict_each_other() {
    check(
        &[("relationship", "51")],
        &["relationship: relationship_sex"],
    );
    let contradiction = [
        ("child.id_type", "household_booklet"),
        ("agent.householder_relation", "02"),
        ("same_booklet", "yes"),
        ("agent.is_householder", "no"),
    ];
    let plan = on_portal(&with(&contradiction));
    assert_eq!(
        told(&plan),
        ["agent.is_householder: householder_contradiction"]
    );
    assert_eq!(plan.next.as_deref(), Some("papers"));
    assert!(
        plan.materials
            .contains(&"booklet_householder_own_page".to_owned()),
        "the relation wins"
    );
}

#[test]
fn consents() {
    check(&[("consent.lookup", "")], &["consent.lookup: missing"]);
    check(
        &[("consent.lookup", "no")],
        &["consent.lookup: consent_missing"],
    );
    check(&[("promise", "no")], &["promise: consent_missing"]);
}

#[test]
fn an_unknown_key_is_told_at_the_review() {
    let plan = on_portal(&with(&[("child.shoe_size", "30")]));
    assert_eq!(told(&plan), ["child.shoe_size: unknown_key"]);
    assert_eq!(plan.next.as_deref(), Some("review"));
}

#[test]
fn a_fact_with_a_value_it_cannot_have_is_told_by_its_name() {
    let plan = on_portal(&with(&[
        ("mobile_proved", "perhaps"),
        ("relationship_state", "missed"),
    ]));
    assert_eq!(
        told(&plan),
        [
            "mobile_proved: code_unknown",
            "relationship_state: code_unknown"
        ]
    );
}

#[test]
fn what_the_channel_does_not_ask_stops_nobody() {
    check(
        &[
            ("child.id_valid_from", "2021-01-01"),
            ("child.id_valid_until", "2026-01-01"),
        ],
        &[],
    );
    check(&[("child.occupation", "77")], &[]);
}

#[test]
fn defaults_need_no_answer() {
    check(
        &[
            ("collection_method", ""),
            ("photo_choice", ""),
            ("birth_certificate_choice", ""),
        ],
        &[],
    );
}

#[test]
fn every_required_answer_and_picture_is_missed() {
    let whole = on_portal(&complete());
    let fields = whole
        .steps
        .iter()
        .flat_map(crate::flow::PlannedStep::fields)
        .filter(|field| field.required);
    let mut asked: Vec<String> = fields.map(|field| field.id.clone()).collect();
    asked.retain(|id| id != "collection_method");
    asked.extend(whole.materials.iter().cloned());
    assert_eq!(asked.len(), 19, "{asked:?}");
    for id in asked {
        let plan = on_portal(&with(&[(&id, "")]));
        let missed = format!("{id}: missing");
        assert!(
            told(&plan).contains(&missed),
            "{missed} not in {:?}",
            told(&plan)
        );
        let problem = plan
            .problems
            .iter()
            .find(|problem| problem.field == id)
            .unwrap();
        let step = plan.step(&problem.step).unwrap();
        let page = step.page(problem.page.as_ref().unwrap()).unwrap();
        let stands_there =
            page.fields().any(|field| field.id == id) || page.slots().any(|slot| slot.id == id);
        assert!(stands_there, "{id} is mended where it stands");
        assert_eq!(plan.next.as_ref(), Some(&problem.step));
    }
}

#[test]
fn an_empty_draft_begins_at_the_disclaimer_and_ends_with_the_promise() {
    let plan = on_portal(&Answers::new());
    assert_eq!(plan.next.as_deref(), Some("disclaimer"));
    let steps: Vec<_> = plan
        .problems
        .iter()
        .map(|problem| problem.step.as_str())
        .collect();
    assert!(steps.is_sorted_by_key(|step| plan.steps.iter().position(|other| other.id == *step)));
    assert_eq!(steps.last(), Some(&"promise"));
    assert_eq!(
        plan.materials,
        ["agent_id_emblem", "agent_id_portrait", "card_photo"]
    );
}

#[test]
fn every_code_has_its_stable_word() {
    let words: BTreeSet<_> = ProblemCode::ALL
        .into_iter()
        .map(ProblemCode::as_str)
        .collect();
    assert_eq!(words.len(), ProblemCode::ALL.len());
    for code in ProblemCode::ALL {
        assert_eq!(ProblemCode::from_code(code.as_str()), Some(code));
    }
}

#[test]
fn the_bare_yes_or_no_of_another_channel_is_enough() {
    for answer in ["yes", "no"] {
        let brought = [
            ("child.id_type", "household_booklet"),
            ("agent.householder_relation", ""),
            ("agent.is_householder", answer),
            ("same_booklet", "yes"),
        ];
        let plan = on_portal(&with(&brought));
        assert_eq!(
            told(&plan),
            [""; 0],
            "the agent is the householder: {answer}"
        );
    }
}
