//! The families: the same at every start, true in themselves, and in the contract's shape.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use sandbox::world::{Sex, age_on};
use sandbox::{Case, Expect, World};
use serde_json::Value;

const DAY: Date = date(2026, 11, 22);

fn world(day: Date) -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (World::open(folder.path(), day, 7).unwrap(), folder)
}

#[test]
fn the_same_day_and_seed_make_the_same_families() {
    assert_eq!(world(DAY).0.cases_json(), world(DAY).0.cases_json());
    let folder = tempfile::tempdir().unwrap();
    let other = World::open(folder.path(), DAY, 8).unwrap();
    assert_ne!(world(DAY).0.cases_json(), other.cases_json());
}

#[test]
fn a_later_start_keeps_the_families_and_their_day() {
    let (made, folder) = world(DAY);
    let kept = World::open(folder.path(), date(2027, 3, 1), 99).unwrap();
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
    let fresh = World::open(folder.path(), date(2027, 3, 1), 7).unwrap();
    assert_eq!(fresh.day(), date(2027, 3, 1));
}

#[test]
fn a_file_that_is_no_world_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json");
    std::fs::write(&file, "{}").unwrap();
    let error = World::open(folder.path(), DAY, 7).unwrap_err().to_string();
    assert!(error.contains("world.json"), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), b"{}");
}

#[test]
fn the_cases_stand_in_the_shape_of_the_contract() {
    let (world, _folder) = world(DAY);
    let cases: Vec<BTreeMap<String, Value>> = serde_json::from_str(&world.cases_json()).unwrap();
    let names: Vec<&str> = cases
        .iter()
        .map(|case| case["case"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "family-01",
            "family-02",
            "family-03",
            "family-04",
            "family-05",
            "family-06",
            "family-07",
            "family-08",
            "family-10a",
            "family-10b",
            "family-13",
            "family-15",
            "family-18a",
            "family-18b",
        ]
    );
    for case in &cases {
        let keys: Vec<&str> = case.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "agent", "answers", "case", "channel", "child", "expect", "family", "papers",
                "title"
            ]
        );
        assert!(case["family"].as_str().unwrap().len() == "family-01".len());
    }
}

#[test]
fn what_a_person_says_agrees_with_their_number() {
    for day in [DAY, date(2028, 2, 29), date(2027, 3, 1), date(2027, 1, 1)] {
        let (world, _folder) = world(day);
        let mut seen = BTreeSet::new();
        for case in world.cases() {
            for number in [&case.agent.id_number, &case.child.id_number] {
                let person = world.person(number).unwrap();
                assert_eq!(number.len(), 18);
                assert!(number.starts_with("110"), "{number}");
                let birth = person.birth_date.strftime("%Y%m%d").to_string();
                assert_eq!(number[6..14], birth);
                let odd = number.as_bytes()[16] % 2 == 1;
                assert_eq!(odd, person.sex == Sex::Male, "{number}");
                assert!(seen.insert(number.clone()), "{number} twice");
            }
            for unique in [
                &case.agent.mobile,
                &case.agent.username,
                &case.agent.password,
            ] {
                assert!(seen.insert(unique.clone()), "{unique} twice");
            }
            let agent = world.person(&case.agent.id_number).unwrap();
            let card = agent.id_card.as_ref().unwrap();
            assert!(
                card.valid_until.is_none_or(|until| until > day),
                "{}",
                case.case
            );
            assert!(age_on(agent.birth_date, day) >= 18, "{}", case.case);
        }
        assert_eq!(world.accounts().len(), world.cases().len());
    }
}

