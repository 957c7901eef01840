//! What a move to another release does to a draft.

use super::Release;
use super::change::{Change, strongest};
use super::change_class::ChangeClass;
use crate::answer::Answers;
use crate::catalogue::FieldKind;

/// What happens to a draft's answers and pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Consents to remove: nobody has agreed to the present text.
    ///
    /// Nothing else is removed. Answers that the release does not know stay out of the plan and are removed at submission:
    /// another release, or an older program version running beside this one, may know them again.
    pub gone: Vec<String>,
    /// What must be checked and saved again, each with the change that requires it.
    pub again: Vec<Change>,
}

/// Applies the changes to a draft. A draft without an answer to a changed question simply gets the new question.
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
