//! One of several possible answers.

use super::card_drawing::CardDrawing;

/// An option of a field.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The value that the form sends.
    pub value: String,
    /// What the parent reads.
    pub label: String,
    /// Other names to find it by in a list, each without blanks, separated by one blank: in the other language, in pinyin.
    pub also: String,
    /// A second line, such as a branch's address.
    pub detail: String,
    /// Opening hours; empty if it has none.
    pub hours: String,
    /// Its telephone number; empty if it has none.
    pub phone: String,
    /// Where it is on a map; empty if that says nothing.
    pub map_url: String,
    /// The card whose picture is shown beside it; `None` where the option is about something else.
    pub card: Option<CardDrawing>,
    /// Whether it is the present answer.
    pub chosen: bool,
}

impl Choice {
    /// An option with nothing but its label.
    pub fn plain(value: &str, label: &str, chosen: bool) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen,
            ..Self::default()
        }
    }
}

/// Options that belong together, such as the branches of one district.
#[derive(Debug, Clone, Default)]
pub struct ChoiceGroup {
    /// What they share; empty if there is only one group.
    pub label: String,
    /// The options.
    pub choices: Vec<Choice>,
}

/// Many options in two parts: those shown at once, and those in an area that scrolls.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// What is likely to be chosen, or is chosen already.
    pub near: Vec<ChoiceGroup>,
    /// Everything else.
    pub far: Vec<ChoiceGroup>,
}

impl Places {
    /// More options than this are searched rather than read.
    const MOST_READ: usize = 16;
    /// More options than this are shown in an area that scrolls, even if they are near.
    const MOST_OPEN: usize = 8;

    /// How many options there are in the area that scrolls.
    pub fn far_count(&self) -> usize {
        count(&self.far)
    }

    /// Whether those that are near scroll in an area of their own.
    pub fn scrolls(&self) -> bool {
        count(&self.near) > Self::MOST_OPEN
    }

    /// Whether there are so many options that people search instead of reading.
    pub fn is_long(&self) -> bool {
        count(&self.near) + count(&self.far) > Self::MOST_READ
    }
}

fn count(groups: &[ChoiceGroup]) -> usize {
    groups.iter().map(|group| group.choices.len()).sum()
}
