//! How the service treats personal data, above all that of children.

use askama::Template;

use super::layout::Layout;

/// `/privacy`
#[derive(Debug, Template)]
#[template(path = "portal/privacy.html")]
pub struct Privacy {
    /// Header, footer, language.
    pub page: Layout,
    /// Who is responsible for the data.
    pub handler: String,
}
