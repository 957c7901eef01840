//! What a draft has to answer again since it moved to another release.

use std::collections::BTreeMap;

use domain::answer::Again;
use domain::release::Release;
use store::asked_again::ItemAskedAgain;

/// An item to be answered again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedAgain {
    /// Number of the release that brought the change.
    pub since: String,
    /// Why.
    pub why: Again,
}

/// The items to be answered again, by id. A reason that the release in force no longer knows is left out.
pub(super) fn asked_again(
    marks: &[ItemAskedAgain],
    in_force: &Release,
) -> BTreeMap<String, AskedAgain> {
    let asked = |mark: &ItemAskedAgain| AskedAgain {
        since: mark.since.clone(),
        why: in_force
            .reason(&mark.item, &mark.since)
            .map_or(Again::Changed, |reason| Again::ByLaw(reason.clone())),
    };
    marks
        .iter()
        .map(|mark| (mark.item.clone(), asked(mark)))
        .collect()
}
