//! The terms that a parent meets, by topic, in both languages side by side: the reader's own first.

use axum::extract::State;
use axum::response::Html;
use domain::lang::Lang;
use web::errors::RequestError;
use web::page::Page;
use web::{Shared, Web};

use super::draw::draw;
use super::layout::layout;
use super::pages::glossary::{Glossary, Term, Topic, Word};

/// A topic's name, the key of its heading, and the keys of its terms and their meanings.
type Told = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Topics and terms in the order in which a parent meets them.
const TOPICS: [Told; 5] = [
    (
        "people",
        "glossary.people",
        &[
            ("glossary.agent", "glossary.agent_meaning"),
            ("glossary.child", "glossary.child_meaning"),
            ("glossary.guardian", "glossary.guardian_meaning"),
            ("glossary.householder", "glossary.householder_meaning"),
            ("glossary.insured", "glossary.insured_meaning"),
        ],
    ),
    (
        "documents",
        "glossary.documents",
        &[
            ("glossary.emblem", "glossary.emblem_meaning"),
            ("glossary.portrait", "glossary.portrait_meaning"),
            ("glossary.certificate", "glossary.certificate_meaning"),
            ("glossary.guardian_proof", "glossary.guardian_proof_meaning"),
            ("glossary.photo", "glossary.photo_meaning"),
            (
                "glossary.default_picture",
                "glossary.default_picture_meaning",
            ),
        ],
    ),
    (
        "household",
        "glossary.household",
        &[
            ("glossary.booklet", "glossary.booklet_meaning"),
            ("glossary.first_page", "glossary.first_page_meaning"),
            ("glossary.own_page", "glossary.own_page_meaning"),
            ("glossary.child_page", "glossary.child_page_meaning"),
            ("glossary.collective", "glossary.collective_meaning"),
            ("glossary.residence", "glossary.residence_meaning"),
        ],
    ),
    (
        "cards",
        "glossary.cards",
        &[
            ("glossary.card", "glossary.card_meaning"),
            ("glossary.third", "glossary.third_meaning"),
            ("glossary.bank", "glossary.bank_meaning"),
            ("glossary.branch", "glossary.branch_meaning"),
            ("glossary.mobile", "glossary.mobile_meaning"),
            ("glossary.activate", "glossary.activate_meaning"),
            ("glossary.financial", "glossary.financial_meaning"),
        ],
    ),
    (
        "information",
        "glossary.information",
        &[
            ("glossary.receipt", "glossary.receipt_meaning"),
            ("glossary.register", "glossary.register_meaning"),
            ("glossary.sensitive", "glossary.sensitive_meaning"),
            ("glossary.consent", "glossary.consent_meaning"),
        ],
    ),
];

/// `GET /glossary`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let topics = TOPICS.iter().map(|(id, title, terms)| Topic {
        id: (*id).to_owned(),
        title: page.t(title).to_owned(),
        terms: in_order(&web, page.lang, terms),
    });
    draw(&Glossary {
        topics: topics.collect(),
        page: layout(&page, page.t("glossary.title")),
    })
}

/// English terms are in alphabetical order. Chinese has no order that everybody knows by heart: its terms stay in the order in
/// which a parent meets them.
fn in_order(web: &Web, lang: Lang, terms: &[(&str, &str)]) -> Vec<Term> {
    let other = match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    let word = |lang: Lang, word: &str, meaning: &str| {
        let texts = web.locales.texts(lang);
        Word {
            lang: lang.tag(),
            word: texts.get(word).to_owned(),
            meaning: texts.get(meaning).to_owned(),
        }
    };
    let term = |(name, meaning): &(&str, &str)| Term {
        id: name.trim_start_matches("glossary.").to_owned(),
        own: word(lang, name, meaning),
        other: word(other, name, meaning),
    };
    let mut terms: Vec<Term> = terms.iter().map(term).collect();
    if lang == Lang::En {
        terms.sort_by_key(|term| term.own.word.to_lowercase());
    }
    terms
}
