//! The families told by hand.
//!
//! The numbers are those of the list of families in the design, so that a test, a page and a conversation speak of the
//! same people. Families whose path needs what the service does not have yet are absent.

mod agents;
mod ages;
mod papers;
mod register;

use super::stories::Story;

/// Every case told by hand, in the order of its number and letter.
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
