//! Families about who applies: other guardians, both parents, a second child, an account without a mobile number.

use super::super::people::Sex;
use super::super::stories::{Agent, Born, Home, IdType, Joins, Knows, Story, USUAL};

pub(super) const STORIES: &[Story] = &[
    Story {
        row: 13,
        agent: Agent::FathersMother,
        born: Born::Ago { years: 9, days: 75 },
        id_type: IdType::Booklet,
        home: Home::Agents,
        register: Knows::Nobody,
        ethnic: ("02", "蒙古"),
        district: 1,
        bank: "ICBC",
        title: [
            "祖母是户主，为9岁孙女代办",
            "A grandmother, the householder, for her granddaughter of 9",
        ],
        told: [
            "祖母须提交监护关系证明，由工作人员审核。",
            "A grandmother adds a proof of guardianship; a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 14,
        agent: Agent::AdoptiveFather,
        child: Sex::Male,
        born: Born::Ago {
            years: 6,
            days: 200,
        },
        home: Home::Agents,
        register: Knows::Nobody,
        district: 12,
        bank: "CCB",
        title: [
            "养父为6岁儿子代办，儿子有身份证",
            "An adoptive father for his son of 6 who has an ID card",
        ],
        told: [
            "选择“继父或养父”，加交监护（收养）证明，由工作人员审核。",
            "He chooses stepfather or adoptive father and adds a proof of guardianship; a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 15,
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago { years: 4, days: 30 },
        register: Knows::Nobody,
        district: 5,
        bank: "CMBC",
        title: [
            "登记信息中查不到父子关系",
            "The register does not know father and son",
        ],
        told: [
            "自己选择关系并提交出生医学证明，由工作人员审核；不会透露孩子的任何登记信息。",
            "The relationship is chosen and proved by the birth certificate; a person decides, nothing about the child is told.",
        ],
        ..USUAL
    },
    Story {
        row: 19,
        letter: "a",
        child: Sex::Male,
        born: Born::Ago { years: 6, days: 33 },
        district: 14,
        bank: "CITIC",
        title: [
            "父母都为同一个儿子申请：母亲",
            "Both parents apply for one son: the mother",
        ],
        told: [
            "母亲先提交，可以提交。父亲的账号见19b。",
            "The mother goes first and submits. The father's account stands in 19b.",
        ],
        ..USUAL
    },
    Story {
        row: 19,
        letter: "b",
        joins: Joins::OtherParent,
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago { years: 6, days: 33 },
        home: Home::Agents,
        district: 14,
        bank: "CITIC",
        title: [
            "父母都为同一个儿子申请：父亲",
            "Both parents apply for one son: the father",
        ],
        told: [
            "母亲提交以后，父亲确认关系时会说明已有正在办理的申请，不说是谁。",
            "Once the mother has submitted, the father learns at the relationship that an application is under way, not whose.",
        ],
        ..USUAL
    },
    Story {
        row: 21,
        agent: Agent::Father,
        born: Born::Ago {
            years: 8,
            days: 140,
        },
        register: Knows::Nobody,
        district: 15,
        bank: "CEB",
        title: [
            "父亲，登记信息查不到；试着填错",
            "A father whom the register does not know; try what is wrong",
        ],
        told: [
            "试着把自己的身份证号码填成孩子的，会提示不可以；关系里也没有“母亲”可选。填对后由工作人员审核。",
            "Enter his own number as the child's to be told; 母亲 is not offered to a man. Filled in right, a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 25,
        child: Sex::Male,
        born: Born::Ago {
            years: 3,
            days: 260,
        },
        has_mobile: false,
        district: 8,
        bank: "CGB",
        title: ["登录账号没有手机号", "A log-in without a mobile number"],
        told: [
            "账号没有手机号，办理时要填写卡预留手机号。",
            "The account has none, so the card-reserved number is asked for.",
        ],
        ..USUAL
    },
    Story {
        row: 26,
        letter: "a",
        born: Born::Ago { years: 9, days: 66 },
        id_type: IdType::Booklet,
        district: 9,
        bank: "ICBC",
        title: [
            "一位母亲两个孩子：9岁的女儿",
            "One mother, two children: the daughter of 9",
        ],
        told: [
            "先为女儿办。代办人、户口本、住址、银行以后可以沿用。",
            "The first application; agent, booklet, address and bank can be carried over later.",
        ],
        ..USUAL
    },
    Story {
        row: 26,
        letter: "b",
        joins: Joins::SecondChild,
        child: Sex::Male,
        born: Born::Ago { years: 4, days: 12 },
        id_type: IdType::Booklet,
        district: 9,
        bank: "ICBC",
        title: [
            "一位母亲两个孩子：4岁的儿子",
            "One mother, two children: the son of 4",
        ],
        told: [
            "同一个账号，再为弟弟办：照片、号码和同意要重新填。",
            "The same account for the second child: photo, numbers and consents are fresh.",
        ],
        ..USUAL
    },
    Story {
        row: 27,
        agent: Agent::Brother(17),
        born: Born::Ago { years: 5, days: 45 },
        register: Knows::Nobody,
        district: 10,
        bank: "ABC",
        title: ["17岁的哥哥为妹妹代办", "A brother of 17 for his sister"],
        told: [
            "代办人未满18周岁，不能代办。",
            "An agent under 18 cannot apply for anybody.",
        ],
        ..USUAL
    },
];
