use std::collections::BTreeMap;

use super::*;

/// A text of the cases with its escapes read.
fn every_character() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn knows_what_cannot_be_seen() {
    for c in [
        ' ',
        '\t',
        '\n',
        '\0',
        '\u{8}',
        '\u{7F}',
        '\u{85}',
        '\u{A0}',
        '\u{AD}',
        '\u{34F}',
        '\u{61C}',
        '\u{115F}',
        '\u{1160}',
        '\u{17B4}',
        '\u{180B}',
        '\u{180E}',
        '\u{200B}',
        '\u{200E}',
        '\u{202D}',
        '\u{2060}',
        '\u{2069}',
        '\u{206F}',
        '\u{2800}',
        '\u{3000}',
        '\u{3164}',
        '\u{FE0F}',
        '\u{FEFF}',
        '\u{FFA0}',
        '\u{FFF9}',
        '\u{FFFC}',
        '\u{13441}',
        '\u{16FE4}',
        '\u{1D159}',
        '\u{E0020}',
        '\u{E0100}',
        '\u{E0FFF}',
    ] {
        assert!(shows_nothing(c), "U+{:04X}", u32::from(c));
    }
    for c in [
        '-',
        '0',
        '陈',
        '·',
        '.',
        '\u{301}',
        '\u{2422}',
        '\u{E000}',
        '\u{FFFD}',
        '\u{10FFFF}',
    ] {
        assert!(!shows_nothing(c), "U+{:04X}", u32::from(c));
    }
}

#[test]
fn no_letter_digit_or_ideograph_counts_as_unseen_but_fillers() {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_written = |c: &char| {
        let category = categories.get(*c);
        [
            GeneralCategoryGroup::Letter,
            GeneralCategoryGroup::Number,
            GeneralCategoryGroup::Punctuation,
        ]
        .iter()
        .any(|group| group.contains(category))
    };
    let unseen: String = every_character()
        .filter(|c| is_written(c) && shows_nothing(*c))
        .collect();
    assert_eq!(unseen, "\u{115F}\u{1160}\u{3164}\u{FFA0}\u{13441}\u{13442}");
}

#[test]
fn numbers_are_read_as_they_look() {
    for (typed, read) in [
        ("１１０１０８２０２３０３０１００１Ｘ", "11010820230301001X"),
        ("11010820230301001Ⅹ", "11010820230301001X"),
        ("11010820230301001ⅹ", "11010820230301001X"),
        ("110108\u{FE0F}20230301001X\u{FFFC}", "11010820230301001X"),
        ("110108-20230301-001x", "11010820230301001X"),
        ("(+86)138-0013-8000", "+8613800138000"),
        ("（＋86）138−0013—8000", "+8613800138000"),
        ("[138] 0013.8000", "13800138000"),
        ("１３８＿００１３＿８０００", "13800138000"),
        ("110108\u{8}20230301001X", "11010820230301001X"),
        ("一三八", "一三八"),
    ] {
        assert_eq!(number(typed), read);
    }
}

#[test]
fn marks_vanish_from_a_line_and_blanks_become_one() {
    for (typed, stored) in [
        (
            "北京市海\u{200B}淀区中关\u{200B}村大街27号院",
            "北京市海淀区中关村大街27号院",
        ),
        (
            " 和悦路\u{3000}\u{3000}18号\r\n3单元\t201室 ",
            "和悦路 18号 3单元 201室",
        ),
        (
            "和悦路\u{FE0F}\u{8}18号\u{2800}\u{2800}3单元",
            "和悦路18号 3单元",
        ),
        ("和悦路 \u{200B} 18号", "和悦路 18号"),
        ("\u{2800}\u{2800}\u{3164}\u{FFFC}", ""),
    ] {
        assert_eq!(line(typed), stored);
        assert_eq!(line(stored), stored);
        assert_eq!(is_visible(typed), !stored.is_empty());
    }
}

#[test]
fn every_radical_stands_for_an_ideograph() {
    let pairs: BTreeMap<char, char> = every_character()
        .filter_map(|c| Some((c, ideograph(c)?)))
        .collect();
    assert!(pairs.len() > 300, "{} pairs", pairs.len());
    for (radical, stands_for) in &pairs {
        assert_eq!(
            CharacterKind::of(*radical),
            CharacterKind::Radical,
            "{radical}"
        );
        assert_eq!(
            CharacterKind::of(*stands_for),
            CharacterKind::Ideograph,
            "{stands_for}"
        );
    }
    for (radical, stands_for) in [
        ('⾼', '高'),
        ('⽂', '文'),
        ('⻢', '马'),
        ('⺟', '母'),
        ('㇐', '一'),
    ] {
        assert_eq!(pairs[&radical], stands_for);
    }
}

#[test]
fn every_kind_is_found() {
    let table = [
        ('陈', CharacterKind::Ideograph),
        ('〇', CharacterKind::Ideograph),
        ('𬱖', CharacterKind::Ideograph),
        ('⺌', CharacterKind::Radical),
        ('㇀', CharacterKind::Radical),
        ('O', CharacterKind::Latin),
        ('Ａ', CharacterKind::Latin),
        ('Ο', CharacterKind::Greek),
        ('О', CharacterKind::Cyrillic),
        ('カ', CharacterKind::Kana),
        ('の', CharacterKind::Kana),
        ('ー', CharacterKind::Kana),
        ('김', CharacterKind::Hangul),
        ('ㄅ', CharacterKind::Bopomofo),
        ('བ', CharacterKind::Letter),
        ('\u{301}', CharacterKind::Letter),
        ('3', CharacterKind::Number),
        ('١', CharacterKind::Number),
        ('，', CharacterKind::Punctuation),
        ('-', CharacterKind::Punctuation),
        ('×', CharacterKind::Symbol),
        ('😀', CharacterKind::Symbol),
        ('\u{E000}', CharacterKind::PrivateUse),
        ('\u{378}', CharacterKind::Unknown),
    ];
    for (c, kind) in table {
        assert_eq!(CharacterKind::of(c), kind, "{c}");
    }
    for kind in CharacterKind::ALL {
        assert!(table.iter().any(|(_, found)| *found == kind), "{kind:?}");
    }
}
