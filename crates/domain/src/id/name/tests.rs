use proptest::prelude::*;

use super::*;

/// Decodes `\uXXXX` and `\UXXXXXXXX`, as described in the README of the vectors.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        plain.push_str(&rest[..place]);
        let digits = if rest[place + 1..].starts_with('u') {
            4
        } else {
            8
        };
        let (hex, after) = rest[place + 2..].split_at(digits);
        plain.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
        rest = after;
    }
    plain + rest
}

fn shipped_private_use() -> PrivateUse {
    let table = include_str!("../../../../../codes/pua_to_unicode.csv");
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    PrivateUse::new(lines.records().map(|line| {
        let line = line.unwrap();
        let point =
            |text: &str| char::from_u32(u32::from_str_radix(&text[2..], 16).unwrap()).unwrap();
        (point(&line[0]), point(&line[1]))
    }))
}

fn problem(error: NameError) -> String {
    match error {
        NameError::Length { got } => format!("{} {got}", error.code()),
        NameError::Characters { position, .. } => format!("{} {position}", error.code()),
        NameError::Script => format!("{} script", error.code()),
        NameError::Dot { position } => format!("{} {position} dot", error.code()),
        NameError::PrivateUse { position } => format!("{} {position} private_use", error.code()),
    }
}

#[test]
fn agrees_with_every_vector() {
    let private_use = shipped_private_use();
    let vectors = include_str!("../../../../../testdata/ids/names.csv");
    let mut lines = csv::ReaderBuilder::new().from_reader(vectors.as_bytes());
    let mut count = 0;
    for line in lines.records() {
        let line = line.unwrap();
        let (text, stored, source) = (unescape(&line[0]), unescape(&line[1]), &line[3]);
        count += 1;
        match PersonalName::parse_with(&text, &private_use) {
            Ok(name) => {
                assert_eq!(&line[2], "", "{text}: {source}");
                assert_eq!(name.as_str(), stored, "{text}: {source}");
            }
            Err(error) => assert_eq!(problem(error), &line[2], "{text}: {source}"),
        }
    }
    assert!(count > 45, "{count} vectors were read");
}

#[test]
fn private_use_is_refused_without_its_table() {
    let refused = Err(NameError::PrivateUse { position: 2 });
    assert_eq!(PersonalName::parse("陈\u{E863}"), refused);
}

#[test]
fn names_are_compared_as_the_table_says() {
    let private_use = shipped_private_use();
    let read = |text: &str| PersonalName::parse_with(text, &private_use).unwrap();
    for (entered, registered, same, why) in [
        ("陈一诺", "陈一诺", true, "the same"),
        (
            "陈一诺",
            " 陈　一\u{200B}诺",
            true,
            "blanks are no part of a name",
        ),
        (
            "阿依古丽.买买提",
            "阿依古丽・买买提",
            true,
            "the kind of dot counts nothing",
        ),
        (
            "阿依古丽·买买提",
            "阿依古丽买买提",
            false,
            "its absence counts",
        ),
        (
            "买买提·阿不都·热合曼",
            "买买提·阿不都热合曼",
            false,
            "and so does that of the second",
        ),
        (
            "\u{F9F4}小明",
            "\u{6797}小明",
            true,
            "a compatibility ideograph",
        ),
        (
            "\u{2F80B}明",
            "\u{50CF}明",
            true,
            "one of the supplementary plane",
        ),
        ("陈\u{E863}", "陈䶮", true, "an old system's private use"),
        ("陈䶮", "陈䶭", false, "neighbours in extension A"),
        (
            "王曰",
            "王日",
            false,
            "what machines confuse, people do not",
        ),
        ("陈𬱖", "陈𬱗", false, "neighbours outside the first plane"),
        (
            "陈説",
            "陈說",
            false,
            "variants that are characters of their own",
        ),
        ("陈龙", "陈龍", false, "simplified and traditional"),
        ("陈诺", "诺陈", false, "the order counts"),
    ] {
        let (entered, registered) = (read(entered), read(registered));
        assert_eq!(entered.same_as(&registered), same, "{why}");
        assert_eq!(
            registered.same_as(&entered),
            same,
            "{why}, the other way round"
        );
    }
}

#[test]
fn hides_what_must_be_hidden() {
    let check = |text: &str, masked: &str| {
        let name = PersonalName::parse(text).unwrap();
        assert_eq!(name.masked(), masked);
        let count = text.chars().count();
        assert_eq!(
            format!("{name:?}"),
            format!("PersonalName({count} characters)")
        );
    };
    check("陈一诺", "陈**");
    check("阿依古丽·买买提", "阿***·***");
}

proptest! {
    #[test]
    fn what_is_taken_is_taken_again_unchanged(
        text in "[ 一-龥㐀-䶵𠀀-𪛖\u{F900}-\u{FA2D}·•.。]{0,20}"
    ) {
        if let Ok(name) = PersonalName::parse(&text) {
            prop_assert!(name.same_as(&name));
            prop_assert_eq!(PersonalName::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn every_name_of_ideographs_is_taken_as_it_is(text in "[一-龥㐀-䶵𠀀-𪛖]{1,50}") {
        let name = PersonalName::parse(&text);
        prop_assert_eq!(name.as_ref().map(PersonalName::as_str), Ok(text.as_str()));
    }

    #[test]
    fn never_panics_on_what_people_send(text in any::<String>()) {
        let _ = PersonalName::parse(&text);
    }
}
