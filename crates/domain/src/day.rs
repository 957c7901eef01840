//! The civil day of the service, and dates as written by people and in files.
//!
//! Instants are UTC; the rules count days in Asia/Shanghai. That zone has had +08:00 without daylight saving time since 1991,
//! and no instant here is older than the service, so a fixed offset is exact and needs no time zone database.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// The offset of Beijing time.
pub const BEIJING: Offset = Offset::constant(8);

/// The day in Beijing at an instant.
///
/// ```
/// use jiff::civil::date;
/// let late_in_the_evening: jiff::Timestamp = "2026-11-22T16:00:00Z".parse()?;
/// assert_eq!(domain::day::beijing_date(late_in_the_evening), date(2026, 11, 23));
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn beijing_date(now: Timestamp) -> Date {
    beijing_time(now).date()
}

/// The civil date and time in Beijing at an instant.
pub fn beijing_time(now: Timestamp) -> DateTime {
    BEIJING.to_datetime(now)
}

/// The instant at which a day begins in Beijing; `None` at the limits of the calendar.
pub fn start_of(day: Date) -> Option<Timestamp> {
    BEIJING.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("a date is written YYYY-MM-DD")]
    Shape,
    /// The form is right, but there is no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
}

/// Parses `YYYY-MM-DD`, the only form of dates in answers, files and exports.
///
/// ```
/// use domain::day::{parse_date, DateError};
/// use jiff::civil::date;
/// assert_eq!(parse_date("2024-02-29"), Ok(date(2024, 2, 29)));
/// assert_eq!(parse_date("2023-02-29"), Err(DateError::NoSuchDay));
/// assert_eq!(parse_date("20240229"), Err(DateError::Shape));
/// ```
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !shaped {
        return Err(DateError::Shape);
    }
    text.parse().map_err(|_| DateError::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_day_changes_at_midnight_in_beijing() {
        for (instant, day) in [
            ("2026-11-22T15:59:59.999Z", date(2026, 11, 22)),
            ("2026-11-22T16:00:00Z", date(2026, 11, 23)),
            ("2027-12-31T16:00:00Z", date(2028, 1, 1)),
            ("1988-07-01T15:30:00Z", date(1988, 7, 1)),
        ] {
            let instant: Timestamp = instant.parse().unwrap();
            assert_eq!(beijing_date(instant), day, "{instant}");
        }
    }

    #[test]
    fn reads_only_the_one_form() {
        for text in [
            "",
            "2026-1-2",
            "2026-01-02T00:00",
            "2026/01/02",
            " 2026-01-02",
            "+002026-01-02",
            "２０２６-01-02",
        ] {
            assert_eq!(parse_date(text), Err(DateError::Shape), "{text}");
        }
        for text in ["2026-00-10", "2026-13-01", "2026-04-31", "0000-00-00"] {
            assert_eq!(parse_date(text), Err(DateError::NoSuchDay), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_begins_where_it_says(days in 0i32..80_000) {
            let day = date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let start = start_of(day).unwrap();
            prop_assert_eq!(beijing_date(start), day);
            prop_assert_eq!(parse_date(&day.to_string()), Ok(day));
        }

        #[test]
        fn never_panics_on_what_people_send(text in ".{0,24}") {
            let _ = parse_date(&text);
        }
    }
}
