//! The drawing of a card that shows the child's photo.

/// A card as it will look, except for what only the card maker knows.
#[derive(Debug, Clone)]
pub struct CardDrawing {
    /// The picture that holds the photo.
    pub photo_url: String,
    /// Its width, in the units of the view box, before it is turned.
    pub photo_width_px: u32,
    /// Its height.
    pub photo_height_px: u32,
    /// Turns it: an SVG `transform`; empty if it is not turned.
    pub transform: String,
    /// The part of it that is visible, as an SVG `viewBox`: left, top, width, height.
    pub view_box: String,
    /// The child's name; empty when it is not known yet.
    pub name: String,
    /// Whether the part has fewer pixels than are printed.
    pub is_blurred: bool,
}

/// The space left of the photo, in the units of the drawing.
const ROOM: u32 = 216;
/// The type size of a name that fits.
const SIZE: u32 = 26;
/// The smallest size that can still be read where the drawing is small.
const LEAST_SIZE: u32 = 18;
/// The line on which a one-line name stands.
const TOP: u32 = 180;

/// A name as it stands on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSet {
    /// One line or two.
    pub lines: Vec<String>,
    /// The type size, in the units of the drawing.
    pub size: u32,
    /// Where the first line stands.
    pub top: u32,
}

impl NameSet {
    /// Distance from one line to the next.
    pub fn leading(&self) -> u32 {
        self.size + 4
    }
}

impl CardDrawing {
    /// The name left of the photo: smaller as long as it can be read, then in two lines, then cut short.
    pub fn name_set(&self) -> NameSet {
        let size = fitting(hundredths(&self.name));
        if size >= LEAST_SIZE {
            return NameSet {
                lines: vec![self.name.clone()],
                size,
                top: TOP,
            };
        }
        let (first, second) = halves(&self.name);
        let wider = hundredths(first).max(hundredths(second));
        let size = fitting(wider).max(LEAST_SIZE);
        NameSet {
            lines: [first, second]
                .iter()
                .map(|line| cut(line, size))
                .filter(|line| !line.is_empty())
                .collect(),
            size,
            top: TOP - 4 * size / 5,
        }
    }
}

/// The largest size at which a line of this width fits.
fn fitting(hundredths: u32) -> u32 {
    (100 * ROOM / hundredths.max(1)).min(SIZE)
}

/// The approximate width of a line at size 1, in hundredths. The fonts are the reader's, so the estimate is on the high side.
fn hundredths(line: &str) -> u32 {
    let widths = line.chars().map(|symbol| match symbol {
        'i' | 'j' | 'l' | ' ' | '.' | '\'' => 32,
        'm' | 'w' | 'M' | 'W' => 92,
        'A'..='Z' => 72,
        '\0'..='\u{24f}' => 60,
        _ => 100,
    });
    widths.sum()
}

/// The name in two lines: split at the space that makes the longer one shortest, or in the middle.
fn halves(name: &str) -> (&str, &str) {
    let spaces = name.match_indices([' ', '·']).map(|(at, mark)| {
        let second = &name[at + mark.len()..];
        (name[..at + mark.len()].trim_end(), second)
    });
    let middle = name.char_indices().nth(name.chars().count().div_ceil(2));
    let middle = middle.map_or(name.len(), |(at, _)| at);
    spaces
        .min_by_key(|(first, second)| hundredths(first).max(hundredths(second)))
        .unwrap_or_else(|| name.split_at(middle))
}

/// As much of a line as fits, with a mark if something is missing.
fn cut(line: &str, size: u32) -> String {
    let has_room = |line: &str| hundredths(line) * size <= 100 * ROOM;
    if has_room(line) {
        return line.to_owned();
    }
    let mut kept = line.to_owned();
    while kept.pop().is_some() {
        let shortened = format!("{}…", kept.trim_end());
        if has_room(&shortened) {
            return shortened;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str) -> NameSet {
        let drawing = CardDrawing {
            photo_url: String::new(),
            photo_width_px: 1,
            photo_height_px: 1,
            transform: String::new(),
            view_box: String::new(),
            name: name.to_owned(),
            is_blurred: false,
        };
        drawing.name_set()
    }

    #[test]
    fn a_name_gets_smaller_then_two_lines_then_is_cut_short() {
        for (name, size, lines) in [
            ("陈一诺", 26, vec!["陈一诺"]),
            ("Anna Li", 26, vec!["Anna Li"]),
            ("阿卜杜拉·买买提", 26, vec!["阿卜杜拉·买买提"]),
            ("阿卜杜热合曼·买买提", 22, vec!["阿卜杜热合曼·买买提"]),
            (
                "Wilhelmina Featherstonehaugh",
                20,
                vec!["Wilhelmina", "Featherstonehaugh"],
            ),
            (
                "买买提江阿卜杜热合曼阿卜杜拉",
                26,
                vec!["买买提江阿卜杜", "热合曼阿卜杜拉"],
            ),
            (
                "Wilhelmina Featherstonehaughcholmondeley",
                18,
                vec!["Wilhelmina", "Featherstonehaughc…"],
            ),
        ] {
            let set = set(name);
            assert_eq!(
                (set.size, set.lines),
                (size, lines.into_iter().map(str::to_owned).collect()),
                "{name}"
            );
        }
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        for name in [
            "W".repeat(80),
            "i".repeat(200),
            "龘".repeat(50),
            "Anne Marie Sophie Charlotte Wilhelmina".to_owned(),
        ] {
            let set = set(&name);
            assert!(set.size >= LEAST_SIZE, "{name}");
            for line in &set.lines {
                assert!(hundredths(line) * set.size <= 100 * ROOM, "{name}: {line}");
            }
        }
    }
}
