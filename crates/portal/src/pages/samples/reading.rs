//! Samples of the pages to read, and of the account.

use super::super::account::Account;
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

impl Account {
    pub fn sample(layout: &Layout, others: u64) -> Self {
        Self {
            page: layout.clone().titled(layout.t("account.title")),
            name: either(layout, "陈雨晴", "Chen Yuqing"),
            shown_number: "110108********4568".to_owned(),
            shown_mobile: "138****8000".to_owned(),
            idle: layout.w("account.idle", &[("minutes", "30")]),
            until: layout.w(
                "account.until",
                &[(
                    "at",
                    &either(layout, "11月22日 23:10", "22 November, 23:10"),
                )],
            ),
            others,
            others_words: if others == 0 {
                layout.t("account.others_none").to_owned()
            } else {
                layout.w("account.others", &[("count", &others.to_string())])
            },
            done: if others == 0 {
                layout.t("account.ended").to_owned()
            } else {
                String::new()
            },
        }
    }
}
