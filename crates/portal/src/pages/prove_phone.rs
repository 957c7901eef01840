//! A mobile is proved.

use askama::Template;

use super::codes::Codes;
use super::layout::Layout;

/// `/prove/phone`
#[derive(Debug, Template)]
#[template(path = "portal/prove_phone.html")]
pub struct ProvePhone {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code of the refusal, if one must wait; empty otherwise.
    pub refusal: &'static str,
    /// The two forms.
    pub codes: Codes,
    /// Where the real name is proved, if that comes first; empty otherwise.
    pub prove_first_url: String,
}
