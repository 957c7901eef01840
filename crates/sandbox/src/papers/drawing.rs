//! A sheet of SVG in millimetres, and the few shapes that the papers are made of.

use std::f32::consts::TAU;
use std::fmt::Write as _;

/// The typeface of printed Chinese documents, with its fallbacks.
const SERIF: &str = "Noto Serif CJK SC, Source Han Serif SC, SimSun, serif";
const SANS: &str = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif";

/// A drawing of `width` by `height` millimetres (or any other unit used throughout by the caller).
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) body: String,
}

/// How a line of text is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    family: &'static str,
    size: f32,
    color: &'static str,
    weight: u16,
    spacing: f32,
    anchor: &'static str,
}

impl Ink {
    pub(super) const fn serif(size: f32, color: &'static str) -> Self {
        Self {
            family: SERIF,
            size,
            color,
            weight: 400,
            spacing: 0.0,
            anchor: "start",
        }
    }

    pub(super) const fn sans(size: f32, color: &'static str) -> Self {
        Self {
            family: SANS,
            ..Self::serif(size, color)
        }
    }

    pub(super) const fn bold(self) -> Self {
        Self {
            weight: 700,
            ..self
        }
    }

    pub(super) const fn spaced(self, spacing: f32) -> Self {
        Self { spacing, ..self }
    }

    pub(super) const fn centred(self) -> Self {
        Self {
            anchor: "middle",
            ..self
        }
    }

    pub(super) const fn at_end(self) -> Self {
        Self {
            anchor: "end",
            ..self
        }
    }

    pub(super) const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub(super) const fn size(self) -> f32 {
        self.size
    }
}

impl Drawing {
    pub(super) fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    /// Adds a piece of SVG unchanged.
    pub(super) fn add(&mut self, svg: &str) {
        self.body.push_str(svg);
        self.body.push('\n');
    }

