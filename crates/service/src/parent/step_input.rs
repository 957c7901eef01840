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
}
