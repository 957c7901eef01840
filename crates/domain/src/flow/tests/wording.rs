//! The wording that people read.

use std::collections::BTreeSet;

use super::*;
use crate::flow::{Choice, PlannedItem, accept, choices, show};
use crate::lang::Text;

#[test]
fn the_official_sentence_names_the_pair() {
    let plan = on_portal(&complete());
    let step = plan.step("relationship").unwrap();
    assert_eq!(step.title.zh, "您与被代办人的关系是母女，请确认。");
    assert_eq!(
        step.title.en,
        "You and the child are mother and daughter. Please confirm."
    );
    let lead = step.page("confirm").unwrap().lead.as_ref().unwrap();
    assert_eq!(lead.zh, "您是陈一诺的母亲。");
    assert_eq!(lead.en, "You are listed as the mother of 陈一诺.");
    assert_eq!(step.short.zh, "确认关系");
}

#[test]
fn where_the_register_confirms_nothing_the_step_asks_for_the_relationship() {
    for relationship_state in [
        RelationshipState::Miss,
        RelationshipState::Mismatch,
        RelationshipState::Down,
    ] {
        for relationship in ["", "52"] {
            let facts = Facts {
                relationship_state,
                ..HIT
            };
            let plan = on_portal_given(&with(&[("relationship", relationship)]), facts);
            let step = plan.step("relationship").unwrap();
            assert_eq!(step.title.zh, "您是陈一诺的什么人？");
            assert_eq!(step.title.en, "How are you related to 陈一诺?");
        }
    }
}

#[test]
fn a_missing_consent_is_asked_for_in_the_words_of_its_box() {
    let cases = [
        (
            Channel::Portal,
            "consent.disclaimer",
            "《免责声明》，再勾选“我同意”",
        ),
        (
            Channel::Yikatong,
            "consent.disclaimer",
            "《免责声明》，再勾选“我已阅读并同意免责声明”",
        ),
        (
            Channel::Portal,
            "consent.lookup",
            "《访问授权》，再勾选“我授权查询登记信息”",
        ),
        (
            Channel::Jingtong,
            "consent.lookup",
            "《访问授权》，再勾选“访问授权”",
        ),
        (
            Channel::Jingtong,
            "promise",
            "《申请人郑重承诺》，再勾选“我已阅读并同意”",
        ),
    ];
    for (channel, field, sentence) in cases {
        for value in ["", "no"] {
            let answers = with(&[(field, value)]);
            let plan = plan(repository(), channel, &answers, TODAY, &HIT).unwrap();
            let problem = plan.problems.iter().find(|problem| problem.field == field);
            assert_eq!(problem.unwrap().text.zh, format!("请阅读{sentence}"));
        }
    }
}

#[test]
fn no_placeholder_is_left_in_an_empty_draft() {
    for flow in repository().flows() {
        let plan = plan(repository(), flow.channel(), &Answers::new(), TODAY, &HIT).unwrap();
        let json = crate::flow::plan_json(&plan);
        assert!(
            !json.contains("{relationship") && !json.contains("{child"),
            "{json}"
        );
        for page in plan.steps.iter().flat_map(|step| &step.pages) {
            let texts = [Some(&page.title), page.lead.as_ref()]
                .into_iter()
                .flatten();
            assert!(
                texts
                    .into_iter()
                    .all(|text| !text.zh.contains('{') && !text.en.contains('{')),
                "{}",
                page.id
            );
        }
    }
}

#[test]
fn sentences_name_figures_and_labels() {
    let sentence = |field: &str, raw: &str| {
        accept(repository(), field, raw, TODAY)
            .unwrap()
            .fault
            .unwrap()
            .text
            .zh
    };
    assert_eq!(
        sentence("child.id_number", "11010120230301002"),
        "请填写18位身份证号码，您输入了17位"
    );
    assert!(sentence("child.id_number", "1101012023O3010025").contains("第11位"));
    assert_eq!(sentence("bank", "XXX"), "请从列表中选择发卡行名称");
    assert!(sentence("residence.address", "三楼").contains("2个"));
    assert!(sentence("child.id_valid_from", "yesterday").contains("年-月-日"));
}

