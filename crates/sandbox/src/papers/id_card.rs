//! The resident ID card: fields, lines and proportions from GA 448-2013, everything else our own.

use super::PaperError;
use super::drawing::{Drawing, Ink};
use super::scene::photograph;
use super::{emblem, face};
use crate::world::Person;

/// 85.60 x 54.00 mm.
const SIZE: (f32, f32) = (85.6, 54.0);
const CORNER: f32 = 3.18;
/// Pixels per millimetre: the card is 1400 px wide, as in a close phone photo.
const SCALE: f32 = 16.355;

const LABEL: Ink = Ink::sans(2.55, "#2f79b5");
const VALUE: Ink = Ink::sans(3.2, "#17191c");

/// The side with name, birth, address, number and photo.
pub(super) fn portrait_side(person: &Person, scene: u8) -> Result<Vec<u8>, PaperError> {
    let mut card = ground(scene);
    card.rosette((40.0, 27.0), 17.0, 18.0, "#c3a5b8");

    card.text(7.2, 11.0, LABEL, "姓 名");
    card.text(15.6, 11.2, VALUE.sized(3.7).spaced(0.35), &person.name);
    card.text(7.2, 18.0, LABEL, "性 别");
    card.text(15.6, 18.1, VALUE, person.sex.printed());
    card.text(24.6, 18.0, LABEL, "民 族");
    card.text(32.4, 18.1, VALUE, &person.ethnic_printed);
    let birth = person.birth_date;
    card.text(7.2, 25.0, LABEL, "出 生");
    card.text(15.6, 25.1, VALUE, &birth.year().to_string());
    card.text(23.9, 25.0, LABEL, "年");
    card.text(30.6, 25.1, VALUE.at_end(), &birth.month().to_string());
    card.text(31.8, 25.0, LABEL, "月");
    card.text(38.6, 25.1, VALUE.at_end(), &birth.day().to_string());
    card.text(39.8, 25.0, LABEL, "日");
    card.text(7.2, 32.0, LABEL, "住 址");
    card.lines(
        (15.6, 32.1),
        11.0,
        4.5,
        VALUE.spaced(0.12),
        &person.address.printed(),
    );
    card.text(7.2, 49.0, LABEL, "公民身份号码");
    card.text(
        28.2,
        49.3,
        VALUE.sized(4.0).spaced(0.5).bold(),
        &person.id_number,
    );

    card.add(r##"<clipPath id="photo"><rect x="57" y="8.4" width="24.4" height="30.06"/></clipPath><rect x="57" y="8.4" width="24.4" height="30.06" fill="#fdfdfd" fill-opacity="0.82"/><g clip-path="url(#photo)"><g transform="translate(57 8.4) scale(0.06816)">"##);
    card.add(&face::draw(
        person,
        person
            .id_card
            .as_ref()
            .map_or(birth, |printed| printed.valid_from),
    ));
    card.add("</g></g>");
    card.sample_mark();
    photograph(&card, scene, SCALE, CORNER)
}

/// The side with the emblem, the issuing authority and the validity.
pub(super) fn emblem_side(person: &Person, scene: u8) -> Result<Vec<u8>, PaperError> {
    let printed = person.id_card.as_ref().ok_or(PaperError::Unknown)?;
    let mut card = ground(scene.wrapping_add(1));
    card.rosette((60.0, 30.0), 19.0, 14.0, "#d2a9b1");
    hills(&mut card);
    emblem::draw(&mut card, (15.6, 17.0), 9.4);

    let title = Ink::serif(4.7, "#20211f").bold().centred();
    card.text(54.5, 15.2, title.spaced(1.9), "中华人民共和国");
    card.text(54.5, 26.4, title.sized(7.4).spaced(2.7), "居民身份证");
    card.text(18.4, 42.6, LABEL.sized(2.7).spaced(0.2), "签发机关");
    card.text(32.6, 42.7, VALUE.spaced(0.1), &printed.authority);
    card.text(18.4, 48.6, LABEL.sized(2.7).spaced(0.2), "有效期限");
    let until = printed.valid_until.map_or("长期".to_owned(), |until| {
        until.strftime("%Y.%m.%d").to_string()
    });
    let validity = format!("{}-{until}", printed.valid_from.strftime("%Y.%m.%d"));
    card.text(32.6, 48.7, VALUE.spaced(0.15), &validity);
    card.sample_mark();
    photograph(&card, scene.wrapping_add(1), SCALE, CORNER)
}

fn ground(scene: u8) -> Drawing {
    let mut card = Drawing::new(SIZE.0, SIZE.1);
    let tints = [
        ("#e6f1f5", "#f8eef0", "#e8f2ea"),
        ("#eaf1ee", "#f7f0e8", "#e6eef6"),
        ("#e9eef6", "#f8eef3", "#eaf3f0"),
    ];
    let (left, middle, right) = tints[usize::from(scene) % tints.len()];
    card.add(&format!(
        r#"<linearGradient id="ground" x1="0" y1="0" x2="1" y2="0.5"><stop offset="0" stop-color="{left}"/><stop offset="0.5" stop-color="{middle}"/><stop offset="1" stop-color="{right}"/></linearGradient>"#
    ));
    card.fill((0.0, 0.0), SIZE, "url(#ground)");
    card.waves("#9cc3d1", 26, 1.1, f32::from(scene));
    card.waves("#dcb4bd", 20, 1.5, f32::from(scene) + 2.0);
    card
}

/// Hills with a wall along their ridge, in the background colour.
fn hills(card: &mut Drawing) {
    card.add(r##"<path d="M0 46 C10 36 18 40 27 37 S44 27 53 33 S70 38 85.6 27 V54 H0 Z" fill="#9fc0b4" fill-opacity="0.28"/>
<path d="M0 46 C10 36 18 40 27 37 S44 27 53 33 S70 38 85.6 27" fill="none" stroke="#6f998b" stroke-opacity="0.45" stroke-width="1.1"/>
<path d="M0 45.2 C10 35.2 18 39.2 27 36.2 S44 26.2 53 32.2 S70 37.2 85.6 26.2" fill="none" stroke="#6f998b" stroke-opacity="0.5" stroke-width="0.7" stroke-dasharray="0.8 0.6"/>
<path d="M0 52 C16 44 28 48 42 43 S68 44 85.6 39 V54 H0 Z" fill="#8fb4a6" fill-opacity="0.25"/>
<g fill="#6f998b" fill-opacity="0.55"><rect x="25.6" y="33.6" width="3" height="3.6"/><rect x="51.4" y="29.4" width="3.2" height="3.8"/><rect x="79" y="25" width="3.2" height="4"/></g>"##);
}
