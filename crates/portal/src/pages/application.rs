//! One application: where it stands and what comes next, to the branch counter.

use askama::Template;
use service::parent::step_view::Progress;

use super::layout::Layout;
use super::returned::Returned;
use super::review::Topic;

/// `/applications/{id}`
#[derive(Debug, Template)]
#[template(path = "portal/application.html")]
pub struct Application {
    /// Header, footer, language.
    pub page: Layout,
    /// The state's code.
    pub state: String,
    /// The state in words.
    pub state_label: String,
    /// What it means and who must act.
    pub meaning: String,
    /// The child's name, or words for "not named yet".
    pub child: String,
    /// The receipt number in groups; empty for a draft.
    pub shown_number: String,
    /// The receipt; empty if no submission stands.
    pub receipt_url: String,
    /// Where the draft continues; empty otherwise.
    pub continue_url: String,
    /// Where a draft that was begun in another channel is taken over; empty for all others.
    pub take_over_url: String,
    /// Where it is taken back for changes; empty when that is not possible.
    pub take_back_url: String,
    /// Where it is withdrawn; empty when that is not possible.
    pub withdraw_url: String,
    /// The code of the card's state; empty while there is no card.
    pub card_state: String,
    /// What staff returned for correction, while it is returned.
    pub returned: Option<Returned>,
    /// Whether it has ended without a card, so that another one can be begun from here.
    pub may_begin_again: bool,
    /// The timeline from here to the card.
    pub timeline: Vec<Moment>,
    /// What was submitted.
    pub topics: Vec<Topic>,
}

/// A point on the timeline.
#[derive(Debug, Clone)]
pub struct Moment {
    /// What happens.
    pub title: String,
    /// One more sentence; may be empty.
    pub detail: String,
    /// The date, in words; empty when it is not known.
    pub at: String,
    /// Done, present or to come.
    pub progress: Progress,
}
