//! The sentences for numbers, names and addresses name the position and the cure, in both languages.

use super::*;
use crate::lang::Text;

fn sentence(field: &str, raw: &str) -> Text {
    let plan = on_portal(&with(&[(field, raw)]));
    let problem = &plan.problems[0];
    assert_eq!(problem.field, field, "{raw}");
    problem.text.clone()
}

fn check(field: &str, raw: &str, zh: &str, en: &str) {
    let text = sentence(field, raw);
    assert!(text.zh.contains(zh), "{raw}: {} has no {zh}", text.zh);
    assert!(text.en.contains(en), "{raw}: {} has no {en}", text.en);
}

#[test]
fn a_number_names_the_places_that_cannot_be() {
    let check = |raw: &str, zh: &str, en: &str| check("child.id_number", raw, zh, en);
    check(
        "1101012023O3010025",
        "第11位：您输入的是拉丁字母“O”，应是数字",
        "character 11 of the ID number. You entered the letter “O”",
    );
    check(
        "X10101202303010025",
        "第1位：您输入的是拉丁字母“X”，应是数字",
        "character 1 ",
    );
    check("110101187912310010", "第7至10位", "characters 7 to 10 ");
    check("110101202701010010", "第7至10位", "characters 7 to 10 ");
    check("110101201813010010", "第11、12位", "characters 11 and 12 ");
    check("110101201804310011", "第13、14位", "characters 13 and 14 ");
    check("11010120110229001X", "第13、14位", "characters 13 and 14 ");
    check(
        "11010120261123001X",
        "第7至14位：这个出生日期还没有到",
        "still to come",
    );
    check("11010120230301002", "您输入了17位", "You entered 17");
}

#[test]
fn a_number_is_never_guessed() {
    let right = number(date(2023, 3, 1), 2);
    let mut wrong = right.clone();
    wrong.replace_range(9..10, "2");
    let text = sentence("child.id_number", &wrong);
    for digits in [&right, &wrong, &right[9..10].to_owned()] {
        assert!(!text.zh.contains(digits.as_str()) && !text.en.contains(digits.as_str()));
    }
}

#[test]
fn a_name_names_the_character_that_cannot_be() {
    let check = |raw: &str, zh: &str, en: &str| check("child.name", raw, zh, en);
    check(
        "陈1诺",
        "第2个字：您输入的是数字“1”，只能填写",
        "character 2 ",
    );
    check("陈 诺 1", "第3个字：", "character 3 ");
    check("𬱖𬱖a", "第3个字：您输入的是拉丁字母“a”", "the letter “a”");
    check(
        "陈カ",
        "第2个字：您输入的是日文假名“カ”",
        "the Japanese kana “カ”",
    );
    check(
        "陈\u{FE0F}一诺\u{378}",
        "第4个字：您输入的是没有这个字的编码（U+0378）",
        "(U+0378)",
    );
    check("·陈诺", "第1个字：“·”只写在", "character 1 ");
    check("阿依古丽•・买买提", "第5个字：“·”只写在", "character 5 ");
    check("陈\u{E000}", "第2个字：现在这个字", "character 2 ");
    check(&"陈".repeat(51), "1至50个字", "1 to 50");
}

#[test]
fn a_name_that_is_right_is_no_problem_however_rare_its_characters() {
    for name in [
        "陈䶮",
        "陈㛃",
        "陈𬱖",
        "陈\u{E863}",
        "\u{323B0}\u{33479}",
        "欧〇",
        "阿依古丽・买买提",
    ] {
        assert_eq!(told(&on_portal(&with(&[("child.name", name)]))), [""; 0]);
    }
    let fifty = "𬱖".repeat(50);
    assert_eq!(told(&on_portal(&with(&[("child.name", &fifty)]))), [""; 0]);
}

#[test]
fn an_address_counts_its_characters() {
    check("residence.address", "三楼", "您输入了2个", "You entered 2");
    let long = "村".repeat(101);
    check(
        "residence.address",
        &long,
        "您输入了101个",
        "You entered 101",
    );
}

#[test]
fn the_development_area_leads_to_the_districts_it_lies_in() {
    for flow in repository().flows() {
        let plan = plan(repository(), flow.channel(), &complete(), TODAY, &HIT).unwrap();
        // Yikatong does not ask for the district.
        let Some(field) = plan.field("residence.district") else {
            assert_eq!(flow.channel(), Channel::Yikatong);
            continue;
        };
        let hints = &field.hints;
        for name in ["经开区", "亦庄", "大兴区", "通州区"] {
            assert!(hints.iter().any(|hint| hint.zh.contains(name)), "{name}");
        }
    }
}
