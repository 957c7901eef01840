//! Samples of the pages to read, and of the account.

use super::super::account::Account;
use super::super::frame::Frame;
use super::super::glossary::{Glossary, Term, Topic, Word};
use super::super::help::{Answer, Group, Help, Link};
use super::either;

impl Help {
    pub fn sample(frame: &Frame) -> Self {
        Self {
            page: frame.clone().titled(frame.t("help_page.title")),
            groups: vec![Group {
                id: "papers".to_owned(),
                title: frame.t("help_page.papers").to_owned(),
                answers: vec![Answer {
                    question: frame.t("help_page.which").to_owned(),
                    answer: frame.t("help_page.which_answer").to_owned(),
                    link: Some(Link {
                        url: "/services/minor-card/checklist".to_owned(),
                        words: frame.t("checklist.link").to_owned(),
                    }),
                }],
            }],
            hours: either(frame, "人工服务时间：每天", "A person answers: every day"),
        }
    }
}

impl Glossary {
    pub fn sample(frame: &Frame) -> Self {
        Self {
            page: frame.clone().titled(frame.t("glossary.title")),
            topics: vec![Topic {
                id: "people".to_owned(),
                title: frame.t("glossary.people").to_owned(),
                terms: vec![Term {
                    id: "householder".to_owned(),
                    own: householder(frame.english()),
                    other: householder(!frame.english()),
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
    pub fn sample(frame: &Frame, others: u64) -> Self {
        Self {
            page: frame.clone().titled(frame.t("account.title")),
            name: either(frame, "陈雨晴", "Chen Yuqing"),
            shown_number: "110108********4568".to_owned(),
            shown_mobile: "138****8000".to_owned(),
            idle: frame.w("account.idle", &[("minutes", "30")]),
            until: frame.w(
                "account.until",
                &[("at", &either(frame, "11月22日 23:10", "22 November, 23:10"))],
            ),
            others,
            others_words: if others == 0 {
                frame.t("account.others_none").to_owned()
            } else {
                frame.w("account.others", &[("count", &others.to_string())])
            },
            done: if others == 0 {
                frame.t("account.ended").to_owned()
            } else {
                String::new()
            },
        }
    }
}
