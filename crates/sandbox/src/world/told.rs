//! The families written by hand.
//!
//! Their numbers are fixed, so that a test, a page and a conversation mean the same people. Families whose path needs what
//! the service does not have yet are absent.

mod agents;
mod ages;
mod papers;
mod register;

use super::stories::Story;

/// Every case written by hand, in the order of its number and letter.
pub(super) fn stories() -> Vec<Story> {
    let mut stories = [
        papers::STORIES,
        ages::STORIES,
        agents::STORIES,
        register::STORIES,
    ]
    .concat();
    stories.sort_by_key(|story| (story.row, story.letter));
    stories
}
