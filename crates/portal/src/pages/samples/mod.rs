//! Sample values, from which the tests render every page in every language.

mod account;
mod applications;
mod checklist;
mod codes;
mod crop;
mod field;
mod layout;
mod pages;
mod phone;
mod qr_login;
mod reading;
mod real_name;
mod returned;
mod review;
mod slot;
mod steps;

use super::layout::Layout;

/// Picks a sample's wording by the language of its page.
pub fn either(layout: &Layout, zh: &str, en: &str) -> String {
    if layout.english() { en } else { zh }.to_owned()
}

/// The address of a drawing, in place of a picture.
fn drawing(layout: &Layout, name: &str) -> String {
    format!("{}/drawings/{name}.svg", layout.assets)
}
