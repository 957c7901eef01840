//! Samples of the account and of its password.

use super::super::account::{
    Account, AddableWay, ChangePassword, ConsentRow, ProofRow, SessionRow, WayRow,
};
use super::super::field::Problem;
use super::super::layout::Layout;
use super::super::real_name::Known;
use super::either;

impl Account {
    /// With `others` log-ins elsewhere; somebody alone has proved no name, has nothing but a password, agreed to nothing and has just ended the others.
    pub fn sample(layout: &Layout, others: usize) -> Self {
        let is_alone = others == 0;
        let sessions = (0..=others).map(|number| session(layout, number));
        Self {
            page: layout.clone().titled(layout.t("account.title")),
            who: (!is_alone).then(|| Known {
                name: either(layout, "陈雨晴", "Chen Yuqing"),
                shown_number: "110108********4568".to_owned(),
            }),
            shown_mobile: if is_alone {
                String::new()
            } else {
                "138****8000".to_owned()
            },
            mobile_url: "/prove/phone".to_owned(),
            proves_first: !is_alone,
            proofs: vec![proof(layout)],
            ways: ways(layout, is_alone),
            addable: vec![AddableWay {
                provider: "alipay",
                title: layout.t("providers.alipay").to_owned(),
            }],
            not_added: if is_alone {
                String::new()
            } else {
                "elsewhere".to_owned()
            },
            sessions: sessions.collect(),
            idle: layout.w("account.idle", &[("minutes", "30")]),
            others_words: if is_alone {
                layout.t("account.others_none").to_owned()
            } else {
                layout.w("account.others", &[("count", &others.to_string())])
            },
            consents: if is_alone {
                Vec::new()
            } else {
                vec![consent(layout, false)]
            },
            past: if is_alone {
                Vec::new()
            } else {
                vec![consent(layout, true)]
            },
            done: if is_alone {
                layout.t("account.ended").to_owned()
            } else {
                String::new()
            },
            refused: if is_alone {
                String::new()
            } else {
                layout.t("account.not_added_elsewhere").to_owned()
            },
        }
    }
}

impl ChangePassword {
    /// While the real name has yet to be proved.
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("account.password_title")),
            prove_url: "/prove/real-name?to=/account/password".to_owned(),
            problem: None,
        }
    }

    /// With a password that is refused.
    pub fn sample_refused(layout: &Layout) -> Self {
        let page = layout.clone().titled(layout.t("account.password_title"));
        Self {
            page: page.around("change-password").with_problem(true),
            prove_url: String::new(),
            problem: Some(Problem {
                field: "password".to_owned(),
                code: "password_guessable".to_owned(),
                text: layout.t("register.password_guessable").to_owned(),
            }),
        }
    }
}

fn at(layout: &Layout) -> String {
    either(layout, "11月22日 23:10", "22 November, 23:10")
}

fn proof(layout: &Layout) -> ProofRow {
    let (at, how) = (at(layout), layout.t("account.by_counter").to_owned());
    ProofRow {
        kind: "phone",
        title: layout.t("account.proof_phone").to_owned(),
        mobile: "138****8000".to_owned(),
        at: layout.w("account.proved_at", &[("at", &at), ("how", &how)]),
        until: layout.w("account.proof_until", &[("at", &at)]),
    }
}

fn ways(layout: &Layout, is_alone: bool) -> Vec<WayRow> {
    let added = layout.w("account.way_added", &[("at", &at(layout))]);
    let wechat = layout.t("providers.wechat").to_owned();
    let password = WayRow {
        id: "a".to_owned(),
        provider: "password",
        title: layout.t("providers.password").to_owned(),
        names: vec!["chenyuqing".to_owned(), "138****8000".to_owned()],
        added: added.clone(),
        unlink: if is_alone {
            String::new()
        } else {
            layout.t("account.unlink_password_detail").to_owned()
        },
        has_password: true,
    };
    let platform = WayRow {
        id: "b".to_owned(),
        provider: "wechat",
        unlink: layout.w("account.unlink_detail", &[("provider", &wechat)]),
        title: wechat,
        names: Vec::new(),
        added,
        has_password: false,
    };
    let mut ways = vec![password];
    if !is_alone {
        ways.push(platform);
    }
    ways
}

fn session(layout: &Layout, number: usize) -> SessionRow {
    let at = at(layout);
    let channel = layout.t("account.session_portal").to_owned();
    let host = layout.t("providers.web").to_owned();
    let by = layout.t("providers.password").to_owned();
    SessionRow {
        name: number.to_string(),
        is_current: number == 0,
        title: layout.w(
            "account.session_in",
            &[("channel", &channel), ("host", &host)],
        ),
        facts: vec![
            layout.w("account.session_by", &[("provider", &by)]),
            layout.w("account.session_began", &[("at", &at)]),
            layout.w("account.session_seen", &[("at", &at)]),
            layout.w("account.session_until", &[("at", &at)]),
        ],
    }
}

fn consent(layout: &Layout, is_past: bool) -> ConsentRow {
    let at = at(layout);
    let edition = either(layout, "2026年11月1日", "1 November 2026");
    ConsentRow {
        id: if is_past { "past" } else { "now" }.to_owned(),
        title: either(
            layout,
            "授权查询登记信息",
            "Look-up of registered information",
        ),
        paragraphs: if is_past {
            Vec::new()
        } else {
            vec![either(layout, "我授权查询。", "I authorise the look-up.")]
        },
        about: layout.w(
            "account.consent_for",
            &[("child", &either(layout, "陈一诺", "Chen Yinuo"))],
        ),
        url: "/applications/0".to_owned(),
        given: layout.w(
            "account.consent_given",
            &[("at", &at), ("edition", &edition)],
        ),
        withdrawn: if is_past {
            layout.w("account.consent_back", &[("at", &at)])
        } else {
            String::new()
        },
        stops: layout.t("account.stops_lookup").to_owned(),
    }
}
