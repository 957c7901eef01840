//! What people paste and type, character by character, by the properties that Unicode gives it.
//!
//! Copied text brings characters that nobody sees, and input methods, PDF files and phones write some characters by others that
//! look the same. What these are is decided here, once, for names, numbers, addresses and log-ins; the scripts of the portal have the
//! same classes (`portal/assets/script/characters.js`), which a test compares with these.
//!
//! ```
//! use domain::characters::{number, shows_nothing};
//!
//! assert!(shows_nothing('\u{FE0F}'));
//! assert_eq!(number("(+86) 138-0013-8000\u{202C}"), "+8613800138000");
//! assert_eq!(number("11010820230301001Ⅹ"), "11010820230301001X");
//! ```

mod kind;
mod radicals;

use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

pub use kind::CharacterKind;
pub(crate) use radicals::ideograph;

/// Whether a character shows nothing: white space, a control, what Unicode lets programs ignore when they show a text (zero-width
/// marks, direction marks, variation selectors, the soft hyphen, Hangul fillers), and the few that are drawn as nothing or stand
/// for something that a plain text has not.
pub fn shows_nothing(c: char) -> bool {
    takes_room(c)
        || c.is_control()
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(
            c,
            // In place of an object that is not there; dictation on telephones leaves the second.
            '\u{FFF9}'
                ..='\u{FFFC}'
            // The filler of Khitan.
            | '\u{16FE4}'
        )
}

/// Whether a character shows nothing but keeps what stands around it apart, as a space does.
fn takes_room(c: char) -> bool {
    CodePointSetData::new::<WhiteSpace>().contains(c)
        || matches!(
            c,
            // Fillers of Hangul, an empty Braille cell, blanks among hieroglyphs, a note without a head.
            '\u{115F}'
                | '\u{1160}'
                | '\u{3164}'
                | '\u{FFA0}'
                | '\u{2800}'
                | '\u{13441}'
                | '\u{13442}'
                | '\u{1D159}'
        )
}

/// A text as it is looked up: without what shows nothing, with compatibility characters (full-width forms, Roman numerals as one
/// character, circled digits) as what they stand for (NFKC). Never for a name that is stored: this changes ideographs.
pub fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !shows_nothing(*c)).collect()
}

/// A number as typed, in its usual writing: [`plain`], in capitals, without the punctuation that people put between its groups
/// (dashes, brackets, dots).
pub fn number(text: &str) -> String {
    text.nfkc()
        .filter(|c| !shows_nothing(*c) && !is_between_groups(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Punctuation of any kind, or the minus sign, which people take for a dash.
fn is_between_groups(c: char) -> bool {
    c == '\u{2212}'
        || GeneralCategoryGroup::Punctuation
            .contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// A text as one line: what shows nothing and has no width is removed, and each run of blanks and line breaks becomes one space,
/// none at the ends.
pub(crate) fn line(text: &str) -> String {
    let visible_or_blank: String = text
        .chars()
        .filter(|c| takes_room(*c) || !shows_nothing(*c))
        .collect();
    let words = visible_or_blank.split(takes_room);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether anything can be seen of a text.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|c| !shows_nothing(c))
}

#[cfg(test)]
mod tests;
