//! Answers, and how the service came to know them.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use crate::channel::Channel;
use crate::lang::Text;

/// The answers of one draft: catalogue id to stored value, plus `"<material>": "present"` for each uploaded picture.
///
/// Absent and empty are the same. `Debug` shows only the ids, since values are personal data.
///
/// ```
/// use domain::answer::Answers;
///
/// let mut answers = Answers::new();
/// answers.set("child.id_type", "household_booklet");
/// assert_eq!(answers.get("child.id_type"), Some("household_booklet"));
/// answers.set("child.id_type", "");
/// assert_eq!(answers.get("child.id_type"), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    values: BTreeMap<String, String>,
    again: BTreeMap<String, Again>,
}

/// Why an answer must be checked and saved again: its draft moved to a release with a different question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// The meaning or the allowed values of the answer have changed.
    Changed,
    /// The law now requires something else, for this reason.
    ByLaw(Text),
}

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stored value of a field; `None` when it is not answered.
    pub fn get(&self, id: &str) -> Option<&str> {
        self.values.get(id).map(String::as_str)
    }

    /// Stores a value; an empty one removes the answer.
    pub fn set(&mut self, id: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.values.remove(id);
        } else {
            self.values.insert(id.to_owned(), value);
        }
    }

    /// Removes an answer and returns it.
    pub fn remove(&mut self, id: &str) -> Option<String> {
        self.values.remove(id)
    }

    /// Records that a picture of this material is present.
    pub fn set_present(&mut self, material: &str) {
        self.set(material, PRESENT);
    }

    /// Whether a picture of this material is present.
    pub fn is_present(&self, material: &str) -> bool {
        self.get(material) == Some(PRESENT)
    }

    /// All answers, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .map(|(id, value)| (id.as_str(), value.as_str()))
    }

    /// Marks a field or material as open until it is saved again. The answer is kept and stays in force for everything that
    /// depends on it.
    pub fn ask_again(&mut self, id: &str, why: Again) {
        self.again.insert(id.to_owned(), why);
    }

    /// Why a field or material must be saved again; `None` when it need not be.
    pub fn again(&self, id: &str) -> Option<&Again> {
        self.again.get(id)
    }
}

/// The value of an uploaded material in [`Answers`].
pub const PRESENT: &str = "present";

impl<K: AsRef<str>, V: Into<String>> FromIterator<(K, V)> for Answers {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut answers = Self::new();
        for (id, value) in pairs {
            answers.set(id.as_ref(), value);
        }
        answers
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// One answer as stored: the value, and where it came from, when, and through which channel.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The value in its stored form ([`crate::flow::accept`]).
    pub value: String,
    /// How the service came to know it.
    pub provenance: Provenance,
    /// When it was given.
    pub at: Timestamp,
    /// The channel it came through.
    pub channel: Channel,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("value", &"***")
            .field("provenance", &self.provenance)
            .field("at", &self.at)
            .field("channel", &self.channel)
            .finish()
    }
}

/// How the service came to know an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// The registry supplied it.
    Registry,
    /// The agent's proved log-in supplied it.
    LogIn,
    /// Read from a picture and confirmed by the agent.
    Recognition,
    /// Copied from an earlier application of the same agent.
    EarlierApplication,
    /// The agent entered it.
    Typed,
    /// Filled in by the release and left unchanged.
    Default,
}

impl Provenance {
    /// Every provenance.
    pub const ALL: [Self; 6] = [
        Self::Registry,
        Self::LogIn,
        Self::Recognition,
        Self::EarlierApplication,
        Self::Typed,
        Self::Default,
    ];

    /// The stable code, as stored and as used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::LogIn => "login",
            Self::Recognition => "recognition",
            Self::EarlierApplication => "earlier_application",
            Self::Typed => "typed",
            Self::Default => "default",
        }
    }

    /// The provenance with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|provenance| provenance.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_value() {
        let answers: Answers = [("child.name", "陈一诺")].into_iter().collect();
        assert_eq!(format!("{answers:?}"), "{\"child.name\"}");
        let answer = Answer {
            value: "陈一诺".to_owned(),
            provenance: Provenance::Typed,
            at: Timestamp::UNIX_EPOCH,
            channel: Channel::Portal,
        };
        let shown = format!("{answer:?}");
        assert!(
            shown.contains("Typed") && !shown.contains("陈一诺"),
            "{shown}"
        );
    }
}
