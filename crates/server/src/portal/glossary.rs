//! The words that a parent meets, in both languages side by side.

use axum::extract::State;
use axum::response::Html;
use domain::lang::Lang;

use super::pages::glossary::{Glossary, Term};
use super::{draw, frame};
use crate::app::Shared;
use crate::web::errors::PageError;
use crate::web::page::Page;

/// The keys of each word and of its meaning, in the order in which one meets them.
const TERMS: [(&str, &str); 28] = [
    ("glossary.card", "glossary.card_meaning"),
    ("glossary.third", "glossary.third_meaning"),
    ("glossary.agent", "glossary.agent_meaning"),
    ("glossary.child", "glossary.child_meaning"),
    ("glossary.guardian", "glossary.guardian_meaning"),
    ("glossary.guardian_proof", "glossary.guardian_proof_meaning"),
    ("glossary.insured", "glossary.insured_meaning"),
    ("glossary.emblem", "glossary.emblem_meaning"),
    ("glossary.portrait", "glossary.portrait_meaning"),
    ("glossary.booklet", "glossary.booklet_meaning"),
    ("glossary.first_page", "glossary.first_page_meaning"),
    ("glossary.householder", "glossary.householder_meaning"),
    ("glossary.own_page", "glossary.own_page_meaning"),
    ("glossary.child_page", "glossary.child_page_meaning"),
    ("glossary.collective", "glossary.collective_meaning"),
    ("glossary.certificate", "glossary.certificate_meaning"),
    ("glossary.photo", "glossary.photo_meaning"),
    (
        "glossary.default_picture",
        "glossary.default_picture_meaning",
    ),
    ("glossary.residence", "glossary.residence_meaning"),
    ("glossary.bank", "glossary.bank_meaning"),
    ("glossary.branch", "glossary.branch_meaning"),
    ("glossary.mobile", "glossary.mobile_meaning"),
    ("glossary.activate", "glossary.activate_meaning"),
    ("glossary.financial", "glossary.financial_meaning"),
    ("glossary.receipt", "glossary.receipt_meaning"),
    ("glossary.register", "glossary.register_meaning"),
    ("glossary.sensitive", "glossary.sensitive_meaning"),
    ("glossary.consent", "glossary.consent_meaning"),
];

/// `GET /glossary`
pub(super) async fn get(State(app): State<Shared>, page: Page) -> Result<Html<String>, PageError> {
    let (zh, en) = (app.locales.texts(Lang::Zh), app.locales.texts(Lang::En));
    let terms = TERMS.iter().map(|(word, meaning)| Term {
        zh: zh.get(word).to_owned(),
        zh_meaning: zh.get(meaning).to_owned(),
        en: en.get(word).to_owned(),
        en_meaning: en.get(meaning).to_owned(),
    });
    draw(&Glossary {
        page: frame(&page, page.t("glossary.title")),
        terms: terms.collect(),
    })
}
