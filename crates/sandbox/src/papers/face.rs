//! Drawn faces, one per person, in the card photo's frame of 358 x 441.
//!
//! The geometry follows the standard for card photos: top of the hair 7-21 below the upper edge, the face 179-255 wide, the
//! midpoint between the eyes 162-196 from the left and at least 207 above the lower edge.

use jiff::civil::Date;

use super::proportions::Proportions;
use crate::world::{Look, Person, Sex, age_on};

/// The frame that faces are drawn in.
pub(super) const FRAME: (f32, f32) = (358.0, 441.0);

const SKIN: [(&str, &str, &str); 4] = [
    ("#f6d7bd", "#e9b995", "#d79d78"),
    ("#f3cfb0", "#e2ae86", "#cd9169"),
    ("#f8dfca", "#edc3a3", "#dba584"),
    ("#eec6a2", "#d9a379", "#c1875d"),
];
const HAIR: [(&str, &str); 3] = [
    ("#241d1b", "#3d322d"),
    ("#2f231d", "#4b392f"),
    ("#1c1a1c", "#35323a"),
];
const GREY: (&str, &str) = ("#8d8a88", "#b3b0ad");
const CLOTHES: [(&str, &str); 6] = [
    ("#34597f", "#27466a"),
    ("#7d3f4f", "#63303e"),
    ("#3f6b58", "#305344"),
    ("#5a5470", "#464159"),
    ("#8a6a3f", "#6d5330"),
    ("#455a66", "#35464f"),
];

/// The person as they looked on `day`, as SVG in the [`FRAME`].
pub(super) fn draw(person: &Person, day: Date) -> String {
    let age = age_on(person.birth_date, day).max(0);
    let shape = Proportions::at(age);
    let Look {
        skin,
        hair,
        style,
        eyes,
        mouth,
        clothes,
    } = person.look;
    let skin = SKIN[usize::from(skin) % SKIN.len()];
    let hair = if age >= 55 {
        GREY
    } else {
        HAIR[usize::from(hair) % HAIR.len()]
    };
    let clothes = CLOTHES[usize::from(clothes) % CLOTHES.len()];
    let long = person.sex == Sex::Female && age >= 3;
    [
        shades(skin, hair, clothes),
        if long {
            back_hair(&shape, style)
        } else {
            String::new()
        },
        body(&shape),
        head(&shape),
        features(&shape, skin, hair.0, eyes, mouth, person.sex),
        front_hair(&shape, style, person.sex),
        if age >= 18 && eyes % 3 == 0 {
            glasses(&shape)
        } else {
            String::new()
        },
    ]
    .concat()
}

fn shades(skin: (&str, &str, &str), hair: (&str, &str), clothes: (&str, &str)) -> String {
    format!(
        r##"<radialGradient id="skin" cx="0.46" cy="0.4" r="0.68"><stop offset="0" stop-color="{}"/><stop offset="0.7" stop-color="{}"/><stop offset="1" stop-color="{}"/></radialGradient>
<linearGradient id="hair" x1="0.3" y1="0" x2="0.7" y2="1"><stop offset="0" stop-color="{}"/><stop offset="0.35" stop-color="{}"/><stop offset="1" stop-color="{}"/></linearGradient>
<linearGradient id="cloth" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{}"/><stop offset="1" stop-color="{}"/></linearGradient>
<linearGradient id="neck" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{}"/><stop offset="0.6" stop-color="{}"/></linearGradient>
<radialGradient id="blush"><stop offset="0" stop-color="#e77b6a" stop-opacity="0.38"/><stop offset="1" stop-color="#e77b6a" stop-opacity="0"/></radialGradient>"##,
        skin.0, skin.1, skin.2, hair.1, hair.0, hair.0, clothes.0, clothes.1, skin.2, skin.1
    )
}

