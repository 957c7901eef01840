//! Faults in a file are reported with their line and cure.

use super::*;
use crate::source::LoadProblem;

/// The shipped files with one text of one file replaced by another.
fn with(name: &str, from: &str, to: &str) -> Vec<LoadProblem> {
    let mut files = shipped();
    let file = files.iter_mut().find(|file| file.name() == name).unwrap();
    assert!(file.text.contains(from), "{name} holds no {from}");
    file.text = file.text.replacen(from, to, 1);
    CodeTables::load(&files).err().unwrap_or_default()
}

fn check(name: &str, from: &str, to: &str, line: usize, what: &str, cure: &str) {
    let problems = with(name, from, to);
    let expected = LoadProblem::new(format!("codes/{name}"), line, what, cure);
    assert!(
        problems.contains(&expected),
        "wanted {expected}, got {problems:#?}"
    );
}

#[test]
fn lines_out_of_shape_are_told_with_their_cure() {
    check(
        "districts.csv",
        "110102,西城区",
        "11010,西城区",
        3,
        "`11010` in `code` is no code of 6 digits",
        "write all 6 digits, zeros in front too",
    );
    check(
        "districts.csv",
        "西城区",
        "",
        3,
        "`name_zh` is empty",
        "fill in `name_zh`",
    );
    check(
        "districts.csv",
        "110102,西城区",
        "110101,西城区",
        3,
        "code `110101` stands on line 2 already",
        "remove one of the two lines, or give it another code",
    );
    check(
        "districts.csv",
        "code,name_zh,name_en",
        "code,name_zh,english",
        1,
        "column `name_en` is missing",
        "add it to the header and to each line; the header has: code, name_zh, english, source",
    );
    check(
        "districts.csv",
        "110102,西城区,",
        "110102,西城区,,,",
        3,
        "the line has 6 values, the header 4",
        "give each line as many values as the header has; put a value with a comma in double quotes",
    );
}

#[test]
fn values_of_a_certain_kind_are_told_with_their_line_and_their_cure() {
    check(
        "branches.csv",
        "ICBC-110101-01,ICBC,110101",
        "ICBC-110101-01,ICBK,110101",
        2,
        "`ICBK` in `bank` does not stand in banks.csv",
        "correct the code, or add its line to banks.csv",
    );
    check(
        "branches.csv",
        "Mo-Fr 09:00-17:00",
        "9-5",
        2,
        "`9-5` in `hours` cannot be read",
        "opening hours look like `Mo-Fr 09:00-17:00; Sa 09:30-15:30`",
    );
    check(
        "relations.csv",
        "父亲,Father,parent",
        "父亲,Father,parents",
        38,
        "`parents` in `agent_is_childs` is not known",
        "write one of `no`, `class_only`, `guardian_with_proof`, `parent`",
    );
    check(
        "banks.csv",
        "ICBC",
        "IC BC",
        2,
        "`IC BC` is no code",
        "use letters, digits, `_` and `-` alone",
    );
    check(
        "pua_to_unicode.csv",
        "U+E815",
        "U+4E00",
        2,
        "`private_use_code` is no code point of private use",
        "write one from U+E000 to U+F8FF",
    );
    check(
        "pua_to_unicode.csv",
        "U+2E81",
        "U+2E82",
        2,
        "`unicode` and the character `⺁` differ",
        "correct the one or the other",
    );
    check(
        "pua_to_unicode.csv",
        "U+E815",
        "E815",
        2,
        "`E815` in `private_use_code` is no code point",
        "write it as U+4DAE",
    );
}

#[test]
fn an_empty_file_and_a_missing_file_are_faults() {
    let mut files = shipped();
    for file in &mut files {
        if file.name() == "sex.csv" {
            file.text =
                "code,name_zh,name_en,use,beijing_unified_identity_code,source\n".to_owned();
        }
    }
    files.retain(|file| file.name() != "banks.csv");
    let problems = CodeTables::load(&files).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "codes/banks.csv:1: the file is missing (put it back; the one shipped with the program is a good start)",
            "codes/sex.csv:1: the file has no rows (fill it in, or put back the one shipped with the program)",
        ]
    );
}

#[test]
fn a_file_saved_by_a_spreadsheet_still_loads() {
    let mut files = shipped();
    for file in &mut files {
        file.text = format!("\u{FEFF}{}", file.text.replace('\n', "\r\n"));
    }
    assert!(CodeTables::load(&files).is_ok());
}

#[test]
fn a_file_the_program_does_not_know_is_left_alone() {
    let mut files = shipped();
    files.push(SourceFile::new("codes/notes.csv", "anything"));
    assert!(CodeTables::load(&files).is_ok());
}

#[test]
fn nothing_at_all_is_a_list_of_missing_files() {
    assert_eq!(CodeTables::load(&[]).unwrap_err().len(), 14);
}

proptest::proptest! {
    #[test]
    fn loading_never_panics(text in "([a-z_]{1,8},){0,4}[ -~\n]{0,80}") {
        let files: Vec<_> = (shipped().iter())
            .map(|file| SourceFile::new(file.path.clone(), text.clone()))
            .collect();
        let _ = CodeTables::load(&files);
    }
}
