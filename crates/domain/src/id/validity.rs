//! The validity period of a resident ID card (居民身份证法 articles 5 and 7).

use std::fmt;

use jiff::civil::Date;

use super::AgeRule;
use crate::day::{DateError, parse_date};

/// The end of a validity period: a day, or never.
///
/// ```
/// use domain::day::DateError;
/// use domain::id::{Until, UntilError};
/// use jiff::civil::date;
///
/// assert_eq!(Until::parse("2029-08-05"), Ok(Until::Date(date(2029, 8, 5))));
/// assert_eq!(Until::parse("long_term"), Ok(Until::LongTerm));
/// assert_eq!(Until::parse("2029-02-30"), Err(UntilError(DateError::NoSuchDay)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// The last day of the period.
    Date(Date),
    /// 长期: cards issued at 46 or over, and the household booklet. Never a date in the far future: other systems differ in
    /// which one they use.
    LongTerm,
}

/// Why a text is not the end of a validity period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an end of validity is `long_term` or a date: {0}")]
pub struct UntilError(pub DateError);

impl Until {
    /// The word for 长期 in answers and exports.
    pub const LONG_TERM: &'static str = "long_term";

    /// Parses `long_term` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, UntilError> {
        if text == Self::LONG_TERM {
            Ok(Self::LongTerm)
        } else {
            parse_date(text).map(Self::Date).map_err(UntilError)
        }
    }

    /// Whether the period is over on a day; the last day still counts.
    pub fn is_over_on(self, today: Date) -> bool {
        match self {
            Self::Date(last) => last < today,
            Self::LongTerm => false,
        }
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(last) => last.fmt(f),
            Self::LongTerm => f.write_str(Self::LONG_TERM),
        }
    }
}

/// A validity period: from a day until a later one, or for life.
///
/// ```
/// use domain::id::{AgeRule, Until, Validity, ValidityProblem};
/// use jiff::civil::date;
///
/// let term = Validity::new(date(2023, 5, 20), Until::Date(date(2028, 5, 20)))?;
/// assert_eq!(term.of_a_childs_card(Some(date(2023, 3, 1)), date(2026, 11, 22)), []);
///
/// let backwards = Validity::new(date(2028, 5, 20), Until::Date(date(2023, 5, 20)));
/// assert_eq!(backwards, Err(ValidityProblem::Order));
/// # Ok::<(), ValidityProblem>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    from: Date,
    until: Until,
}

/// What is wrong with the validity period of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum ValidityProblem {
    /// It ends before it begins, begins in the future, or does not begin after the birth.
    #[error("the term begins after its end, in the future, or before the birth")]
    Order,
    /// It has expired.
    #[error("the card has expired")]
    Expired,
    /// Its length is not what the law gives at that age.
    #[error("a card is valid for 5 years when issued under 16, from then on for 10")]
    Term,
}

impl ValidityProblem {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Order => "validity_order",
            Self::Expired => "validity_expired",
            Self::Term => "validity_term",
        }
    }
}

impl Validity {
    /// A period that ends after it begins; otherwise [`ValidityProblem::Order`].
    pub fn new(from: Date, until: Until) -> Result<Self, ValidityProblem> {
        match until {
            Until::Date(last) if last <= from => Err(ValidityProblem::Order),
            Until::Date(_) | Until::LongTerm => Ok(Self { from, until }),
        }
    }

    /// The first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The end.
    pub const fn until(self) -> Until {
        self.until
    }

    /// Everything wrong with the validity period on the card of a person under 18, in the order of the problem codes.
    ///
    /// The length depends on the age at issue, see [`terms_of_a_child`](Self::terms_of_a_child). Without a birth date either
    /// length is valid.
    pub fn of_a_childs_card(self, birth: Option<Date>, today: Date) -> Vec<ValidityProblem> {
        let mut problems = Vec::new();
        if birth.is_some_and(|birth| self.from <= birth) || self.from > today {
            problems.push(ValidityProblem::Order);
        }
        if self.until.is_over_on(today) {
            problems.push(ValidityProblem::Expired);
        }
        let terms = Self::terms_of_a_child(birth, self.from);
        if !terms.iter().any(|years| self.runs_for(*years)) {
            problems.push(ValidityProblem::Term);
        }
        problems
    }

    /// How many years a child's card issued on a day can be valid: 5 under 16, 10 from then on.
    ///
    /// Police stations count the sixteenth year by either reading of the birthday, whatever this service is configured to: a
    /// card issued on that day is valid with either length, and so is one whose holder's birth date is unknown.
    ///
    /// ```
    /// # use domain::id::Validity;
    /// # use jiff::civil::date;
    /// let birth = Some(date(2010, 5, 20));
    /// assert_eq!(Validity::terms_of_a_child(birth, date(2026, 5, 19)), [5]);
    /// assert_eq!(Validity::terms_of_a_child(birth, date(2026, 5, 20)), [5, 10]);
    /// assert_eq!(Validity::terms_of_a_child(birth, date(2026, 5, 21)), [10]);
    /// ```
    pub fn terms_of_a_child(birth: Option<Date>, issued: Date) -> &'static [i16] {
        let Some(birth) = birth else {
            return &[5, 10];
        };
        let is_sixteen = |rule: AgeRule| rule.reaches(birth, 16) <= issued;
        match AgeRule::ALL.map(is_sixteen) {
            [false, false] => &[5],
            [true, true] => &[10],
            _ => &[5, 10],
        }
    }

    /// Whether the length is the one the law gives to a card issued at that age: 5 years under 16, 10 under 26, 20 under 46,
    /// then for life. A difference deserves a warning only: leap days and older cards differ lawfully.
    ///
    /// ```
    /// # use domain::id::{AgeRule, Until, Validity};
    /// # use jiff::civil::date;
    /// let term = Validity::new(date(2019, 8, 5), Until::Date(date(2039, 8, 5)))?;
    /// assert!(term.is_as_the_law_gives(date(1990, 3, 1), AgeRule::default()));
    /// assert!(!term.is_as_the_law_gives(date(2005, 3, 1), AgeRule::default()));
    /// # Ok::<(), domain::id::ValidityProblem>(())
    /// ```
    pub fn is_as_the_law_gives(self, birth: Date, rule: AgeRule) -> bool {
        match rule.age_on(birth, self.from) {
            0..16 => self.runs_for(5),
            16..26 => self.runs_for(10),
            26..46 => self.runs_for(20),
            46.. => self.until == Until::LongTerm,
        }
    }

    /// Whether the period ends `years` after it began, on the same day; one that began on 29 February ends on 28 February or
    /// 1 March in a common year.
    fn runs_for(self, years: i16) -> bool {
        let Until::Date(last) = self.until else {
            return false;
        };
        let Some(year) = self.from.year().checked_add(years) else {
            return false;
        };
        match Date::new(year, self.from.month(), self.from.day()) {
            Ok(same_day) => last == same_day,
            Err(_) => last.year() == year && matches!((last.month(), last.day()), (2, 28) | (3, 1)),
        }
    }
}

#[cfg(test)]
mod tests;
