//! People: whose an account is, what was proved about them, and how much that allows.
//!
//! An account is one natural person, or somebody who has proved nothing yet. A gateway only brings facts; each fact becomes a
//! [`Proof`], and [`level`] alone says what the proofs of an account amount to at a given time. Nothing stores a level.
//!
//! ```
//! use domain::people::{Level, Proof, ProofKind, ProofMethod, level};
//! use jiff::{SignedDuration, Timestamp};
//!
//! let at = Timestamp::UNIX_EPOCH;
//! let hour = SignedDuration::from_hours(1);
//! let phone = Proof {
//!     kind: ProofKind::Phone,
//!     method: ProofMethod::Sms,
//!     provider: None,
//!     at,
//!     until: Some(at + hour),
//! };
//! assert_eq!(level([&phone], at), Level::Phone);
//! assert_eq!(level([&phone], at + hour), Level::Account, "it has lapsed");
//! ```

use jiff::{SignedDuration, Timestamp};

use crate::id::{CitizenId, PersonalName};

mod next;
mod provider;

pub use next::{NextProof, is_real_name_fresh, next_proof};
pub use provider::Provider;

/// Who somebody is: the pair by which registries know a person. Typed, until a [`ProofKind::RealName`] proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Name.
    pub name: PersonalName,
    /// Citizen ID number.
    pub id_number: CitizenId,
}

/// What a proof proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProofKind {
    /// That a mobile number is the person's.
    Phone,
    /// That the person reads what is sent to the mobile number of a card: the bank writes to it. It may be another one than theirs.
    CardPhone,
    /// That the account is the person of a name and an ID number.
    RealName,
    /// That the person of the account sits before the camera, in one session.
    Face,
}

impl ProofKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Phone, Self::CardPhone, Self::RealName, Self::Face];

    /// The stable code in tables and pages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::CardPhone => "card_phone",
            Self::RealName => "real_name",
            Self::Face => "face",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::people::ProofKind;
    /// assert_eq!(ProofKind::from_code("real_name"), Some(ProofKind::RealName));
    /// assert_eq!(ProofKind::from_code("account"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How something was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProofMethod {
    /// By a clerk who saw the person and their papers.
    Counter,
    /// By a code in a message to the number.
    Sms,
    /// By a platform that had proved it before, and signs that it did.
    Platform,
    /// By a face that an authority compared with the picture it keeps.
    FaceCheck,
}

impl ProofMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Counter, Self::Sms, Self::Platform, Self::FaceCheck];

    /// The stable code in tables and pages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Sms => "sms",
            Self::Platform => "platform",
            Self::FaceCheck => "face_check",
        }
    }

    /// Whether something of this kind can be proved like this. A clerk sees nobody's session; a code in a message says nothing about
    /// a name; what a platform proved before says nothing about who sits before the camera now.
    pub const fn can_prove(self, kind: ProofKind) -> bool {
        match self {
            Self::Counter => matches!(kind, ProofKind::Phone | ProofKind::RealName),
            Self::Platform => matches!(
                kind,
                ProofKind::Phone | ProofKind::CardPhone | ProofKind::RealName
            ),
            Self::Sms => matches!(kind, ProofKind::Phone | ProofKind::CardPhone),
            Self::FaceCheck => matches!(kind, ProofKind::RealName | ProofKind::Face),
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::people::ProofMethod;
    /// assert_eq!(ProofMethod::from_code("counter"), Some(ProofMethod::Counter));
    /// assert_eq!(ProofMethod::from_code("Counter"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// That something was proved about the person of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What.
    pub kind: ProofKind,
    /// How.
    pub method: ProofMethod,
    /// The platform that vouches for it; `None` where nobody but the service and its authorities does.
    pub provider: Option<Provider>,
    /// When.
    pub at: Timestamp,
    /// When it lapses, first instant outside; `None` for never.
    pub until: Option<Timestamp>,
}

/// How far the clocks of two processes may differ: a proof that one of them dates this much ahead counts for the other.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(1);

impl Proof {
    /// Whether it counts at `now`: it was made, and has not lapsed.
    ///
    /// Written so that no instant of the calendar overflows.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.at.duration_since(now) <= CLOCKS_DIFFER && self.until.is_none_or(|until| now < until)
    }
}

/// How much is proved about the person of an account; later levels are higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing but that it is the same account again.
    Account,
    /// A mobile number.
    Phone,
    /// Name and ID number. A mobile number is not needed for it: not every parent has one in their own name.
    RealName,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 3] = [Self::Account, Self::Phone, Self::RealName];

    /// The stable code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Phone => "phone",
            Self::RealName => "real_name",
        }
    }
}

/// What the proofs of one account amount to at `now`. A face proves presence in a session, and a card's mobile may be anybody's, so
/// they raise no level.
pub fn level<'a>(proofs: impl IntoIterator<Item = &'a Proof>, now: Timestamp) -> Level {
    let levels = proofs
        .into_iter()
        .filter(|proof| proof.is_valid(now))
        .map(|proof| match proof.kind {
            ProofKind::Phone => Level::Phone,
            ProofKind::RealName => Level::RealName,
            ProofKind::CardPhone | ProofKind::Face => Level::Account,
        });
    levels.max().unwrap_or(Level::Account)
}

#[cfg(test)]
mod tests;
