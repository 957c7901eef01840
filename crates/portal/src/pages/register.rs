//! An account is begun.

use askama::Template;

use super::codes::Codes;
use super::layout::Layout;

/// `/register`
#[derive(Debug, Template)]
#[template(path = "portal/register.html")]
pub struct Register {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code of the refusal, if one must wait; empty otherwise.
    pub refusal: &'static str,
    /// The two forms.
    pub codes: Codes,
    /// The log-in name that was typed.
    pub login: String,
    /// The password that was typed, as long as nobody has looked at it; empty otherwise.
    pub password: String,
}

/// `/register/done`
#[derive(Debug, Template)]
#[template(path = "portal/registered.html")]
pub struct Registered {
    /// Header, footer, language.
    pub page: Layout,
    /// Whether the mobile enters another account, so that only the name enters this one.
    pub by_name_only: bool,
    /// Where the person wanted to go.
    pub next: String,
}
