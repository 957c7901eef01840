//! Samples of the sandbox's pages.

use portal::pages::layout::Layout;

use super::page::{
    Authorise, Comer, Drawn, Ending, Face, Families, FamilyCase, FaultChoice, Line, Message,
    Messages, Paper, PlatformSwitch, Platforms, PlayedPhone, PreviewMissing, Sitter, Stage, Topic,
};

impl PreviewMissing {
    pub(crate) fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("sandbox.preview")),
        }
    }
}

impl Face {
    pub(crate) fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("sandbox.face")),
            check: "1f0c".to_owned(),
            authority: layout.t("sandbox.face_baidu").to_owned(),
            name: "陈雨晴".to_owned(),
            number_end: "002X".to_owned(),
            sitters: vec![Sitter {
                username: "chenyuqing".to_owned(),
                name: "陈雨晴".to_owned(),
                is_asked_for: true,
            }],
        }
    }
}

impl Platforms {
    pub(crate) fn sample(layout: &Layout) -> Self {
        let choice = |word, text: &str, is_now| FaultChoice {
            word,
            text: layout.t(text).to_owned(),
            is_now,
        };
        Self {
            page: layout.clone().titled(layout.t("sandbox.platforms")),
            platforms: vec![PlatformSwitch {
                word: "wechat",
                name: layout.t("providers.wechat").to_owned(),
                choices: vec![
                    choice("none", "sandbox.fault_none", false),
                    choice("late", "sandbox.fault_late", true),
                ],
            }],
        }
    }
}

impl Authorise {
    pub(crate) fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("sandbox.authorise")),
            id: "1f0c".to_owned(),
            platform: layout.t("providers.wechat").to_owned(),
            comers: vec![Comer {
                username: "chenyuqing".to_owned(),
                name: "陈雨晴".to_owned(),
            }],
        }
    }
}

impl PlayedPhone {
    pub(crate) fn sample(layout: &Layout, is_over: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("sandbox.phone")),
            stage: if is_over {
                Stage::Over
            } else {
                Stage::Asks {
                    ticket: "sample".to_owned(),
                    site: "card.example.cn".to_owned(),
                    place: "Windows, Edge · 203.0.113.*".to_owned(),
                    at: "14:05".to_owned(),
                    comers: vec![Comer {
                        username: "chenyuqing".to_owned(),
                        name: "陈雨晴".to_owned(),
                    }],
                }
            },
        }
    }
}

impl Families {
    pub(crate) fn sample(layout: &Layout, is_alone: bool) -> Self {
        let either = |zh: &str, en: &str| if layout.english() { en } else { zh }.to_owned();
        Self {
            page: layout.clone().titled(layout.t("sandbox.title")),
            day: either("2026年11月22日", "22 November 2026"),
            is_alone,
            drawn: layout.w("sandbox.families", &[("count", "300")]),
            topics: vec![Topic {
                id: "first".to_owned(),
                title: if is_alone {
                    String::new()
                } else {
                    layout.t("sandbox.first").to_owned()
                },
                cases: vec![FamilyCase {
                    case: "family-01".to_owned(),
                    title: either(
                        "母亲与3岁的女儿，孩子有身份证",
                        "A mother and her daughter of 3, who has an ID card",
                    ),
                    story: either(
                        "登记信息查得到，确认后提交。",
                        "The register knows them: confirm and submit.",
                    ),
                    expect: layout.t("sandbox.submits").to_owned(),
                    kind: "submits".to_owned(),
                    agent: "陈雨晴".to_owned(),
                    username: "chenyuqing".to_owned(),
                    password: "example".to_owned(),
                    child: "陈一诺".to_owned(),
                    child_number: "110101202308310025".to_owned(),
                    birth_date: "2023-08-31".to_owned(),
                    papers: vec![Paper {
                        label: either("出生医学证明", "Medical birth certificate"),
                        url: "/assets/sample/mark.svg".to_owned(),
                    }],
                }],
            }],
        }
    }
}

impl Drawn {
    pub(crate) fn sample(layout: &Layout) -> Self {
        let ending = |words: &str, count: &str, here| Ending {
            words: words.to_owned(),
            count: count.to_owned(),
            url: "/sandbox/drawn?ends=submits".to_owned(),
            here,
        };
        Self {
            page: layout.clone().titled(layout.t("sandbox.drawn")),
            endings: vec![
                ending(layout.t("sandbox.every_ending"), "300", false),
                ending(layout.t("sandbox.submits"), "155", true),
            ],
            lines: vec![Line {
                case: "family-101".to_owned(),
                family: "family-101".to_owned(),
                title: if layout.english() {
                    "A father for his daughter of 9, with a household booklet".to_owned()
                } else {
                    "父亲为9岁女儿代办，用户口本".to_owned()
                },
                expect: layout.t("sandbox.submits").to_owned(),
                kind: "submits".to_owned(),
            }],
            position: layout.w("sandbox.position", &[("at", "1"), ("pages", "6")]),
            earlier: String::new(),
            later: "/sandbox/drawn?ends=submits&page=2".to_owned(),
        }
    }
}

impl Messages {
    pub(crate) fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("sandbox.messages")),
            messages: vec![Message {
                to: "19900000001".to_owned(),
                lang: "zh-CN".to_owned(),
                text: "【第三代社保卡】您的验证码是048213，5分钟内有效。".to_owned(),
                at: "2026-11-22 12:00".to_owned(),
            }],
        }
    }
}
