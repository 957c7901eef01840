//! What staff returned for correction: listed on the application's page, and above the questions that correct it.

/// What was returned, and the way to correct it.
#[derive(Debug, Clone)]
pub struct Returned {
    /// What to do, in words.
    pub lead: String,
    /// What was returned, in the order given by staff.
    pub items: Vec<ReturnedItem>,
    /// Where the correction goes on; empty if that is not possible here.
    pub go_url: String,
    /// The words on the button that leads there.
    pub go: String,
}

/// One thing that staff returned.
#[derive(Debug, Clone)]
pub struct ReturnedItem {
    /// The id of the field or material.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// What staff wrote to the agent about it.
    pub sentence: String,
    /// The code of [`Correction`](service::parent::returned_view::Correction).
    pub correction: &'static str,
    /// The same in words.
    pub correction_label: String,
    /// Where to correct it; empty if that is not possible here.
    pub url: String,
}
