//! A paper as a parent photographs it: on a table, slightly rotated, with its shadow.

use super::PaperError;
use super::drawing::{Drawing, Ink, pixels};
use super::render;

/// Table tops: two colours of a soft gradient, and the grain over them.
const TABLES: [(&str, &str, &str); 6] = [
    ("#c9b8a2", "#b29b7f", "#a08768"),
    ("#9fb0ba", "#82969f", "#748890"),
    ("#b9b3ab", "#9d968c", "#8e877d"),
    ("#c8a98c", "#a9835f", "#946f4c"),
    ("#a7b59f", "#8a9c82", "#7c8e74"),
    ("#cfc7c2", "#b3a9a2", "#a69b93"),
];

/// Photographs a paper at `scale` pixels per millimetre; `scene` picks the table and the rotation.
pub(super) fn photograph(
    paper: &Drawing,
    scene: u8,
    scale: f32,
    corner: f32,
) -> Result<Vec<u8>, PaperError> {
    let (top, bottom, grain) = TABLES[usize::from(scene) % TABLES.len()];
    let turn = (f32::from(scene % 7) - 3.0) * 0.35;
    let margin = paper.width.max(paper.height) * 0.07;
    let (width, height) = (paper.width + 2.0 * margin, paper.height + 2.0 * margin);
    let size_px = (pixels(width * scale), pixels(height * scale));
    let mut sheet = Drawing::new(width, height);
    sheet.add(&format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {width:.2} {height:.2}"><defs>
<linearGradient id="table" x1="0" y1="0" x2="0.6" y2="1"><stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient>
<linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.16"/><stop offset="0.5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.07"/></linearGradient>
<clipPath id="edge"><rect width="{}" height="{}" rx="{corner}"/></clipPath></defs>"##,
        size_px.0, size_px.1, paper.width, paper.height
    ));
    sheet.fill((0.0, 0.0), (width, height), "url(#table)");
    sheet.add(r#"<g opacity="0.5">"#);
    sheet.waves(grain, 38, height * 0.004, f32::from(scene));
    sheet.add("</g>");
    let (centre_x, centre_y) = (width / 2.0, height / 2.0);
    sheet.add(&format!(r#"<g transform="rotate({turn:.2} {centre_x:.2} {centre_y:.2}) translate({margin:.2} {margin:.2})">"#));
    shadow(&mut sheet, (paper.width, paper.height), margin, corner);
    sheet.add(r#"<g clip-path="url(#edge)">"#);
    sheet.add(&paper.body);
    sheet.fill((0.0, 0.0), (paper.width, paper.height), "url(#light)");
    sheet.add("</g></g>");
    let tag = margin * 0.34;
    sheet.text(
        width - margin * 0.5,
        height - margin * 0.28,
        Ink::sans(tag, "#ffffff").bold().at_end(),
        "样本 SAMPLE · 非真实证件 NOT A REAL DOCUMENT",
    );
    sheet.add("</svg>");
    render::jpeg(&sheet.body, size_px)
}

/// A soft shadow towards the lower right, as stacked sheets of thin grey: a blur would cost as much as everything else.
fn shadow(sheet: &mut Drawing, (width, height): (f32, f32), margin: f32, corner: f32) {
    let (aside, below) = (margin * 0.1, margin * 0.16);
    for layer in 0..9_u8 {
        let grow = margin * (0.04 * f32::from(layer) - 0.1);
        sheet.add(&format!(
            r##"<rect x="{:.2}" y="{:.2}" width="{:.2}" height="{:.2}" rx="{:.2}" fill="#000" fill-opacity="0.06"/>"##,
            aside - grow,
            below - grow,
            width + 2.0 * grow,
            height + 2.0 * grow,
            corner + margin * 0.2 + grow
        ));
    }
}
