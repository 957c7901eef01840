//! Samples of the pages to read.

use super::super::glossary::{Glossary, Term, Topic, Word};
use super::super::help::{Answer, Group, Help, Link};
use super::super::layout::Layout;
use super::either;

impl Help {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("help_page.title")),
            groups: vec![Group {
                id: "papers".to_owned(),
                title: layout.t("help_page.papers").to_owned(),
                answers: vec![Answer {
                    question: layout.t("help_page.which").to_owned(),
                    answer: layout.t("help_page.which_answer").to_owned(),
                    link: Some(Link {
                        url: "/services/minor-card/checklist".to_owned(),
                        words: layout.t("checklist.link").to_owned(),
                    }),
                }],
            }],
            hours: either(layout, "人工服务时间：每天", "A person answers: every day"),
        }
    }
}

impl Glossary {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("glossary.title")),
            topics: vec![Topic {
                id: "people".to_owned(),
                title: layout.t("glossary.people").to_owned(),
                terms: vec![Term {
                    id: "householder".to_owned(),
                    own: householder(layout.english()),
                    other: householder(!layout.english()),
                }],
            }],
        }
    }
}

fn householder(english: bool) -> Word {
    let (lang, word, meaning) = if english {
        (
            "en",
            "Householder",
            "The person named as householder on the first page.",
        )
    } else {
        ("zh-CN", "户主", "户口本首页“户主姓名”一栏写的人。")
    };
    Word {
        lang,
        word: word.to_owned(),
        meaning: meaning.to_owned(),
    }
}
