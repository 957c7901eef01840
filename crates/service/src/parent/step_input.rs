//! What a form, or a program, sends for a step.

use domain::flow::PlannedStep;

/// What was entered at a step.
#[derive(Clone, Default)]
pub struct StepInput {
    /// The step.
    pub step: String,
    /// The page of the step that was posted; `None` for all of its pages at once.
    pub page: Option<String>,
    /// The mark the form was drawn with ([`super::case_view::CaseView::mark`]); `None` skips the check.
    pub mark: Option<String>,
    /// Inputs by catalogue id. Those of the same step that are not on the page are saved as well, all others ignored.
    pub fields: Vec<(String, String)>,
    /// Ids of the inputs whose values the registry supplied: the agent chose one of the children whom it lists.
    pub from_registry: Vec<&'static str>,
    /// Whether the agent goes on without waiting for a registry that is slow.
    pub goes_on_unasked: bool,
    /// Whether what was not sent stays as it is, boxes too: programs send any part of a step, and a browser sends nothing for a box
    /// that is not ticked.
    pub is_partial: bool,
}

/// Why a program may not send a field for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The step does not ask for it.
    Unknown,
    /// It is shown there, and cannot be changed.
    Locked,
}

impl NotTaken {
    /// Whether a step takes this field from a program now; `None` when it does. A form is read more leniently: its page may be old.
    pub fn of(step: &PlannedStep, field: &str) -> Option<NotTaken> {
        let planned = step.fields().find(|known| known.id == field);
        match planned.filter(|planned| planned.visible) {
            None => Some(NotTaken::Unknown),
            Some(planned) if planned.locked => Some(NotTaken::Locked),
            Some(_) => None,
        }
    }
}

impl StepInput {
    /// What was entered for a field; the last one if it was sent twice.
    pub(super) fn value(&self, id: &str) -> Option<&str> {
        let mut sent = self.fields.iter().rev();
        sent.find(|(known, _)| known == id)
            .map(|(_, value)| value.as_str())
    }
}
