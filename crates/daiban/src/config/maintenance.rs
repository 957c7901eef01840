//! When the service is closed for maintenance, and what people are told about it.

use domain::day::BEIJING;
use domain::lang::Text;
use jiff::civil::DateTime;
use web::announced::Maintenance;

use super::reader::Reader;

/// When the service is closed for maintenance, as written in the settings.
#[derive(Clone, Debug, Default)]
pub struct MaintenanceConfig {
    /// When it begins, in Beijing time.
    pub from: Option<DateTime>,
    /// When it ends, in Beijing time.
    pub until: Option<DateTime>,
    /// The operator's own sentence, in Chinese; may be empty.
    pub words_zh: String,
    /// The same in English.
    pub words_en: String,
}

const TIME: &str = "a time in Beijing such as 2026-12-01T02:00";

impl MaintenanceConfig {
    pub(super) fn read(r: &mut Reader) -> MaintenanceConfig {
        MaintenanceConfig {
            from: r.optional("maintenance.from", TIME),
            until: r.optional("maintenance.until", TIME),
            words_zh: r.text("maintenance.words_zh", ""),
            words_en: r.text("maintenance.words_en", ""),
        }
    }

    /// Checks the keys against each other.
    pub(super) fn check(&self, r: &mut Reader) {
        let is_told = !self.words_zh.is_empty() || !self.words_en.is_empty();
        let (from, until) = (self.from.is_some(), self.until.is_some());
        // A value that cannot be read is a fault already, and says nothing about the other one.
        if !from && (until || is_told) && !r.is_wrong("maintenance.from") {
            r.fault(
                "maintenance.from",
                &format!("is missing: write when it begins, {TIME}"),
            );
        }
        if !until && (from || is_told) && !r.is_wrong("maintenance.until") {
            r.fault(
                "maintenance.until",
                &format!("is missing: write when it ends, {TIME}"),
            );
        }
        if self.words_zh.is_empty() != self.words_en.is_empty() {
            let missing = if self.words_zh.is_empty() {
                "maintenance.words_zh"
            } else {
                "maintenance.words_en"
            };
            r.fault(missing, "is missing: write the sentence in both languages");
        }
        if self.from.zip(self.until).is_some_and(|(a, b)| a >= b) {
            r.fault("maintenance.until", "must be later than maintenance.from");
        }
    }

    /// The maintenance, if one is planned.
    pub fn planned(&self) -> Option<Maintenance> {
        let (from, until) = self.from.zip(self.until)?;
        Some(Maintenance {
            from: BEIJING.to_timestamp(from).ok()?,
            until: BEIJING.to_timestamp(until).ok()?,
            words: Text::new(&self.words_zh, &self.words_en),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Config, Overrides};

    fn load(lines: &str) -> Result<Config, Vec<String>> {
        let text = format!("[sandbox]\nenabled = true\n[maintenance]\n{lines}");
        Config::load(&text, [], &Overrides::default())
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_maintenance_has_two_ends_and_two_languages() {
        for (lines, faults) in [
            (
                "from = '2026-12-01T02:00'",
                vec![
                    "maintenance.until: is missing: write when it ends, a time in Beijing such as 2026-12-01T02:00",
                ],
            ),
            (
                "until = 2026-12-01T02:00:00",
                vec![
                    "maintenance.from: is missing: write when it begins, a time in Beijing such as 2026-12-01T02:00",
                ],
            ),
            (
                "from = 'soon'\nuntil = '2026-12-01T02:00'",
                vec!["maintenance.from: write a time in Beijing such as 2026-12-01T02:00"],
            ),
            (
                "from = '2026-12-01T02:00'\nuntil = '2026-12-01T02:00'\nwords_zh = '升级系统。'",
                vec![
                    "maintenance.words_en: is missing: write the sentence in both languages",
                    "maintenance.until: must be later than maintenance.from",
                ],
            ),
        ] {
            assert_eq!(load(lines).unwrap_err(), faults, "{lines}");
        }
        assert!(load("").unwrap().maintenance.planned().is_none());
    }

    #[test]
    fn it_begins_with_its_first_second_and_ends_before_its_last() {
        let config = load("from = '2026-12-01T02:00'\nuntil = '2026-12-01T06:00'").unwrap();
        let planned = config.maintenance.planned().unwrap();
        for (at, ahead, on) in [
            ("2026-11-30T17:59:59Z", true, false),
            ("2026-11-30T18:00:00Z", false, true),
            ("2026-11-30T21:59:59Z", false, true),
            ("2026-11-30T22:00:00Z", false, false),
        ] {
            let now = at.parse().unwrap();
            assert_eq!(
                (planned.is_ahead(now), planned.is_on(now)),
                (ahead, on),
                "{at}"
            );
        }
    }
}
