//! Dates of the made-up people, and ages as the registry counts them.

use jiff::ToSpan;
use jiff::civil::Date;

/// Whole years of age on a day; a year is completed on the day after the birthday.
///
/// Source: Civil Code articles 201 and 204. The registry counts by the law, whatever the service is configured to.
pub fn age_on(birth: Date, day: Date) -> i16 {
    let mut years = day.year() - birth.year();
    if (day.month(), day.day()) <= (birth.month(), birth.day()) {
        years -= 1;
    }
    // Born on 29 February: in a common year the age is completed on 1 March, as this comparison already gives.
    years
}

/// The day `years` and `days` before `day`.
pub(super) fn before(day: Date, years: i16, days: i32) -> Date {
    day.saturating_sub(years.years())
        .saturating_sub(days.days())
}

/// The day `days` after `day`.
pub(super) fn after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// When a resident ID card issued on `from` expires; `None` is 长期, for life.
///
/// Source: Resident Identity Card Law, article 5, by the age at issue: 5, 10 or 20 years, from 46 on for life.
pub(super) fn card_end(birth: Date, from: Date) -> Option<Date> {
    let term: i16 = match age_on(birth, from) {
        ..16 => 5,
        16..26 => 10,
        26..46 => 20,
        _ => return None,
    };
    Some(from.saturating_add(term.years()))
}

/// Dates as `YYYY-MM-DD` in the world's file and in `cases.json`.
pub(super) mod iso {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde requires this signature"
    )]
    pub(in crate::world) fn serialize<S: Serializer>(
        date: &Date,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(in crate::world) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The same for an optional date.
pub(super) mod iso_or_none {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde requires this signature"
    )]
    pub(in crate::world) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        date.map(|date| date.to_string()).serialize(serializer)
    }

    pub(in crate::world) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|date| date.parse().map_err(serde::de::Error::custom))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_of_age_is_completed_on_the_day_after_the_birthday() {
        for (birth, day, age) in [
            (date(2008, 11, 22), date(2026, 11, 22), 17),
            (date(2008, 11, 21), date(2026, 11, 22), 18),
            (date(2008, 2, 29), date(2026, 2, 28), 17),
            (date(2008, 2, 29), date(2026, 3, 1), 18),
            (date(2026, 10, 1), date(2026, 11, 22), 0),
        ] {
            assert_eq!(age_on(birth, day), age, "{birth} on {day}");
        }
    }

    #[test]
    fn the_term_of_a_card_follows_the_age_at_issue() {
        let from = date(2020, 5, 5);
        for (birth, end) in [
            (date(2010, 1, 1), Some(date(2025, 5, 5))),
            (date(2003, 1, 1), Some(date(2030, 5, 5))),
            (date(1990, 1, 1), Some(date(2040, 5, 5))),
            (date(1970, 1, 1), None),
        ] {
            assert_eq!(card_end(birth, from), end, "{birth}");
        }
    }
}
