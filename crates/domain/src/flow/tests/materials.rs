//! Required materials, row by row.

use std::collections::BTreeSet;

use super::*;
use crate::flow::AskedWith;

/// Short names of the materials, for the tables below.
fn letters(plan: &Plan) -> String {
    let letter = |id: &str| match id {
        "agent_id_emblem" => "A",
        "child_id_emblem" => "C",
        "agent_id_portrait" | "child_id_portrait" | "card_photo" => "",
        "birth_certificate" => "B",
        "booklet_first_page" => "F",
        "booklet_child_page" => "K",
        "booklet_child_page_back" => "Kb",
        "booklet_householder_own_page" => "H",
        "booklet_householder_own_page_back" => "Hb",
        "guardianship_proof" => "G",
        other => panic!("no letter for {other}"),
    };
    let letters: Vec<_> = plan
        .materials
        .iter()
        .map(|id| letter(id))
        .filter(|l| !l.is_empty())
        .collect();
    letters.join(" ")
}

/// The materials of every combination of answers in `codes/required_materials.csv`.
fn rows(channel: Channel) -> Vec<(String, String, String, BTreeSet<String>)> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../codes/required_materials.csv"
    );
    let mut found = Vec::new();
    for record in csv::Reader::from_path(path).unwrap().records() {
        let record = record.unwrap();
        if &record[0] != channel.code() {
            continue;
        }
        let choices = |cell: &str, all: &[&str]| -> Vec<String> {
            match cell {
                "any" => all.iter().map(|value| (*value).to_owned()).collect(),
                "any but no" => vec!["yes".to_owned(), String::new()],
                one => vec![one.to_owned()],
            }
        };
        for householder in choices(&record[2], &["yes", "no"]) {
            for same in choices(&record[3], &["yes", "no"]) {
                let materials = record[4].split(';').map(str::to_owned).collect();
                found.push((record[1].to_owned(), householder.clone(), same, materials));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn every_row_of_the_table_is_asked_for_and_nothing_else() {
    for flow in repository().flows() {
        for (id_type, householder, same, mut expected) in rows(flow.channel()) {
            expected.insert("card_photo".to_owned());
            let answers = with(&[
                ("child.id_type", &id_type),
                (
                    "agent.householder_relation",
                    if householder == "yes" { "02" } else { "30" },
                ),
                ("same_booklet", &same),
            ]);
            let plan = plan(repository(), flow.channel(), &answers, TODAY, &HIT).unwrap();
            let given = format!(
                "{:?}: {id_type}, householder {householder}, same booklet {same}",
                flow.channel()
            );
            assert_eq!(
                plan.materials.iter().cloned().collect::<BTreeSet<_>>(),
                expected,
                "{given}"
            );
            assert_eq!(plan.materials.len(), expected.len(), "each once: {given}");
        }
    }
}

#[test]
fn the_families_of_the_portal_upload_what_the_table_of_families_says() {
    for (family, answers, expected) in [
        ("1", complete(), "A C B"),
        ("2", with_booklet("02", "yes"), "A F K H"),
        ("3", with_booklet("12", "yes"), "A F K B"),
        ("4", with_booklet("30", "yes"), "A F K B"),
        ("5", with_booklet("02", "no"), "A F K H B"),
        ("6", with_booklet("12", "no"), "A F K B"),
        ("7", with_booklet("99", "yes"), "A F K B"),
    ] {
        assert_eq!(letters(&on_portal(&answers)), expected, "family {family}");
    }
}

#[test]
fn another_guardian_adds_a_proof_and_so_does_a_disputed_relationship() {
    let miss = Facts {
        relationship_state: RelationshipState::Miss,
        ..HIT
    };
    let mut grandmother = with_booklet("02", "yes");
    grandmother.set("relationship", "62");
    assert_eq!(letters(&on_portal_given(&grandmother, miss)), "A F K H G");

    let father = number(date(1986, 1, 2), 111);
    let adoptive = with(&[
        ("agent.id_number", &father),
        ("agent.sex", "1"),
        ("relationship", "57"),
    ]);
    assert_eq!(letters(&on_portal_given(&adoptive, miss)), "A C B G");

    let disputed = with(&[
        ("relationship_confirmed", "disputed"),
        ("relationship", "52"),
    ]);
    assert_eq!(letters(&on_portal(&disputed)), "A C B G");
    assert_eq!(
        letters(&on_portal_given(&disputed, miss)),
        "A C B",
        "nothing was found to dispute"
    );
}

#[test]
fn a_lost_birth_certificate_is_replaced_where_it_is_asked_for() {
    let lost = ("birth_certificate_choice", "other_proof");
    assert_eq!(letters(&on_portal(&with(&[lost]))), "A C G");
    let mut householder = with_booklet("02", "yes");
    householder.set(lost.0, lost.1);
    let plan = on_portal(&householder);
    assert_eq!(letters(&plan), "A F K H", "it is not asked for here");
    assert!(!plan.field("birth_certificate_choice").unwrap().visible);
}

#[test]
fn what_every_completion_requires_is_required_before_the_answer() {
    let asked = |changes: &[(&str, &str)]| letters(&on_portal(&with(changes)));
    let booklet = ("child.id_type", "household_booklet");
    assert_eq!(
        asked(&[("child.id_type", "")]),
        "A",
        "neither card nor booklet yet"
    );
    assert_eq!(
        asked(&[booklet]),
        "A F K",
        "householder or not, first page and child's page"
    );
    assert_eq!(
        asked(&[booklet, ("same_booklet", "no")]),
        "A F K B",
        "two booklets need it either way"
    );
    assert_eq!(asked(&[booklet, ("same_booklet", "yes")]), "A F K");
    assert_eq!(
        asked(&[booklet, ("agent.householder_relation", "02")]),
        "A F K H"
    );
    assert_eq!(asked(&[booklet, ("agent.is_householder", "no")]), "A F K B");
    assert_eq!(
        asked(&[("child.id_type", ""), ("same_booklet", "no")]),
        "A B",
        "card or two booklets"
    );
}

#[test]
fn the_photo_may_be_left_out_until_the_seventh_birthday_alone() {
    let default_picture = |birth: Date| {
        let child = number(birth, 2);
        let plan = on_portal(&with(&[
            ("photo_choice", "default_picture"),
            ("child.id_number", &child),
        ]));
        (
            plan.materials.contains(&"card_photo".to_owned()),
            told(&plan),
        )
    };
    assert_eq!(default_picture(date(2019, 11, 23)), (false, vec![]), "six");
    assert_eq!(
        default_picture(date(2019, 11, 22)),
        (false, vec![]),
        "the seventh birthday itself"
    );
    let problem = vec!["photo_choice: default_picture_age".to_owned()];
    assert_eq!(
        default_picture(date(2019, 11, 21)),
        (true, problem),
        "the day after"
    );
}

#[test]
fn the_choice_of_a_picture_is_offered_under_seven() {
    let visible = |birth: Date, choice: &str| {
        let child = number(birth, 2);
        let plan = on_portal(&with(&[
            ("photo_choice", choice),
            ("child.id_number", &child),
        ]));
        plan.field("photo_choice").unwrap().visible
    };
    assert!(visible(date(2019, 11, 22), ""));
    assert!(!visible(date(2019, 11, 21), ""));
    assert!(
        visible(date(2019, 11, 21), "default_picture"),
        "a problem must be seen to be mended"
    );
}

#[test]
fn what_a_choice_makes_needless_hangs_on_it() {
    let hangs = |channel: Channel, birth: Date, choice: &str| {
        let child = number(birth, 2);
        let answers = with(&[("photo_choice", choice), ("child.id_number", &child)]);
        let plan = plan(repository(), channel, &answers, TODAY, &HIT).unwrap();
        let slots = plan.slots().filter_map(|slot| {
            let AskedWith { field, values } = slot.asked_with.as_ref()?;
            Some(format!("{}: {field} = {}", slot.id, values.join(", ")))
        });
        slots.collect::<BTreeSet<_>>()
    };
    let (certificate, photo) = (
        "birth_certificate: birth_certificate_choice = have",
        "card_photo: photo_choice = own",
    );
    for channel in Channel::ALL {
        for choice in ["", "own", "default_picture"] {
            let (six, seven) = (date(2019, 11, 22), date(2019, 11, 21));
            // The portal asks for all documents on one page.
            let proof = (channel == Channel::Portal)
                .then(|| "guardianship_proof: birth_certificate_choice = other_proof".to_owned());
            let documents: BTreeSet<String> = std::iter::once(certificate.to_owned())
                .chain(proof)
                .collect();
            let all: BTreeSet<String> = documents
                .iter()
                .cloned()
                .chain([photo.to_owned()])
                .collect();
            assert_eq!(hangs(channel, six, choice), all, "{channel:?}");
            assert_eq!(
                hangs(channel, seven, choice),
                documents,
                "{channel:?}: whoever is seven needs a photo whatever was chosen"
            );
        }
    }
}

/// The values noted at a slot agree with the next plan after each choice.
#[test]
fn what_a_slot_hangs_on_is_what_the_next_plan_says() {
    let mut seen = 0;
    for channel in Channel::ALL {
        for answers in [
            complete(),
            with_booklet("02", "yes"),
            with_booklet("", "no"),
        ] {
            let before = plan(repository(), channel, &answers, TODAY, &HIT).unwrap();
            for slot in before.slots() {
                let Some(AskedWith { field, values }) = &slot.asked_with else {
                    continue;
                };
                for option in &before.field(field).unwrap().options {
                    let mut chosen = answers.clone();
                    chosen.set(field, option.value.as_str());
                    let after = plan(repository(), channel, &chosen, TODAY, &HIT).unwrap();
                    assert_eq!(
                        after.materials.contains(&slot.id),
                        values.contains(&option.value),
                        "{channel:?}: {} with {field} = {}",
                        slot.id,
                        option.value
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0, "some slot hangs on something");
}

#[test]
fn a_picture_no_longer_needed_is_no_problem() {
    let plan = on_portal(&with_booklet("02", "yes"));
    let slot = plan
        .slots()
        .find(|slot| slot.id == "child_id_emblem")
        .unwrap();
    assert!(slot.present && !slot.required);
    assert_eq!(told(&plan), Vec::<String>::new());
}
