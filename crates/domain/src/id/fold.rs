//! Normalises what input methods and copied text leave behind.

/// Maps a full-width form to its ASCII character and the ideographic space to a space; leaves every other character
/// unchanged. Never for names: unlike NFKC this does not change ideographs, but a full-width letter in a name must be
/// refused, not repaired.
pub(crate) fn fold_ascii(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFEE0).expect("the block maps onto printable ASCII")
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Whether a character is invisible: whitespace, or a mark hidden in copied text (zero-width spaces and joiners, direction
/// marks, the byte order mark).
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_full_width_and_nothing_else() {
        for (from, to) in [
            ('０', '0'),
            ('９', '9'),
            ('Ｘ', 'X'),
            ('ｘ', 'x'),
            ('＋', '+'),
            ('～', '~'),
            ('　', ' '),
            ('陈', '陈'),
            ('·', '·'),
            ('。', '。'),
        ] {
            assert_eq!(fold_ascii(from), to);
        }
    }

    #[test]
    fn knows_what_cannot_be_seen() {
        for c in [
            ' ', '\t', '\n', '\u{3000}', '\u{A0}', '\u{200B}', '\u{FEFF}', '\u{202D}',
        ] {
            assert!(is_blank(c), "U+{:04X}", u32::from(c));
        }
        for c in ['-', '0', '陈', '\u{1}', '\u{E000}'] {
            assert!(!is_blank(c), "U+{:04X}", u32::from(c));
        }
    }
}
