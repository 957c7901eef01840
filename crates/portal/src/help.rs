//! The help page: what parents ask, answered in a sentence or two, and whom to call.

use axum::extract::State;
use axum::response::Html;
use domain::lang::Lang;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;
use web::site::Operator;

use super::addresses;
use super::draw::draw;
use super::layout::layout;
use super::pages::help::{Answer, Group, Help, Link};

/// A topic's name and heading, and its questions.
type HelpTopic = (&'static str, &'static str, &'static [HelpEntry]);
/// The keys of a question and of its answer, and the link after the answer with its words.
type HelpEntry = (
    &'static str,
    &'static str,
    Option<(&'static str, &'static str)>,
);

const ASKED: [HelpTopic; 8] = [
    (
        "apply",
        "help_page.apply",
        &[
            ("help_page.who", "help_page.who_answer", None),
            ("help_page.turning", "help_page.turning_answer", None),
            ("help_page.cost", "help_page.cost_answer", None),
            ("help_page.long", "help_page.long_answer", None),
            ("help_page.old", "help_page.old_answer", None),
            ("help_page.offline", "help_page.offline_answer", None),
            ("help_page.several", "help_page.several_answer", None),
        ],
    ),
    (
        "papers",
        "help_page.papers",
        &[
            (
                "help_page.which",
                "help_page.which_answer",
                Some((addresses::CHECKLIST, "checklist.link")),
            ),
            ("help_page.copies", "help_page.copies_answer", None),
            (
                "help_page.certificate",
                "help_page.certificate_answer",
                None,
            ),
            ("help_page.upload", "help_page.upload_answer", None),
        ],
    ),
    (
        "booklet",
        "help_page.booklet",
        &[
            ("help_page.pages", "help_page.pages_answer", None),
            ("help_page.two", "help_page.two_answer", None),
            ("help_page.collective", "help_page.collective_answer", None),
        ],
    ),
    (
        "photo",
        "help_page.photo",
        &[
            ("help_page.rules", "help_page.rules_answer", None),
            ("help_page.baby", "help_page.baby_answer", None),
        ],
    ),
    (
        "relationship",
        "help_page.relationship",
        &[
            ("help_page.wrong", "help_page.wrong_answer", None),
            ("help_page.missing", "help_page.missing_answer", None),
            ("help_page.guardian", "help_page.guardian_answer", None),
            ("help_page.both", "help_page.both_answer", None),
        ],
    ),
    (
        "after",
        "help_page.after",
        &[
            (
                "help_page.progress",
                "help_page.progress_answer",
                Some((addresses::APPLICATIONS, "applications.title")),
            ),
            ("help_page.change", "help_page.change_answer", None),
            (
                "help_page.number",
                "help_page.number_answer",
                Some((addresses::APPLICATIONS, "applications.title")),
            ),
            ("help_page.collect", "help_page.collect_answer", None),
            ("help_page.bank", "help_page.bank_answer", None),
        ],
    ),
    (
        "account",
        "help_page.account",
        &[
            (
                "help_page.log_in",
                "help_page.log_in_answer",
                Some((addresses::LOGIN, "login.title")),
            ),
            (
                "help_page.correct",
                "help_page.correct_answer",
                Some((addresses::ACCOUNT, "account.title")),
            ),
            ("help_page.stop", "help_page.stop_answer", None),
        ],
    ),
    (
        "safe",
        "help_page.safe",
        &[
            (
                "help_page.privacy",
                "help_page.privacy_answer",
                Some((addresses::PRIVACY, "layout.privacy")),
            ),
            ("help_page.fraud", "help_page.fraud_answer", None),
            ("help_page.sent_link", "help_page.sent_link_answer", None),
        ],
    ),
];

/// `GET /help`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let hours = hours(&page, &web.site.operator);
    draw(&Help {
        page: layout(&page, page.t("help_page.title")),
        groups: ASKED.iter().map(|asked| group(&page, asked)).collect(),
        hours,
    })
}

/// When somebody answers the telephone, as the operator says; empty if not given.
fn hours(page: &Page, operator: &Operator) -> String {
    let hours = match page.lang {
        Lang::Zh => &operator.help_hours_zh,
        Lang::En => &operator.help_hours_en,
    };
    if hours.is_empty() {
        return String::new();
    }
    page.w("help_page.hours", &[("hours", hours)])
}

fn group(page: &Page, (id, title, questions): &HelpTopic) -> Group {
    Group {
        id: (*id).to_owned(),
        title: page.t(title).to_owned(),
        answers: questions
            .iter()
            .map(|(question, answer, link)| Answer {
                question: page.t(question).to_owned(),
                answer: page.t(answer).to_owned(),
                link: link.map(|(url, words)| Link {
                    url: url.to_owned(),
                    words: page.t(words).to_owned(),
                }),
            })
            .collect(),
    }
}
