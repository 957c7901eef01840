//! An account gets a new password.

use askama::Template;

use super::codes::Codes;
use super::layout::Layout;

/// `/recover`
#[derive(Debug, Template)]
#[template(path = "portal/recover.html")]
pub struct Recover {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code of the refusal, if one must wait; empty otherwise.
    pub refusal: &'static str,
    /// The two forms.
    pub codes: Codes,
    /// The name that was typed.
    pub name: String,
    /// The ID number that was typed.
    pub id_number: String,
    /// The password that was typed, as long as nobody has looked at it; empty otherwise.
    pub password: String,
}
