//! What moving to another release makes of a draft.

use super::Release;
use super::change::{Change, strongest};
use super::change_class::ChangeClass;
use crate::answer::Answers;
use crate::catalogue::FieldKind;

/// What becomes of a draft's answers and pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Consents that go: nobody has agreed to the text that stands there now.
    ///
    /// Nothing else does. What the release does not know stays out of the plan, and goes when the application is handed
    /// in: another release, or an older program beside this one, may know it again.
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
