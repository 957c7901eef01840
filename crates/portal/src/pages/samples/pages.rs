//! Samples of every page.

use service::parent::step_view::Progress;

use super::super::super::code;
use super::super::application::{Application, Moment};
use super::super::field::Problem;
use super::super::home::Home;
use super::super::layout::{Layout, Reader};
use super::super::login::{Failed, Login, WayLink};
use super::super::notice::{Again, Drawing, Notice};
use super::super::privacy::Privacy;
use super::super::question::Question;
use super::super::receipt::Receipt;
use super::super::refusal::Refusal;
use super::super::returned::Returned;
use super::super::review::Topic;
use super::super::service::{OpenDraft, Service};
use super::super::stale::{BothValues, Stale};
use super::either;

impl OpenDraft {
    fn sample(layout: &Layout) -> Self {
        Self {
            url: "/applications/0192/papers".to_owned(),
            child: either(layout, "陈一诺", "Chen Yinuo"),
            saved_at: either(layout, "11月22日 21:42", "22 November, 21:42"),
            refused: String::new(),
        }
    }

    fn sample_refused(layout: &Layout) -> Self {
        Self {
            refused: layout.t("refusal.child_age_title").to_owned(),
            ..Self::sample(layout)
        }
    }
}

impl Home {
    pub fn sample(layout: &Layout) -> Self {
        let page = layout.clone().titled(layout.t("home.title"));
        Self {
            page,
            done: layout.t("layout.logged_out").to_owned(),
            drafts: vec![OpenDraft::sample(layout), OpenDraft::sample_refused(layout)],
        }
    }
}

impl Service {
    pub fn sample(layout: &Layout, drafts: bool) -> Self {
        let page = layout.clone().titled(layout.t("home.minor_card"));
        Self {
            page,
            drafts: if drafts {
                vec![OpenDraft::sample(layout)]
            } else {
                Vec::new()
            },
        }
    }
}

impl Login {
    pub fn sample(layout: &Layout, wrong: bool) -> Self {
        let mut page = layout
            .clone()
            .titled(layout.t("login.title"))
            .with_problem(wrong);
        page.reader = Reader::Visitor;
        Self {
            page,
            login: "chenyuqing".to_owned(),
            password: String::new(),
            question: Question::sample(layout, wrong),
            next: "/services/minor-card".to_owned(),
            why: layout.t("login.to_begin").to_owned(),
            problems: if wrong {
                vec![Problem {
                    field: "login".to_owned(),
                    code: "log_in".to_owned(),
                    text: layout.t("login.wrong").to_owned(),
                }]
            } else {
                Vec::new()
            },
            done: String::new(),
            ways: Vec::new(),
            is_password_first: false,
            failed: None,
            family: (!wrong).then(|| "01".to_owned()),
            refusal: "",
            kept: if wrong {
                vec![("kept.child.name".to_owned(), "陈一诺".to_owned())]
            } else {
                Vec::new()
            },
        }
    }
}

impl Login {
    /// With other ways, of which one has failed, after a log-in by password or by one of them.
    pub fn sample_ways(layout: &Layout, is_password_first: bool) -> Self {
        let way = |code, key, is_last: bool| WayLink {
            code,
            title: layout.t(key).to_owned(),
            url: format!("/login/{code}?to=%2Fapplications"),
            is_last,
        };
        let sample = Self::sample(layout, false);
        Self {
            page: sample.page.clone().titled(layout.t("login.title_ways")),
            ways: vec![
                way("qr", "login.by_qr", false),
                way("wechat", "providers.wechat", !is_password_first),
            ],
            is_password_first,
            failed: Some(Failed {
                code: "refused",
                text: layout.t("login.failed_refused").to_owned(),
            }),
            ..sample
        }
    }
}

impl Receipt {
    pub fn sample(layout: &Layout, verified: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("receipt.title")),
            number: "7K3MX9QP4D2T".to_owned(),
            verified,
            state: "submitted".to_owned(),
            state_label: layout.t("state.submitted").to_owned(),
            child: either(layout, "陈一诺", "Chen Yinuo"),
            submitted_at: either(layout, "2026年11月22日 21:48", "22 November 2026, 21:48"),
            made_by: either(layout, "2026年12月22日", "22 December 2026"),
            told: layout.w("way.bank_writes_to", &[("mobile", "138****8000")]),
            message: if verified { "sent" } else { "none" },
            message_words: if verified {
                layout.w("receipt.message", &[("mobile", "138****8000")])
            } else {
                layout.t("receipt.message_none").to_owned()
            },
            branch: either(
                layout,
                "工商银行北京海淀中关村支行",
                "ICBC Haidian Zhongguancun Branch",
            ),
            branch_address: either(
                layout,
                "海淀区中关村街道和悦路2号",
                "2 Heyue Road, Zhongguancun, Haidian",
            ),
            qr_url: code::data_address("7K3MX9QP4D2T").unwrap_or_default(),
            pdf_url: if verified {
                "/applications/0192/receipt.pdf"
            } else {
                ""
            }
            .to_owned(),
            application_url: "/applications/0192".to_owned(),
        }
    }
}

