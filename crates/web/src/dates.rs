//! Days and times in words.

use domain::day::beijing_time;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::i18n::Texts;

/// A day as people write it.
pub fn day(texts: &Texts, day: Date) -> String {
    let (year, month, number) = (
        day.year().to_string(),
        month(texts, day.month()),
        day.day().to_string(),
    );
    texts.with(
        "date.day",
        &[("year", &year), ("month", month), ("day", &number)],
    )
}

/// A day and the time in Beijing.
pub fn day_time(texts: &Texts, at: Timestamp) -> String {
    let local = beijing_time(at);
    let (year, month, number) = (
        local.year().to_string(),
        month(texts, local.month()),
        local.day().to_string(),
    );
    texts.with(
        "date.day_time",
        &[
            ("year", &year),
            ("month", month),
            ("day", &number),
            ("time", &time(at)),
        ],
    )
}

/// The time in Beijing, `21:42`.
pub fn time(at: Timestamp) -> String {
    beijing_time(at).strftime("%H:%M").to_string()
}

fn month(texts: &Texts, month: i8) -> &str {
    texts.get(match month {
        1 => "date.month_1",
        2 => "date.month_2",
        3 => "date.month_3",
        4 => "date.month_4",
        5 => "date.month_5",
        6 => "date.month_6",
        7 => "date.month_7",
        8 => "date.month_8",
        9 => "date.month_9",
        10 => "date.month_10",
        11 => "date.month_11",
        _ => "date.month_12",
    })
}
