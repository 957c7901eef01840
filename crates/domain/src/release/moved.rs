//! What moving to another release makes of a draft.

use super::Release;
use super::change::{Change, ChangeClass, strongest};
use crate::answer::Answers;
use crate::catalogue::FieldKind;

/// What becomes of a draft's answers and pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Fields and materials whose answer or picture goes: the release does not know them any more, or nobody has
    /// agreed to the text that stands there now.
    pub gone: Vec<String>,
    /// What has to be looked at and saved again, each with the change that asks for it.
    pub again: Vec<Change>,
}

/// Lays the changes over what a draft holds. A draft that never answered something meets the new question as its own.
pub fn moved(new: &Release, changes: &[Change], answers: &Answers) -> Moved {
    let mut moved = Moved::default();
    for (id, value) in answers.iter() {
        let field = new.field(id);
        if field.is_none() && new.material(id).is_none() {
            moved.gone.push(id.to_owned());
            continue;
        }
        let asks = |change: &&Change| change.class > ChangeClass::Harmless;
        if let Some(change) = strongest(changes, id, value).filter(asks) {
            if field.is_some_and(|field| field.kind == FieldKind::Consent) {
                moved.gone.push(id.to_owned());
            }
            moved.again.push(change.clone());
        }
    }
    moved
}
