//! Ages in completed years (周岁), by a configurable rule.

use jiff::civil::Date;

/// The day from which a year of age counts as completed.
///
/// The Civil Code (articles 201 and 204; 法释〔2006〕1号 article 2 for criminal cases) counts from the day after the birthday;
/// daily practice says "18 on the birthday". One setting applies to 7, 14, 16 and 18 alike. A person born on 29 February
/// completes a year on 1 March of a common year under either rule.
///
/// ```
/// use domain::id::AgeRule;
/// use jiff::civil::date;
///
/// let (birth, eighteenth) = (date(2008, 11, 22), date(2026, 11, 22));
/// assert_eq!(AgeRule::DayAfterBirthday.age_on(birth, eighteenth), 17);
/// assert_eq!(AgeRule::OnBirthday.age_on(birth, eighteenth), 18);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AgeRule {
    /// Completed on the day after the birthday: the default, by the wording of the law.
    #[default]
    DayAfterBirthday,
    /// Completed on the birthday.
    OnBirthday,
}

impl AgeRule {
    /// Both rules.
    pub const ALL: [Self; 2] = [Self::DayAfterBirthday, Self::OnBirthday];

    /// The code of the rule in settings and releases.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DayAfterBirthday => "day_after_birthday",
            Self::OnBirthday => "on_birthday",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::id::AgeRule;
    /// assert_eq!(AgeRule::from_code("on_birthday"), Some(AgeRule::OnBirthday));
    /// assert_eq!(AgeRule::from_code("birthday"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The first day on which a person born on `birth` is `years` old, for `years` of at least 1.
    ///
    /// Beyond the end of the calendar the result is its last day.
    pub fn reaches(self, birth: Date, years: u16) -> Date {
        let Some(year) = i16::try_from(years)
            .ok()
            .and_then(|y| birth.year().checked_add(y))
        else {
            return Date::MAX;
        };
        let Ok(birthday) = Date::new(year, birth.month(), birth.day()) else {
            // Only 29 February can be missing: 1 March under either rule.
            return Date::new(year, 3, 1).unwrap_or(Date::MAX);
        };
        match self {
            Self::OnBirthday => birthday,
            Self::DayAfterBirthday => birthday.tomorrow().unwrap_or(Date::MAX),
        }
    }

