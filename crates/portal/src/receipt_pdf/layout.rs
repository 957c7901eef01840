//! Where everything stands on the receipt.

use qrcode::{Color, QrCode};

use super::content::Content;
use super::faces::Letters;
use super::sheet::{Column, HEIGHT, Ink, MARGIN, MEASURE, Part, Role, Shape, Style, WIDTH};

const INK: Ink = "--ink";
const QUIET: Ink = "--ink-quiet";
const PRIMARY: Ink = "--primary";

const TITLE: Style = style(24.0, 34.0, INK).bold();
const HEADING: Style = style(14.0, 21.0, INK).bold();
const NUMBER: Style = style(25.0, 36.0, INK).bold();
const BRAND: Style = style(12.0, 16.0, INK).bold();
const LEAD: Style = style(12.0, 19.0, INK);
const TEXT: Style = style(11.0, 17.0, INK);
const STRONG: Style = style(11.0, 17.0, INK).bold();
const DETAIL: Style = style(10.0, 16.0, QUIET);
const SMALL: Style = style(9.0, 14.0, QUIET);
const STEP: Style = style(11.0, 22.0, PRIMARY).bold();

const CODE_SIDE: f32 = 106.0;
const LABEL_WIDTH: f32 = 128.0;

const fn style(size: f32, leading: f32, ink: Ink) -> Style {
    Style {
        size,
        leading,
        ink,
        bold: false,
    }
}

impl Style {
    const fn bold(self) -> Style {
        Style { bold: true, ..self }
    }
}

/// The receipt, laid out on its sheet.
pub(super) struct Sheet {
    /// Head and middle, from the top down.
    pub(super) body: Vec<Part>,
    /// Where the body ends.
    pub(super) body_bottom: f32,
    /// The foot, at the sheet's bottom.
    pub(super) foot: Vec<Part>,
    /// Where the foot begins.
    pub(super) foot_top: f32,
}

/// Lays out the receipt.
pub(super) fn set(content: &Content, letters: &Letters, code: &QrCode) -> Sheet {
    let mut page = Column {
        letters,
        left: MARGIN,
        width: MEASURE,
        top: 38.0,
    };
    let mut body = head(&mut page, content);
    page.top += 20.0;
    body.push(Part::Text(
        Role::Title(content.heading.clone()),
        page.set(TITLE, &content.heading),
    ));
    page.top += 4.0;
    body.push(paragraph(&mut page, LEAD, &content.lead));
    page.top += 14.0;
    ticket(&mut page, content, code, &mut body);
    page.top += 10.0;
    facts(&mut page, content, &mut body);
    page.top += 18.0;
    body.push(Part::Text(
        Role::Heading(content.next_title.clone()),
        page.set(HEADING, &content.next_title),
    ));
    page.top += 8.0;
    steps(&mut page, content, &mut body);
    page.top += 8.0;
    note(&mut page, content, &mut body);
    let (foot, foot_top) = foot(letters, content);
    Sheet {
        body,
        body_bottom: page.top,
        foot,
        foot_top,
    }
}

fn paragraph(page: &mut Column<'_>, style: Style, text: &str) -> Part {
    Part::Text(Role::Paragraph, page.set(style, text))
}

fn rule(top: f32) -> Part {
    filled(MARGIN, top, MEASURE, 0.6, 0.0, "--line")
}

fn filled(left: f32, top: f32, width: f32, height: f32, radius: f32, ink: Ink) -> Part {
    Part::Ornament(Shape::Box {
        left,
        top,
        width,
        height,
        radius,
        ink,
        line: None,
    })
}

fn head(page: &mut Column<'_>, content: &Content) -> Vec<Part> {
    let mark = Part::Ornament(Shape::Mark {
        left: page.left,
        top: page.top,
        side: 32.0,
    });
    let mut words = page.indented(44.0);
    let brand = paragraph(&mut words, BRAND, &content.brand);
    let owner = paragraph(&mut words, SMALL, &content.owner);
    page.top = words.top + 12.0;
    let mut parts = vec![mark, brand, owner, rule(page.top)];
    if !content.sandbox.is_empty() {
        let top = page.top + 10.0;
        let mut words = Column {
            top: top + 6.0,
            width: page.width - 24.0,
            ..page.indented(12.0)
        };
        let text = paragraph(&mut words, SMALL, &content.sandbox);
        let height = words.top + 6.0 - top;
        parts.push(filled(
            page.left,
            top,
            page.width,
            height,
            4.0,
            "--amber-soft",
        ));
        parts.push(text);
        page.top = top + height;
    }
    parts
}

