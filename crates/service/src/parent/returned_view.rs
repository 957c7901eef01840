//! What was returned, as its agent sees it: each item with its reason, whether it is corrected, and where that is done.

use domain::application::ReturnedItem;

use super::case_view::CaseView;
use super::correction::unasked;
use super::way::{self, Stop};

/// One thing that staff returned.
#[derive(Clone, Debug)]
pub struct ReturnedView<'a> {
    /// The field or material, the code of the reason, and the sentence that staff wrote for the agent.
    pub item: &'a ReturnedItem,
    /// Whether it is corrected.
    pub correction: Correction,
    /// Where it is corrected; `None` when it no longer can be.
    pub at: Option<Stop>,
}

/// Whether a returned item is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Not yet.
    Open,
    /// Yes; it can be changed again until it is handed in.
    Done,
    /// The application asks for it no more.
    Unneeded,
}

impl Correction {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Unneeded => "unneeded",
        }
    }
}

impl CaseView {
    /// What was returned, in the order given by staff; nothing unless the application is returned.
    pub fn returned_items(&self) -> Vec<ReturnedView<'_>> {
        let Some(returned) = &self.returned else {
            return Vec::new();
        };
        let unasked = unasked(&self.plan, returned);
        let items = returned.items.iter().map(|item| {
            let is_unneeded = unasked.contains(&item.item.as_str());
            ReturnedView {
                correction: match (is_unneeded, item.corrected) {
                    (true, _) => Correction::Unneeded,
                    (false, true) => Correction::Done,
                    (false, false) => Correction::Open,
                },
                at: way::where_corrected(&self.plan, &item.item).filter(|_| !is_unneeded),
                item,
            }
        });
        items.collect()
    }
}
