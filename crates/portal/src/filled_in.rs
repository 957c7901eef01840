//! A log-in form that is filled in for people who try out the service.

use std::sync::Arc;

use domain::lang::Lang;

/// What is filled into the log-in form.
pub struct FilledIn {
    /// The name of the account.
    pub login: String,
    /// Its password.
    pub password: String,
    /// The answer to the picture code.
    pub picture_code: String,
    /// Whose account it is, and their story, in words.
    pub story: String,
}

/// Which case is played, and which code is asked for.
pub struct Played<'a> {
    /// The case, as the address of the log-in page names it.
    pub case: &'a str,
    /// The challenge of the picture code.
    pub challenge: &'a str,
    /// The language of the page.
    pub lang: Lang,
}

/// Fills in the form for a case that it knows.
#[derive(Clone)]
pub struct FillsIn(pub Arc<dyn Fn(Played<'_>) -> Option<FilledIn> + Send + Sync>);
