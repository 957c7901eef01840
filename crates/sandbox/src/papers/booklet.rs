//! Pages of the household booklet: the first page, a person's page, its back.
//!
//! Source of the fields: the booklet in use since 1996-07-01 (公通字〔1995〕91号); inner pages of 143 x 105 mm.

use jiff::civil::Date;

use super::PaperError;
use super::drawing::{Drawing, Ink, width_of};
use super::scene::photograph;
use crate::world::{Booklet, Person, Sex, age_on};

const SIZE: (f32, f32) = (143.0, 105.0);
/// Pixels per millimetre: a page is 1570 px wide.
const SCALE: f32 = 11.0;

const RULE: &str = "#54745c";
const LABEL: Ink = Ink::serif(3.05, "#33543e");
const VALUE: Ink = Ink::sans(3.35, "#141414");

/// A cell: its share of the row in millimetres, and its content.
enum Cell<'a> {
    Label(f32, &'a str),
    Value(f32, &'a str),
}

/// 户口本首页: the household, its address, the seals.
pub(super) fn first_page(booklet: &Booklet, scene: u8) -> Result<Vec<u8>, PaperError> {
    let mut page = ground(scene);
    let kind = if booklet.collective {
        "集体户"
    } else {
        "家庭户"
    };
    let address = booklet.address.printed();
    page.text(
        71.5,
        13.6,
        LABEL.sized(6.0).bold().centred().spaced(2.2),
        "居民户口簿首页",
    );
    let end = table(
        &mut page,
        18.5,
        7.2,
        &[
            vec![
                Cell::Label(22.0, "户  别"),
                Cell::Value(39.0, kind),
                Cell::Label(22.0, "户主姓名"),
                Cell::Value(44.0, &booklet.householder),
            ],
            vec![
                Cell::Label(22.0, "户  号"),
                Cell::Value(105.0, &booklet.number),
            ],
            vec![Cell::Label(22.0, "住  址"), Cell::Value(105.0, &address)],
        ],
    );
    page.text(13.0, end + 5.4, LABEL.sized(2.75), "省级公安机关户口专用章");
    page.text(62.0, end + 5.4, LABEL.sized(2.75), "户口登记机关户口专用章");
    page.seal((30.0, end + 18.6), 9.8, "样本省级公安机关", "户口专用章");
    page.seal(
        (80.0, end + 18.6),
        9.8,
        &format!("{}样本派出所", booklet.address.district_name),
        "户口专用章",
    );
    page.text(103.0, end + 13.0, LABEL, "承办人签章：");
    stamp(&mut page, (122.0, end + 9.4), "样 本");
    page.text(103.0, end + 21.5, LABEL, "签发日期：");
    page.text(103.0, end + 27.0, VALUE, &chinese_date(booklet.issued));

    let moved = end + 32.5;
    page.text(
        71.5,
        moved + 4.0,
        LABEL.sized(3.4).bold().centred().spaced(1.0),
        "住 址 变 动 登 记",
    );
    let empty = || {
        vec![
            Cell::Value(65.0, ""),
            Cell::Value(31.0, ""),
            Cell::Value(31.0, ""),
        ]
    };
    table(
        &mut page,
        moved + 6.0,
        5.6,
        &[
            vec![
                Cell::Label(65.0, "变动后的住址"),
                Cell::Label(31.0, "变动日期"),
                Cell::Label(31.0, "承办人签章"),
            ],
            empty(),
            empty(),
        ],
    );
    if booklet.collective {
        page.seal((123.0, 13.6), 9.6, "北京样本科技大学", "复印件专用");
        page.text(9.0, 9.0, VALUE.sized(2.7), "（复印件，与原件一致）");
    }
    page.sample_mark();
    photograph(&page, scene, SCALE, 1.2)
}

/// 常住人口登记卡: one person's page.
pub(super) fn person_page(
    booklet: &Booklet,
    person: &Person,
    day: Date,
    scene: u8,
) -> Result<Vec<u8>, PaperError> {
    let member = booklet
        .members
        .iter()
        .find(|member| member.id_number == person.id_number)
        .ok_or(PaperError::Unknown)?;
    let mut page = ground(scene.wrapping_add(2));
    page.text(
        71.5,
        13.6,
        LABEL.sized(6.2).bold().centred().spaced(2.4),
        "常住人口登记卡",
    );
    let adult = age_on(person.birth_date, day) >= 18;
    let told = |grown: &'static str| if adult { grown } else { "" };
    let ethnic = format!("{}族", person.ethnic_printed);
    let birth = chinese_date(person.birth_date);
    let (soldier, work) = (
        if person.sex == Sex::Male {
            told("未服兵役")
        } else {
            ""
        },
        told("样本有限公司"),
    );
    let wide = 34.0;
    let pair = |label, value, second, other| {
        vec![
            Cell::Label(wide, label),
            Cell::Value(33.0, value),
            Cell::Label(26.0, second),
            Cell::Value(34.0, other),
        ]
    };
    table(
        &mut page,
        18.0,
        6.75,
        &[
            pair(
                "姓    名",
                &person.name,
                "户主或与户主关系",
                &member.relation,
            ),
            pair("曾 用 名", "", "性    别", person.sex.printed()),
            pair("出 生 地", "北京市", "民    族", &ethnic),
            pair("籍    贯", "北京市", "出生日期", &birth),
            pair("本市（县）其他住址", "", "宗教信仰", ""),
            vec![
                Cell::Label(wide, "公民身份号码"),
                Cell::Value(47.0, &person.id_number),
                Cell::Label(11.0, "身高"),
                Cell::Value(12.0, ""),
                Cell::Label(11.0, "血型"),
                Cell::Value(12.0, ""),
            ],
            vec![
                Cell::Label(wide, "文化程度"),
                Cell::Value(20.0, told("大学本科")),
                Cell::Label(17.0, "婚姻状况"),
                Cell::Value(17.0, told("有配偶")),
                Cell::Label(17.0, "兵役状况"),
                Cell::Value(22.0, soldier),
            ],
            pair("服 务 处 所", work, "职    业", told("职员")),
            vec![
                Cell::Label(wide, "何时由何地迁来本市(县)"),
                Cell::Value(93.0, ""),
            ],
            vec![
                Cell::Label(wide, "何时由何地迁来本址"),
                Cell::Value(93.0, told("由本市他处迁来")),
            ],
        ],
    );
    page.text(14.0, 93.5, LABEL, "承办人签章：");
    stamp(&mut page, (34.0, 89.8), "样 本");
    page.seal(
        (62.0, 91.5),
        8.6,
        &format!("{}样本派出所", booklet.address.district_name),
        "户口专用章",
    );
    page.text(84.0, 93.5, LABEL, "登记日期：");
    page.text(101.0, 93.5, VALUE, &chinese_date(member.registered));
    page.text(
        135.0,
        101.0,
        LABEL.sized(2.4).at_end(),
        &format!("户号 {}", booklet.number),
    );
    page.sample_mark();
    photograph(&page, scene.wrapping_add(2), SCALE, 1.2)
}

/// The back of a person's page: changes and corrections, empty so far.
pub(super) fn back(scene: u8) -> Result<Vec<u8>, PaperError> {
    let mut page = ground(scene.wrapping_add(4));
    page.text(
        71.5,
        13.6,
        LABEL.sized(5.2).bold().centred().spaced(1.1),
        "登记事项变更和更正记载",
    );
    let mut rows = vec![vec![
        Cell::Label(24.0, "项    目"),
        Cell::Label(49.0, "变更、更正后的内容"),
        Cell::Label(29.0, "变更、更正日期"),
        Cell::Label(25.0, "承办人签章"),
    ]];
    rows.extend((0..9).map(|_| {
        vec![
            Cell::Value(24.0, ""),
            Cell::Value(49.0, ""),
            Cell::Value(29.0, ""),
            Cell::Value(25.0, ""),
        ]
    }));
    table(&mut page, 18.0, 7.6, &rows);
    page.text(135.0, 101.0, LABEL.sized(2.4).at_end(), "（以下无记载）");
    page.sample_mark();
    photograph(&page, scene.wrapping_add(4), SCALE, 1.2)
}

fn ground(scene: u8) -> Drawing {
    let mut page = Drawing::new(SIZE.0, SIZE.1);
    let tint = ["#f5f2e7", "#f3f3ea", "#f6f0e6"][usize::from(scene) % 3];
    page.fill((0.0, 0.0), SIZE, tint);
    page.waves("#a9c4a4", 34, 1.0, f32::from(scene));
    page.waves("#d8c9a0", 24, 1.4, f32::from(scene) + 1.3);
    page.frame((5.0, 4.6), (133.0, 98.0), RULE, 0.25);
    page
}

/// Draws rows of cells from `y` down, 127 mm wide; returns where they end.
fn table(page: &mut Drawing, y: f32, height: f32, rows: &[Vec<Cell<'_>>]) -> f32 {
    let left = 8.0;
    let mut top = y;
    for row in rows {
        let mut x = left;
        for cell in row {
            let (width, ink, text) = match cell {
                Cell::Label(width, text) => (*width, LABEL, *text),
                Cell::Value(width, text) => (*width, VALUE, *text),
            };
            page.frame((x, top), (width, height), RULE, 0.22);
            fitted(
                page,
                (x + width / 2.0, top + height / 2.0),
                width - 1.6,
                ink.centred(),
                text,
            );
            x += width;
        }
        top += height;
    }
    page.frame((left, y), (127.0, top - y), RULE, 0.5);
    top
}

/// Text centred on a point, smaller and on two lines where it is too long for its cell.
fn fitted(page: &mut Drawing, (x, y): (f32, f32), width: f32, ink: Ink, text: &str) {
    let wide = width_of(text);
    if wide * ink.size() <= width {
        page.text(x, y + ink.size() * 0.36, ink, text);
    } else if wide * 2.7 <= width {
        page.text(x, y + 1.0, ink.sized(2.7), text);
    } else {
        let small = ink.sized(2.7);
        let columns = (width / small.size()).floor().min((wide / 2.0).ceil());
        page.lines((x, y - 0.55), columns, 3.15, small, text);
    }
}

/// The square name stamp of an official who does not exist.
fn stamp(page: &mut Drawing, (x, y): (f32, f32), name: &str) {
    page.add(r#"<g opacity="0.8">"#);
    page.frame((x, y), (11.0, 5.4), "#c4302b", 0.35);
    page.text(
        x + 5.5,
        y + 3.9,
        Ink::serif(3.3, "#c4302b").bold().centred(),
        name,
    );
    page.add("</g>");
}

fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