impl Application {
    pub fn sample(layout: &Layout) -> Self {
        let moment = |title: &str, progress: Progress, at: &str| Moment {
            title: layout.t(title).to_owned(),
            detail: String::new(),
            at: at.to_owned(),
            progress,
        };
        Self {
            page: layout
                .clone()
                .titled(&either(layout, "陈一诺", "Chen Yinuo")),
            state: "submitted".to_owned(),
            state_label: layout.t("state.submitted").to_owned(),
            meaning: layout.t("state.submitted_meaning").to_owned(),
            child: either(layout, "陈一诺", "Chen Yinuo"),
            shown_number: "7K3M-X9QP-4D2T".to_owned(),
            receipt_url: "/applications/0192/receipt".to_owned(),
            continue_url: String::new(),
            take_over_url: "/applications/0192/continue".to_owned(),
            take_back_url: "/applications/0192/take-back".to_owned(),
            withdraw_url: "/applications/0192/withdraw".to_owned(),
            may_begin_again: true,
            card_state: "queued".to_owned(),
            returned: Some(Returned::sample(layout)),
            timeline: vec![
                moment(
                    "way.submitted",
                    Progress::Done,
                    &either(layout, "2026年11月22日 21:48", "22 November 2026, 21:48"),
                ),
                moment("way.in_review", Progress::Here, ""),
                moment("way.made", Progress::Ahead, ""),
                moment("way.at_branch", Progress::Ahead, ""),
                moment("way.collected", Progress::Ahead, ""),
            ],
            topics: vec![Topic::sample(layout)],
        }
    }
}

impl Refusal {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("refusal.child_age_title")),
            code: "child_age".to_owned(),
            state: "draft".to_owned(),
            heading: layout.t("refusal.child_age_title").to_owned(),
            reason: layout.t("refusal.child_age_reason").to_owned(),
            safe: layout.t("refusal.safe").to_owned(),
            cure: layout.t("refusal.child_age_cure").to_owned(),
            problem: None,
            mend_url: "/applications/0192/child".to_owned(),
            mends: false,
        }
    }
}

impl Notice {
    pub fn sample(layout: &Layout, again: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("error.not_found_title")),
            drawing: if again { Drawing::Again } else { Drawing::Lost },
            refusal: String::new(),
            heading: layout.t("error.not_found_title").to_owned(),
            happened: layout.t("error.not_found_happened").to_owned(),
            safe: layout.t("error.safe").to_owned(),
            cure: layout.t("error.not_found_cure").to_owned(),
            action: layout.t("error.home").to_owned(),
            action_url: "/".to_owned(),
            leads_beside: false,
            help: true,
            request_id: "0192f3a4".to_owned(),
            again: again.then(|| Again {
                action: "/applications/0192/child".to_owned(),
                inputs: vec![("child.name".to_owned(), "陈一诺".to_owned())],
                had_files: true,
            }),
        }
    }
}

impl Stale {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("stale.title")),
            state: "draft".to_owned(),
            step: "child".to_owned(),
            lead: layout.t("stale.lead").to_owned(),
            stored_label: layout.t("stale.keep_stored").to_owned(),
            action: "/applications/0192/child".to_owned(),
            part: "child".to_owned(),
            from_review: true,
            mark: "sample".to_owned(),
            rows: vec![BothValues {
                label: either(layout, "姓名", "Name"),
                mine: "陈一诺".to_owned(),
                stored: "陈以诺".to_owned(),
            }],
            mine: vec![("child.name".to_owned(), "陈一诺".to_owned())],
            stored_url: "/applications/0192/child".to_owned(),
        }
    }
}

impl Privacy {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("privacy.title")),
            handler: either(
                layout,
                "某市人力资源和社会保障局。",
                "The Human Resources and Social Security Bureau of a city.",
            ),
        }
    }
}
