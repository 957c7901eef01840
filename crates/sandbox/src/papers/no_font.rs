//! What replaces a paper on a machine without a Chinese font.

use super::PaperError;
use super::drawing::{Drawing, Ink};
use super::scene::photograph;

/// A sheet that says in Latin letters which paper it is and what to install.
pub(super) fn draw(material: &str, id_number: &str, scene: u8) -> Result<Vec<u8>, PaperError> {
    let mut sheet = Drawing::new(120.0, 80.0);
    sheet.fill((0.0, 0.0), (120.0, 80.0), "#fbfaf5");
    sheet.frame((4.0, 4.0), (112.0, 72.0), "#1458b8", 0.6);
    let ink = Ink::sans(5.0, "#1b1f24");
    sheet.text(10.0, 20.0, ink.sized(8.0).bold(), "SAMPLE");
    sheet.text(10.0, 34.0, ink, material);
    sheet.text(10.0, 44.0, ink, id_number);
    sheet.text(
        10.0,
        60.0,
        ink.sized(3.6),
        "No Chinese font on this machine: install fonts-noto-cjk,",
    );
    sheet.text(
        10.0,
        66.0,
        ink.sized(3.6),
        "remove the folder of drawn papers and ask again.",
    );
    photograph(&sheet, scene, 10.0, 1.0)
}
