//! Samples of the pages with codes by short message.

use super::super::codes::{Codes, Sent};
use super::super::field::Problem;
use super::super::layout::{Layout, Reader};
use super::super::prove_phone::ProvePhone;
use super::super::question::{ChallengeForm, Question};
use super::super::recover::Recover;
use super::super::register::{Register, Registered};
use super::either;

impl Question {
    pub fn sample(layout: &Layout, words: bool) -> Self {
        Self {
            challenge: "sample".to_owned(),
            form: if words {
                ChallengeForm::Words(either(
                    layout,
                    "三加五等于几？请用数字回答",
                    "What is three plus five? Answer in digits",
                ))
            } else {
                ChallengeForm::Picture("/assets/sample/mark.svg".to_owned())
            },
            typed: String::new(),
            other_url: "/login?form=words".to_owned(),
            another_url: "/login?form=picture".to_owned(),
        }
    }
}

impl Codes {
    /// Before the first code; or with one on its way that was answered wrong.
    fn sample(layout: &Layout, address: &'static str, input: &'static str, sent: bool) -> Self {
        let typed = match input {
            "mobile" => "19900000001",
            _ => "chenyuqing",
        };
        let words = match input {
            "mobile" => layout.w("codes.sent_to", &[("mobile", "199****0001")]),
            _ => layout.t("codes.sent_to_login").to_owned(),
        };
        Self {
            address,
            input,
            typed: typed.to_owned(),
            next: "/applications/new".to_owned(),
            sent: sent.then(|| Sent {
                to: typed.to_owned(),
                words,
                lasts: layout.w("codes.sms_code_hint", &[("minutes", "5")]),
                typed: String::new(),
                again_at_s: 1_795_349_760,
                wait_s: 60,
                wait: layout.w(
                    "codes.wait",
                    &[("time", &*either(layout, "1分钟", "1 minute"))],
                ),
            }),
            question: sent.then(|| Question::sample(layout, false)),
            problems: if sent {
                vec![Problem {
                    field: "sms_code".to_owned(),
                    code: "code_wrong".to_owned(),
                    text: layout.w("codes.code_wrong", &[("left", "4")]),
                }]
            } else {
                Vec::new()
            },
        }
    }
}

fn around(layout: &Layout, title: &str, reader: Reader, wrong: bool) -> Layout {
    let mut page = layout.clone().titled(layout.t(title)).with_problem(wrong);
    page.reader = reader;
    page
}

impl ProvePhone {
    pub fn sample(layout: &Layout, sent: bool) -> Self {
        Self {
            page: around(layout, "prove_phone.title", Reader::Unproved, sent),
            refusal: "",
            real_name_url: "/prove/real-name".to_owned(),
            real_name: layout.t("prove_phone.no_mobile").to_owned(),
            codes: Codes::sample(layout, "/prove/phone", "mobile", sent),
        }
    }
}

impl Register {
    pub fn sample(layout: &Layout, sent: bool) -> Self {
        Self {
            page: around(layout, "register.title", Reader::Visitor, sent),
            refusal: "",
            codes: Codes::sample(layout, "/register", "mobile", sent),
            login: either(layout, "陈雨晴", "chenyuqing"),
            password: String::new(),
        }
    }
}

impl Registered {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: around(layout, "register.done_title", Reader::Unproved, false),
            by_name_only: true,
            next: "/applications/new".to_owned(),
        }
    }
}

impl Recover {
    pub fn sample(layout: &Layout, sent: bool) -> Self {
        Self {
            page: around(layout, "recover.title", Reader::Visitor, sent),
            refusal: "",
            codes: Codes::sample(layout, "/recover", "login", sent),
            name: either(layout, "陈雨晴", "Chen Yuqing"),
            id_number: "11010519491231002X".to_owned(),
            password: String::new(),
        }
    }
}
