//! The fonts of the receipt: those of this machine, and for each character a font that has it.
//!
//! A name may hold a character that few fonts have (䶮, 𬱖). The main font is one that covers most; a character that it lacks is
//! looked for in every other font here, and one that no font has is spelled by its code point, never left out.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use domain::characters::shows_nothing;
use fontdb::{Database, FaceInfo, ID, Stretch, Style, Weight};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

/// Families with the most characters; the first one found is used, without them any that has [`PROBE`].
const BROADEST: [&str; 4] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
];
/// A font without this character is not one for Chinese.
const PROBE: char = '\u{60A8}';
/// The characters that spell the code point of a character without a font; every font has these.
const SPELLING: &str = "U+0123456789ABCDEF[]";

struct Fonts {
    database: Database,
    main: ID,
    font: Font,
}

/// Loaded once per process: the file of a Chinese font has some 20 MB.
fn fonts() -> Option<&'static Fonts> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            let found = main_face(&database).and_then(|main| Some((main, read(&database, main)?)));
            let Some((main, font)) = found else {
                tracing::warn!("no Chinese font on this machine: there is no PDF of a receipt, its page is printed instead; install fonts-noto-cjk");
                return None;
            };
            Some(Fonts { database, main, font })
        })
        .as_ref()
}

/// Whether this machine has a font for Chinese. Loads it the first time: call it where waiting is allowed.
pub(super) fn are_here() -> bool {
    fonts().is_some()
}

fn main_face(database: &Database) -> Option<ID> {
    let named = |family: &&str| {
        let mut regular = database.faces().filter(|face| is_regular(face));
        regular.find(|face| face.families.iter().any(|(name, _)| name == family))
    };
    let any = || {
        let mut regular = database.faces().filter(|face| is_regular(face));
        regular.find(|face| glyph(database, face.id, PROBE).is_some())
    };
    BROADEST
        .iter()
        .find_map(named)
        .or_else(any)
        .map(|face| face.id)
}

fn is_regular(face: &FaceInfo) -> bool {
    face.style == Style::Normal && face.weight == Weight::NORMAL && face.stretch == Stretch::Normal
}

fn read(database: &Database, id: ID) -> Option<Font> {
    let (data, index) = database.with_face_data(id, |data, index| (data.to_vec(), index))?;
    Font::new(data.into(), index)
}

/// The glyph of a character in a font, with its advance in parts of the type size.
fn glyph(database: &Database, id: ID, character: char) -> Option<(u16, f32)> {
    database.with_face_data(id, |data, index| {
        Face::parse(data, index)?.measure(character)
    })?
}

/// The tables of a font that say how wide a character is.
struct Face<'a> {
    characters: Charmap<'a>,
    widths: GlyphMetrics<'a>,
    units_per_em: f32,
}

impl<'a> Face<'a> {
    fn parse(data: &'a [u8], index: u32) -> Option<Face<'a>> {
        let font = FontRef::from_index(data, index).ok()?;
        let (size, plain) = (Size::unscaled(), LocationRef::default());
        Some(Face {
            characters: font.charmap(),
            widths: font.glyph_metrics(size, plain),
            units_per_em: f32::from(font.metrics(size, plain).units_per_em),
        })
    }

    fn measure(&self, character: char) -> Option<(u16, f32)> {
        let id = self.characters.map(character)?;
        // Glyph 0 is the box for characters that a font lacks.
        let glyph = u16::try_from(id.to_u32())
            .ok()
            .filter(|glyph| *glyph != 0)?;
        Some((glyph, self.widths.advance_width(id)? / self.units_per_em))
    }
}

/// One character, ready to be set.
#[derive(Clone, Copy)]
struct Letter {
    font: usize,
    glyph: u16,
    advance: f32,
}

/// The glyphs of one receipt.
pub(super) struct Letters {
    fonts: Vec<Font>,
    set: BTreeMap<char, Letter>,
    missing: Vec<char>,
}

impl Letters {
    /// Finds a font for every character of `texts`; `None` if this machine has none for Chinese.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Letters> {
        let fonts = fonts()?;
        let mut letters = Letters {
            fonts: vec![fonts.font.clone()],
            set: BTreeMap::new(),
            missing: Vec::new(),
        };
        let wanted = texts.flat_map(str::chars).chain(SPELLING.chars());
        fonts.database.with_face_data(fonts.main, |data, index| {
            let face = Face::parse(data, index);
            for character in wanted.filter(|character| !is_unseen(*character)) {
                if letters.set.contains_key(&character) || letters.missing.contains(&character) {
                    continue;
                }
                match face.as_ref().and_then(|face| face.measure(character)) {
                    Some((glyph, advance)) => letters.put(character, 0, glyph, advance),
                    None => letters.missing.push(character),
                }
            }
        });
        for character in std::mem::take(&mut letters.missing) {
            letters.borrow(&fonts.database, character);
        }
        Some(letters)
    }

