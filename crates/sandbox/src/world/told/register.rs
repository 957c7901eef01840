//! Families about what the registry answers, or how it fails to.

use std::time::Duration;

use super::super::people::{CardState, Sex};
use super::super::stories::{Agent, Born, Home, IdType, Knows, Story, USUAL};
use crate::registry::Behaviour;

/// Long enough to notice, far below any timeout.
const SLOW: Duration = Duration::from_millis(300);
/// Longer than the service's default timeout (`registry.timeout_ms`, five seconds).
const LATE: Duration = Duration::from_secs(8);

pub(super) const STORIES: &[Story] = &[
    Story {
        row: 16,
        letter: "a",
        agent: Agent::Mother,
        child: Sex::Female,
        born: Born::Ago { years: 4, days: 40 },
        behaviour: Behaviour::Down,
        district: 6,
        bank: "ICBC",
        title: ["登记系统暂时无法使用", "The register is down"],
        told: [
            "查询没有结果：自己选择关系、交出生医学证明，由工作人员审核。",
            "No answer: the relationship is chosen and proved by the birth certificate; a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "b",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago { years: 5, days: 57 },
        behaviour: Behaviour::Late(LATE),
        district: 7,
        bank: "ABC",
        title: ["登记系统太慢，等不到结果", "The register answers too late"],
        told: [
            "等待几秒后不再等：自己选择关系，由工作人员审核。",
            "After some seconds the service waits no longer: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "c",
        agent: Agent::Mother,
        child: Sex::Male,
        born: Born::Ago { years: 6, days: 74 },
        behaviour: Behaviour::Rubbish,
        district: 8,
        bank: "BOC",
        title: [
            "登记系统的回答读不懂",
            "The register’s answer makes no sense",
        ],
        told: [
            "无法读取的答复不作数：自己选择关系，由工作人员审核。",
            "What cannot be read counts for nothing: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "d",
        agent: Agent::Father,
        child: Sex::Female,
        born: Born::Ago { years: 7, days: 91 },
        behaviour: Behaviour::Silent,
        district: 9,
        bank: "CCB",
        title: ["登记系统中断连接", "The register drops the connection"],
        told: [
            "没有答复：自己选择关系，由工作人员审核。",
            "No answer at all: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "e",
        agent: Agent::Mother,
        child: Sex::Female,
        born: Born::Ago {
            years: 8,
            days: 108,
        },
        behaviour: Behaviour::WrongSignature,
        district: 10,
        bank: "BOCOM",
        title: [
            "登记系统的答复签名不对",
            "The register's signature is wrong",
        ],
        told: [
            "签名不对的答复不可信：自己选择关系，由工作人员审核。",
            "An answer with a wrong signature is not believed: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "f",
        agent: Agent::Mother,
        child: Sex::Male,
        born: Born::Ago {
            years: 9,
            days: 125,
        },
        behaviour: Behaviour::Contradicting,
        district: 11,
        bank: "BOB",
        title: ["登记系统的答复自相矛盾", "The register contradicts itself"],
        told: [
            "答复说这位女士是孩子的父亲，不可能：自己选择关系，由工作人员审核。",
            "It says that the woman is the child's father, which cannot be: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 16,
        letter: "g",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago {
            years: 10,
            days: 142,
        },
        behaviour: Behaviour::Late(SLOW),
        district: 12,
        bank: "HXB",
        title: ["登记系统慢，但等得到", "The register is slow, but in time"],
        told: [
            "稍等即有结果，确认后提交。",
            "The answer takes a moment; confirm and submit.",
        ],
        ..USUAL
    },
    Story {
        row: 18,
        letter: "a",
        born: Born::Ago {
            years: 2,
            days: 220,
        },
        card: None,
        district: 3,
        bank: "SPDB",
        title: ["孩子尚未在北京参保", "The child is not insured in Beijing"],
        told: [
            "关系确认后说明：先参保，再申领。",
            "Said after the relationship is confirmed: insure first, then apply.",
        ],
        ..USUAL
    },
    Story {
        row: 18,
        letter: "b",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago {
            years: 11,
            days: 300,
        },
        id_type: IdType::Booklet,
        home: Home::Agents,
        card: Some(CardState::Active),
        district: 6,
        bank: "HXB",
        title: [
            "孩子已有第三代社保卡",
            "The child already holds a third-generation card",
        ],
        told: [
            "关系确认后说明：已有有效的卡，不用再办。",
            "Said after the relationship is confirmed: there is a live card, nothing to apply for.",
        ],
        ..USUAL
    },
    Story {
        row: 28,
        child: Sex::Male,
        born: Born::Ago {
            years: 10,
            days: 250,
        },
        card: Some(CardState::Elsewhere),
        district: 11,
        bank: "BOC",
        title: [
            "登记系统说不能办，原因我们不认识",
            "The register says no, for a reason unknown to the service",
        ],
        told: [
            "确认关系后说明：网上不能办，请到窗口。",
            "Said after the relationship is confirmed: not possible online, go to a counter.",
        ],
        ..USUAL
    },
    Story {
        row: 29,
        born: Born::Ago {
            years: 8,
            days: 310,
        },
        register: Knows::OtherName,
        district: 12,
        bank: "BOCOM",
        title: [
            "登记信息里还是女儿的曾用名",
            "The register still has the daughter's former name",
        ],
        told: [
            "姓名和号码对不上：自己选择关系，由工作人员审核。",
            "Name and number do not agree there: the relationship is chosen, a person decides.",
        ],
        ..USUAL
    },
];
