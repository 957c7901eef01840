//! The typed contexts of the sandbox's pages.

use askama::Template;
use portal::pages::layout::Layout;

/// `/sandbox`
#[derive(Debug, Template)]
#[template(path = "sandbox/families.html")]
pub(crate) struct Families {
    /// Header, footer, language.
    pub page: Layout,
    /// The service's current day, in words.
    pub day: String,
    /// Whether only one family is shown.
    pub is_alone: bool,
    /// The families told by hand, by topic; or the only one that is shown.
    pub topics: Vec<Topic>,
    /// How many families are drawn by chance, in words.
    pub drawn: String,
}

/// Families on the same topic.
#[derive(Debug, Clone)]
pub(crate) struct Topic {
    /// Its anchor.
    pub id: String,
    /// Its heading; empty if only one family is shown.
    pub title: String,
    /// One entry per case, the families in order.
    pub cases: Vec<FamilyCase>,
}

/// `/sandbox/messages`
#[derive(Debug, Template)]
#[template(path = "sandbox/messages.html")]
pub(crate) struct Messages {
    /// Header, footer, language.
    pub page: Layout,
    /// The newest first.
    pub messages: Vec<Message>,
}

/// A short message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// The mobile.
    pub to: String,
    /// What it shows.
    pub text: String,
    /// The language of that.
    pub lang: String,
    /// When, in words.
    pub at: String,
}

/// `/sandbox/platforms`
#[derive(Debug, Template)]
#[template(path = "sandbox/platforms.html")]
pub(crate) struct Platforms {
    /// Header, footer, language.
    pub page: Layout,
    /// Every platform.
    pub platforms: Vec<PlatformSwitch>,
}

/// A platform that can be made to fail.
#[derive(Debug, Clone)]
pub(crate) struct PlatformSwitch {
    /// Its word of the contract.
    pub word: &'static str,
    /// Its name.
    pub name: String,
    /// What it can do.
    pub choices: Vec<FaultChoice>,
}

/// A fault, or none.
#[derive(Debug, Clone)]
pub(crate) struct FaultChoice {
    /// Its word of the contract.
    pub word: &'static str,
    /// In words.
    pub text: String,
    /// Whether the platform does this now.
    pub is_now: bool,
}

impl PlatformSwitch {
    /// What the platform does now.
    fn now(&self) -> &'static str {
        let mut choices = self.choices.iter();
        let now = choices.find(|choice| choice.is_now);
        now.map_or("none", |choice| choice.word)
    }
}

/// `/sandbox/face`
#[derive(Debug, Template)]
#[template(path = "sandbox/face.html")]
pub(crate) struct Face {
    /// Header, footer, language.
    pub page: Layout,
    /// The authority's id of the check.
    pub check: String,
    /// The authority, in words.
    pub authority: String,
    /// The name that is asked about.
    pub name: String,
    /// The last four characters of the ID number that is asked about.
    pub number_end: String,
    /// Who may sit before the camera.
    pub sitters: Vec<Sitter>,
}

/// Somebody who may sit before the camera.
#[derive(Debug, Clone)]
pub(crate) struct Sitter {
    /// The user name of their account.
    pub username: String,
    /// Their name.
    pub name: String,
    /// Whether the check is about them.
    pub is_asked_for: bool,
}

/// `/sandbox/authorise`
#[derive(Debug, Template)]
#[template(path = "sandbox/authorise.html")]
pub(crate) struct Authorise {
    /// Header, footer, language.
    pub page: Layout,
    /// The log-in that waits.
    pub id: String,
    /// The platform, in words.
    pub platform: String,
    /// Who may come.
    pub comers: Vec<Comer>,
}

/// Somebody who may log in by a platform.
#[derive(Debug, Clone)]
pub(crate) struct Comer {
    /// The user name of their account.
    pub username: String,
    /// Their name.
    pub name: String,
}

/// `/sandbox/phone`
#[derive(Debug, Template)]
#[template(path = "sandbox/phone.html")]
pub(crate) struct PlayedPhone {
    /// Header, footer, language.
    pub page: Layout,
    /// How far it is.
    pub stage: Stage,
}

/// How far a telephone is with a code that it scanned.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// It asks its person.
    Asks {
        /// What the code names.
        ticket: String,
        /// The portal's address.
        site: String,
        /// Where the browser is.
        place: String,
        /// Since when it waits, in words.
        at: String,
        /// Whose telephone it may be.
        comers: Vec<Comer>,
    },
    /// Its person has decided.
    Decided,
    /// The digits were others: the code has ended.
    WrongDigits,
    /// The code is used, over, or was never one.
    Over,
}

impl PlayedPhone {
    /// Whether there is nothing to decide.
    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }
}

/// `/sandbox/app/<channel>` while its preview is not built
#[derive(Debug, Template)]
#[template(path = "sandbox/preview_missing.html")]
pub(crate) struct PreviewMissing {
    /// Header, footer, language.
    pub page: Layout,
}

/// `/sandbox/drawn`
#[derive(Debug, Template)]
#[template(path = "sandbox/drawn.html")]
pub(crate) struct Drawn {
    /// Header, footer, language.
    pub page: Layout,
    /// The outcomes to choose from.
    pub endings: Vec<Ending>,
    /// The families of this page.
    pub lines: Vec<Line>,
    /// Which page it is, in words.
    pub position: String,
    /// Where the previous page is; empty on the first.
    pub earlier: String,
    /// Where the next page is; empty on the last.
    pub later: String,
}

/// An outcome of families.
#[derive(Debug, Clone)]
pub(crate) struct Ending {
    /// In words.
    pub words: String,
    /// How many families.
    pub count: String,
    /// Where their list is.
    pub url: String,
    /// Whether it is the one shown.
    pub here: bool,
}

/// One case to try.
#[derive(Debug, Clone)]
pub(crate) struct FamilyCase {
    /// Its name, such as `family-10a`.
    pub case: String,
    /// Who they are.
    pub title: String,
    /// What to expect.
    pub story: String,
    /// How it ends, in words.
    pub expect: String,
    /// `submits`, `evidence` or `refused`, for the colour of the badge.
    pub kind: String,
    /// The agent's name.
    pub agent: String,
    /// The user name of the agent's account.
    pub username: String,
    /// The password of the agent's account.
    pub password: String,
    /// The child's name.
    pub child: String,
    /// The child's ID number.
    pub child_number: String,
    /// The child's birth date.
    pub birth_date: String,
    /// The papers that are asked for if nothing goes wrong.
    pub papers: Vec<Paper>,
}

/// A family drawn by chance, in one line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The name of its case, which is the same.
    pub case: String,
    /// Its name, such as `family-123`.
    pub family: String,
    /// Who they are.
    pub title: String,
    /// How it ends, in words.
    pub expect: String,
    /// `submits`, `evidence` or `refused`, for the colour of the badge.
    pub kind: String,
}

/// A paper to download.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    /// What it is.
    pub label: String,
    /// Where it is.
    pub url: String,
}