    /// The age in completed years on a day; 0 before the first year is completed and before birth.
    pub fn age_on(self, birth: Date, today: Date) -> u16 {
        let Ok(years) = u16::try_from(today.year() - birth.year()) else {
            return 0;
        };
        if years > 0 && self.reaches(birth, years) <= today {
            years
        } else {
            // The day after 31 December is in the next year: still at most one year less.
            years.saturating_sub(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Span;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn counts_as_the_table_says() {
        let check = |birth: Date, today: Date, day_after, on_birthday| {
            assert_eq!(
                AgeRule::DayAfterBirthday.age_on(birth, today),
                day_after,
                "{birth} {today}"
            );
            assert_eq!(
                AgeRule::OnBirthday.age_on(birth, today),
                on_birthday,
                "{birth} {today}"
            );
        };
        // around 18, 7, 14 and 16
        for (year, age) in [(2008, 18), (2019, 7), (2012, 14), (2010, 16)] {
            let birth = date(year, 11, 22);
            check(birth, date(2026, 11, 21), age - 1, age - 1);
            check(birth, date(2026, 11, 22), age - 1, age);
            check(birth, date(2026, 11, 23), age, age);
        }
        // the leap day, in a common and in a leap year
        let leap = date(2008, 2, 29);
        check(leap, date(2026, 2, 28), 17, 17);
        check(leap, date(2026, 3, 1), 18, 18);
        check(leap, date(2028, 2, 28), 19, 19);
        check(leap, date(2028, 2, 29), 19, 20);
        check(leap, date(2028, 3, 1), 20, 20);
        // the turn of the year
        check(date(2008, 12, 31), date(2026, 12, 31), 17, 18);
        check(date(2008, 12, 31), date(2027, 1, 1), 18, 18);
        check(date(2009, 1, 1), date(2026, 12, 31), 17, 17);
        // the first year, and before birth
        check(date(2026, 11, 22), date(2026, 11, 22), 0, 0);
        check(date(2025, 11, 22), date(2026, 11, 22), 0, 1);
        check(date(2027, 11, 22), date(2026, 11, 22), 0, 0);
    }

    /// At every limit the age changes at midnight in Beijing, whatever the date is elsewhere.
    #[test]
    fn the_day_turns_at_midnight_in_beijing_at_every_limit() {
        let birth = date(2008, 11, 22);
        for (years, year) in [(7, 2015), (14, 2022), (16, 2024), (18, 2026)] {
            let age = |rule: AgeRule, day: i8, time: &str| {
                let instant = format!("{year}-11-{day}T{time}Z").parse().unwrap();
                rule.age_on(birth, crate::day::beijing_date(instant))
            };
            for (rule, day) in [(AgeRule::OnBirthday, 21), (AgeRule::DayAfterBirthday, 22)] {
                assert_eq!(age(rule, day, "15:59:59"), years - 1, "{rule:?} {years}");
                assert_eq!(age(rule, day, "16:00:00"), years, "{rule:?} {years}");
            }
        }
    }

    #[test]
    fn a_person_of_a_leap_day_reaches_every_limit_on_its_day() {
        let birth = date(2008, 2, 29);
        for (years, practice, law) in [
            (7, date(2015, 3, 1), date(2015, 3, 1)),
            (14, date(2022, 3, 1), date(2022, 3, 1)),
            (16, date(2024, 2, 29), date(2024, 3, 1)),
            (18, date(2026, 3, 1), date(2026, 3, 1)),
        ] {
            assert_eq!(AgeRule::OnBirthday.reaches(birth, years), practice);
            assert_eq!(AgeRule::DayAfterBirthday.reaches(birth, years), law);
        }
    }

    #[test]
    fn each_rule_has_its_word() {
        for rule in AgeRule::ALL {
            assert_eq!(AgeRule::from_code(rule.code()), Some(rule));
        }
        assert_eq!(AgeRule::from_code("birthday"), None);
    }

    #[test]
    fn the_ends_of_the_calendar_do_no_harm() {
        for rule in AgeRule::ALL {
            assert_eq!(rule.reaches(Date::MAX, u16::MAX), Date::MAX);
            assert_eq!(rule.reaches(Date::MAX, 1), Date::MAX);
            assert_eq!(rule.age_on(Date::MAX, Date::MIN), 0);
            assert!(rule.age_on(Date::MIN, Date::MAX) > 9_000);
        }
    }

    fn day() -> impl Strategy<Value = Date> {
        (0i32..60_000).prop_map(|days| {
            date(1900, 1, 1)
                .checked_add(Span::new().days(days))
                .unwrap()
        })
    }

    proptest! {
        #[test]
        fn an_age_is_reached_on_one_day_and_kept(birth in day(), years in 1u16..120) {
            for rule in AgeRule::ALL {
                let first = rule.reaches(birth, years);
                prop_assert_eq!(rule.age_on(birth, first), years);
                prop_assert_eq!(rule.age_on(birth, first.yesterday().unwrap()), years - 1);
            }
        }

        #[test]
        fn nobody_grows_younger_and_the_rules_differ_by_a_day_at_most(birth in day(), today in day()) {
            let tomorrow = today.tomorrow().unwrap();
            for rule in AgeRule::ALL {
                prop_assert!(rule.age_on(birth, today) <= rule.age_on(birth, tomorrow));
            }
            let (law, practice) = (AgeRule::DayAfterBirthday, AgeRule::OnBirthday);
            prop_assert!(law.age_on(birth, today) <= practice.age_on(birth, today));
            prop_assert!(practice.age_on(birth, today) <= law.age_on(birth, tomorrow));
        }
    }
}