fn body(shape: &Proportions) -> String {
    let Proportions {
        chin,
        neck,
        shoulders,
        ..
    } = *shape;
    let (left, right) = (179.0 - shoulders, 179.0 + shoulders);
    let top = chin + 38.0;
    format!(
        r##"<path d="M{left} 445 C{left} {a} {b} {top} {c} {top} L{d} {top} C{e} {top} {right} {a} {right} 445 Z" fill="url(#cloth)"/>
<path d="M{c} {n} V{top} Q179 {deep} {d} {top} V{n} Z" fill="url(#neck)"/>
<path d="M{c2} {t2} Q179 {deep2} {d2} {t2}" fill="none" stroke="#000" stroke-opacity="0.16" stroke-width="7"/>
<path d="M{c} {top} Q179 {deep} {d} {top}" fill="none" stroke="#fff" stroke-opacity="0.55" stroke-width="5" stroke-linecap="round"/>"##,
        a = top + 34.0,
        b = 179.0 - shoulders * 0.72,
        c = 179.0 - neck,
        d = 179.0 + neck,
        e = 179.0 + shoulders * 0.72,
        n = chin - 48.0,
        deep = top + 46.0,
        c2 = 179.0 - neck - 3.0,
        d2 = 179.0 + neck + 3.0,
        t2 = top + 4.0,
        deep2 = top + 54.0,
    )
}

fn head(shape: &Proportions) -> String {
    let Proportions {
        half_width: w,
        chin,
        eyes_y,
        age,
        ..
    } = *shape;
    let jaw = if age < 13 { 0.74 } else { 0.62 };
    let (left, right) = (179.0 - w, 179.0 + w);
    let ear = eyes_y + 14.0;
    format!(
        r#"<ellipse cx="{el}" cy="{ear}" rx="13" ry="25" fill="url(#skin)"/><ellipse cx="{er}" cy="{ear}" rx="13" ry="25" fill="url(#skin)"/>
<path d="M{left} {mid} C{left} {low} {jl} {chin} 179 {chin} C{jr} {chin} {right} {low} {right} {mid} C{right} 70 {tr} 34 179 34 C{tl} 34 {left} 70 {left} {mid} Z" fill="url(#skin)"/>"#,
        el = left + 1.0,
        er = right - 1.0,
        mid = eyes_y - 10.0,
        low = chin - 78.0,
        jl = 179.0 - w * jaw,
        jr = 179.0 + w * jaw,
        tl = 179.0 - w * 0.62,
        tr = 179.0 + w * 0.62,
    )
}

