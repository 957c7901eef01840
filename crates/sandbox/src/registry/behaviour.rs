//! How the registry misbehaves on demand.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// One way to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// The connection is closed without an answer.
    Silent,
}

/// The switch of the registry: one behaviour for everybody, others for single people.
#[derive(Debug, Default)]
pub struct Behaviours {
    switched: Mutex<Switched>,
}

#[derive(Debug, Default)]
struct Switched {
    everybody: Behaviour,
    people: BTreeMap<String, Behaviour>,
}

impl Behaviours {
    /// Sets how everybody without a behaviour of their own is answered.
    pub fn set_everybody(&self, behaviour: Behaviour) {
        self.lock().everybody = behaviour;
    }

    /// Sets how questions that name this ID number, as agent or as child, are answered.
    pub fn set_person(&self, id_number: &str, behaviour: Behaviour) {
        self.lock().people.insert(id_number.to_owned(), behaviour);
    }

    /// Puts everything back to [`Behaviour::Normal`].
    pub fn clear(&self) {
        *self.lock() = Switched::default();
    }

    /// How to answer a question that names these people: the first one with a behaviour of their own decides.
    pub(super) fn toward(&self, id_numbers: &[&str]) -> Behaviour {
        let switched = self.lock();
        id_numbers
            .iter()
            .find_map(|number| switched.people.get(*number))
            .copied()
            .unwrap_or(switched.everybody)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Switched> {
        // A switch holds no half-made state: what a panicking test left is as good as any.
        self.switched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
