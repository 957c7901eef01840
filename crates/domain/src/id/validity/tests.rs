use jiff::Span;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use ValidityProblem::{Expired, Order, Term};

const TODAY: Date = date(2026, 11, 22);

#[test]
fn reads_the_two_forms_of_an_end() {
    for text in ["long_term", "2029-08-05"] {
        assert_eq!(
            Until::parse(text).map(|until| until.to_string()),
            Ok(text.to_owned())
        );
    }
    for text in ["", "长期", "LONG_TERM", "2029.08.05", "9999"] {
        assert_eq!(
            Until::parse(text),
            Err(UntilError(DateError::Shape)),
            "{text}"
        );
    }
}

#[test]
fn the_last_day_still_counts() {
    assert!(!Until::Date(TODAY).is_over_on(TODAY));
    assert!(Until::Date(date(2026, 11, 21)).is_over_on(TODAY));
    assert!(!Until::LongTerm.is_over_on(Date::MAX));
}

#[test]
fn a_childs_card_is_wrong_in_every_way_there_is() {
    let birth = date(2018, 3, 1);
    let check = |from: Date, until: &str, expected: &[ValidityProblem]| {
        let until = Until::parse(until).unwrap();
        let term = Validity::new(from, until).unwrap();
        assert_eq!(
            term.of_a_childs_card(Some(birth), TODAY),
            expected,
            "{from} {until}"
        );
    };
    check(date(2023, 5, 20), "2028-05-20", &[]);
    check(date(2023, 5, 20), "2033-05-20", &[Term]);
    check(TODAY, "2031-11-22", &[]);
    check(date(2021, 11, 22), "2026-11-22", &[]);
    check(date(2021, 11, 21), "2026-11-21", &[Expired]);
    check(date(2023, 5, 20), "2028-05-19", &[Term]);
    check(date(2023, 5, 20), "2028-05-21", &[Term]);
    check(date(2023, 5, 20), "2043-05-20", &[Term]);
    check(date(2023, 5, 20), "long_term", &[Term]);
    check(date(2026, 11, 23), "2031-11-23", &[Order]);
    check(birth, "2028-03-01", &[Order, Term]);
    check(date(2018, 3, 2), "2028-03-02", &[Term]);
    check(date(2022, 3, 2), "2027-03-02", &[]);
    check(date(2017, 3, 1), "2020-03-01", &[Order, Expired, Term]);
    // from a leap day
    check(date(2024, 2, 29), "2029-02-28", &[]);
    check(date(2024, 2, 29), "2029-03-01", &[]);
    check(date(2024, 2, 29), "2029-03-02", &[Term]);
}

/// The length by the day of issue, for a child born on `birth`.
#[test]
fn the_term_goes_by_the_age_at_issue_under_both_readings_of_a_birthday() {
    let check = |birth: Date, from: Date, five: bool, ten: bool| {
        for (years, right) in [(5, five), (10, ten)] {
            let last = from.checked_add(Span::new().years(years)).unwrap();
            let term = Validity::new(from, Until::Date(last)).unwrap();
            let expected: &[ValidityProblem] = if right { &[] } else { &[Term] };
            let got = term.of_a_childs_card(Some(birth), from);
            assert_eq!(
                got, expected,
                "born {birth}, issued {from} for {years} years"
            );
        }
    };
    // around the sixteenth birthday
    let birth = date(2010, 5, 20);
    check(birth, date(2026, 5, 19), true, false);
    check(birth, date(2026, 5, 20), true, true);
    check(birth, date(2026, 5, 21), false, true);
    // at eight, and at seventeen
    check(birth, date(2018, 5, 20), true, false);
    check(birth, date(2026, 11, 20), false, true);
    // at the turn of the year: the day after the birthday lies in the next one
    let birth = date(2009, 12, 31);
    check(birth, date(2025, 12, 30), true, false);
    check(birth, date(2025, 12, 31), true, true);
    check(birth, date(2026, 1, 1), false, true);
    // born on a leap day, sixteen in a leap year
    let birth = date(2008, 2, 29);
    check(birth, date(2024, 2, 28), true, false);
    check(birth, date(2024, 2, 29), true, true);
    check(birth, date(2024, 3, 1), false, true);
}

#[test]
fn without_a_birth_date_either_term_is_right() {
    let from = date(2023, 5, 20);
    for (last, expected) in [
        (date(2028, 5, 20), vec![]),
        (date(2033, 5, 20), vec![]),
        (date(2043, 5, 20), vec![Term]),
    ] {
        let term = Validity::new(from, Until::Date(last)).unwrap();
        assert_eq!(term.of_a_childs_card(None, TODAY), expected, "{last}");
    }
}

#[test]
fn each_problem_has_its_code() {
    for (problem, code) in [
        (Order, "validity_order"),
        (Expired, "validity_expired"),
        (Term, "validity_term"),
    ] {
        assert_eq!(problem.code(), code);
        assert!(crate::catalogue::ProblemCode::from_code(code).is_some());
    }
}

#[test]
fn a_term_ends_after_it_begins() {
    for last in [TODAY, date(2026, 11, 21)] {
        assert_eq!(Validity::new(TODAY, Until::Date(last)), Err(Order));
    }
    let term = Validity::new(TODAY, Until::LongTerm).unwrap();
    assert_eq!((term.from(), term.until()), (TODAY, Until::LongTerm));
}

/// 居民身份证法 article 5.
#[test]
fn the_law_gives_a_term_by_age_at_issue() {
    let from = date(2019, 8, 5);
    let check = |birth: Date, until: &str, expected: bool| {
        let term = Validity::new(from, Until::parse(until).unwrap()).unwrap();
        let rule = AgeRule::DayAfterBirthday;
        assert_eq!(
            term.is_as_the_law_gives(birth, rule),
            expected,
            "{birth} {until}"
        );
    };
    // 15, by the day after the birthday; then 16, 25, 26, 45 and 46
    check(date(2003, 8, 5), "2024-08-05", true);
    check(date(2003, 8, 4), "2029-08-05", true);
    check(date(1993, 8, 5), "2029-08-05", true);
    check(date(1993, 8, 4), "2039-08-05", true);
    check(date(1973, 8, 5), "2039-08-05", true);
    check(date(1973, 8, 4), "long_term", true);
    check(date(1973, 8, 4), "2039-08-05", false);
    check(date(1993, 8, 4), "2029-08-05", false);
}

proptest! {
    #[test]
    fn a_card_given_by_the_law_to_a_child_is_right_until_it_ends(
        days_after_birth in 1i32..6500, days_since_issue in 0i32..2000
    ) {
        let birth = date(2005, 2, 28);
        let from = birth.checked_add(Span::new().days(days_after_birth)).unwrap();
        let years = if AgeRule::default().age_on(birth, from) < 16 { 5 } else { 10 };
        let last = from.checked_add(Span::new().years(years)).unwrap();
        let today = from.checked_add(Span::new().days(days_since_issue)).unwrap();
        let term = Validity::new(from, Until::Date(last)).unwrap();
        let expected = if today > last { vec![Expired] } else { vec![] };
        prop_assert_eq!(term.of_a_childs_card(Some(birth), today), expected);
        prop_assert!(term.is_as_the_law_gives(birth, AgeRule::default()));
    }
}
