use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::day::parse_date;

const TODAY: Date = date(2026, 11, 22);

fn problem(error: CitizenIdError) -> String {
    match error {
        CitizenIdError::Length { got } => format!("{} {got}", error.code()),
        CitizenIdError::Characters { position, .. } => format!("{} {position}", error.code()),
        CitizenIdError::Date(fault) => format!("{} {}", error.code(), part(fault)),
        CitizenIdError::Old15Digits
        | CitizenIdError::CheckDigit
        | CitizenIdError::Area
        | CitizenIdError::Sequence => error.code().to_owned(),
    }
}

fn part(fault: BirthFault) -> &'static str {
    match fault {
        BirthFault::Year => "year",
        BirthFault::Month => "month",
        BirthFault::Day => "day",
        BirthFault::Future => "future",
    }
}

#[test]
fn agrees_with_every_vector() {
    let vectors = include_str!("../../../../../testdata/ids/citizen_ids.csv");
    let mut lines = csv::Reader::from_reader(vectors.as_bytes());
    let mut count = 0;
    for line in lines.records() {
        let line = line.unwrap();
        let (text, source) = (&line[0], &line[5]);
        count += 1;
        match CitizenId::parse(text, TODAY) {
            Ok(number) => {
                assert_eq!(&line[4], "", "{text}: {source}");
                assert_eq!(number.as_str(), &line[1], "{text}: {source}");
                assert_eq!(
                    Ok(number.birth_date()),
                    parse_date(&line[2]),
                    "{text}: {source}"
                );
                let sex = if &line[3] == "male" {
                    Sex::Male
                } else {
                    Sex::Female
                };
                assert_eq!(number.sex(), sex, "{text}: {source}");
                assert_eq!(number.area_code(), &line[1][..6]);
                assert_eq!(CitizenId::from_stored(number.as_str()), Ok(number));
            }
            Err(error) => assert_eq!(problem(error), &line[4], "{text}: {source}"),
        }
    }
    assert!(count > 40, "{count} vectors were read");
}

#[test]
fn hides_what_must_be_hidden() {
    let number = CitizenId::parse("110101201803010017", TODAY).unwrap();
    assert_eq!(number.masked(), "110101********0017");
    assert_eq!(number.masked_short(), "1****************7");
    assert_eq!(format!("{number:?}"), "CitizenId(1****************7)");
}

/// First seventeen digits of a well-formed number.
fn digits() -> impl Strategy<Value = String> {
    (1u32..1_000_000, 0i32..53_000, 1u32..1000).prop_map(|(area, days, sequence)| {
        let birth = date(FIRST_YEAR, 1, 1)
            .checked_add(jiff::Span::new().days(days))
            .unwrap();
        format!("{area:06}{}{sequence:03}", birth.strftime("%Y%m%d"))
    })
}

fn number() -> impl Strategy<Value = String> {
    digits().prop_map(|digits| {
        let check = check_character(&digits).unwrap();
        format!("{digits}{check}")
    })
}

proptest! {
    #[test]
    fn every_number_with_its_check_character_is_taken(text in number()) {
        let number = CitizenId::parse(&text, TODAY).unwrap();
        prop_assert_eq!(number.as_str(), &text);
        prop_assert_eq!(number.birth_date().strftime("%Y%m%d").to_string(), &text[6..14]);
    }

    #[test]
    fn finds_every_wrong_character(text in number(), place in 0usize..18, other in 0usize..11) {
        let mut wrong = text.clone().into_bytes();
        let character = CHECK_CHARACTERS[other];
        prop_assume!(wrong[place] != character);
        wrong[place] = character;
        prop_assert!(CitizenId::parse(str::from_utf8(&wrong).unwrap(), TODAY).is_err());
    }

    #[test]
    fn finds_every_swap_of_neighbours(text in number(), place in 0usize..17) {
        let mut wrong = text.clone().into_bytes();
        prop_assume!(wrong[place] != wrong[place + 1]);
        wrong.swap(place, place + 1);
        prop_assert!(CitizenId::parse(str::from_utf8(&wrong).unwrap(), TODAY).is_err());
    }

    /// The oracle has its own table of days per month.
    #[test]
    fn the_first_impossible_part_of_the_date_is_named(
        year in prop_oneof![1870i16..2040, 2023i16..2028, 0i16..10_000], month in 0i8..15, day in 0i8..34
    ) {
        let digits = format!("110101{year:04}{month:02}{day:02}001");
        let text = format!("{digits}{}", check_character(&digits).unwrap());
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + i8::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let expected = if !(1880..=2026).contains(&year) {
            Some(BirthFault::Year)
        } else if !(1..=12).contains(&month) {
            Some(BirthFault::Month)
        } else if !(1..=days).contains(&day) {
            Some(BirthFault::Day)
        } else if year == 2026 && (month, day) > (11, 22) {
            Some(BirthFault::Future)
        } else {
            None
        };
        prop_assert_eq!(CitizenId::parse(&text, TODAY).err(), expected.map(CitizenIdError::Date));
    }

    #[test]
    fn the_check_character_is_iso_7064_mod_11_2(digits in digits()) {
        // the definition itself: double and add, then the value that makes it 1 modulo 11
        let sum = digits.bytes().fold(0u32, |sum, d| (sum + u32::from(d - b'0')) * 2 % 11);
        let check = (12 - sum) % 11;
        let expected = if check == 10 { 'X' } else { char::from_digit(check, 10).unwrap() };
        prop_assert_eq!(check_character(&digits), Some(expected));
    }

    #[test]
    fn masks_show_neither_birth_nor_sequence(text in number()) {
        let number = CitizenId::parse(&text, TODAY).unwrap();
        prop_assert_eq!(number.masked().len(), 18);
        prop_assert!(!number.masked().contains(&text[6..14]));
        let debug = format!("{number:?}");
        prop_assert!(!debug.contains(&text[..6]));
    }

    #[test]
    fn never_panics_on_what_people_send(text in any::<String>()) {
        let _ = CitizenId::parse(&text, TODAY);
    }

    #[test]
    fn never_panics_on_eighteen_of_anything(text in "[0-9０-９Xx年]{18}") {
        let _ = CitizenId::parse(&text, TODAY);
    }
}