/// The number and its code, in a frame.
fn ticket(page: &mut Column<'_>, content: &Content, code: &QrCode, body: &mut Vec<Part>) {
    const PADDING: f32 = 15.0;
    let top = page.top;
    let mut words = Column {
        letters: page.letters,
        left: page.left + PADDING,
        width: page.width - CODE_SIDE - 3.0 * PADDING,
        top: 0.0,
    };
    let texts = [
        (TEXT, &content.number_label),
        (NUMBER, &content.number),
        (DETAIL, &content.submitted),
        (DETAIL, &content.code_hint),
    ];
    let height: f32 = texts
        .iter()
        .map(|(style, text)| {
            words.set(*style, text);
            words.top
        })
        .last()
        .unwrap_or_default();
    let inner = height.max(CODE_SIDE);
    words.top = top + PADDING + (inner - height) / 2.0;
    for (style, text) in texts {
        body.push(paragraph(&mut words, style, text));
    }
    body.push(Part::Picture(
        Role::Figure(content.code_words.clone()),
        squares(
            code,
            page.left + page.width - PADDING - CODE_SIDE,
            top + PADDING + (inner - CODE_SIDE) / 2.0,
        ),
    ));
    body.push(Part::Ornament(Shape::Box {
        left: page.left,
        top,
        width: page.width,
        height: inner + 2.0 * PADDING,
        radius: 9.0,
        ink: PRIMARY,
        line: Some(1.5),
    }));
    page.top = top + inner + 2.0 * PADDING;
}

fn squares(code: &QrCode, left: f32, top: f32) -> Shape {
    let width = code.width();
    let colours = code.to_colors();
    let dark = colours
        .iter()
        .enumerate()
        .filter(|(_, colour)| **colour == Color::Dark);
    let place = |at: usize| u16::try_from(at).expect("a code has at most 177 squares a side");
    Shape::Code {
        left,
        top,
        module: CODE_SIDE / f32::from(place(width)),
        dark: dark
            .map(|(at, _)| (place(at % width), place(at / width)))
            .collect(),
    }
}

fn facts(page: &mut Column<'_>, content: &Content, body: &mut Vec<Part>) {
    let mut rows = Vec::new();
    let mut rules = Vec::new();
    for (label, value) in &content.facts {
        page.top += 4.5;
        let mut labels = Column {
            width: LABEL_WIDTH - 12.0,
            ..page.indented(0.0)
        };
        let mut values = page.indented(LABEL_WIDTH);
        let label = Part::Text(
            Role::RowTitle,
            labels.set(Style { ink: QUIET, ..TEXT }, label),
        );
        let value = Part::Text(Role::Cell, values.set(TEXT, value));
        page.top = labels.top.max(values.top) + 4.5;
        rows.push(Part::Group(Role::Row, vec![label, value]));
        rules.push(rule(page.top));
    }
    body.push(Part::Group(Role::Table, rows));
    body.append(&mut rules);
}

fn steps(page: &mut Column<'_>, content: &Content, body: &mut Vec<Part>) {
    const DISC: f32 = 22.0;
    let mut items = Vec::new();
    for (index, (title, detail)) in content.next.iter().enumerate() {
        let number = (index + 1).to_string();
        body.push(filled(
            page.left,
            page.top,
            DISC,
            DISC,
            DISC / 2.0,
            "--primary-soft",
        ));
        let wide = page.letters.width(&number) * STEP.size;
        let label = page.indented((DISC - wide) / 2.0).set(STEP, &number);
        let mut words = page.indented(DISC + 14.0);
        words.top += 2.5;
        let parts = vec![
            paragraph(&mut words, STRONG, title),
            paragraph(&mut words, DETAIL, detail),
        ];
        page.top = words.top + 6.0;
        let parts = vec![
            Part::Text(Role::Number, label),
            Part::Group(Role::ItemBody, parts),
        ];
        items.push(Part::Group(Role::Item, parts));
    }
    body.push(Part::Group(Role::List, items));
}

fn note(page: &mut Column<'_>, content: &Content, body: &mut Vec<Part>) {
    let top = page.top;
    let mut words = page.indented(14.0);
    for text in [&content.keep, &content.missing]
        .into_iter()
        .filter(|text| !text.is_empty())
    {
        body.push(paragraph(&mut words, DETAIL, text));
    }
    body.push(filled(page.left, top, 3.0, words.top - top, 0.0, "--line"));
    page.top = words.top;
}

fn foot(letters: &Letters, content: &Content) -> (Vec<Part>, f32) {
    let mut page = Column {
        letters,
        left: MARGIN,
        width: WIDTH - 2.0 * MARGIN,
        top: 0.0,
    };
    for text in &content.foot {
        page.set(SMALL, text);
    }
    let top = HEIGHT - 30.0 - page.top;
    page.top = top;
    let mut parts = vec![rule(top - 10.0)];
    parts.extend(
        content
            .foot
            .iter()
            .map(|text| paragraph(&mut page, SMALL, text)),
    );
    (parts, top - 10.0)
}
