//! What every page shares: language, texts, header, footer, banner.

use web::i18n::Texts;
use web::return_address::escape;

/// The surroundings of a page.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The language as HTML names it: `zh-CN` or `en`.
    pub lang: String,
    /// The texts of that language.
    pub texts: Texts,
    /// The page's own title, without the service's name.
    pub title: String,
    /// Whether the title begins with "Error:".
    pub has_problem: bool,
    /// The token that every form sends back.
    pub csrf: String,
    /// Who reads it.
    pub reader: Reader,
    /// Whether this is a page for a phone that scanned a code: nobody logs in there.
    pub is_by_code: bool,
    /// What to do for a new picture on this device, as a part of a sentence.
    pub take: String,
    /// Whether large type (关怀版) is on.
    pub care: bool,
    /// Path and query of this page, to return to after the language was switched; empty if no link may name it.
    pub here: String,
    /// Id of the form that the switches of language and type send, so that nothing typed is lost; empty where nothing is typed.
    pub switches_with: &'static str,
    /// What to know about a maintenance that is ahead, in words; empty if there is none.
    pub announcement: String,
    /// What the logged-in agent must be told, until they have read it.
    pub alert: Option<Alert>,
    /// The sandbox's day, while the sandbox runs; every page then shows it.
    pub sandbox_day: Option<String>,
    /// Who runs the service.
    pub operator: Operator,
    /// Largest picture taken, in megabytes.
    pub picture_megabytes: u32,
    /// Where the style sheet, scripts and drawings of this release are, without a trailing slash.
    pub assets: String,
}

/// Who reads a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Nobody is logged in.
    Visitor,
    /// Somebody is logged in who has yet to prove who they are.
    Unproved,
    /// An agent.
    Agent,
}

/// What happened to the agent's log-in by password.
#[derive(Debug, Clone)]
pub struct Alert {
    /// When it was closed, and what that means, in words.
    pub happened: String,
    /// The same moment in milliseconds, which the form sends back to say what was read.
    pub at_ms: i64,
}

/// The operator's data in the footer, from the configuration.
#[derive(Debug, Clone, Default)]
pub struct Operator {
    /// 主办单位.
    pub name: String,
    /// ICP record, empty when there is none yet.
    pub icp: String,
    /// 网站标识码, empty when there is none yet.
    pub site_code: String,
}

impl Layout {
    /// The text of a key.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key)
    }

    /// The text of a key with its `{placeholders}` filled.
    pub fn w<V: AsRef<str>, const N: usize>(&self, key: &str, values: &[(&str, V); N]) -> String {
        let values: [(&str, &str); N] =
            std::array::from_fn(|at| (values[at].0, values[at].1.as_ref()));
        self.texts.with(key, &values)
    }

    /// Whether an agent reads it.
    pub fn is_of_agent(&self) -> bool {
        self.reader == Reader::Agent
    }

    /// Whether its reader is logged in, as an agent or not.
    pub fn is_logged_in(&self) -> bool {
        self.reader != Reader::Visitor
    }

    /// Largest picture taken, in bytes.
    pub fn picture_bytes(&self) -> u64 {
        u64::from(self.picture_megabytes) * 1024 * 1024
    }

    /// Whether the page is in English.
    pub fn english(&self) -> bool {
        self.lang == "en"
    }

    /// The language that the switch changes to.
    pub fn other_language(&self) -> &'static str {
        if self.english() { "zh-CN" } else { "en" }
    }

    /// Where the language switch leads.
    pub fn language_url(&self) -> String {
        self.switch("language", "lang", self.other_language())
    }

    /// Where the switch for large type leads.
    pub fn care_url(&self) -> String {
        self.switch("care", "care", if self.care { "off" } else { "on" })
    }

    /// A page that no link may name takes the choice in its own query.
    fn switch(&self, path: &str, query: &str, to: &str) -> String {
        if self.here.is_empty() {
            format!("?{query}={to}")
        } else {
            format!("/{path}/{to}?back={}", escape(&self.here))
        }
    }

    /// What the switch of language sends with a form.
    pub fn language_look(&self) -> String {
        format!("look:lang={}", self.other_language())
    }

    /// What the switch for large type sends with a form.
    pub fn care_look(&self) -> String {
        format!("look:care={}", if self.care { "off" } else { "on" })
    }

    /// The same surroundings, around a form with this id, in which something may have been typed.
    #[must_use]
    pub fn around(mut self, form: &'static str) -> Self {
        self.switches_with = form;
        self
    }

    /// The same surroundings with another title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// The same surroundings, for a page that shows problems.
    #[must_use]
    pub fn with_problem(mut self, has_problem: bool) -> Self {
        self.has_problem = has_problem;
        self
    }
}
