//! The receipt as a PDF: one sheet of A4, in the language of the page, with text that can be selected and read out.
//!
//! [`draw`] turns words into bytes; it knows no request, no application and no clock. `faces` finds a glyph for every character,
//! `lines` breaks texts, `layout` says what stands where, `pen` draws it.

mod content;
mod faces;
mod layout;
mod lines;
mod pen;
mod sheet;

pub(super) use content::Content;
use faces::Letters;
use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use pen::Pen;
use qrcode::{EcLevel, QrCode};
use sheet::{HEIGHT, MARGIN, WIDTH};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub(super) enum PdfError {
    /// This machine has no font for Chinese.
    #[error("no Chinese font on this machine")]
    NoFont,
    /// The number does not fit a QR code.
    #[error("the number is no QR code: {0}")]
    Code(#[from] qrcode::types::QrError),
    /// The document cannot be written.
    #[error("the document cannot be written: {0}")]
    Writing(String),
}

/// Whether this machine can draw receipts. Loads a large font the first time: call it where waiting is allowed.
pub(super) fn is_possible() -> bool {
    faces::are_here()
}

/// Draws the receipt.
///
/// # Errors
/// [`PdfError::NoFont`] if [`is_possible`] is false; the others only through a fault of ours.
pub(super) fn draw(content: &Content) -> Result<Vec<u8>, PdfError> {
    let letters = Letters::of(content.texts()).ok_or(PdfError::NoFont)?;
    let content = content.told_what_is_missing(letters.missing());
    let code = QrCode::with_error_correction_level(content.number.as_bytes(), EcLevel::M)?;
    let sheet = layout::set(&content, &letters, &code);
    let writing = |error: &dyn std::fmt::Debug| PdfError::Writing(format!("{error:?}"));
    let mut document = Document::new_with(SerializeSettings {
        configuration: ConfigurationBuilder::new()
            .with_version(PdfVersion::Pdf17)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| writing(&error))?,
        ..SerializeSettings::default()
    });
    let size = PageSettings::from_wh(WIDTH, HEIGHT).expect("A4 has a width and a height");
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    let mut pen = Pen {
        surface: &mut surface,
        letters: &letters,
    };
    // Words longer than any we know shrink instead of running into the foot.
    let shrunk = ((sheet.foot_top - 12.0) / sheet.body_bottom).min(1.0);
    let aside = MARGIN * (1.0 - shrunk);
    let to_fit = Transform::from_row(shrunk, 0.0, 0.0, shrunk, aside, 0.0);
    let mut tags = pen.draw(&sheet.body, &to_fit);
    tags.append(&mut pen.draw(&sheet.foot, &Transform::identity()));
    surface.finish();
    page.finish();
    let mut tree = TagTree::new().with_lang(Some(content.lang.clone()));
    for tag in tags {
        tree.push(tag);
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(content.heading.clone(), top));
    document.set_outline(outline);
    let metadata = Metadata::new().title(content.title).language(content.lang);
    document.set_metadata(metadata);
    document.finish().map_err(|error| writing(&error))
}

#[cfg(test)]
mod tests;
