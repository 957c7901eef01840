//! Drawings of what a picture may look like, and what not.

use serde::Serialize;
use service::parent::card_photo::CARD_PHOTO;
use utoipa::ToSchema;
use web::examples::{Example, OF_A_FACE};
use web::page::Page;
use web::site::Site;

/// A drawing of what a picture may look like, or may not.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExampleShown {
    /// Whether a picture may look so.
    good: bool,
    /// What it shows.
    text: String,
    /// Where the drawing stands (SVG), for anybody. Another release of the service has it elsewhere.
    drawing: String,
}

/// Those of a material; none where nothing is drawn for it.
pub(super) fn of_material(site: &Site, page: &Page, material: &str) -> Vec<ExampleShown> {
    let whole = [Example {
        drawing: material,
        words: "slot.good",
        is_good: true,
    }];
    let all: &[Example<'_>] = if material == CARD_PHOTO {
        &OF_A_FACE
    } else {
        &whole
    };
    let shown = all.iter().filter_map(|example| {
        Some(ExampleShown {
            good: example.is_good,
            text: page.t(example.words).to_owned(),
            drawing: site.drawing_url(example.drawing)?,
        })
    });
    shown.collect()
}
