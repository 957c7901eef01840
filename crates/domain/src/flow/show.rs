//! A stored value as people read it.

use super::choices::accepted;
use crate::catalogue::{FieldKind, fill};
use crate::day::parse_date;
use crate::id::Until;
use crate::lang::Text;
use crate::release::Release;

/// The label of a code, a date written out, a consent in words; any other value unchanged.
pub fn show(release: &Release, field: &str, value: &str) -> Text {
    let as_it_is = || Text::new(value, value);
    let Some(field) = release.field(field) else {
        return as_it_is();
    };
    let words = &release.catalogue().words().fixed;
    match field.kind {
        FieldKind::Name | FieldKind::IdNumber | FieldKind::Mobile | FieldKind::Address => {
            as_it_is()
        }
        FieldKind::Consent => if value == "yes" {
            &words.agreed
        } else {
            &words.not_agreed
        }
        .clone(),
        FieldKind::YesNo | FieldKind::Choice => {
            accepted(release, field, value).map_or_else(as_it_is, |choice| choice.label)
        }
        FieldKind::DateOrLongTerm if value == Until::LONG_TERM => words.long_term.clone(),
        FieldKind::Date | FieldKind::DateOrLongTerm => parse_date(value).map_or_else(
            |_| as_it_is(),
            |date| {
                let number =
                    |part: &dyn std::fmt::Display| Text::new(part.to_string(), part.to_string());
                let parts = [
                    ("year", number(&date.year())),
                    ("month", number(&date.month())),
                    ("day", number(&date.day())),
                    ("iso", number(&date)),
                ];
                fill(&words.date, &parts)
            },
        ),
    }
}
