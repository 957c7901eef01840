//! A return: what staff want corrected, and what stays locked meanwhile.

use std::collections::BTreeSet;
use std::fmt;

/// One thing to correct, as named by staff.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReturnItem<'a> {
    /// The id of the field or material.
    pub item: &'a str,
    /// Why, by a code of the administered list.
    pub reason: &'a str,
    /// What to do about it, in a sentence for the agent.
    pub sentence: &'a str,
    /// The id of a sample picture, if one helps.
    pub sample: Option<&'a str>,
}

/// Text written by staff may hold personal data, so it is not printed.
impl fmt::Debug for ReturnItem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReturnItem({}, {})", self.item, self.reason)
    }
}

/// One thing to correct, as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnedItem {
    /// The id of the field or material.
    pub item: String,
    /// Why, by a code of the administered list.
    pub reason: String,
    /// What to do about it, in a sentence for the agent.
    pub sentence: String,
    /// The id of a sample picture, if one helps.
    pub sample: Option<String>,
    /// Whether the agent has corrected it.
    pub corrected: bool,
}

impl fmt::Debug for ReturnedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = if self.corrected { ", corrected" } else { "" };
        write!(f, "ReturnedItem({}, {}{done})", self.item, self.reason)
    }
}

/// An open return. The correction is a buffer over the frozen submission.
///
/// What the submission contains and staff did not return is locked. What it does not contain is not locked, nor what a correction
/// makes wrong or missing: another ID type asks for other papers, another bank for another branch, and locking those would leave
/// no way forward.
///
/// ```
/// use domain::application::{Return, ReturnItem};
/// let blurred = ReturnItem { item: "card_photo", reason: "blurred", sentence: "请重拍", sample: None };
/// let sent_back = Return::over(1, &[blurred], &["card_photo", "child.name"]);
/// assert!(sent_back.is_locked("child.name"));
/// assert!(!sent_back.is_locked("card_photo"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// The number of the submission it is about.
    pub submission: u32,
    /// What to correct, in the order given by staff.
    pub items: Vec<ReturnedItem>,
    locked: BTreeSet<String>,
}

/// The agent's reply to the registry's answer.
const CONFIRMATION: [&str; 2] = ["relationship_confirmed", "relationship"];
/// What the registry is asked about: when one of these is corrected, its answer is new.
const ASKED_ABOUT: [&str; 3] = ["child.name", "child.id_number", "relationship"];
/// The field of the promise: given for each submission, so it is given again each time.
pub const PROMISE: &str = "promise";

impl Return {
    /// The return of `items` of submission `submission`, which contains the answers and materials `frozen`.
    pub fn over(submission: u32, items: &[ReturnItem<'_>], frozen: &[&str]) -> Self {
        let named = |id: &str| items.iter().any(|item| item.item == id);
        let asks_anew = ASKED_ABOUT.into_iter().any(named);
        let unlocked =
            |id: &str| named(id) || id == PROMISE || (asks_anew && CONFIRMATION.contains(&id));
        let items = items.iter().map(|item| ReturnedItem {
            item: item.item.to_owned(),
            reason: item.reason.to_owned(),
            sentence: item.sentence.to_owned(),
            sample: item.sample.map(str::to_owned),
            corrected: false,
        });
        let locked = frozen.iter().filter(|id| !unlocked(id));
        Self {
            submission,
            items: items.collect(),
            locked: locked.map(|id| (*id).to_owned()).collect(),
        }
    }

    /// A return as it was stored.
    pub fn from_stored<'a>(
        submission: u32,
        items: Vec<ReturnedItem>,
        locked: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            submission,
            items,
            locked: locked.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether a field or material must stay as submitted.
    pub fn is_locked(&self, id: &str) -> bool {
        self.locked.contains(id)
    }

    /// The locked ids, for the store.
    pub fn locked(&self) -> impl Iterator<Item = &str> {
        self.locked.iter().map(String::as_str)
    }

    /// The ids of the items that are not corrected and that the plan still asks for.
    pub fn left(&self, dropped: &[&str]) -> Vec<&str> {
        let left = self.items.iter().filter(|item| !item.corrected);
        left.map(|item| item.item.as_str())
            .filter(|id| !dropped.contains(id))
            .collect()
    }

    /// Unlocks these: a correction made them wrong or missing, and locked they would leave no way forward.
    pub(super) fn unlock(&mut self, ids: &[&str]) {
        self.locked.retain(|id| !ids.contains(&id.as_str()));
    }

    /// Marks these items as corrected or not; removing a picture is no correction.
    pub(super) fn touch(&mut self, ids: &[&str], corrected: bool) {
        for item in &mut self.items {
            if ids.contains(&item.item.as_str()) {
                item.corrected = corrected;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROZEN: [&str; 7] = [
        "child.name",
        "child.id_number",
        "relationship",
        "relationship_confirmed",
        "residence.address",
        "promise",
        "card_photo",
    ];

    fn item(item: &str) -> ReturnItem<'_> {
        ReturnItem {
            item,
            reason: "wrong",
            sentence: "李小花的照片不清楚",
            sample: None,
        }
    }

    #[test]
    fn only_what_was_sent_back_unlocks_and_what_hangs_on_it() {
        for (sent_back, locked) in [
            (
                "card_photo",
                "child.id_number child.name relationship relationship_confirmed residence.address",
            ),
            ("child.name", "card_photo child.id_number residence.address"),
            ("child.id_number", "card_photo child.name residence.address"),
            (
                "relationship",
                "card_photo child.id_number child.name residence.address",
            ),
        ] {
            let sent_back = Return::over(2, &[item(sent_back)], &FROZEN);
            let found: Vec<&str> = sent_back.locked().collect();
            assert_eq!(found.join(" "), locked, "{sent_back:?}");
            assert!(!sent_back.is_locked("birth_certificate"), "asked for since");
        }
    }

    #[test]
    fn what_a_correction_makes_wrong_unlocks() {
        let mut sent_back = Return::over(1, &[item("card_photo")], &FROZEN);
        sent_back.unlock(&["residence.address", "never.submitted"]);
        let locked: Vec<&str> = sent_back.locked().collect();
        assert_eq!(
            locked,
            [
                "child.id_number",
                "child.name",
                "relationship",
                "relationship_confirmed"
            ]
        );
        assert_eq!(sent_back.left(&[]), ["card_photo"], "it was not returned");
    }

    #[test]
    fn an_item_is_left_until_it_is_seen_to_or_nobody_asks_for_it() {
        let items = [item("card_photo"), item("residence.address")];
        let mut sent_back = Return::over(1, &items, &FROZEN);
        assert_eq!(sent_back.left(&[]), ["card_photo", "residence.address"]);
        sent_back.touch(&["card_photo", "child.name"], true);
        assert_eq!(sent_back.left(&[]), ["residence.address"]);
        assert!(sent_back.left(&["residence.address"]).is_empty());
        sent_back.touch(&["card_photo"], false);
        assert_eq!(sent_back.left(&["residence.address"]), ["card_photo"]);
    }

    #[test]
    fn what_staff_wrote_is_not_shown() {
        let item = item("card_photo");
        let shown = format!("{item:?} {:?}", Return::over(1, &[item], &[]));
        assert!(
            shown.contains("card_photo") && !shown.contains('李'),
            "{shown}"
        );
    }
}
