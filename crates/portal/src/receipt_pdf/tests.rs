//! The sheet keeps to its margins and its one page, whatever the content.

use super::sheet::{MEASURE, Part};
use super::*;

fn content() -> Content {
    Content {
        lang: "zh-CN".to_owned(),
        title: "回执 7K3M-X9QP-4D2T".to_owned(),
        brand: "第三代社会保障卡 · 未成年人代办".to_owned(),
        owner: "为18周岁以下的孩子申领社保卡".to_owned(),
        sandbox: "演示环境".to_owned(),
        heading: "申请已提交".to_owned(),
        lead: "我们收到了您为陈一诺提交的申请。".to_owned(),
        number_label: "受理号".to_owned(),
        number: "7K3M-X9QP-4D2T".to_owned(),
        submitted: "提交时间：2026年11月22日 21:48".to_owned(),
        code_hint: "二维码里是受理编号，到网点可以出示。".to_owned(),
        code_words: "受理号二维码".to_owned(),
        facts: [
            "陈一诺",
            "已提交",
            "2026年12月22日",
            "中关村支行",
            "和悦路2号",
            "010-12345678",
        ]
        .map(|value| ("孩子姓名".to_owned(), value.to_owned()))
        .to_vec(),
        next_title: "接下来".to_owned(),
        // two lines each, as in English
        next: vec![
            (
                "工作人员会核对材料".to_owned(),
                "您现在不用做什么。".repeat(6)
            );
            3
        ],
        keep: "请记下受理号。".to_owned(),
        missing: "没有字体的字：{codes}".to_owned(),
        foot: vec!["12333 · 96102".to_owned(); 2],
    }
}

/// A name of forty letters, one of rare characters, an address that fills lines.
fn long() -> Content {
    let name = "Wolfeschlegelsteinhausenbergerdorffstein";
    assert_eq!(name.len(), 40);
    let address =
        "海淀区中关村街道和悦路示例大厦（原示例科技园区）东侧裙房一层西北门旁“便民服务厅”"
            .repeat(6);
    Content {
        lead: format!("我们收到了您为{name}提交的申请。"),
        facts: vec![
            ("孩子姓名".to_owned(), name.to_owned()),
            ("䶮㛃𬱖".to_owned(), "欧阳䶮㛃𬱖".to_owned()),
            ("网点地址".to_owned(), address.clone()),
        ],
        next: vec![("到网点领卡".to_owned(), address); 3],
        ..content()
    }
}

fn laid_out(content: &Content) -> (layout::Sheet, Letters) {
    let letters = Letters::of(content.texts()).expect("the tests need fonts-noto-cjk");
    let code = QrCode::new(content.number.as_bytes()).unwrap();
    let content = content.told_what_is_missing(letters.missing());
    (layout::set(&content, &letters, &code), letters)
}

#[test]
fn no_line_leaves_the_margins() {
    for content in [content(), long()] {
        let (sheet, letters) = laid_out(&content);
        let mut lines = 0;
        for part in sheet.body.iter().chain(&sheet.foot) {
            part.each_line(&mut |line, style| {
                lines += 1;
                assert!(line.left >= MARGIN, "{line:?}");
                let right = line.left + letters.width(&line.text) * style.size;
                assert!(right <= MARGIN + MEASURE + 0.01, "{line:?}");
            });
        }
        assert!(lines > 15);
    }
}

#[test]
fn lines_stand_under_each_other() {
    let (sheet, _) = laid_out(&long());
    let mut last = 0.0;
    for part in &sheet.body {
        // A row has two columns, and a list number stands beside its item.
        if let Part::Text(..) = part {
            part.each_line(&mut |line, style| {
                assert!(line.baseline >= last + style.size, "{line:?}");
                last = line.baseline;
            });
        }
    }
}

#[test]
fn words_of_usual_length_are_not_shrunk() {
    let (sheet, _) = laid_out(&content());
    assert!(sheet.body_bottom + 12.0 < sheet.foot_top);
}

#[test]
fn a_name_that_no_font_can_write_is_told() {
    let mut told = content();
    told.facts[0].1 = "陈\u{9FFFE}".to_owned();
    let letters = Letters::of(told.texts()).expect("the tests need fonts-noto-cjk");
    assert_eq!(
        told.told_what_is_missing(letters.missing()).missing,
        "没有字体的字：U+9FFFE"
    );
    assert_eq!(content().told_what_is_missing(&[]).missing, "");
}

#[test]
fn the_document_is_small_and_passes_the_rules_for_reading_out() {
    // The writer checks this itself: a title, a language, a tag for everything, a description of the picture, no empty glyph.
    for content in [content(), long()] {
        let pdf = draw(&content).expect("a receipt is drawn");
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
    }
}

#[test]
fn the_same_words_make_the_same_bytes() {
    assert_eq!(draw(&content()).unwrap(), draw(&content()).unwrap());
}
