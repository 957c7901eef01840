//! What happened to an application and what is still to come, and what its agent is told about the card.

use domain::application::{CaseState, Records, Turn, turn};
use domain::day::beijing_date;
use domain::id::Mobile;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::case_view::CaseView;
use super::step_view::Progress;

/// A card is made within this many days of the application (京人社数据字〔2024〕133号).
const DAYS_TO_MAKE: i64 = 30;

/// Something that happens to every application, or ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It was begun.
    Begun,
    /// It was submitted.
    Submitted,
    /// It was returned for correction.
    Returned,
    /// The bureau looks at it.
    InReview,
    /// The card is made.
    Made,
    /// The card waits at the branch.
    AtBranch,
    /// The agent has the card.
    Collected,
    /// The agent withdrew it.
    Withdrawn,
    /// It was a draft for too long.
    Expired,
}

impl Happening {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::InReview => "in_review",
            Self::Made => "made",
            Self::AtBranch => "at_branch",
            Self::Collected => "collected",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// A place on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What.
    pub what: Happening,
    /// When, where it has happened and that is known.
    pub at: Option<Timestamp>,
    /// Whether it has happened.
    pub progress: Progress,
}

/// The timeline of an application, from its beginning to the counter of the branch.
pub fn timeline(view: &CaseView) -> Vec<Moment> {
    let moment = |what, at, progress| Moment { what, at, progress };
    let submitted = view.submissions.last().map(|last| last.submitted_at);
    let begun = moment(Happening::Begun, Some(view.created_at), Progress::Done);
    let ended = |what| moment(what, Some(view.saved_at), Progress::Here);
    match view.state {
        CaseState::Withdrawn => {
            let before = submitted.map(|at| moment(Happening::Submitted, Some(at), Progress::Done));
            return std::iter::once(begun)
                .chain(before)
                .chain([ended(Happening::Withdrawn)])
                .collect();
        }
        CaseState::Expired => return vec![begun, ended(Happening::Expired)],
        CaseState::Draft
        | CaseState::Submitted
        | CaseState::InReview
        | CaseState::Returned
        | CaseState::Approved
        | CaseState::Rejected => {}
    }
    let handed_in = view.state != CaseState::Draft;
    let checked = matches!(view.state, CaseState::Approved | CaseState::Rejected);
    let progress = |done: bool, here: bool| match (done, here) {
        (true, _) => Progress::Done,
        (false, true) => Progress::Here,
        (false, false) => Progress::Ahead,
    };
    let looked_at = if view.state == CaseState::Returned {
        moment(Happening::Returned, None, Progress::Here)
    } else {
        moment(Happening::InReview, None, progress(checked, handed_in))
    };
    vec![
        begun,
        moment(
            Happening::Submitted,
            submitted.filter(|_| handed_in),
            progress(handed_in, true),
        ),
        looked_at,
        moment(Happening::Made, None, progress(false, checked)),
        moment(Happening::AtBranch, None, Progress::Ahead),
        moment(Happening::Collected, None, Progress::Ahead),
    ]
}

/// Who must act for an application to go on.
pub fn waiting_on(view: &CaseView) -> Turn {
    let records = Records {
        card: view.card,
        ..Records::default()
    };
    turn(view.state, &records)
}

/// By when the card of an application of this time is made.
pub fn made_by(submitted_at: Timestamp) -> Date {
    beijing_date(submitted_at).saturating_add(DAYS_TO_MAKE.days())
}

/// The mobile to which the bank writes when the card is at the branch, if one is known.
pub fn bank_writes_to(view: &CaseView) -> Option<Mobile> {
    let answer = |id: &str| view.answers.get(id);
    let number = answer("child.card_mobile").or_else(|| answer("agent.mobile"))?;
    Mobile::parse(&number.value).ok()
}
