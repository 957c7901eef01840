//! What is made and stored, and how it is presented to programs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use sandbox::World;
use serde_json::Value;

use super::{DAY, DAYS, world};

#[test]
fn the_same_day_and_seed_make_the_same_families() {
    assert_eq!(world(DAY).0.cases_json(), world(DAY).0.cases_json());
    let folder = tempfile::tempdir().unwrap();
    let other = World::open(folder.path(), DAY, 8, sandbox::DRAWN).unwrap();
    assert_ne!(world(DAY).0.cases_json(), other.cases_json());
}

#[test]
fn fewer_families_are_the_first_of_them() {
    let all = world(DAY).0;
    let folder = tempfile::tempdir().unwrap();
    let few = World::open(folder.path(), DAY, 7, 3).unwrap();
    let drawn = few.cases().iter().filter(|case| !case.is_told()).count();
    assert_eq!(drawn, 3);
    assert_eq!(few.cases(), &all.cases()[..few.cases().len()]);
}

#[test]
fn a_later_start_keeps_the_families_and_their_day() {
    let (made, folder) = world(DAY);
    let kept = World::open(folder.path(), date(2027, 3, 1), 99, sandbox::DRAWN).unwrap();
    assert_eq!(kept.day(), DAY);
    assert_eq!(kept.cases(), made.cases());
}

#[test]
fn a_discarded_world_is_made_afresh() {
    let (made, folder) = world(DAY);
    made.paper("family-01", "card_photo").unwrap();
    World::discard(folder.path()).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    World::discard(folder.path()).unwrap();
    let fresh = World::open(folder.path(), date(2027, 3, 1), 7, sandbox::DRAWN).unwrap();
    assert_eq!(fresh.day(), date(2027, 3, 1));
}

#[test]
fn a_file_that_is_no_world_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json");
    std::fs::write(&file, "{}").unwrap();
    let error = World::open(folder.path(), DAY, 7, sandbox::DRAWN)
        .unwrap_err()
        .to_string();
    assert!(error.contains("world.json"), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), b"{}");
    std::fs::write(&file, r#"{"format": 1, "cases": []}"#).unwrap();
    let error = World::open(folder.path(), DAY, 7, sandbox::DRAWN)
        .unwrap_err()
        .to_string();
    assert!(error.contains("format 1, not 2"), "{error}");
    assert!(error.contains("begin afresh without the folder"), "{error}");
}

#[test]
fn the_cases_stand_in_the_shape_of_the_contract() {
    let (world, _folder) = world(DAY);
    let cases: Vec<BTreeMap<String, Value>> = serde_json::from_str(&world.cases_json()).unwrap();
    for case in &cases {
        let keys = case.keys().map(String::as_str);
        // Where another channel ends otherwise, the case says so.
        let keys: Vec<&str> = keys.filter(|key| *key != "expect_in").collect();
        assert_eq!(
            keys,
            [
                "agent", "answers", "case", "channel", "child", "expect", "family", "papers",
                "title"
            ]
        );
        let (name, family) = (&case["case"], &case["family"]);
        assert!(name.as_str().unwrap().starts_with(family.as_str().unwrap()));
    }
}

/// The outcomes of the stories written by hand, whatever day they are made for.
const TOLD: [(&str, &str); 42] = [
    ("family-01", "submits"),
    ("family-02", "submits"),
    ("family-03", "submits"),
    ("family-04", "submits"),
    ("family-05", "submits"),
    ("family-06", "submits"),
    ("family-07", "submits"),
    ("family-08", "submits"),
    ("family-09a", "submits"),
    ("family-09b", "submits"),
    ("family-10a", "submits"),
    ("family-10b", "refused:child_age"),
    ("family-11", "submits"),
    ("family-12", "submits"),
    ("family-13", "evidence"),
    ("family-14", "evidence"),
    ("family-15", "evidence"),
    ("family-16a", "evidence"),
    ("family-16b", "evidence"),
    ("family-16c", "evidence"),
    ("family-16d", "evidence"),
    ("family-16e", "evidence"),
    ("family-16f", "evidence"),
    ("family-16g", "submits"),
    ("family-17", "submits"),
    ("family-18a", "refused:not_insured"),
    ("family-18b", "refused:card_held"),
    ("family-19a", "submits"),
    ("family-19b", "refused:live_application"),
    ("family-21", "evidence"),
    ("family-22a", "submits"),
    ("family-22b", "submits"),
    ("family-22c", "submits"),
    ("family-22d", "submits"),
    ("family-23", "submits"),
    ("family-24", "submits"),
    ("family-25", "submits"),
    ("family-26a", "submits"),
    ("family-26b", "submits"),
    ("family-27", "refused:agent_age"),
    ("family-28", "refused:not_possible_online"),
    ("family-29", "evidence"),
];

#[test]
fn the_families_told_by_hand_end_as_the_design_says_on_any_day() {
    for day in DAYS {
        let (world, _folder) = world(day);
        let told: Vec<(&str, String)> = world
            .cases()
            .iter()
            .filter(|case| case.is_told())
            .map(|case| (case.case.as_str(), case.expect.word()))
            .collect();
        let wanted = TOLD.map(|(case, expect)| (case, expect.to_owned()));
        assert_eq!(told, wanted, "{day}");
    }
}

#[test]
fn there_are_more_than_three_hundred_families() {
    let (world, _folder) = world(DAY);
    let families: BTreeSet<&str> = world.families().iter().map(|family| family.id).collect();
    assert!(families.len() > 300, "{}", families.len());
    let drawn: Vec<&str> = world
        .cases()
        .iter()
        .filter(|case| !case.is_told())
        .map(|case| case.case.as_str())
        .collect();
    let numbered: Vec<String> = (101..).take(300).map(|n| format!("family-{n}")).collect();
    assert_eq!(drawn, numbered);
}

#[test]
fn every_answer_stands_in_the_code_tables() {
    let codes = |file: &str| -> BTreeSet<String> {
        let path = format!("{}/../../codes/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        text.lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .map(str::to_owned)
            .collect()
    };
    let tables = [
        ("branch", codes("branches")),
        ("bank", codes("banks")),
        ("residence.district", codes("districts")),
        ("child.ethnic_group", codes("ethnic_groups")),
        ("relationship", codes("relations")),
        ("agent.householder_relation", codes("relations")),
        ("child.occupation", codes("occupations_gbt2261_4")),
        ("collection_method", codes("collection_methods")),
    ];
    let (world, _folder) = world(DAY);
    for case in world.cases() {
        for (field, table) in &tables {
            let Some(answer) = case.answers.get(*field) else {
                continue;
            };
            assert!(table.contains(answer), "{}: {field} = {answer}", case.case);
        }
        assert_eq!(case.answers["child.id_number"], case.child.id_number);
    }
}
