//! How the registry misbehaves on demand.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One way to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// As described.
    #[default]
    Normal,
    /// 503 with code 5001, signed.
    Down,
    /// The right answer after this time.
    Late(Duration),
    /// 200 with a signed body that is no JSON.
    Rubbish,
    /// The right answer with a signature over something else.
    WrongSignature,
    /// The connection is reset without an answer.
    Silent,
    /// Properly signed, and impossible: a woman is the child's father, a card may be applied for with reasons against it.
    Contradicting,
}

impl Behaviour {
    /// A wait that no service's patience is shorter than: by a late answer up to it, a family is slow, not silent.
    pub const IN_TIME: Duration = Duration::from_millis(500);
}

/// The switch of the registry: one behaviour for everybody, others for single people. Some families have one of their
/// own, which shows in what is asked about kinship and cards.
#[derive(Debug, Default)]
pub struct Behaviours {
    families: BTreeMap<String, Behaviour>,
    switched: Mutex<Switched>,
}

#[derive(Debug, Default)]
struct Switched {
    everybody: Behaviour,
    people: BTreeMap<String, Behaviour>,
}

impl Behaviours {
    /// The families' own behaviours, by the ID numbers of agent and child, and nothing switched.
    pub(crate) fn of_families(families: BTreeMap<String, Behaviour>) -> Self {
        Self {
            families,
            switched: Mutex::default(),
        }
    }

    /// Sets how everybody without a behaviour of their own is answered.
    pub fn set_everybody(&self, behaviour: Behaviour) {
        self.lock().everybody = behaviour;
    }

    /// Sets how questions that name this ID number, as agent or as child, are answered.
    pub fn set_person(&self, id_number: &str, behaviour: Behaviour) {
        self.lock().people.insert(id_number.to_owned(), behaviour);
    }

    /// Puts everything back: every family has its own behaviour again, and nobody else one.
    pub fn clear(&self) {
        *self.lock() = Switched::default();
    }

    /// How to answer a question that names these people: the first one with a behaviour of their own decides. The
    /// families' own count where the question is about kinship or a card.
    pub(super) fn toward(&self, id_numbers: &[&str], about_kin: bool) -> Behaviour {
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
        // A switch holds no half-made state: what a panicking test left is as good as any.
        self.switched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
