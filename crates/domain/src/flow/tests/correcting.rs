//! A plan of which only some items are open: an application that is corrected after a return.

use std::collections::BTreeSet;

use super::*;
use crate::flow::{PlannedPage, PlannedStep};

/// The pages that can be answered when only these items are open.
fn answerable(answers: &Answers, open: &[&str]) -> Vec<String> {
    let mut plan = on_portal(answers);
    let ids: BTreeSet<String> = open.iter().map(|id| (*id).to_owned()).collect();
    plan.lock_all_but(&ids);
    for slot in plan.slots() {
        assert_eq!(slot.locked, !ids.contains(&slot.id), "{}", slot.id);
    }
    let of_step = |step: &PlannedStep| {
        let pages = step.pages.iter().filter(|page| page.answerable);
        let name = |page: &PlannedPage| format!("{}/{}", step.id, page.id);
        pages.map(name).collect::<Vec<_>>()
    };
    plan.steps.iter().flat_map(of_step).collect()
}

#[test]
fn only_pages_with_an_open_item_can_be_answered() {
    let all: [&str; 0] = [];
    let address = ["residence.address", "promise"];
    let photo = ["card_photo", "child.ethnic_group"];
    for (answers, open, pages) in [
        (complete(), all.as_slice(), vec![]),
        (
            complete(),
            &address,
            vec!["supplement/supplement", "promise/promise"],
        ),
        (complete(), &photo, vec!["supplement/supplement"]),
        // What the registry found stays locked, whoever returned it.
        (complete(), &["relationship"], vec![]),
        // Nothing that the application does not ask for becomes a question.
        (complete(), &["same_booklet"], vec![]),
    ] {
        assert_eq!(answerable(&answers, open), pages, "{open:?}");
    }
}