#[test]
fn values_are_stored_in_one_form() {
    let stored = |field: &str, raw: &str| {
        let accepted = accept(repository(), field, raw, TODAY).unwrap();
        assert_eq!(accepted.fault, None, "{field}");
        accepted.value
    };
    assert_eq!(
        stored("child.id_number", " １１０１０１ 20180301 001７ "),
        "110101201803010017"
    );
    assert_eq!(stored("child.name", "阿依古丽•买买提"), "阿依古丽·买买提");
    assert_eq!(stored("agent.mobile", "+86 138-0013-8000"), "13800138000");
    for date in [
        "2023-08-05",
        "2023.8.5",
        "2023年8月5日",
        "20230805",
        "２０２３/0８/05",
    ] {
        assert_eq!(stored("child.id_valid_from", date), "2023-08-05");
    }
    assert_eq!(stored("child.id_valid_until", "long_term"), "long_term");
    assert_eq!(stored("bank", "  "), "");
    assert_eq!(accept(repository(), "child.shoe_size", "30", TODAY), None);
}

#[test]
fn codes_and_dates_are_shown_in_words() {
    let shown = |field: &str, value: &str| show(repository(), field, value);
    assert_eq!(
        shown("child.id_type", "household_booklet"),
        Text::new("户口本", "Household Registration Booklet")
    );
    assert_eq!(shown("same_booklet", "no"), Text::new("否", "No"));
    assert_eq!(
        shown("child.birth_date", "2023-03-01"),
        Text::new("2023年3月1日", "2023-03-01")
    );
    assert_eq!(shown("child.id_valid_until", "long_term").zh, "长期");
    assert_eq!(shown("consent.lookup", "yes").en, "Agreed");
    assert_eq!(shown("relationship", "52").zh, "母亲");
    assert_eq!(shown("child.name", "陈一诺").en, "陈一诺");
}

#[test]
fn branches_are_those_of_the_bank_the_district_s_first() {
    let answers = with(&[("branch", "")]);
    let branches = choices(repository(), "branch", &answers);
    assert!(branches.len() >= 16);
    assert!(
        branches
            .iter()
            .all(|branch| branch.value.starts_with("ICBC-"))
    );
    assert!(branches[0].value.starts_with("ICBC-110108-"));
    assert_eq!(branches[0].group.as_ref().unwrap().zh, "在您选择的区内");
    assert!(choices(repository(), "branch", &Answers::new()).is_empty());
}

#[test]
fn while_no_bank_is_chosen_the_branches_are_those_of_the_district() {
    let near = choices(
        repository(),
        "branch",
        &with(&[("branch", ""), ("bank", "")]),
    );
    let branch = |choice: &Choice| repository().codes().branches.get(&choice.value).unwrap();
    assert!(
        near.iter()
            .all(|choice| branch(choice).district == "110108")
    );
    let banks: BTreeSet<&str> = near
        .iter()
        .map(|choice| branch(choice).bank.as_str())
        .collect();
    assert!(banks.len() > 10, "{banks:?}");
}

#[test]
fn two_booklets_are_told_apart_at_their_slots() {
    let hints = |same: &str| {
        let plan = on_portal(&with_booklet("02", same));
        let slot = plan
            .slots()
            .find(|slot| slot.id == "booklet_householder_own_page")
            .unwrap()
            .clone();
        slot.hints
            .iter()
            .map(|hint| hint.zh.clone())
            .collect::<String>()
    };
    assert!(hints("no").starts_with("请拍您自己所在的户口本。"));
    assert!(!hints("yes").contains("您自己所在的户口本"));
}

#[test]
fn every_visible_choice_offers_something() {
    for answers in [
        complete(),
        with_booklet("02", "yes"),
        with_booklet("99", "no"),
    ] {
        let plan = on_portal(&answers);
        for item in plan
            .steps
            .iter()
            .flat_map(|step| &step.pages)
            .flat_map(|page| &page.items)
        {
            if let PlannedItem::Field(field) = item
                && field.visible
                && matches!(
                    field.kind,
                    crate::catalogue::FieldKind::Choice | crate::catalogue::FieldKind::YesNo
                )
            {
                assert!(!field.options.is_empty(), "{}", field.id);
                let value = field.value.as_ref().unwrap();
                assert!(
                    field.options.iter().any(|option| option.value == *value),
                    "{}",
                    field.id
                );
            }
        }
    }
}

#[test]
fn every_guardian_and_child_have_words_for_the_two_of_them() {
    let pairs = &repository().catalogue().words().relationship_pairs;
    let relationship = repository().field("relationship").unwrap();
    let relations = crate::flow::accepted_values(repository(), relationship).unwrap();
    for relation in &relations {
        // 97, another relative, has no word of its own: "guardian and child" is used instead.
        let known = pairs
            .get(relation)
            .map(|by_sex| by_sex.keys().collect::<Vec<_>>());
        assert!(
            relation == "97" || known.is_some_and(|sexes| sexes == ["1", "2"]),
            "{relation}"
        );
    }
    assert!(pairs.keys().all(|relation| relations.contains(relation)));
}
