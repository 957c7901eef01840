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
    /// Where the real name is proved, if that may or must come first; empty otherwise.
    pub real_name_url: String,
    /// The words of the link there.
    pub real_name: String,
    /// The two forms.
    pub codes: Codes,
}