fn features(
    shape: &Proportions,
    skin: (&str, &str, &str),
    hair: &str,
    eyes: u8,
    mouth: u8,
    sex: Sex,
) -> String {
    let Proportions {
        half_width,
        chin,
        eyes_y,
        eye,
        apart,
        age,
        ..
    } = *shape;
    let tilt = f32::from(eyes % 4) - 1.0;
    let mut svg = Vec::new();
    for side in [-1.0_f32, 1.0] {
        let x = 179.0 + side * apart;
        let (inner, outer) = (x - side * eye * 1.18, x + side * eye * 1.25);
        svg.push(format!(
            r##"<path d="M{inner} {iy} Q{x} {up} {outer} {oy} Q{x} {down} {inner} {iy} Z" fill="#fdfbf8"/>
<circle cx="{x}" cy="{py}" r="{iris}" fill="#3a261b"/><circle cx="{x}" cy="{py}" r="{pupil}" fill="#120b08"/><circle cx="{gx}" cy="{gy}" r="{glint}" fill="#fff" fill-opacity="0.9"/>
<path d="M{inner} {iy} Q{x} {up} {outer} {oy}" fill="none" stroke="#2a1c16" stroke-width="{lid}" stroke-linecap="round"/>
<path d="M{inner} {fold} Q{x} {foldup} {outer} {fold2}" fill="none" stroke="{shade}" stroke-width="1.6" stroke-opacity="0.8"/>
<path d="M{bi} {by} Q{x} {bup} {bo} {by2}" fill="none" stroke="{hair}" stroke-width="{brow}" stroke-linecap="round" stroke-opacity="0.88"/>
<ellipse cx="{cx}" cy="{cy}" rx="27" ry="18" fill="url(#blush)"/>"##,
            iy = eyes_y + 3.0,
            oy = eyes_y - tilt,
            up = eyes_y - eye * 1.05,
            down = eyes_y + eye * 0.95,
            py = eyes_y - 0.5,
            iris = eye * 0.62,
            pupil = eye * 0.34,
            gx = x + 2.6,
            gy = eyes_y - 3.6,
            glint = eye * 0.15,
            lid = if sex == Sex::Female && age >= 13 {
                3.6
            } else {
                2.8
            },
            fold = eyes_y - 4.0,
            foldup = eyes_y - eye * 1.42,
            fold2 = eyes_y - 6.0 - tilt,
            shade = skin.2,
            bi = x - side * eye * 1.2,
            bo = x + side * eye * 1.55,
            by = eyes_y - eye * 1.95,
            by2 = eyes_y - eye * 1.85,
            bup = eyes_y - eye * 2.5,
            brow = match (age, sex) {
                (..2, _) => 2.6,
                (13.., Sex::Male) => 7.0,
                _ => 4.6,
            },
            cx = 179.0 + side * half_width * 0.56,
            cy = eyes_y + 50.0,
        ));
    }
    let nose = eyes_y + (chin - eyes_y) * 0.44;
    let lips = eyes_y + (chin - eyes_y) * 0.68;
    let wide = if age < 2 {
        17.0
    } else if age < 7 {
        21.0
    } else {
        27.0
    } + f32::from(mouth % 4);
    // A child's lips are pale and small: anything else looks like make-up.
    let (lip, dark) = if age < 13 {
        ("#d69a8a", "#9c6257")
    } else if sex == Sex::Female {
        ("#c9625f", "#8f3f3f")
    } else {
        ("#bd7566", "#864a40")
    };
    svg.push(format!(
        r#"<path d="M{nl} {nose} Q{nm} {nb} 179 {nb} Q{nn} {nb} {nr} {nose}" fill="none" stroke="{shade}" stroke-width="3.4" stroke-linecap="round"/>
<path d="M186 {bridge} Q190 {nose} 187 {nose}" fill="none" stroke="{shade}" stroke-width="2" stroke-opacity="0.55"/>
<path d="M{ml} {lips} Q{q1} {lt} 179 {lm} Q{q2} {lt} {mr} {lips} Q179 {lb} {ml} {lips} Z" fill="{lip}"/>
<path d="M{ml} {lips} Q179 {smile} {mr} {lips}" fill="none" stroke="{dark}" stroke-width="2" stroke-linecap="round"/>"#,
        nl = 167.0,
        nr = 191.0,
        nm = 170.0,
        nn = 188.0,
        nb = nose + 7.0,
        shade = skin.2,
        bridge = eyes_y + 16.0,
        ml = 179.0 - wide,
        mr = 179.0 + wide,
        q1 = 179.0 - wide * 0.4,
        q2 = 179.0 + wide * 0.4,
        lt = lips - if age < 13 { 5.0 } else { 8.0 },
        lm = lips - if age < 13 { 0.5 } else { 4.0 },
        lb = lips + if age < 13 { 13.0 } else { 19.0 },
        smile = lips + if age < 13 { 11.0 } else { 6.0 } + f32::from(mouth % 3),
    ));
    if age >= 55 {
        svg.push(format!(
            r#"<g fill="none" stroke="{}" stroke-width="2" stroke-opacity="0.75" stroke-linecap="round"><path d="M138 {a} Q128 {b} 130 {c}"/><path d="M220 {a} Q230 {b} 228 {c}"/><path d="M140 112 Q179 105 218 112"/><path d="M150 126 Q179 121 208 126"/></g>"#,
            skin.2, a = nose, b = nose + 18.0, c = lips,
        ));
    }
    svg.concat()
}

/// Long hair behind the head and over the shoulders, or a bob.
fn back_hair(shape: &Proportions, style: u8) -> String {
    let Proportions {
        half_width: w,
        chin,
        ..
    } = *shape;
    let (left, right) = (179.0 - w - 20.0, 179.0 + w + 20.0);
    let end = if style.is_multiple_of(2) {
        chin + 70.0
    } else {
        chin - 2.0
    };
    format!(
        r#"<path d="M179 14 C{a} 14 {left} 70 {left} 160 L{l2} {end} Q179 {deep} {r2} {end} L{right} 160 C{right} 70 {b} 14 179 14 Z" fill="url(#hair)"/>"#,
        a = 179.0 - w,
        b = 179.0 + w,
        l2 = left - 2.0,
        r2 = right + 2.0,
        deep = end + 22.0,
    )
}

