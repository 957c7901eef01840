//! What a form sends for a step.

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
}

impl StepInput {
    /// What was entered for a field; the last one if it was sent twice.
    pub(super) fn value(&self, id: &str) -> Option<&str> {
        let mut sent = self.fields.iter().rev();
        sent.find(|(known, _)| known == id)
            .map(|(_, value)| value.as_str())
    }
}
