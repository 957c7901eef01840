//! Families about an age, a term or a name.

use super::super::people::Sex;
use super::super::stories::{Agent, Born, Called, Photo, Story, USUAL};

pub(super) const STORIES: &[Story] = &[
    Story {
        row: 9,
        letter: "a",
        born: Born::Birthday { years: 7, since: 0 },
        photo: Photo::Default,
        district: 8,
        bank: "ICBC",
        title: [
            "女儿今天7岁生日，使用默认照片",
            "The daughter's seventh birthday is today, with the default picture",
        ],
        told: [
            "周岁自生日的次日起算，今天仍未满7周岁，可以用默认卡通照片，不用拍照。",
            "A year of age is completed on the day after the birthday: not yet 7, so the default picture may be used and no photo is asked.",
        ],
        ..USUAL
    },
    Story {
        row: 9,
        letter: "b",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Birthday { years: 7, since: 1 },
        district: 9,
        bank: "BOCOM",
        title: [
            "儿子昨天7岁生日",
            "The son's seventh birthday was yesterday",
        ],
        told: [
            "已满7周岁，必须上传照片；试着选默认照片，会提示不可以。",
            "He is 7: a photo is compulsory. Try the default picture to be told so.",
        ],
        ..USUAL
    },
    Story {
        row: 10,
        letter: "a",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Birthday {
            years: 18,
            since: 0,
        },
        district: 2,
        bank: "CITIC",
        title: [
            "今天是儿子18岁生日",
            "The son's eighteenth birthday is today",
        ],
        told: [
            "周岁自生日的次日起算，今天仍未满18周岁，可以代办。",
            "A year of age is completed on the day after the birthday: today he is not yet 18.",
        ],
        ..USUAL
    },
    Story {
        row: 10,
        letter: "b",
        born: Born::Birthday {
            years: 18,
            since: 1,
        },
        district: 7,
        bank: "CEB",
        title: [
            "昨天是女儿18岁生日",
            "The daughter's eighteenth birthday was yesterday",
        ],
        told: [
            "已满18周岁，应由本人申领，在“被代办人信息”一步说明。",
            "She is 18 and applies herself; the child step says so.",
        ],
        ..USUAL
    },
    Story {
        row: 11,
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Birthday {
            years: 18,
            since: 0,
        },
        district: 10,
        bank: "CGB",
        title: [
            "今天开始办，明天儿子就满18岁",
            "Begun today, and the son is 18 tomorrow",
        ],
        told: [
            "今天可以提交。若先填好不提交，把演示日期往后移1天再提交：会说明已满18周岁，已填的内容还在。",
            "It submits today. Fill it in, move the clock one day forward and submit then: refused as he is 18, what was typed is kept.",
        ],
        ..USUAL
    },
    Story {
        row: 12,
        born: Born::Ago {
            years: 16,
            days: 60,
        },
        card_expired: true,
        district: 11,
        bank: "ABC",
        title: [
            "16岁女儿的身份证已过期",
            "A girl of 16 whose ID card has expired",
        ],
        told: [
            "身份证有效期已过。网上可以提交，核对材料时会发现。",
            "The card's validity is over. The portal takes the application; the check of the papers finds it later.",
        ],
        ..USUAL
    },
    Story {
        row: 22,
        letter: "a",
        agent: Agent::Father,
        born: Born::Ago { years: 5, days: 88 },
        called: Some(Called {
            child: "阿依古丽·买买提",
            mother: ("古丽娜尔·艾合买提", "gulinaer"),
            father: ("买买提·吐尔逊", "maimaiti"),
        }),
        ethnic: ("05", "维吾尔"),
        district: 2,
        bank: "CMB",
        title: [
            "阿依古丽·买买提，名字里的圆点",
            "Ayigul, whose name holds a dot",
        ],
        told: [
            "键盘上打出的圆点“•”会存成证件上的“·”，可以提交。",
            "The dot that a keyboard gives is kept as the one on the papers; it submits.",
        ],
        ..USUAL
    },
    Story {
        row: 22,
        letter: "b",
        child: Sex::Male,
        born: Born::Ago { years: 9, days: 19 },
        called: Some(Called {
            child: "刘䶮",
            mother: ("孟晓彤", "mengxiaotong"),
            father: ("刘景辉", "liujinghui"),
        }),
        district: 3,
        bank: "CMBC",
        title: ["名字里有“䶮”", "A name with 䶮"],
        told: [
            "生僻字可以输入、保存和提交。",
            "A rare character is typed, kept and submitted.",
        ],
        ..USUAL
    },
    Story {
        row: 22,
        letter: "c",
        agent: Agent::Father,
        born: Born::Ago { years: 7, days: 77 },
        called: Some(Called {
            child: "高㛃",
            mother: ("曹亚楠", "caoyanan"),
            father: ("高永年", "gaoyongnian"),
        }),
        district: 4,
        bank: "SPDB",
        title: ["名字里有“㛃”", "A name with 㛃"],
        told: [
            "很少见的字也可以输入、保存和提交。",
            "A rare character is typed, kept and submitted.",
        ],
        ..USUAL
    },
    Story {
        row: 22,
        letter: "d",
        born: Born::Ago {
            years: 4,
            days: 122,
        },
        called: Some(Called {
            child: "宋𬱖",
            mother: ("冯若彤", "fengruotong"),
            father: ("宋以宁", "songyining"),
        }),
        district: 5,
        bank: "HXB",
        title: ["名字里有“𬱖”", "A name with 𬱖"],
        told: [
            "极少见的字也按一个字计算，可以提交。",
            "A very rare character counts as one, too; it submits.",
        ],
        ..USUAL
    },
];