    /// A line of text with its baseline at `y`.
    pub(super) fn text(&mut self, x: f32, y: f32, ink: Ink, text: &str) {
        self.text_with(&format!(r#"x="{x:.2}" y="{y:.2}""#), ink, text);
    }

    /// A line of text rotated by `degrees` around its anchor.
    pub(super) fn turned_text(&mut self, (x, y): (f32, f32), degrees: f32, ink: Ink, text: &str) {
        self.text_with(
            &format!(r#"transform="translate({x:.2} {y:.2}) rotate({degrees:.2})""#),
            ink,
            text,
        );
    }

    fn text_with(&mut self, place: &str, ink: Ink, text: &str) {
        let Ink {
            family,
            size,
            color,
            weight,
            spacing,
            anchor,
        } = ink;
        self.add(&format!(
            r#"<text {place} font-family="{family}" font-size="{size}" font-weight="{weight}" letter-spacing="{spacing}" text-anchor="{anchor}" fill="{color}" xml:space="preserve">{}</text>"#,
            escaped(text)
        ));
    }

    /// Text on several lines of at most `columns` full-width characters, `leading` apart; returns the next baseline.
    pub(super) fn lines(
        &mut self,
        (x, y): (f32, f32),
        columns: f32,
        leading: f32,
        ink: Ink,
        text: &str,
    ) -> f32 {
        let mut y = y;
        for line in wrapped(text, columns) {
            self.text(x, y, ink, &line);
            y += leading;
        }
        y
    }

    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), color: &str, width: f32) {
        self.add(&format!(
            r#"<line x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}" stroke="{color}" stroke-width="{width}"/>"#,
            from.0, from.1, to.0, to.1
        ));
    }

    pub(super) fn frame(
        &mut self,
        (x, y): (f32, f32),
        (width, height): (f32, f32),
        color: &str,
        stroke: f32,
    ) {
        self.add(&format!(
            r#"<rect x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" fill="none" stroke="{color}" stroke-width="{stroke}"/>"#
        ));
    }

    pub(super) fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), color: &str) {
        self.add(&format!(
            r#"<rect x="{x:.2}" y="{y:.2}" width="{width:.2}" height="{height:.2}" fill="{color}"/>"#
        ));
    }

    /// The fine wavy background of printed documents, `count` waves over the whole sheet.
    pub(super) fn waves(&mut self, color: &str, count: u16, swing: f32, phase: f32) {
        let step = self.height / f32::from(count);
        let wave = |base: f32| {
            let points = (0..=72_u16)
                .map(|point| f32::from(point) / 72.0)
                .map(|along| {
                    let turn = along * TAU;
                    let lift = (turn * 2.0 + phase).sin() + 0.45 * (turn * 5.0 + base * 0.6).sin();
                    (along * self.width, base + swing * lift)
                });
            path_through(points)
        };
        let path: String = (0..=count)
            .map(|line| wave(f32::from(line) * step))
            .collect();
        self.add(&format!(
            r#"<path d="{path}" fill="none" stroke="{color}" stroke-width="0.16" stroke-opacity="0.5"/>"#
        ));
    }

    /// A rosette of fine loops.
    pub(super) fn rosette(&mut self, (x, y): (f32, f32), radius: f32, petals: f32, color: &str) {
        let ring = |number: f32| {
            let reach = radius * (0.45 + 0.11 * number);
            let points = (0..=360_u16)
                .map(|degree| f32::from(degree) / 360.0 * TAU)
                .map(|turn| {
                    let away = reach * (0.82 + 0.18 * (turn * petals + number).sin());
                    (x + away * turn.cos(), y + away * turn.sin())
                });
            path_through(points)
        };
        let path: String = (0..6_u8).map(|number| ring(f32::from(number))).collect();
        self.add(&format!(
            r#"<path d="{path}" fill="none" stroke="{color}" stroke-width="0.15" stroke-opacity="0.55"/>"#
        ));
    }

    /// A round red seal: words along the upper arc, a star, a line of text across.
    pub(super) fn seal(&mut self, (x, y): (f32, f32), radius: f32, around: &str, across: &str) {
        const RED: &str = "#c4302b";
        self.add(&format!(r#"<g opacity="0.78"><circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{RED}" stroke-width="{:.2}"/>"#, radius * 0.065));
        self.add(&star((x, y - radius * 0.06), radius * 0.26, RED));
        let count: f32 = around.chars().map(|_| 1.0).sum();
        let size = (radius * 0.3).min(radius * 4.4 / count.max(1.0));
        let spread = 250.0_f32.min(count * 27.0);
        let shares = (0_u8..).map(|place| f32::from(place) / (count - 1.0).max(1.0));
        for (letter, share) in around.chars().zip(shares) {
            let degrees = -spread / 2.0 + spread * share;
            let (sin, cos) = degrees.to_radians().sin_cos();
            let away = radius * 0.68;
            self.turned_text(
                (x + away * sin, y - away * cos),
                degrees,
                Ink::serif(size, RED).bold().centred(),
                &letter.to_string(),
            );
        }
        self.text(
            x,
            y + radius * 0.52,
            Ink::serif(radius * 0.25, RED).bold().centred(),
            across,
        );
        self.add("</g>");
    }

    /// A mark that cannot be missed and hides nothing: 样本 SAMPLE across the sheet, and a tag in its corner.
    pub(super) fn sample_mark(&mut self) {
        let (width, height) = (self.width, self.height);
        let size = width.min(height * 1.4) * 0.115;
        let ink = Ink::sans(size, "#c62828")
            .bold()
            .centred()
            .spaced(size * 0.08);
        self.add(r#"<g opacity="0.13">"#);
        self.turned_text((width * 0.5, height * 0.58), -20.0, ink, "样本 SAMPLE");
        self.add("</g>");
    }
}

/// A five-pointed star.
pub(super) fn star((x, y): (f32, f32), radius: f32, color: &str) -> String {
    let points: Vec<String> = (0..10_u16)
        .map(|corner| {
            let away = if corner % 2 == 0 {
                radius
            } else {
                radius * 0.382
            };
            let (sin, cos) = (f32::from(corner) * TAU / 10.0).sin_cos();
            format!("{:.2},{:.2}", x + away * sin, y - away * cos)
        })
        .collect();
    format!(r#"<polygon points="{}" fill="{color}"/>"#, points.join(" "))
}

/// The width of a text in full-width characters; Latin letters and digits take about half of one.
pub(super) fn width_of(text: &str) -> f32 {
    text.chars().map(width_of_letter).sum()
}

fn width_of_letter(letter: char) -> f32 {
    if letter.is_ascii() { 0.56 } else { 1.0 }
}

/// A size in pixels: what callers compute from millimetres is positive and far below the limits of a JPEG.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and papers are a few thousand pixels wide"
)]
pub(super) fn pixels(size: f32) -> u16 {
    size as u16
}

fn path_through(points: impl Iterator<Item = (f32, f32)>) -> String {
    let mut path = String::new();
    for (place, (x, y)) in points.enumerate() {
        let stroke = if place == 0 { 'M' } else { 'L' };
        write!(path, "{stroke}{x:.2} {y:.2}").expect("writing to a String does not fail");
    }
    path
}

/// Wraps a text after `columns` full-width characters; Latin letters and digits count half.
fn wrapped(text: &str, columns: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for letter in text.chars() {
        let wide = width_of_letter(letter);
        if letter == '\n' || used + wide > columns {
            lines.push(String::new());
            used = 0.0;
        }
        if letter != '\n' {
            used += wide;
            lines
                .last_mut()
                .expect("there is always at least one line")
                .push(letter);
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_where_the_column_ends() {
        assert_eq!(
            wrapped("北京市海淀区示例路", 5.0),
            ["北京市海淀", "区示例路"]
        );
        assert_eq!(wrapped("一\n二", 5.0), ["一", "二"]);
    }

    #[test]
    fn what_is_printed_never_breaks_the_sheet() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text(0.0, 0.0, Ink::sans(1.0, "#000"), r#"<&">"#);
        assert!(drawing.body.contains("&lt;&amp;&quot;&gt;"));
    }
}
