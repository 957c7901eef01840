//! The kinds of character, to name one that cannot stand where it was typed.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

/// What a character is, for people who cannot tell it from the one that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterKind {
    /// A Chinese character.
    Ideograph,
    /// A radical or stroke of a dictionary that stands for no one character.
    Radical,
    /// A letter of the Latin alphabet.
    Latin,
    /// A letter of the Greek alphabet.
    Greek,
    /// A letter of the Cyrillic alphabet.
    Cyrillic,
    /// A Japanese syllable or its lengthening.
    Kana,
    /// A Korean syllable or letter.
    Hangul,
    /// A letter of 注音.
    Bopomofo,
    /// A letter of any other script.
    Letter,
    /// A digit or another number.
    Number,
    /// A punctuation mark.
    Punctuation,
    /// A sign or a picture.
    Symbol,
    /// Private use: each system shows its own character.
    PrivateUse,
    /// Not a character that Unicode knows.
    Unknown,
}

impl CharacterKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Ideograph,
        Self::Radical,
        Self::Latin,
        Self::Greek,
        Self::Cyrillic,
        Self::Kana,
        Self::Hangul,
        Self::Bopomofo,
        Self::Letter,
        Self::Number,
        Self::Punctuation,
        Self::Symbol,
        Self::PrivateUse,
        Self::Unknown,
    ];

    /// The kind of a character.
    ///
    /// ```
    /// # use domain::characters::CharacterKind;
    /// assert_eq!(CharacterKind::of('О'), CharacterKind::Cyrillic);
    /// assert_eq!(CharacterKind::of('カ'), CharacterKind::Kana);
    /// ```
    pub fn of(c: char) -> Self {
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let is = |group: GeneralCategoryGroup| group.contains(category);
        // The mark of a long vowel, and ten rows more of kana, belong to no script alone.
        if matches!(c, '\u{3031}'..='\u{3035}' | '\u{30FC}' | '\u{FF70}') {
            return Self::Kana;
        }
        match CodePointMapData::<Script>::new().get(c) {
            Script::Han if category == GeneralCategory::OtherLetter || c == '\u{3007}' => {
                Self::Ideograph
            }
            Script::Han if category == GeneralCategory::OtherSymbol => Self::Radical,
            Script::Latin => Self::Latin,
            Script::Greek => Self::Greek,
            Script::Cyrillic => Self::Cyrillic,
            Script::Hiragana | Script::Katakana => Self::Kana,
            Script::Hangul => Self::Hangul,
            Script::Bopomofo => Self::Bopomofo,
            _ if matches!(c, '\u{31C0}'..='\u{31EF}' | '\u{2FF0}'..='\u{2FFF}') => Self::Radical,
            _ if category == GeneralCategory::PrivateUse => Self::PrivateUse,
            _ if is(GeneralCategoryGroup::Number) => Self::Number,
            _ if is(GeneralCategoryGroup::Punctuation) => Self::Punctuation,
            _ if is(GeneralCategoryGroup::Symbol) => Self::Symbol,
            _ if is(GeneralCategoryGroup::Letter) || is(GeneralCategoryGroup::Mark) => Self::Letter,
            _ => Self::Unknown,
        }
    }

    /// The key of its word in `flows/problems.toml`.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Ideograph => "character.ideograph",
            Self::Radical => "character.radical",
            Self::Latin => "character.latin",
            Self::Greek => "character.greek",
            Self::Cyrillic => "character.cyrillic",
            Self::Kana => "character.kana",
            Self::Hangul => "character.hangul",
            Self::Bopomofo => "character.bopomofo",
            Self::Letter => "character.letter",
            Self::Number => "character.number",
            Self::Punctuation => "character.punctuation",
            Self::Symbol => "character.symbol",
            Self::PrivateUse => "character.private_use",
            Self::Unknown => "character.unknown",
        }
    }
}
