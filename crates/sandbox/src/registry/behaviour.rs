//! How the registry misbehaves on request.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One way to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// By the contract.
    #[default]
    Normal,
    /// 503 with code 5001, signed.
    Down,
    /// The right answer after this delay.
    Late(Duration),
    /// 200 with a signed body that is not JSON.
    Rubbish,
    /// The right answer with a signature over something else.
    WrongSignature,
    /// The connection is reset without an answer.
    Silent,
    /// Properly signed, but impossible: a woman is the child's father, or a card may be applied for despite reasons against
    /// it.
    Contradicting,
}

impl Behaviour {
    /// A delay within every service's timeout: an answer this late makes a family slow, not unreachable.
    pub const IN_TIME: Duration = Duration::from_millis(500);
}

/// The registry's switch: one behaviour for everybody, and exceptions for single people. Some families have a behaviour of
/// their own, which applies to questions about kinship and cards.
#[derive(Debug, Default)]
pub struct Behaviours {
    families: BTreeMap<String, Behaviour>,
    switched: Mutex<Switched>,
    requests: AtomicU64,
}

#[derive(Debug, Default)]
struct Switched {
    everybody: Behaviour,
    people: BTreeMap<String, Behaviour>,
}

impl Behaviours {
    /// The families' own behaviours, by the ID numbers of agent and child, with nothing switched.
    pub(crate) fn of_families(families: BTreeMap<String, Behaviour>) -> Self {
        Self {
            families,
            switched: Mutex::default(),
            requests: AtomicU64::new(0),
        }
    }

    /// Sets the behaviour towards everybody without one of their own.
    pub fn set_everybody(&self, behaviour: Behaviour) {
        self.lock().everybody = behaviour;
    }

    /// Sets the behaviour towards requests that name this ID number, as agent or as child.
    pub fn set_person(&self, id_number: &str, behaviour: Behaviour) {
        self.lock().people.insert(id_number.to_owned(), behaviour);
    }

    /// Resets everything: each family has its own behaviour again, and nobody else has one.
    pub fn clear(&self) {
        *self.lock() = Switched::default();
    }

    /// How many requests about people have come since the start.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Counts a request that names these people, and tells the behaviour towards it: the first one with a behaviour of its own
    /// decides. The families' own behaviours count where the request is about kinship or a card.
    pub(super) fn toward(&self, id_numbers: &[&str], about_kin: bool) -> Behaviour {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let switched = self.lock();
        let of = |behaviours: &BTreeMap<String, Behaviour>| {
            id_numbers
                .iter()
                .find_map(|number| behaviours.get(*number))
                .copied()
        };
        of(&switched.people)
            .or_else(|| of(&self.families).filter(|_| about_kin))
            .unwrap_or(switched.everybody)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Switched> {
        // The switch is consistent after every statement, so the state that a panicking test leaves is valid.
        self.switched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
