//! The card photo: 26 x 32 mm on white, at twice the pixels the standard requires.

use jiff::civil::Date;

use super::PaperError;
use super::drawing::{Drawing, Ink, pixels};
use super::face::{self, FRAME};
use super::render;
use crate::world::Person;

/// 716 x 882 pixels: twice 358 x 441.
const SCALE: f32 = 2.0;

/// The child on `day`. The sample mark is on the clothes, where no photo check looks.
pub(super) fn draw(child: &Person, day: Date) -> Result<Vec<u8>, PaperError> {
    let (width, height) = FRAME;
    let size_px = (pixels(width * SCALE), pixels(height * SCALE));
    let mut photo = Drawing::new(width, height);
    photo.add(&format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {width} {height}">"#,
        size_px.0, size_px.1
    ));
    photo.fill((0.0, 0.0), FRAME, "#ffffff");
    photo.add(&face::draw(child, day));
    photo.add(r#"<g opacity="0.7">"#);
    photo.text(
        width / 2.0,
        height - 10.0,
        Ink::sans(17.0, "#ffffff").bold().centred().spaced(2.0),
        "样本 SAMPLE",
    );
    photo.add("</g></svg>");
    render::jpeg(&photo.body, size_px)
}
