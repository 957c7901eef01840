//! One of several possible answers.

/// An option of a field.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The value that the form sends.
    pub value: String,
    /// What the parent reads.
    pub label: String,
    /// Other names to find it by in a list, without blanks, one blank between them: of the other language, in pinyin.
    pub also: String,
    /// A second line, such as a branch's address.
    pub detail: String,
    /// When it is open; empty for what has no hours.
    pub hours: String,
    /// Its telephone number; empty for what has none.
    pub phone: String,
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
    /// What they share; empty when there is a single group.
    pub label: String,
    /// The options.
    pub choices: Vec<Choice>,
}

/// Many options in two parts: those that stand open, and those in an area that scrolls.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// What is likely chosen, or is chosen already.
    pub near: Vec<ChoiceGroup>,
    /// All else.
    pub far: Vec<ChoiceGroup>,
}

impl Places {
    /// Above so many options they are searched rather than read.
    const MOST_READ: usize = 7;

    /// How many options there are in the area that scrolls.
    pub fn far_count(&self) -> usize {
        count(&self.far)
    }

    /// Whether there are so many options that one rather searches.
    pub fn is_long(&self) -> bool {
        count(&self.near) + count(&self.far) > Self::MOST_READ
    }
}

fn count(groups: &[ChoiceGroup]) -> usize {
    groups.iter().map(|group| group.choices.len()).sum()
}
