use std::path::Path;

use super::*;
use crate::id::Sex;
use crate::source::SourceFile;

mod faults;

/// The files shipped with the program.
fn shipped() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codes");
    let mut files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            SourceFile::new(
                format!("codes/{name}"),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn tables() -> CodeTables {
    CodeTables::load(&shipped()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn the_shipped_tables_load_with_every_row() {
    let codes = tables();
    for (name, len, expected) in [
        ("districts", codes.districts.len(), 16),
        ("former districts", codes.former_districts.len(), 12),
        ("subdistricts", codes.subdistricts.len(), 349),
        ("sexes", codes.sexes.len(), 4),
        ("ethnic groups", codes.ethnic_groups.len(), 58),
        ("relations", codes.relations.len(), 84),
        ("banks", codes.banks.len(), 15),
        ("id types", codes.id_types.len(), 9),
        ("occupations", codes.occupations.len(), 13),
        ("nationalities", codes.nationalities.len(), 249),
        ("collection methods", codes.collection_methods.len(), 3),
        ("document types", codes.document_types.len(), 12),
        ("private use", codes.private_use.iter().count(), 91),
    ] {
        assert_eq!(len, expected, "{name}");
    }
}

#[test]
fn every_bank_has_a_branch_in_every_district() {
    let codes = tables();
    assert!(codes.branches.len() >= 240);
    for bank in codes.banks.iter() {
        for district in codes.districts.iter() {
            let branches: Vec<_> = codes.branches_of(&bank.code, &district.code).collect();
            assert!(!branches.is_empty(), "{} {}", bank.code, district.code);
            for branch in branches {
                let start = format!("{}-{}-", bank.code, district.code);
                assert!(branch.code.starts_with(&start), "{}", branch.code);
                assert!(branch.source.contains("made up"), "{}", branch.code);
                // No number in Beijing begins with 0, so nobody is called by mistake.
                assert!(branch.phone.starts_with("010-0"), "{}", branch.code);
            }
        }
    }
}

#[test]
fn labels_are_found_by_table_and_code_in_both_languages() {
    let codes = tables();
    let check = |table, code: &str, zh: &str, en: &str| {
        let label = codes.label(table, code).unwrap();
        assert_eq!((label.zh.as_str(), label.en.as_str()), (zh, en));
    };
    check(CodeTable::Districts, "110108", "海淀区", "Haidian District");
    check(CodeTable::Relations, "52", "母亲", "Mother");
    check(CodeTable::EthnicGroups, "05", "维吾尔族", "Uygur");
    check(CodeTable::Nationalities, "156", "中国", "China");
    check(CodeTable::Occupations, "31", "学生", "Student");
    assert_eq!(codes.label(CodeTable::Relations, "98"), None);
    for table in CodeTable::ALL {
        assert_eq!(CodeTable::from_name(table.name()), Some(table));
        let options = codes.options(table);
        assert!(!options.is_empty(), "{table:?}");
        for (code, label) in options {
            assert_eq!(codes.label(table, code), Some(label), "{table:?} {code}");
            assert_eq!(label.missing(), None, "{table:?} {code}");
        }
    }
}

#[test]
fn options_keep_the_order_of_the_file() {
    let codes = tables();
    let districts: Vec<&str> = codes.districts.iter().map(|d| d.code.as_str()).collect();
    assert!(districts.is_sorted() && districts[0] == "110101");
    assert_eq!(codes.banks.iter().next().unwrap().code, "ICBC");
    assert_eq!(codes.nationalities.iter().next().unwrap().code, "156");
}

#[test]
fn relations_know_who_may_apply_and_their_sex() {
    let codes = tables();
    let relation = |code: &str| codes.relations.get(code).unwrap();
    let parents: Vec<_> = (codes.relations.iter())
        .filter(|relation| relation.as_agent == AsAgent::Parent)
        .map(|relation| (relation.code.as_str(), relation.sex))
        .collect();
    assert_eq!(
        parents,
        [("51", Some(Sex::Male)), ("52", Some(Sex::Female))]
    );
    for (code, sex) in [
        ("57", Some(Sex::Male)),
        ("62", Some(Sex::Female)),
        ("97", None),
    ] {
        assert_eq!(relation(code).as_agent, AsAgent::GuardianWithProof);
        assert_eq!(relation(code).sex, sex, "{code}");
    }
    assert_eq!(relation("50").as_agent, AsAgent::ClassOnly);
    assert_eq!(relation("99").as_agent, AsAgent::No);
    assert!(!relation("01").to_householder && relation("02").to_householder);
}

#[test]
fn an_area_code_leads_to_the_district_of_today() {
    let codes = tables();
    for (area, district) in [
        ("110108", Some("海淀区")),
        ("110103", Some("东城区")),
        ("110104", Some("西城区")),
        ("110224", Some("大兴区")),
        ("310101", None),
        ("", None),
    ] {
        let found = codes.present_district(area).map(|d| d.label.zh.as_str());
        assert_eq!(found, district, "{area}");
    }
}

#[test]
fn what_the_instruction_allows_is_marked() {
    let codes = tables();
    let allowed: Vec<_> = (codes.id_types.iter())
        .filter(|row| row.allowed_for_child)
        .map(|row| (row.code.as_str(), row.allowed_for_agent))
        .collect();
    assert_eq!(
        allowed,
        [("resident_id_card", true), ("household_booklet", false)]
    );
    let methods: Vec<_> = (codes.collection_methods.iter())
        .filter(|row| row.allowed_for_minor)
        .map(|row| row.code.as_str())
        .collect();
    assert_eq!(methods, ["agent_branch"]);
    assert!(codes.nationalities.get("156").unwrap().selectable);
    assert!(
        !codes.nationalities.get("344").unwrap().selectable,
        "Hong Kong"
    );
    let groups = codes
        .ethnic_groups
        .iter()
        .filter(|g| g.is_of_the_standard());
    assert_eq!(groups.count(), 56);
    let sexes = codes.sexes.iter().filter(|row| row.selectable);
    assert!(
        sexes
            .map(|row| row.code.as_str())
            .eq(Sex::ALL.map(Sex::code))
    );
    assert_eq!(
        codes.occupations.get("24").unwrap().suits_minor,
        SuitsMinor::From16
    );
}

#[test]
fn characters_of_private_use_are_mapped() {
    let codes = tables();
    assert_eq!(codes.private_use.character('\u{E863}'), Some('䶮'));
    assert_eq!(codes.private_use.character('\u{E000}'), None);
    assert_eq!(codes.private_use.character('陈'), None);
}
