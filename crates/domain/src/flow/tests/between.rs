//! Contradictions in every channel: reported where they can be corrected, silent where the question is not asked.

use super::*;

/// Problems as `step/field: code`, of an otherwise complete draft.
fn told_in(channel: Channel, changes: &[(&str, &str)]) -> Vec<String> {
    let mut answers = with(&[
        ("child.card_mobile", "13800138000"),
        ("child.occupation", "90"),
        ("child.id_valid_from", "2023-08-05"),
        ("child.id_valid_until", "2028-08-05"),
    ]);
    for (id, value) in changes {
        answers.set(id, *value);
    }
    let plan = plan(repository(), channel, &answers, TODAY, &HIT).unwrap();
    plan.problems
        .iter()
        .map(|problem| {
            format!(
                "{}/{}: {}",
                problem.step,
                problem.field,
                problem.code.as_str()
            )
        })
        .collect()
}

/// Changed answers, then the problems in portal, Jingtong and Yikatong: none where the channel does not ask.
type Row<'a> = (&'a [(&'a str, &'a str)], [&'a str; 3]);

#[test]
fn each_contradiction_stands_at_its_field_and_step_in_each_channel() {
    let adult = number(date(2008, 11, 21), 2);
    let minor = number(date(2010, 1, 1), 2);
    let eight = number(date(2018, 8, 5), 2);
    let booklet = ("child.id_type", "household_booklet");
    let table: [Row; 9] = [
        (
            &[("child.id_number", &mother())],
            [
                "child/child.id_number: id_same_as_agent",
                "eligibility/child.id_number: id_same_as_agent",
                "child/child.id_number: id_same_as_agent",
            ],
        ),
        (
            &[
                ("child.id_number", &adult),
                ("child.id_valid_from", "2023-08-04"),
                ("child.id_valid_until", "2028-08-04"),
            ],
            [
                "child/child.id_number: child_age",
                "eligibility/child.id_number: child_age",
                "child/child.id_number: child_age",
            ],
        ),
        (
            &[("agent.id_number", &minor)],
            [
                "agent/agent.id_number: agent_age",
                "agent/agent.id_number: agent_age",
                "agent/agent.id_number: agent_age",
            ],
        ),
        (
            &[("relationship", "51")],
            [
                "relationship/relationship: relationship_sex",
                "relation/relationship: relationship_sex",
                "agent/relationship: relationship_sex",
            ],
        ),
        (
            &[
                booklet,
                ("same_booklet", "yes"),
                ("agent.householder_relation", "02"),
                ("agent.is_householder", "no"),
            ],
            [
                "papers/agent.is_householder: householder_contradiction",
                "relation/agent.is_householder: householder_contradiction",
                "agent/agent.is_householder: householder_contradiction",
            ],
        ),
        // For a child with an ID card, the householder is not asked for.
        (
            &[
                ("agent.householder_relation", "02"),
                ("agent.is_householder", "no"),
            ],
            ["", "", ""],
        ),
        (
            &[
                ("child.id_number", &eight),
                ("photo_choice", "default_picture"),
            ],
            [
                "supplement/photo_choice: default_picture_age",
                "card_papers/photo_choice: default_picture_age",
                "card/photo_choice: default_picture_age",
            ],
        ),
        (
            &[("branch", "CCB-110108-01")],
            [
                "supplement/branch: branch_not_of_bank",
                "collection/branch: branch_not_of_bank",
                "card/branch: branch_not_of_bank",
            ],
        ),
        (
            &[("child.id_valid_until", "2029-08-05")],
            ["", "relation/child.id_valid_until: validity_term", ""],
        ),
    ];
    for (changes, expected) in table {
        for (channel, expected) in Channel::ALL.into_iter().zip(expected) {
            let expected: Vec<_> = std::iter::once(expected)
                .filter(|told| !told.is_empty())
                .collect();
            assert_eq!(
                told_in(channel, changes),
                expected,
                "{channel:?}: {changes:?}"
            );
        }
    }
}

#[test]
fn a_branch_of_another_district_is_no_problem_and_is_offered_after_those_of_the_chosen_one() {
    for channel in Channel::ALL {
        assert_eq!(
            told_in(channel, &[("branch", "ICBC-110105-01")]),
            [""; 0],
            "people collect near work"
        );
        let answers = with(&[("branch", "ICBC-110105-01")]);
        let plan = plan(repository(), channel, &answers, TODAY, &HIT).unwrap();
        let field = plan.field("branch").unwrap();
        let is_near =
            |value: &str| repository().codes().branches.get(value).unwrap().district == "110108";
        let near: Vec<bool> = field
            .options
            .iter()
            .map(|choice| is_near(&choice.value))
            .collect();
        assert!(
            near.is_sorted_by(|a, b| a >= b),
            "those of the district first"
        );
        assert!(near.contains(&true) && near.contains(&false));
        assert!(
            field
                .options
                .iter()
                .any(|choice| choice.value == "ICBC-110105-01")
        );
        for choice in &field.options {
            assert_eq!(
                repository()
                    .codes()
                    .branches
                    .get(&choice.value)
                    .unwrap()
                    .bank,
                "ICBC"
            );
            let group = if is_near(&choice.value) {
                "在您选择的区内"
            } else {
                "其他区"
            };
            assert_eq!(choice.group.as_ref().unwrap().zh, group);
        }
    }
}
