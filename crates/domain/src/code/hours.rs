//! Opening hours, in a language-neutral form.

use std::fmt;

use jiff::civil::{Time, Weekday};

/// When a branch is open: `Mo-Fr 09:00-17:00; Sa 09:30-15:30`.
///
/// The form is the part of OpenStreetMap's `opening_hours` notation that branches need: days or ranges of days, one time span
/// each, joined by `; `. Pages word it in their language.
///
/// ```
/// use domain::code::{HoursError, OpeningHours};
///
/// let hours = OpeningHours::parse("Mo-Fr 09:00-17:00; Sa 09:30-15:30")?;
/// assert_eq!(hours.openings().len(), 2);
/// assert_eq!(hours.to_string(), "Mo-Fr 09:00-17:00; Sa 09:30-15:30");
/// assert_eq!(OpeningHours::parse("9 to 5"), Err(HoursError));
/// # Ok::<(), HoursError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OpeningHours(Vec<Opening>);

/// One time span on one day or on several consecutive days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Opening {
    /// The first day.
    pub first: Weekday,
    /// The last day, equal to the first for a single day; never before it in a week from Monday.
    pub last: Weekday,
    /// Opening time, in Beijing.
    pub opens: Time,
    /// Closing time, later on the same day.
    pub closes: Time,
}

/// A text is not valid opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("opening hours look like `Mo-Fr 09:00-17:00; Sa 09:30-15:30`")]
pub struct HoursError;

const DAYS: [(&str, Weekday); 7] = [
    ("Mo", Weekday::Monday),
    ("Tu", Weekday::Tuesday),
    ("We", Weekday::Wednesday),
    ("Th", Weekday::Thursday),
    ("Fr", Weekday::Friday),
    ("Sa", Weekday::Saturday),
    ("Su", Weekday::Sunday),
];

impl OpeningHours {
    /// Parses the notation; at least one `Opening`.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        text.split(';')
            .map(|part| opening(part.trim()).ok_or(HoursError))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The time spans, in the order of the file.
    pub fn openings(&self) -> &[Opening] {
        &self.0
    }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, opening) in self.0.iter().enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{opening}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(day_name(self.first))?;
        if self.last != self.first {
            write!(f, "-{}", day_name(self.last))?;
        }
        let (opens, closes) = (self.opens, self.closes);
        write!(
            f,
            " {:02}:{:02}-{:02}:{:02}",
            opens.hour(),
            opens.minute(),
            closes.hour(),
            closes.minute()
        )
    }
}

fn opening(text: &str) -> Option<Opening> {
    let (days, times) = text.split_once(' ')?;
    let (first, last) = days.split_once('-').unwrap_or((days, days));
    let (opens, closes) = times.split_once('-')?;
    let opening = Opening {
        first: day(first)?,
        last: day(last)?,
        opens: time(opens)?,
        closes: time(closes)?,
    };
    let in_order = opening.first.to_monday_zero_offset() <= opening.last.to_monday_zero_offset()
        && opening.opens < opening.closes;
    in_order.then_some(opening)
}

fn day(name: &str) -> Option<Weekday> {
    DAYS.iter().find(|(n, _)| *n == name).map(|(_, day)| *day)
}

fn day_name(day: Weekday) -> &'static str {
    let place = usize::try_from(day.to_monday_zero_offset()).expect("offsets are from 0 to 6");
    DAYS[place].0
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i8>().ok())?
    };
    Time::new(two_digits(hour)?, two_digits(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "Mo-Fr 09:00-17:00",
            "Mo-Su 00:00-23:59",
            "Sa 09:30-15:30",
            "Mo-Fr 09:00-17:00; Sa 09:30-15:30; Su 10:00-12:00",
        ] {
            assert_eq!(OpeningHours::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_every_other_form() {
        for text in [
            "",
            ";",
            "Mo-Fr",
            "09:00-17:00",
            "Mo-Fr 9:00-17:00",
            "Mo-Fr 09:00-24:00",
            "Mo-Fr 17:00-09:00",
            "Fr-Mo 09:00-17:00",
            "mo-fr 09:00-17:00",
            "Mo-Fr 09:00-17:00;",
            "Mo-Fr 09:00–17:00",
            "Mo-Fr +9:00-17:00",
        ] {
            assert_eq!(OpeningHours::parse(text), Err(HoursError), "{text}");
        }
    }
}
