//! The agent's own account: who is logged in, where, and what is kept.

use askama::Template;

use super::layout::Layout;

/// `/account`
#[derive(Debug, Template)]
#[template(path = "portal/account.html")]
pub struct Account {
    /// Header, footer, language.
    pub page: Layout,
    /// The agent's name.
    pub name: String,
    /// The ends of the agent's ID number.
    pub shown_number: String,
    /// The ends of the agent's mobile number; empty where the account has none.
    pub shown_mobile: String,
    /// How long the log-in may go unused before it ends, in words.
    pub idle: String,
    /// When it ends at the latest, in words.
    pub until: String,
    /// In how many other browsers the account is logged in.
    pub others: u64,
    /// The same in words.
    pub others_words: String,
    /// What has just been done; empty if nothing.
    pub done: String,
}
