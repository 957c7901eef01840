//! A letter that proves guardianship or another relationship, for a person to judge.

use jiff::civil::Date;

use super::PaperError;
use super::drawing::{Drawing, Ink};
use super::scene::photograph;
use crate::world::Person;

const SIZE: (f32, f32) = (190.0, 262.0);
/// Pixels per millimetre: the sheet is 1330 px wide.
const SCALE: f32 = 7.0;

const TEXT: Ink = Ink::serif(6.2, "#1c1c1c");

/// A letter from a residents' committee that does not exist.
pub(super) fn draw(
    agent: &Person,
    child: &Person,
    agent_is: &str,
    day: Date,
    scene: u8,
) -> Result<Vec<u8>, PaperError> {
    let committee = format!("北京市{}样本社区居民委员会", child.address.district_name);
    let mut sheet = Drawing::new(SIZE.0, SIZE.1);
    sheet.fill((0.0, 0.0), SIZE, "#fdfdfb");
    sheet.text(
        95.0,
        36.0,
        Ink::serif(8.4, "#b3262b").bold().centred().spaced(0.6),
        &committee,
    );
    sheet.line((20.0, 44.0), (170.0, 44.0), "#b3262b", 0.9);
    sheet.line((20.0, 45.6), (170.0, 45.6), "#b3262b", 0.25);
    sheet.text(
        170.0,
        54.0,
        TEXT.sized(4.2).at_end(),
        &format!(
            "样本证字〔{}〕第 {} 号",
            day.year(),
            &child.id_number[14..17]
        ),
    );
    sheet.text(
        95.0,
        74.0,
        TEXT.sized(11.0).bold().centred().spaced(3.2),
        "监护关系证明",
    );

    let told = [
        format!(
            "　　兹证明{}（{}，公民身份号码{}）系{}（{}，公民身份号码{}）的{agent_is}。",
            agent.name,
            agent.sex.printed(),
            agent.id_number,
            child.name,
            child.sex.printed(),
            child.id_number
        ),
        format!(
            "　　二人现共同居住于{}。孩子的日常生活由{agent_is}照料，并由其履行监护职责。",
            child.address.printed()
        ),
        "　　本证明供办理第三代社会保障卡代办申领手续使用。".to_owned(),
        "　　特此证明。".to_owned(),
    ];
    let mut y = 94.0;
    for paragraph in &told {
        y = sheet.lines((22.0, y), 23.0, 11.4, TEXT, paragraph) + 1.5;
    }
    sheet.text(166.0, 204.0, TEXT.at_end(), &committee);
    sheet.text(
        166.0,
        215.0,
        TEXT.at_end(),
        &day.strftime("%Y年%m月%d日").to_string(),
    );
    sheet.seal((138.0, 206.0), 20.0, "样本社区居民委员会", "样本专用章");
    sheet.line((22.0, 240.0), (168.0, 240.0), "#bbbbbb", 0.2);
    sheet.text(
        22.0,
        247.0,
        TEXT.sized(4.0),
        "经办人：样本　　　联系电话：010-00000000",
    );
    sheet.sample_mark();
    photograph(&sheet, scene.wrapping_add(5), SCALE, 0.4)
}
