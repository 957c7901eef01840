//! Differences of Jingtong and Yikatong from the portal, and a draft that moves through all three.

use super::*;

fn on(channel: Channel, answers: &Answers) -> Plan {
    plan(repository(), channel, answers, TODAY, &HIT).unwrap()
}

fn missed(channel: Channel, answers: &Answers) -> Vec<String> {
    on(channel, answers)
        .problems
        .into_iter()
        .map(|problem| problem.field)
        .collect()
}

/// Answers and pictures given so far, plus `more`.
fn and(answers: &Answers, more: &[(&str, &str)]) -> Answers {
    let given = answers.iter().chain(more.iter().copied());
    given.collect()
}

#[test]
fn the_steps_stand_in_the_order_of_the_instruction() {
    let steps = |channel| {
        repository()
            .flow(channel)
            .unwrap()
            .step_ids()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        steps(Channel::Portal),
        "disclaimer agent child relationship papers supplement review promise"
    );
    assert_eq!(
        steps(Channel::Jingtong),
        "disclaimer eligibility agent child relation residence collection card_papers review promise"
    );
    assert_eq!(
        steps(Channel::Yikatong),
        "disclaimer agent child card collection review promise"
    );
}

#[test]
fn a_draft_that_changes_its_channel_is_asked_only_for_what_is_missing() {
    let mut portal = with_booklet("02", "no");
    for back in [
        "booklet_child_page_back",
        "booklet_householder_own_page_back",
    ] {
        portal.remove(back);
    }
    assert_eq!(missed(Channel::Portal, &portal), Vec::<String>::new());
    let asked = [
        "child.card_mobile",
        "child.occupation",
        "booklet_child_page_back",
        "booklet_householder_own_page_back",
    ];
    assert_eq!(missed(Channel::Jingtong, &portal), asked);
    let jingtong = and(
        &portal,
        &[
            ("child.card_mobile", "13800138000"),
            ("child.occupation", "90"),
            ("booklet_child_page_back", "present"),
            ("booklet_householder_own_page_back", "present"),
        ],
    );
    assert_eq!(missed(Channel::Jingtong, &jingtong), Vec::<String>::new());
    assert_eq!(missed(Channel::Yikatong, &jingtong), Vec::<String>::new());
}

#[test]
fn two_booklets_known_from_another_channel_add_the_birth_certificate_in_jingtong() {
    let asks = |same: &str| {
        let plan = on(Channel::Jingtong, &with_booklet("02", same));
        assert!(plan.field("same_booklet").is_none());
        plan.materials.contains(&"birth_certificate".to_owned())
    };
    assert!(asks("no"));
    assert!(!asks("yes") && !asks(""));
}

#[test]
fn jingtong_asks_for_the_child_once_and_shows_it_again() {
    let plan = on(Channel::Jingtong, &complete());
    let places: Vec<_> = plan
        .steps
        .iter()
        .flat_map(|step| step.fields().map(move |field| (step, field)))
        .collect();
    let name: Vec<_> = places
        .iter()
        .filter(|(_, field)| field.id == "child.name")
        .map(|(step, field)| (step.id.as_str(), field.required, field.locked))
        .collect();
    assert_eq!(name, [("eligibility", true, false), ("child", false, true)]);
    let adult = with(&[("child.id_number", &number(date(2008, 11, 21), 2))]);
    let plan = on(Channel::Jingtong, &adult);
    let problem = plan
        .problems
        .iter()
        .find(|problem| problem.code.as_str() == "child_age")
        .unwrap();
    assert_eq!(problem.step, "eligibility");
}

#[test]
fn jingtong_words_the_only_way_of_collection_its_own_way() {
    let plan = on(Channel::Jingtong, &complete());
    let field = plan.field("collection_method").unwrap();
    assert_eq!(field.options.len(), 1);
    assert_eq!(field.options[0].label.zh, "个人网点领卡");
    assert_eq!(field.shown.as_ref().unwrap().zh, "个人网点领卡");
}

#[test]
fn a_booklet_is_long_term_in_jingtong() {
    let plan = on(Channel::Jingtong, &with_booklet("02", "yes"));
    let until = plan.field("child.id_valid_until").unwrap();
    assert_eq!(flags(Some(until)), (true, false, true));
    assert_eq!(until.shown.as_ref().unwrap().zh, "长期");
    let sex = plan.field("child.sex").unwrap();
    assert_eq!(sex.shown.as_ref().unwrap().zh, "女性");
}

#[test]
fn the_usual_occupation_follows_the_school_year() {
    let suggested = |birth: Date, on: Date| {
        let mut answers = with(&[("child.id_number", &number(birth, 2))]);
        answers.remove("child.occupation");
        let plan = plan(repository(), Channel::Jingtong, &answers, on, &HIT).unwrap();
        let field = plan.field("child.occupation").unwrap();
        assert_eq!(
            field.value, None,
            "it counts once it is saved, and can be another"
        );
        field.suggested.clone().unwrap()
    };
    let (other, student) = ("90", "31");
    for (birth, on, expected) in [
        (date(2020, 8, 31), date(2026, 9, 1), student),
        (date(2020, 8, 31), date(2026, 8, 31), other),
        (date(2020, 9, 1), date(2026, 9, 1), other),
        (date(2020, 9, 1), date(2027, 8, 31), other),
        (date(2020, 9, 1), date(2027, 9, 1), student),
        (date(2020, 2, 29), date(2027, 1, 1), student),
        (date(2026, 11, 1), TODAY, other),
    ] {
        assert_eq!(suggested(birth, on), expected, "born {birth}, on {on}");
    }
}

#[test]
fn who_the_agent_is_is_judged_in_every_channel() {
    let young = number(date(2008, 11, 22), 2);
    for (id, value, code) in [
        ("agent.id_number", young.as_str(), "agent_age"),
        ("agent.id_number", "11010120180301001", "id_length"),
        ("agent.id_number", "110101180301001", "id_old_15_digits"),
        ("agent.name", "A1", "name_characters"),
    ] {
        let answers = with(&[(id, value), ("child.card_mobile", "13800138000")]);
        for flow in repository().flows() {
            let plan = on(flow.channel(), &answers);
            let problem = plan.problems.iter().find(|problem| problem.field == id);
            let problem = problem.unwrap_or_else(|| panic!("{value} in {:?}", flow.channel()));
            assert_eq!(problem.code.as_str(), code);
            assert_eq!(problem.step, "agent");
        }
    }
}

#[test]
fn white_space_alone_is_no_answer() {
    for blank in [" ", "\t", "\u{3000}", "  \n "] {
        for id in ["child.name", "bank", "residence.address", "promise"] {
            let plan = on(Channel::Portal, &with(&[(id, blank)]));
            assert_eq!(told(&plan), [format!("{id}: missing")], "{blank:?}");
        }
    }
}
