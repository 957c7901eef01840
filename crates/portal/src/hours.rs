//! Opening hours in words.

use domain::code::{Opening, OpeningHours};
use jiff::civil::{Time, Weekday};
use web::i18n::Texts;

/// When a branch is open, as people say it: 周一至周五\u{a0}9:00–17:00; Mon–Fr in English.
pub(super) fn words(texts: &Texts, hours: &OpeningHours) -> String {
    let openings: Vec<String> = hours
        .openings()
        .iter()
        .map(|opening| {
            texts.with(
                "hours.opening",
                &[
                    ("days", &days(texts, opening)),
                    ("opens", &clock(opening.opens)),
                    ("closes", &clock(opening.closes)),
                ],
            )
        })
        .collect();
    openings.join(texts.get("hours.separator"))
}

fn days(texts: &Texts, opening: &Opening) -> String {
    let Opening { first, last, .. } = *opening;
    match (first, last) {
        (Weekday::Monday, Weekday::Sunday) => texts.get("hours.every_day").to_owned(),
        _ if first == last => day(texts, first).to_owned(),
        _ => {
            let ends = [("first", day(texts, first)), ("last", day(texts, last))];
            texts.with("hours.from_to", &ends)
        }
    }
}

fn day(texts: &Texts, day: Weekday) -> &str {
    let key = match day {
        Weekday::Monday => "hours.monday",
        Weekday::Tuesday => "hours.tuesday",
        Weekday::Wednesday => "hours.wednesday",
        Weekday::Thursday => "hours.thursday",
        Weekday::Friday => "hours.friday",
        Weekday::Saturday => "hours.saturday",
        Weekday::Sunday => "hours.sunday",
    };
    texts.get(key)
}

fn clock(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use domain::lang::Lang;

    use super::*;
    use web::i18n::Locales;

    #[test]
    fn hours_are_said_in_both_languages() {
        let zh = include_str!("../../../locales/zh-CN.toml");
        let en = include_str!("../../../locales/en.toml");
        let locales = Locales::load(zh, en).expect("the words load");
        for (hours, zh, en) in [
            (
                "Mo-Fr 09:00-17:00",
                "周一至周五\u{a0}9:00\u{2060}–\u{2060}17:00",
                "Mon–Fri\u{a0}9:00\u{2060}–\u{2060}17:00",
            ),
            (
                "Mo-Su 09:00-16:30",
                "每天\u{a0}9:00\u{2060}–\u{2060}16:30",
                "Every day\u{a0}9:00\u{2060}–\u{2060}16:30",
            ),
            (
                "Sa 10:05-15:30",
                "周六\u{a0}10:05\u{2060}–\u{2060}15:30",
                "Sat\u{a0}10:05\u{2060}–\u{2060}15:30",
            ),
            (
                "Mo-Fr 09:00-17:00; Sa 09:30-15:30",
                "周一至周五\u{a0}9:00\u{2060}–\u{2060}17:00；周六\u{a0}9:30\u{2060}–\u{2060}15:30",
                "Mon–Fri\u{a0}9:00\u{2060}–\u{2060}17:00; Sat\u{a0}9:30\u{2060}–\u{2060}15:30",
            ),
            (
                "Tu-Th 08:00-12:00; Su 08:00-09:00",
                "周二至周四\u{a0}8:00\u{2060}–\u{2060}12:00；周日\u{a0}8:00\u{2060}–\u{2060}9:00",
                "Tue–Thu\u{a0}8:00\u{2060}–\u{2060}12:00; Sun\u{a0}8:00\u{2060}–\u{2060}9:00",
            ),
        ] {
            let hours = OpeningHours::parse(hours).expect("hours of the test");
            assert_eq!(words(&locales.texts(Lang::Zh), &hours), zh);
            assert_eq!(words(&locales.texts(Lang::En), &hours), en);
        }
    }
}