#[test]
fn ages_are_right_on_the_day_they_are_made_for() {
    for day in [DAY, date(2028, 2, 29), date(2027, 3, 1), date(2026, 12, 31)] {
        let (world, _folder) = world(day);
        let age = |case: &str| age_on(world.case(case).unwrap().child.birth_date, day);
        let ages = [
            "family-01",
            "family-02",
            "family-03",
            "family-08",
            "family-10a",
            "family-10b",
        ]
        .map(age);
        assert_eq!(ages, [3, 8, 6, 0, 17, 18], "{day}");
    }
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

#[test]
fn every_paper_that_is_asked_is_there() {
    let (world, _folder) = world(DAY);
    for case in world.cases() {
        for material in &case.asked {
            assert!(
                case.papers.contains_key(material),
                "{}: {material}",
                case.case
            );
        }
        for (material, url) in &case.papers {
            assert_eq!(
                *url,
                format!("/sandbox/papers/{}/{material}.jpg", case.case)
            );
        }
    }
}

#[test]
fn each_kind_of_paper_is_a_jpeg_under_two_megabytes_and_is_drawn_once() {
    let (world, folder) = world(DAY);
    let case = world.case("family-02").unwrap();
    assert_eq!(case.papers.len(), 12);
    for material in case.papers.keys() {
        let paper = world.paper(&case.case, material).unwrap();
        assert!(
            paper.starts_with(&[0xff, 0xd8]) && paper.ends_with(&[0xff, 0xd9]),
            "{material}"
        );
        assert!(
            (20_000..2_000_000).contains(&paper.len()),
            "{material}: {} bytes",
            paper.len()
        );
    }
    let kept = folder.path().join("papers-1/family-02/card_photo.jpg");
    std::fs::write(&kept, "kept").unwrap();
    assert_eq!(world.paper("family-02", "card_photo").unwrap(), b"kept");
}

#[test]
fn a_paper_nobody_has_is_refused_whatever_its_name() {
    let (world, _folder) = world(DAY);
    for (case, material) in [
        ("family-08", "child_id_portrait"),
        ("family-07", "booklet_householder_own_page"),
        ("family-01", "../../world"),
        ("..", "world"),
        ("family-99", "card_photo"),
    ] {
        assert!(world.paper(case, material).is_err(), "{case} {material}");
    }
}

/// What the families cover so far; what needs later work is absent, not failing.
#[test]
fn prints_what_the_families_cover() {
    let (world, _folder) = world(DAY);
    let cases = world.cases();
    let count = |is: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| is(case)).count();
    let mut cover: Vec<(String, usize)> = Vec::new();
    for code in ["child_age", "not_insured", "card_held"] {
        let refused = Expect::Refused(code.to_owned());
        cover.push((
            format!("refusal {code}"),
            count(&|case| case.expect == refused),
        ));
    }
    let relation = |case: &Case| case.answers.contains_key("relationship_confirmed");
    cover.push(("relationship hit".to_owned(), count(&relation)));
    cover.push((
        "relationship miss".to_owned(),
        count(&|case| !relation(case)),
    ));
    let rows: [(&str, &[&str]); 4] = [
        (
            "resident_id_card",
            &["child_id_emblem", "child_id_portrait", "birth_certificate"],
        ),
        (
            "booklet, householder, same",
            &[
                "booklet_first_page",
                "booklet_child_page",
                "booklet_householder_own_page",
            ],
        ),
        (
            "booklet, householder, other",
            &[
                "booklet_first_page",
                "booklet_child_page",
                "booklet_householder_own_page",
                "birth_certificate",
            ],
        ),
        (
            "booklet, not householder",
            &[
                "booklet_first_page",
                "booklet_child_page",
                "birth_certificate",
            ],
        ),
    ];
    for (row, wanted) in rows {
        let asks = |case: &Case| {
            let asked: Vec<&str> = case.asked.iter().map(String::as_str).collect();
            asked.get(2..).is_some_and(|rest| {
                let own: Vec<&str> = rest
                    .iter()
                    .copied()
                    .filter(|id| !["card_photo", "guardianship_proof"].contains(id))
                    .collect();
                own == wanted
            })
        };
        cover.push((format!("row {row}"), count(&asks)));
    }
    for material in ["card_photo", "guardianship_proof"] {
        cover.push((
            format!("row {material}"),
            count(&|case| case.asked.iter().any(|id| id == material)),
        ));
    }
    for (what, cases) in &cover {
        println!("{cases:>3} {what}");
        assert!(*cases > 0, "nobody covers {what}");
    }
}
