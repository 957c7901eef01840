//! The medical birth certificate: the main page, with the number as a bar code as in the seventh edition.

use jiff::civil::Date;

use super::PaperError;
use super::drawing::{Drawing, Ink, width_of};
use super::scene::photograph;
use crate::world::{BirthRecord, Person, Sex, age_on};

/// The sheet in millimetres.
const SIZE: (f32, f32) = (190.0, 265.0);
/// Pixels per millimetre: the sheet is 1330 px wide.
const SCALE: f32 = 7.0;

const GREEN: &str = "#2f7d6b";
const LABEL: Ink = Ink::serif(4.5, "#23473f");
const SMALL: Ink = Ink::serif(2.7, "#5d7f77");
const VALUE: Ink = Ink::sans(5.0, "#15181a");

/// The certificate of a birth.
pub(super) fn draw(
    birth: &BirthRecord,
    child: &Person,
    mother: &Person,
    father: &Person,
    scene: u8,
) -> Result<Vec<u8>, PaperError> {
    let mut sheet = ground(scene);
    let title = Ink::serif(13.5, "#a4343a").centred();
    sheet.text(95.0, 41.0, title.bold().spaced(2.6), "出生医学证明");
    sheet.text(
        95.0,
        50.0,
        title.sized(4.6).spaced(0.7),
        "MEDICAL CERTIFICATE OF BIRTH",
    );

    let mut y = 67.0;
    of_the_child(&mut sheet, &mut y, birth, child);
    of_a_parent(
        &mut sheet,
        &mut y,
        ("母亲", "mother"),
        mother,
        child.birth_date,
    );
    of_a_parent(
        &mut sheet,
        &mut y,
        ("父亲", "father"),
        father,
        child.birth_date,
    );
    row(
        &mut sheet,
        &mut y,
        &[("家庭住址", "Home address", 128.0, &child.address.printed())],
    );
    foot(&mut sheet, birth);
    sheet.sample_mark();
    photograph(&sheet, scene.wrapping_add(3), SCALE, 0.8)
}

fn of_the_child(sheet: &mut Drawing, y: &mut f32, birth: &BirthRecord, child: &Person) {
    let (hour, minute) = birth.time;
    let born = format!(
        "{}{hour:02}时{minute:02}分",
        child.birth_date.strftime("%Y年%m月%d日")
    );
    let sex = match child.sex {
        Sex::Male => "男  Male",
        Sex::Female => "女  Female",
    };
    row(
        sheet,
        y,
        &[
            ("新生儿姓名", "Full name of baby", 58.0, &child.name),
            ("性别", "Sex", 44.0, sex),
        ],
    );
    row(
        sheet,
        y,
        &[("出生时间", "Date and time of birth", 128.0, &born)],
    );
    row(
        sheet,
        y,
        &[
            (
                "出生孕周",
                "Gestation",
                24.0,
                &format!("{} 周", birth.weeks),
            ),
            ("体重", "Weight", 27.0, &format!("{} 克", birth.weight_g)),
            ("身长", "Length", 27.0, &format!("{} 厘米", birth.length_cm)),
        ],
    );
    let place = format!("北京市{}", child.address.district_name);
    row(
        sheet,
        y,
        &[
            ("出生地点", "Place of birth", 46.0, &place),
            ("医疗机构", "Facility", 52.0, &birth.hospital),
        ],
    );
}

fn of_a_parent(
    sheet: &mut Drawing,
    y: &mut f32,
    (who, english): (&str, &str),
    parent: &Person,
    on: Date,
) {
    let age = format!("{} 岁", age_on(parent.birth_date, on));
    let people = format!("中国  {}族", parent.ethnic_printed);
    sheet.line((18.0, *y - 8.6), (172.0, *y - 8.6), GREEN, 0.2);
    row(
        sheet,
        y,
        &[
            (
                &format!("{who}姓名"),
                &format!("Name of {english}"),
                34.0,
                &parent.name,
            ),
            ("年龄", "Age", 18.0, &age),
            ("国籍 民族", "Nationality", 34.0, &people),
        ],
    );
    row(
        sheet,
        y,
        &[("公民身份号码", "ID number", 106.0, &parent.id_number)],
    );
}

