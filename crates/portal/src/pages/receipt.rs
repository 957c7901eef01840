//! The receipt: the application was submitted.

use askama::Template;

use super::layout::Layout;

/// `/applications/{id}/receipt`
#[derive(Debug, Template)]
#[template(path = "portal/receipt.html")]
pub struct Receipt {
    /// Header, footer, language.
    pub page: Layout,
    /// The number.
    pub number: String,
    /// Whether the registry proved the relationship.
    pub verified: bool,
    /// The state's code.
    pub state: String,
    /// The state in words.
    pub state_label: String,
    /// The child's name.
    pub child: String,
    /// When it was submitted, in words.
    pub submitted_at: String,
    /// By when the card is made, in words.
    pub made_by: String,
    /// How the agent learns that it is at the branch, in words.
    pub told: String,
    /// What became of the message with the number: `sent`, `failed` or `none`.
    pub message: &'static str,
    /// The same in words.
    pub message_words: String,
    /// Where the card will be, in words.
    pub branch: String,
    /// The branch's address, in words.
    pub branch_address: String,
    /// The QR code's picture.
    pub qr_url: String,
    /// The receipt as a PDF; empty where this machine cannot draw one.
    pub pdf_url: String,
    /// The application's own page.
    pub application_url: String,
}
