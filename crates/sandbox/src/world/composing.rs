//! Wording for the random families: a line that says who they are, and some sentences that say what to expect.

use jiff::civil::Date;

use super::case::Text;
use super::dates::age_on;
use super::ending::Why;
use super::people::{Person, Sex};
use super::stories::{Agent, Born, Home, IdType, Photo, Story};
use crate::registry::Behaviour;

/// A word in Chinese and English.
type Word = [&'static str; 2];

/// Who they are, in one line.
pub(super) fn title(story: &Story, child: &Person, day: Date) -> Text {
    if !story.title[0].is_empty() {
        return text(story.title);
    }
    let (agent, of_child) = (agent(story.agent), child_of(story.agent, story.child));
    let age = age(child.birth_date, day);
    let papers = match story.id_type {
        IdType::Card => ["有身份证", "with an ID card"],
        IdType::Booklet => ["用户口本", "with a household booklet"],
    };
    let birthday = birthday(story.born);
    Text {
        zh: format!(
            "{}为{}{}代办，{}{}",
            agent[0], age.zh, of_child[0], papers[0], birthday.zh
        ),
        en: format!(
            "{} for a {} {}, {}{}",
            agent[1], of_child[1], age.en, papers[1], birthday.en
        ),
    }
}

/// What to expect.
pub(super) fn told(story: &Story, why: Why) -> Text {
    if !story.told[0].is_empty() {
        return text(story.told);
    }
    let mut told = Text {
        zh: String::new(),
        en: String::new(),
    };
    let mut say = |[zh, en]: Word| {
        told.zh.push_str(zh);
        if !told.en.is_empty() {
            told.en.push(' ');
        }
        told.en.push_str(en);
    };
    say(because(why));
    if why.is_refused() {
        return told;
    }
    if story.id_type == IdType::Booklet {
        say(registered(story.home));
    }
    if !story.agent.is_parent() {
        say(["须提交监护关系证明。", "A proof of guardianship is asked."]);
    }
    if matches!(story.behaviour, Behaviour::Late(wait) if wait <= Behaviour::IN_TIME) {
        say(["登记系统稍慢。", "The register takes a moment."]);
    }
    if story.certificate_lost {
        say([
            "出生医学证明丢失，可改交其他证明。",
            "The birth certificate is lost: another proof takes its place where it is asked.",
        ]);
    }
    if story.card_expired {
        say([
            "孩子的身份证已过期。",
            "The validity of the child's ID card is over.",
        ]);
    }
    if story.photo == Photo::Default {
        say([
            "使用默认照片。",
            "The default picture is taken instead of a photo.",
        ]);
    }
    if !story.has_mobile {
        say([
            "账号没有手机号，要填写卡预留手机号。",
            "The account has no mobile number: the card-reserved one is asked for.",
        ]);
    }
    told
}

fn because(why: Why) -> Word {
    match why {
        Why::AgentTooYoung => [
            "代办人未满18周岁，不能代办。",
            "The agent is under 18 and cannot apply.",
        ],
        Why::ChildOfAge => [
            "孩子已满18周岁，应由本人申领。",
            "The child is 18 and applies in person.",
        ],
        Why::NoAnswer => [
            "登记系统给不出可用的答复：自己选择关系，由工作人员审核。",
            "The register gives no answer that can be used: the relationship is chosen, a person decides.",
        ],
        Why::OtherName => [
            "登记信息里姓名和号码对不上：自己选择关系，由工作人员审核。",
            "Name and number do not agree in the register: the relationship is chosen, a person decides.",
        ],
        Why::UnknownParent => [
            "登记信息查不到亲子关系：自己选择关系，由工作人员审核。",
            "The register does not know the two: the relationship is chosen, a person decides.",
        ],
        Why::OtherGuardian => [
            "代办人不是父母，由工作人员审核。",
            "The agent is no parent: a person decides.",
        ],
        Why::NotInsured => [
            "孩子尚未在北京参保，确认关系后说明。",
            "The child is not insured in Beijing: said after the relationship is confirmed.",
        ],
        Why::CardHeld => [
            "孩子已有第三代社保卡，确认关系后说明。",
            "The child holds a card already: said after the relationship is confirmed.",
        ],
        Why::OtherReason => [
            "登记系统说不能办，确认关系后说明网上不能办。",
            "The register says no for another reason: not possible online, said after the relationship is confirmed.",
        ],
        Why::Applied => [
            "另一位家长已经申请，确认关系后说明。",
            "The other parent applied before: said after the relationship is confirmed.",
        ],
        Why::Verified => [
            "登记信息能查到亲子关系，确认后提交。",
            "The register knows them: confirm and submit.",
        ],
    }
}

fn registered(home: Home) -> Word {
    match home {
        Home::Agents => [
            "代办人是户主，孩子在同一户口本。",
            "The agent heads the booklet that both stand in.",
        ],
        Home::Spouses => [
            "同一户口本，代办人不是户主。",
            "Both stand in one booklet that somebody else heads.",
        ],
        Home::AgentsParents => [
            "三代人同在一个户口本。",
            "Three generations stand in one booklet.",
        ],
        Home::ApartAgentHouseholder => [
            "代办人是另一个户口本的户主。",
            "The agent heads a booklet of their own, the child stands in another.",
        ],
        Home::Apart => [
            "代办人和孩子在两个户口本上。",
            "Agent and child stand in two booklets, neither headed by the agent.",
        ],
        Home::Collective => ["集体户口。", "They stand in a collective household."],
    }
}

fn agent(agent: Agent) -> Word {
    match agent {
        Agent::Mother => ["母亲", "A mother"],
        Agent::Father => ["父亲", "A father"],
        Agent::FathersMother => ["祖母", "A father's mother"],
        Agent::FathersFather => ["祖父", "A father's father"],
        Agent::MothersMother => ["外祖母", "A mother's mother"],
        Agent::MothersFather => ["外祖父", "A mother's father"],
        Agent::AdoptiveFather => ["养父", "An adoptive father"],
        Agent::Uncle => ["叔父", "A father's brother"],
        Agent::Aunt => ["姨母", "A mother's sister"],
        Agent::Brother(_) => ["哥哥", "A brother"],
    }
}

/// How the child is related to the agent.
fn child_of(agent: Agent, child: Sex) -> Word {
    let [his, hers]: [Word; 2] = match agent {
        Agent::Mother | Agent::Father => [["儿子", "son"], ["女儿", "daughter"]],
        Agent::FathersMother | Agent::FathersFather => {
            [["孙子", "grandson"], ["孙女", "granddaughter"]]
        }
        Agent::MothersMother | Agent::MothersFather => {
            [["外孙", "grandson"], ["外孙女", "granddaughter"]]
        }
        Agent::AdoptiveFather => [["养子", "son"], ["养女", "daughter"]],
        Agent::Uncle => [["侄子", "nephew"], ["侄女", "niece"]],
        Agent::Aunt => [["外甥", "nephew"], ["外甥女", "niece"]],
        Agent::Brother(_) => [["弟弟", "brother"], ["妹妹", "sister"]],
    };
    if child == Sex::Male { his } else { hers }
}

fn age(birth: Date, day: Date) -> Text {
    match age_on(birth, day) {
        ..1 => {
            let days = (day - birth).get_days();
            Text {
                zh: format!("出生{days}天的"),
                en: format!("of {days} days"),
            }
        }
        years => Text {
            zh: format!("{years}岁"),
            en: format!("of {years}"),
        },
    }
}

/// What is worth saying about a birthday near the day; empty for the others.
fn birthday(born: Born) -> Text {
    let Born::Birthday { years, since } = born else {
        return Text {
            zh: String::new(),
            en: String::new(),
        };
    };
    let (zh, en) = match since {
        ..-1 => ("过两天", "in two days"),
        -1 => ("明天", "tomorrow"),
        0 => ("今天", "today"),
        1 => ("昨天", "yesterday"),
        _ => ("前两天", "two days ago"),
    };
    Text {
        zh: format!("，{zh}{years}岁生日"),
        en: format!(", birthday {years} {en}"),
    }
}

fn text([zh, en]: Word) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
