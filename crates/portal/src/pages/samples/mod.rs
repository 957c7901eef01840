//! Sample values, from which the tests render every page in every language.

mod checklist;
mod crop;
mod field;
mod frame;
mod pages;
mod phone;
mod reading;
mod slot;
mod steps;

use super::frame::Frame;

/// Picks a sample's wording by the language of its page.
pub fn either(frame: &Frame, zh: &str, en: &str) -> String {
    if frame.english() { en } else { zh }.to_owned()
}

/// The address of a drawing, in place of a picture.
fn drawing(frame: &Frame, name: &str) -> String {
    format!("{}/drawings/{name}.svg", frame.assets)
}
