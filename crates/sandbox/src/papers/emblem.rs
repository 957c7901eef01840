//! The emblem on the sample cards: stars over a wall in a wreath. It is our own drawing, not the national emblem.

use super::drawing::{Drawing, star};

const GOLD: &str = "#e8b64c";
const RED: &str = "#c8372d";

/// Draws it centred on `(x, y)`.
pub(super) fn draw(sheet: &mut Drawing, (x, y): (f32, f32), radius: f32) {
    sheet.add(&format!(
        r##"<circle cx="{x}" cy="{y}" r="{radius}" fill="{GOLD}"/><circle cx="{x}" cy="{y}" r="{:.2}" fill="none" stroke="#b98222" stroke-width="{:.2}"/>"##,
        radius * 0.97, radius * 0.05
    ));
    for leaf in 0..28_u16 {
        let turn = 200.0 + f32::from(leaf) * (320.0 / 27.0);
        let (sin, cos) = (turn + 160.0).to_radians().sin_cos();
        let away = radius * 0.88;
        sheet.add(&format!(
            r##"<ellipse cx="0" cy="0" rx="{:.2}" ry="{:.2}" fill="#a8741c" transform="translate({:.2} {:.2}) rotate({:.1})"/>"##,
            radius * 0.035, radius * 0.1, x + away * sin, y - away * cos, turn + 190.0
        ));
    }
    sheet.add(&format!(
        r#"<circle cx="{x}" cy="{y}" r="{:.2}" fill="{RED}"/>"#,
        radius * 0.76
    ));
    sheet.add(&star((x, y - radius * 0.34), radius * 0.24, GOLD));
    for (dx, dy) in [(-0.46, -0.14), (-0.26, 0.08), (0.26, 0.08), (0.46, -0.14)] {
        sheet.add(&star(
            (x + dx * radius, y + dy * radius),
            radius * 0.11,
            GOLD,
        ));
    }
    wall(sheet, (x, y + radius * 0.4), radius * 0.92);
}

/// A stretch of battlements, `width` wide, standing on `y`.
fn wall(sheet: &mut Drawing, (x, y): (f32, f32), width: f32) {
    let height = width * 0.16;
    sheet.fill((x - width / 2.0, y - height), (width, height), GOLD);
    let tooth = width / 13.0;
    for place in 0..7_u16 {
        let left = x - width / 2.0 + f32::from(place) * tooth * 2.0;
        sheet.fill((left, y - height - tooth * 0.8), (tooth, tooth), GOLD);
    }
    sheet.add(&format!(
        r#"<path d="M{:.2} {y:.2} v{:.2} a{r:.2} {r:.2} 0 0 1 {:.2} 0 v{:.2} z" fill="{RED}"/>"#,
        x - tooth,
        -height * 0.45,
        tooth * 2.0,
        height * 0.45,
        r = tooth
    ));
}
