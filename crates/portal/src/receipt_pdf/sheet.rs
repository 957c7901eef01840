//! What stands on the sheet and where: a tree in reading order, each text with the positions of its lines.
//!
//! Lengths are points, 72 to the inch; the origin is the sheet's top left corner.

use super::faces::Letters;
use super::lines::broken;

/// A4.
pub(super) const WIDTH: f32 = 595.28;
/// A4.
pub(super) const HEIGHT: f32 = 841.89;
/// 20 mm on every side, which every printer can print.
pub(super) const MARGIN: f32 = 56.69;
/// The width between the margins.
pub(super) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

/// A colour: a token of the style sheet, in the light theme, since paper is white.
pub(super) type Ink = &'static str;

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Size of the type.
    pub(super) size: f32,
    /// Distance between its lines.
    pub(super) leading: f32,
    pub(super) ink: Ink,
    pub(super) bold: bool,
}

/// One line of a text.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) baseline: f32,
}

/// A text broken into lines.
pub(super) struct Set {
    pub(super) style: Style,
    pub(super) lines: Vec<Line>,
}

/// What a part is for a screen reader.
#[derive(Clone)]
pub(super) enum Role {
    Title(String),
    Heading(String),
    Paragraph,
    Table,
    Row,
    RowTitle,
    Cell,
    List,
    Item,
    Number,
    ItemBody,
    /// With a description of what it shows.
    Figure(String),
}

/// A part of the sheet.
pub(super) enum Part {
    /// Parts that belong together.
    Group(Role, Vec<Part>),
    /// A text.
    Text(Role, Set),
    /// A drawing with a meaning.
    Picture(Role, Shape),
    /// A drawing that is only decoration.
    Ornament(Shape),
}

/// A drawing.
pub(super) enum Shape {
    /// A rectangle with round corners, filled or outlined.
    Box {
        left: f32,
        top: f32,
        width: f32,
        height: f32,
        radius: f32,
        ink: Ink,
        /// Width of the outline; filled if there is none.
        line: Option<f32>,
    },
    /// The squares of a code: the dark ones by column and row.
    Code {
        left: f32,
        top: f32,
        module: f32,
        dark: Vec<(u16, u16)>,
    },
    /// The mark of the service: a card with a heart.
    Mark { left: f32, top: f32, side: f32 },
}

/// A column that texts are set into, from top to bottom.
pub(super) struct Column<'a> {
    pub(super) letters: &'a Letters,
    pub(super) left: f32,
    pub(super) width: f32,
    /// Where the next text begins.
    pub(super) top: f32,
}

impl Column<'_> {
    /// Sets a text and moves on below it.
    pub(super) fn set(&mut self, style: Style, text: &str) -> Set {
        let spelled = self.letters.spelled(text);
        let advance = |character| self.letters.advance(character) * style.size;
        let lines = broken(&spelled, self.width, advance);
        let lines = lines.into_iter().map(|text| {
            let line = Line {
                text: text.to_owned(),
                left: self.left,
                baseline: self.top + baseline(style),
            };
            self.top += style.leading;
            line
        });
        Set {
            lines: lines.collect(),
            style,
        }
    }

    /// A column inside this one, `indent` further in, beginning at the same height.
    pub(super) fn indented(&self, indent: f32) -> Self {
        Column {
            letters: self.letters,
            left: self.left + indent,
            width: self.width - indent,
            top: self.top,
        }
    }
}

/// From the top of a line to its baseline: Chinese characters reach 0.12 of their size below it.
fn baseline(style: Style) -> f32 {
    (style.leading - style.size) / 2.0 + 0.88 * style.size
}

impl Part {
    /// Calls `look` with every line of this part and those inside it.
    #[cfg(test)]
    pub(super) fn each_line(&self, look: &mut impl FnMut(&Line, Style)) {
        match self {
            Part::Group(_, parts) => parts.iter().for_each(|part| part.each_line(look)),
            Part::Text(_, set) => set.lines.iter().for_each(|line| look(line, set.style)),
            Part::Picture(..) | Part::Ornament(_) => {}
        }
    }
}