    fn put(&mut self, character: char, font: usize, glyph: u16, advance: f32) {
        let letter = Letter {
            font,
            glyph,
            advance,
        };
        self.set.insert(character, letter);
    }

    /// Looks for a character that the main font lacks in every other font.
    fn borrow(&mut self, database: &Database, character: char) {
        let found = database.faces().find_map(|face| {
            let (glyph, advance) = glyph(database, face.id, character)?;
            Some((read(database, face.id)?, glyph, advance))
        });
        if let Some((font, glyph, advance)) = found {
            self.fonts.push(font);
            self.put(character, self.fonts.len() - 1, glyph, advance);
        } else {
            self.missing.push(character);
        }
    }

    /// The characters that no font here has.
    pub(super) fn missing(&self) -> &[char] {
        &self.missing
    }

    /// The text, with characters that no font has spelled as code points.
    pub(super) fn spelled(&self, text: &str) -> String {
        text.chars()
            .filter(|character| !is_unseen(*character))
            .map(|character| {
                if self.set.contains_key(&character) {
                    character.to_string()
                } else {
                    format!("[U+{:04X}]", u32::from(character))
                }
            })
            .collect()
    }

    /// The width of a character in parts of the type size.
    pub(super) fn advance(&self, character: char) -> f32 {
        self.set
            .get(&character)
            .map_or(0.0, |letter| letter.advance)
    }

    /// The width of a spelled text, in parts of the type size.
    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.advance(character)).sum()
    }

    /// A spelled text in pieces of one font each: the piece, its font, its glyphs.
    pub(super) fn runs<'a>(&self, text: &'a str) -> Vec<(&'a str, Font, Vec<KrillaGlyph>)> {
        let mut runs = Vec::new();
        let mut from = 0;
        while from < text.len() {
            let font = self.font_at(&text[from..]);
            let rest = text[from..].char_indices();
            let length = rest
                .map(|(at, _)| at)
                .find(|at| self.font_at(&text[from + at..]) != font)
                .unwrap_or(text.len() - from);
            let piece = &text[from..from + length];
            let glyphs = piece.char_indices().filter_map(|(at, character)| {
                let letter = self.set.get(&character)?;
                let range = at..at + character.len_utf8();
                let glyph = GlyphId::new(u32::from(letter.glyph));
                Some(KrillaGlyph::new(
                    glyph,
                    letter.advance,
                    0.0,
                    0.0,
                    0.0,
                    range,
                    None,
                ))
            });
            runs.push((piece, self.fonts[font].clone(), glyphs.collect()));
            from += length;
        }
        runs
    }

    fn font_at(&self, text: &str) -> usize {
        let first = text.chars().next();
        first
            .and_then(|first| self.set.get(&first))
            .map_or(0, |letter| letter.font)
    }
}

/// What shows nothing and is no blank between words.
fn is_unseen(character: char) -> bool {
    shows_nothing(character) && (character.is_control() || !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_of_names_are_written_and_not_spelled() {
        let name = "王䶮㛃𬱖";
        let letters = Letters::of([name].into_iter()).expect("the tests need fonts-noto-cjk");
        assert!(letters.missing().is_empty());
        assert_eq!(letters.spelled(name), name);
        let glyphs: usize = letters
            .runs(name)
            .iter()
            .map(|(_, _, glyphs)| glyphs.len())
            .sum();
        assert_eq!(glyphs, 4);
    }

    #[test]
    fn what_no_font_has_is_spelled_by_its_code_point() {
        // A code point that Unicode never assigns.
        let text = "陈\u{9FFFE}";
        let letters = Letters::of([text].into_iter()).expect("the tests need fonts-noto-cjk");
        assert_eq!(letters.missing(), ['\u{9FFFE}']);
        assert_eq!(letters.spelled(text), "陈[U+9FFFE]");
        assert!(letters.width(&letters.spelled(text)) > 3.0);
    }

    #[test]
    fn choosers_of_a_variant_leave_no_mark() {
        let text = "辻\u{E0100}";
        let letters = Letters::of([text].into_iter()).expect("the tests need fonts-noto-cjk");
        assert_eq!(letters.spelled(text), "辻");
    }
}