/// Issuer and date, the seal, the number.
fn foot(sheet: &mut Drawing, birth: &BirthRecord) {
    sheet.text(20.0, 219.0, LABEL, "签发机构");
    sheet.text(20.0, 223.4, SMALL, "Issuing organisation");
    sheet.text(44.0, 219.5, VALUE.sized(4.4), &birth.hospital);
    sheet.seal((90.0, 222.0), 15.0, &birth.hospital, "出生专用章");
    sheet.text(20.0, 234.0, LABEL, "签发日期");
    sheet.text(20.0, 238.4, SMALL, "Date of issue");
    sheet.text(
        44.0,
        234.5,
        VALUE.sized(4.4),
        &birth.issued.strftime("%Y年%m月%d日").to_string(),
    );
    sheet.text(172.0, 215.0, LABEL.at_end(), "出生医学证明编号");
    bars(sheet, (116.0, 219.0), (56.0, 13.0), &birth.number);
    sheet.text(
        144.0,
        238.6,
        VALUE.sized(5.2).bold().centred().spaced(0.8),
        &birth.number,
    );
}

fn ground(scene: u8) -> Drawing {
    let mut sheet = Drawing::new(SIZE.0, SIZE.1);
    sheet.fill((0.0, 0.0), SIZE, "#fbf8ef");
    sheet.waves("#c5dccf", 60, 1.3, f32::from(scene));
    sheet.waves("#ecd2cd", 40, 1.9, f32::from(scene) + 0.7);
    sheet.rosette((95.0, 140.0), 52.0, 24.0, "#bcd8cc");
    // The border: three rules with a row of little knots between them.
    sheet.frame((7.0, 7.0), (176.0, 251.0), GREEN, 1.1);
    sheet.frame((9.4, 9.4), (171.2, 246.2), GREEN, 0.3);
    sheet.frame((14.6, 14.6), (160.8, 235.8), GREEN, 0.5);
    for place in 0..32_u16 {
        let x = 12.0 + f32::from(place) * 5.355;
        knot(&mut sheet, (x, 12.0));
        knot(&mut sheet, (x, 253.0));
    }
    for place in 1..45_u16 {
        let y = 12.0 + f32::from(place) * 5.356;
        knot(&mut sheet, (12.0, y));
        knot(&mut sheet, (178.0, y));
    }
    sheet
}

fn knot(sheet: &mut Drawing, (x, y): (f32, f32)) {
    sheet.add(&format!(
        r##"<path d="M{x} {} L{} {y} L{x} {} L{} {y} Z" fill="none" stroke="{GREEN}" stroke-width="0.35"/><circle cx="{x}" cy="{y}" r="0.55" fill="#c98f3d"/>"##,
        y - 1.9, x + 1.9, y + 1.9, x - 1.9
    ));
}

/// A row of labelled values on dotted lines: label, English label, width of the value in mm, value.
fn row(sheet: &mut Drawing, y: &mut f32, fields: &[(&str, &str, f32, &str)]) {
    let mut x = 20.0;
    for (label, english, width, value) in fields {
        sheet.text(x, *y, LABEL, label);
        sheet.text(x, *y + 4.2, SMALL, english);
        x += width_of(label) * LABEL.size() + 2.0;
        let size = VALUE.size().min((width - 2.0) / width_of(value));
        sheet.text(x + 1.0, *y - 0.2, VALUE.sized(size), value);
        sheet.line((x, *y + 1.3), (x + width, *y + 1.3), "#7fa79b", 0.22);
        x += width + 3.5;
    }
    *y += 14.6;
}

/// Bars of two widths derived from the number: they look like a bar code but cannot be read.
fn bars(sheet: &mut Drawing, (x, y): (f32, f32), (width, height): (f32, f32), number: &str) {
    let units: Vec<u8> = number
        .bytes()
        .flat_map(|byte| (0..8).map(move |bit| 1 + ((byte.wrapping_mul(37) >> bit) & 1)))
        .collect();
    let total: f32 = units.iter().map(|unit| f32::from(*unit)).sum();
    let mut at = x;
    for (place, unit) in units.iter().enumerate() {
        let wide = f32::from(*unit) * width / total;
        if place % 2 == 0 {
            sheet.fill((at, y), (wide, height), "#1a1a1a");
        }
        at += wide;
    }
}
