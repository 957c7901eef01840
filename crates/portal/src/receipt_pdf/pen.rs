//! Draws a sheet as a tagged PDF: what is read out, in which order, and what is only decoration (PDF/UA-1).

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind,
};

use super::faces::Letters;
use super::sheet::{Ink, Part, Role, Set, Shape};
use crate::tokens;

/// Bold letters are the regular ones with an outline of this part of their size: a second font would take another 20 MB of memory
/// for a few headings.
const BOLD: f32 = 0.03;
/// The control points of a quarter circle drawn as one curve.
const ROUND: f32 = 0.552;

pub(super) struct Pen<'a, 'b> {
    pub(super) surface: &'a mut Surface<'b>,
    pub(super) letters: &'a Letters,
}

impl Pen<'_, '_> {
    /// Draws parts under a transform and returns their tags.
    pub(super) fn draw(&mut self, parts: &[Part], transform: &Transform) -> Vec<TagGroup> {
        self.surface.push_transform(transform);
        let tags = parts.iter().filter_map(|part| self.part(part)).collect();
        self.surface.pop();
        tags
    }

    fn part(&mut self, part: &Part) -> Option<TagGroup> {
        match part {
            Part::Group(role, parts) => {
                let mut group = TagGroup::new(tag(role));
                for inner in parts.iter().filter_map(|part| self.part(part)) {
                    group.push(inner);
                }
                Some(group)
            }
            Part::Text(role, set) => {
                let mut group = TagGroup::new(tag(role));
                group.push(
                    self.surface
                        .start_tagged(ContentTag::Span(SpanTag::empty())),
                );
                self.text(set);
                self.surface.end_tagged();
                Some(group)
            }
            Part::Picture(role, shape) => {
                let mut group = TagGroup::new(tag(role));
                group.push(self.surface.start_tagged(ContentTag::Other));
                self.shape(shape);
                self.surface.end_tagged();
                Some(group)
            }
            Part::Ornament(shape) => {
                let artifact = Artifact::with_kind(ArtifactType::Layout);
                self.surface.start_tagged(ContentTag::Artifact(artifact));
                self.shape(shape);
                self.surface.end_tagged();
                None
            }
        }
    }

    fn text(&mut self, set: &Set) {
        let style = set.style;
        self.surface.set_fill(Some(fill(style.ink)));
        self.surface
            .set_stroke(style.bold.then(|| stroke(style.ink, style.size * BOLD)));
        for line in &set.lines {
            let mut left = line.left;
            for (text, font, glyphs) in self.letters.runs(&line.text) {
                let start = Point::from_xy(left, line.baseline);
                self.surface
                    .draw_glyphs(start, &glyphs, font, text, style.size, false);
                left += self.letters.width(text) * style.size;
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match *shape {
            Shape::Box {
                left,
                top,
                width,
                height,
                radius,
                ink,
                line,
            } => {
                let path = rounded(left, top, width, height, radius);
                match line {
                    Some(line) => self.path(path, None, Some(stroke(ink, line))),
                    None => self.path(path, Some(fill(ink)), None),
                }
            }
            Shape::Code {
                left,
                top,
                module,
                ref dark,
            } => {
                // One path, so that no viewer shows seams between the squares.
                let mut path = PathBuilder::new();
                for (column, row) in dark {
                    let (x, y) = (
                        left + f32::from(*column) * module,
                        top + f32::from(*row) * module,
                    );
                    if let Some(square) = Rect::from_xywh(x, y, module, module) {
                        path.push_rect(square);
                    }
                }
                let black = Fill {
                    paint: rgb::Color::black().into(),
                    ..Fill::default()
                };
                self.path(path.finish(), Some(black), None);
            }
            Shape::Mark { left, top, side } => self.mark(left, top, side / 40.0),
        }
    }

    /// The mark as `templates/drawings/mark.svg` draws it, on a 40 by 40 grid.
    fn mark(&mut self, left: f32, top: f32, unit: f32) {
        let at = |x: f32, y: f32| (left + x * unit, top + y * unit);
        let (x, y) = at(3.0, 9.0);
        let card = rounded(x, y, 34.0 * unit, 23.0 * unit, 4.0 * unit);
        self.path(card, Some(fill("--primary")), None);
        let mut lines = PathBuilder::new();
        for (y, end) in [(25.5, 17.0), (15.0, 13.0)] {
            let (from, to) = (at(8.0, y), at(end, y));
            lines.move_to(from.0, from.1);
            lines.line_to(to.0, to.1);
        }
        self.path(
            lines.finish(),
            None,
            Some(stroke("--on-primary", 2.0 * unit)),
        );
        let mut heart = PathBuilder::new();
        let (x, y) = at(25.5, 27.5);
        heart.move_to(x, y);
        for [one, two, end] in [
            [(21.5, 25.1), (19.5, 22.9), (19.5, 20.3)],
            [(19.5, 17.2), (23.7, 15.7), (25.5, 18.4)],
            [(27.3, 15.7), (31.5, 17.2), (31.5, 20.3)],
            [(31.5, 22.9), (29.5, 25.1), (25.5, 27.5)],
        ] {
            let [one, two, end] = [one, two, end].map(|(x, y)| at(x, y));
            heart.cubic_to(one.0, one.1, two.0, two.1, end.0, end.1);
        }
        heart.close();
        self.path(heart.finish(), Some(fill("--on-primary")), None);
    }

    fn path(&mut self, path: Option<Path>, fill: Option<Fill>, stroke: Option<Stroke>) {
        if let Some(path) = path {
            self.surface.set_fill(fill);
            self.surface.set_stroke(stroke);
            self.surface.draw_path(&path);
        }
    }
}

fn tag(role: &Role) -> TagKind {
    let level = |level| NonZeroU16::new(level).expect("levels begin at one");
    match role {
        Role::Title(title) => Tag::Hn(level(1), Some(title.clone())).into(),
        Role::Heading(title) => Tag::Hn(level(2), Some(title.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::RowTitle => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::List => Tag::L(ListNumbering::Decimal).into(),
        Role::Item => Tag::LI.into(),
        Role::Number => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    }
}

fn colour(ink: Ink) -> rgb::Color {
    let [red, green, blue] = tokens::light(ink).expect("each ink is a colour of the tokens");
    rgb::Color::new(red, green, blue)
}

fn fill(ink: Ink) -> Fill {
    Fill {
        paint: colour(ink).into(),
        ..Fill::default()
    }
}

fn stroke(ink: Ink, width: f32) -> Stroke {
    Stroke {
        paint: colour(ink).into(),
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }
}

fn rounded(left: f32, top: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    let (right, bottom, handle) = (left + width, top + height, radius * (1.0 - ROUND));
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(
        right - handle,
        top,
        right,
        top + handle,
        right,
        top + radius,
    );
    path.line_to(right, bottom - radius);
    path.cubic_to(
        right,
        bottom - handle,
        right - handle,
        bottom,
        right - radius,
        bottom,
    );
    path.line_to(left + radius, bottom);
    path.cubic_to(
        left + handle,
        bottom,
        left,
        bottom - handle,
        left,
        bottom - radius,
    );
    path.line_to(left, top + radius);
    path.cubic_to(left, top + handle, left + handle, top, left + radius, top);
    path.close();
    path.finish()
}
