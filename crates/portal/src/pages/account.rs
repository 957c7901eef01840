//! The account of whoever is logged in: who that is, what is proved, how it is entered, where, and what was agreed to.

use askama::Template;

use super::field::Problem;
use super::layout::Layout;
use super::real_name::Known;

/// `/account`
#[derive(Debug, Template)]
#[template(path = "portal/account.html")]
pub struct Account {
    /// Header, footer, language.
    pub page: Layout,
    /// Who it is, where that is proved.
    pub who: Option<Known>,
    /// The ends of their mobile number; empty where none is proved.
    pub shown_mobile: String,
    /// Where a mobile is proved, or another one.
    pub mobile_url: String,
    /// Whether that begins with the real name.
    pub proves_first: bool,
    /// What is proved.
    pub proofs: Vec<ProofRow>,
    /// How the account is entered.
    pub ways: Vec<WayRow>,
    /// The platforms that may be added.
    pub addable: Vec<AddableWay>,
    /// The stable code of why one was not added; empty otherwise.
    pub not_added: String,
    /// Where somebody is logged in, this browser first.
    pub sessions: Vec<SessionRow>,
    /// How long a log-in may go unused before it ends, in words.
    pub idle: String,
    /// In how many other browsers the account is logged in, in words.
    pub others_words: String,
    /// The consents in force.
    pub consents: Vec<ConsentRow>,
    /// Those that were taken back.
    pub past: Vec<ConsentRow>,
    /// What has just been done; empty if nothing.
    pub done: String,
    /// What was not done, and what to do; empty if nothing.
    pub refused: String,
}

/// Something that is proved.
#[derive(Debug, Clone)]
pub struct ProofRow {
    /// The code of its kind, such as `real_name`.
    pub kind: &'static str,
    /// What, in words.
    pub title: String,
    /// The ends of the mobile; empty where it is about none.
    pub mobile: String,
    /// When and how, in words.
    pub at: String,
    /// Until when it counts, or since when it does not, in words; empty without an end.
    pub until: String,
}

/// A way in.
#[derive(Debug, Clone)]
pub struct WayRow {
    /// Its id.
    pub id: String,
    /// The code of its provider, such as `wechat`.
    pub provider: &'static str,
    /// The provider in words.
    pub title: String,
    /// Its log-in names, masked; none for a platform.
    pub names: Vec<String>,
    /// Since when, in words.
    pub added: String,
    /// What unlinking it means, in words; empty for the last one, which stays.
    pub unlink: String,
    /// Whether it is entered with a password.
    pub has_password: bool,
}

/// A platform that may be added to the account.
#[derive(Debug, Clone)]
pub struct AddableWay {
    /// The code of the provider.
    pub provider: &'static str,
    /// The provider in words.
    pub title: String,
}

/// A session.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its name.
    pub name: String,
    /// Whether it is that of this browser.
    pub is_current: bool,
    /// Where, in words.
    pub title: String,
    /// How it began, when, its last use and its end, each in words.
    pub facts: Vec<String>,
}

/// A consent.
#[derive(Debug, Clone)]
pub struct ConsentRow {
    /// Its id.
    pub id: String,
    /// The title of its text.
    pub title: String,
    /// The paragraphs of its text; none where the text cannot be read any more.
    pub paragraphs: Vec<String>,
    /// The application that it was given for, in words; empty where there is none.
    pub about: String,
    /// That application; empty where there is none.
    pub url: String,
    /// When it was given, and in which edition, in words.
    pub given: String,
    /// When it was taken back, in words; empty while it is in force.
    pub withdrawn: String,
    /// What stops when it is taken back, in words.
    pub stops: String,
}

/// `/account/password`
#[derive(Debug, Template)]
#[template(path = "portal/change_password.html")]
pub struct ChangePassword {
    /// Header, footer, language.
    pub page: Layout,
    /// Where the real name is proved first; empty when it was just proved.
    pub prove_url: String,
    /// What was wrong with the new password.
    pub problem: Option<Problem>,
}

impl Account {
    /// In how many other browsers the account is logged in.
    pub fn others(&self) -> usize {
        let others = self.sessions.iter().filter(|session| !session.is_current);
        others.count()
    }
}