/// The hair over the forehead.
fn front_hair(shape: &Proportions, style: u8, sex: Sex) -> String {
    let Proportions {
        half_width: w,
        eyes_y,
        age,
        ..
    } = *shape;
    let (left, right) = (179.0 - w - 3.0, 179.0 + w + 3.0);
    let brow = eyes_y - shape.eye * 2.9;
    if age < 2 {
        return format!(
            r#"<path d="M{l} 104 C{l} 44 {a} 16 179 15 C{b} 16 {r} 44 {r} 104 C{c} 70 210 58 179 62 C148 58 {d} 70 {l} 104 Z" fill="url(#hair)" fill-opacity="0.82"/>"#,
            l = left + 8.0,
            r = right - 8.0,
            a = 179.0 - w * 0.7,
            b = 179.0 + w * 0.7,
            c = right - 26.0,
            d = left + 26.0,
        );
    }
    let side = if sex == Sex::Female {
        eyes_y + 20.0
    } else {
        eyes_y - 6.0
    };
    let fringe = match (sex, style % 3) {
        // straight fringe
        (Sex::Female, 0) => format!(
            "C{} {} 230 {brow} 179 {brow} C128 {brow} {} {} {left} {side}",
            right - 12.0,
            brow - 4.0,
            left + 12.0,
            brow - 4.0
        ),
        // parted in the middle
        (Sex::Female, 1) => format!(
            "C{} {} 214 84 179 56 C144 84 {} {} {left} {side}",
            right - 10.0,
            eyes_y - 60.0,
            left + 10.0,
            eyes_y - 60.0
        ),
        // swept to one side
        (_, 2) => format!(
            "C{} {} 244 {} 140 72 C124 92 {} {} {left} {side}",
            right - 8.0,
            eyes_y - 40.0,
            brow + 2.0,
            left + 14.0,
            eyes_y - 58.0
        ),
        // short, even
        (Sex::Male, 0) => format!(
            "C{} {} 238 {b} 179 {b} C120 {b} {} {} {left} {side}",
            right - 6.0,
            brow - 14.0,
            left + 6.0,
            brow - 14.0,
            b = brow - 8.0
        ),
        // cropped, high forehead
        _ => format!(
            "C{} 96 232 70 179 70 C126 70 {} 96 {left} {side}",
            right - 8.0,
            left + 8.0
        ),
    };
    format!(
        r##"<path d="M{left} {side} C{l2} 70 {a} 14 179 14 C{b} 14 {r2} 70 {right} {side} {fringe} Z" fill="url(#hair)"/>
<path d="M{s1} 62 Q179 22 {s2} 58" fill="none" stroke="#fff" stroke-opacity="0.12" stroke-width="10" stroke-linecap="round"/>"##,
        l2 = left - 8.0,
        r2 = right + 8.0,
        a = 179.0 - w,
        b = 179.0 + w,
        s1 = 179.0 - w * 0.55,
        s2 = 179.0 + w * 0.4,
    )
}

fn glasses(shape: &Proportions) -> String {
    let Proportions {
        half_width: w,
        eyes_y,
        apart,
        ..
    } = *shape;
    format!(
        r##"<g fill="none" stroke="#2c2f36" stroke-width="3.4"><rect x="{l}" y="{y}" width="58" height="42" rx="15"/><rect x="{r}" y="{y}" width="58" height="42" rx="15"/><path d="M{l2} {m} Q179 {n} {r} {m}"/><path d="M{l} {m} L{ear} {e}"/><path d="M{r2} {m} L{ear2} {e}"/></g>"##,
        l = 179.0 - apart - 29.0,
        r = 179.0 + apart - 29.0,
        l2 = 179.0 - apart + 29.0,
        r2 = 179.0 + apart + 29.0,
        y = eyes_y - 19.0,
        m = eyes_y - 4.0,
        n = eyes_y - 11.0,
        e = eyes_y - 2.0,
        ear = 179.0 - w - 4.0,
        ear2 = 179.0 + w + 4.0,
    )
}
