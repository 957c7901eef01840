//! Log-in by a code that is scanned with a telephone.

use askama::Template;

use super::layout::Layout;

/// `/login/qr`
#[derive(Debug, Template)]
#[template(path = "portal/qr_login.html")]
pub struct QrLogin {
    /// Header, footer, language.
    pub page: Layout,
    /// The code's picture.
    pub picture: String,
    /// The hosts' own codes for the same, each for one mini-program.
    pub host_codes: Vec<HostCodeShown>,
    /// What the code names.
    pub ticket: String,
    /// The two digits that the telephone asks for.
    pub digits: String,
    /// Until when it is valid, in words.
    pub until: String,
    /// Looks whether the telephone has let this browser in.
    pub look_url: String,
    /// Where a script listens.
    pub changes_url: String,
    /// Whether its person has just looked, and nothing had happened.
    pub has_looked: bool,
    /// The page that plays the telephone on this machine, if no telephone can reach it; empty otherwise.
    pub here_url: String,
}

/// A host's own code of a mini-program.
#[derive(Debug, Clone)]
pub struct HostCodeShown {
    /// The host's word of the contract.
    pub host: &'static str,
    /// The channel's.
    pub channel: &'static str,
    /// Its picture.
    pub picture: String,
    /// What it opens, in words.
    pub title: String,
}

/// `/q/{ticket}`
#[derive(Debug, Template)]
#[template(path = "portal/open_on_phone.html")]
pub struct OpenOnPhone {
    /// Header, footer, language.
    pub page: Layout,
    /// The page that plays the telephone, in the sandbox; empty otherwise.
    pub here_url: String,
}
