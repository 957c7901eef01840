//! The validity of the child's document, which only Jingtong asks for.

use super::*;

/// The problems of a document of this kind, and the first sentence in Chinese.
fn judged(birth: Date, id_type: &str, from: &str, until: &str) -> (Vec<String>, String) {
    let is_householder = if id_type == "household_booklet" {
        "yes"
    } else {
        ""
    };
    let answers = with(&[
        ("child.id_number", &number(birth, 2)),
        ("child.id_type", id_type),
        ("agent.is_householder", is_householder),
        ("child.occupation", "90"),
        ("child.card_mobile", "13800138000"),
        ("child.id_valid_from", from),
        ("child.id_valid_until", until),
    ]);
    let plan = plan(repository(), Channel::Jingtong, &answers, TODAY, &HIT).unwrap();
    for problem in &plan.problems {
        assert_eq!(problem.step, "relation", "{problem:?}");
        assert_eq!(problem.page.as_deref(), Some("relation"), "{problem:?}");
        assert!(!problem.text.en.is_empty() && !problem.text.en.contains('{'));
    }
    let sentence = plan.problems.first().map(|problem| problem.text.zh.clone());
    (told(&plan), sentence.unwrap_or_default())
}

const FROM_ORDER: &str = "child.id_valid_from: validity_order";
const ORDER: &str = "child.id_valid_until: validity_order";
const EXPIRED: &str = "child.id_valid_until: validity_expired";
const TERM: &str = "child.id_valid_until: validity_term";

#[test]
fn the_term_of_a_card_is_judged_at_its_field_and_the_cure_said() {
    let small = date(2018, 3, 1);
    let sixteen = date(2010, 5, 20);
    let check = |birth: Date, from: &str, until: &str, expected: &[&str], cure: &str| {
        let (told, sentence) = judged(birth, "resident_id_card", from, until);
        assert_eq!(told, expected, "born {birth}, from {from} until {until}");
        assert!(sentence.contains(cure), "{sentence} says nothing of {cure}");
    };
    check(small, "2023-08-05", "2028-08-05", &[], "");
    check(small, "2024-02-29", "2029-02-28", &[], "");
    check(small, "2024-02-29", "2029-03-01", &[], "");
    // the order of the days
    check(
        small,
        "2028-08-05",
        "2023-08-05",
        &[FROM_ORDER],
        "不晚于今天",
    );
    check(small, "2023-08-05", "2023-08-05", &[ORDER], "晚于开始日期");
    check(small, "2023-08-05", "2022-08-05", &[ORDER], "晚于开始日期");
    check(small, "2026-11-22", "2031-11-22", &[], "");
    check(
        small,
        "2026-11-23",
        "2031-11-23",
        &[FROM_ORDER],
        "不晚于今天",
    );
    check(
        small,
        "2018-03-01",
        "2023-03-01",
        &[FROM_ORDER],
        "晚于出生日期",
    );
    check(
        small,
        "2018-02-28",
        "2023-02-28",
        &[FROM_ORDER],
        "晚于出生日期",
    );
    // the last day still counts
    check(small, "2021-11-22", "2026-11-22", &[], "");
    check(small, "2021-11-21", "2026-11-21", &[EXPIRED], "户口本");
    check(
        small,
        "",
        "2026-11-21",
        &["child.id_valid_from: missing", EXPIRED],
        "",
    );
    // the term, by the age at issue
    check(small, "2023-08-05", "2029-08-05", &[TERM], "5年");
    check(small, "2026-03-01", "2036-03-01", &[TERM], "5年");
    check(small, "2023-08-05", "long_term", &[TERM], "长期");
    check(
        small,
        "",
        "long_term",
        &["child.id_valid_from: missing", TERM],
        "",
    );
    check(sixteen, "2026-05-19", "2031-05-19", &[], "");
    check(
        sixteen,
        "2026-05-19",
        "2036-05-19",
        &[TERM],
        "不满16周岁时领的身份证，有效期是5年",
    );
    check(sixteen, "2026-05-20", "2031-05-20", &[], "");
    check(sixteen, "2026-05-20", "2036-05-20", &[], "");
    check(sixteen, "2026-05-20", "2033-05-20", &[TERM], "5年或10年");
    check(sixteen, "2026-05-21", "2036-05-21", &[], "");
    check(sixteen, "2026-05-21", "2031-05-21", &[TERM], "10年");
    // missing values and values that are not dates
    check(
        small,
        "2023-08-05",
        "",
        &["child.id_valid_until: missing"],
        "",
    );
    check(
        small,
        "2023-02-30",
        "2028-08-05",
        &["child.id_valid_from: code_unknown"],
        "",
    );
    check(
        small,
        "2023-08-05",
        "2028-02-30",
        &["child.id_valid_until: code_unknown"],
        "",
    );
}

#[test]
fn the_setting_of_the_age_rule_changes_no_card() {
    let answers = with(&[
        ("child.id_number", &number(date(2010, 5, 20), 2)),
        ("child.occupation", "31"),
        ("child.card_mobile", "13800138000"),
        ("child.id_valid_from", "2026-05-20"),
        ("child.id_valid_until", "2031-05-20"),
    ]);
    for age_rule in AgeRule::ALL {
        let facts = Facts { age_rule, ..HIT };
        let plan = plan(repository(), Channel::Jingtong, &answers, TODAY, &facts).unwrap();
        assert_eq!(told(&plan), [""; 0], "{age_rule:?}");
    }
}

#[test]
fn without_a_birth_date_nothing_is_said_of_the_age_at_issue() {
    let answers = |until: &str| {
        with(&[
            ("child.id_number", ""),
            ("child.id_valid_from", "2023-08-05"),
            ("child.id_valid_until", until),
        ])
    };
    for (until, is_told) in [
        ("2028-08-05", false),
        ("2033-08-05", false),
        ("2043-08-05", true),
    ] {
        let plan = plan(
            repository(),
            Channel::Jingtong,
            &answers(until),
            TODAY,
            &HIT,
        )
        .unwrap();
        assert_eq!(told(&plan).contains(&TERM.to_owned()), is_told, "{until}");
    }
}

#[test]
fn a_booklet_has_no_term_but_a_day_of_registration() {
    let check = |from: &str, until: &str, expected: &[&str]| {
        let (told, _) = judged(date(2023, 3, 1), "household_booklet", from, until);
        assert_eq!(told, expected, "from {from} until {until}");
    };
    check("", "", &[]);
    check("2023-03-01", "2024-01-01", &[]);
    check("2026-11-22", "long_term", &[]);
    check("2023-02-28", "", &[FROM_ORDER]);
    check("2026-11-23", "", &[FROM_ORDER]);
}
